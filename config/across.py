"""What only shows across the whole policy: things said twice, and things without any effect.

Looked for in what was read rather than in what was checked, so that these problems show together with all others.
"""

from collections.abc import Iterator

from config.places import Document, Path, entries
from config.sentences import say
from integration.core.folding import fold


def blame_across(document: Document) -> None:
    """Blame whatever is said a second time, and what nothing in the policy makes use of."""
    rules: dict[str, int] = {}
    for path, found in _rule_ids(document.data):
        line = document.value(path).line
        if rules.setdefault(found, line) != line:
            document.blame(document.value(path), say("rule_twice", found=found, line=rules[found]))
    owners: dict[str, str] = {}
    for path, found, category in _category_values(document.data):
        if owners.setdefault(fold(found), category) != category:
            document.blame(document.value(path), say("value_twice", found=found, other=owners[fold(found)]))
    parts: dict[str, str] = {}
    for path, found, part in _titles(document.data):
        if parts.setdefault(found, part) != part:
            document.blame(document.value(path), say("title_twice", found=found, other=parts[found]))
    _blame_idle(document)


def _blame_idle(document: Document) -> None:
    data = document.data
    used = {clock for part in entries(data, "categories").values() for clock in _listed(part, "clocks")}
    for clock in entries(data, "clocks"):
        if clock not in used:
            document.blame(document.key(("clocks", clock)), say("idle_clock", found=clock))
    if entries(data, "decisions") and "decision" not in entries(data, "fields"):
        document.blame(document.key(("decisions",)), say("no_field_part", part="decision"))


def _rule_ids(data: object) -> Iterator[tuple[Path, str]]:
    for index, rule in enumerate(_listed(data, "routing")):
        found = rule.get("id") if isinstance(rule, dict) else None
        if isinstance(found, str):
            yield ("routing", index, "id"), found


def _category_values(data: object) -> Iterator[tuple[Path, str, str]]:
    for category, part in entries(data, "categories").items():
        values = entries(part, "when").get("category")
        path: Path = ("categories", category, "when", "category")
        if isinstance(values, str):
            yield path, values, category
        for index, value in enumerate(values if isinstance(values, tuple) else ()):
            if isinstance(value, str):
                yield (*path, index), value, category


def _titles(data: object) -> Iterator[tuple[Path, str, str]]:
    """Every field of the helpdesk that the policy names: where, its title, and the part it plays."""
    for part, title in entries(data, "fields").items():
        if isinstance(title, str):
            yield ("fields", part), title, part
    for clock in entries(data, "clocks"):
        title = entries(entries(data, "clocks"), clock).get("field")
        if isinstance(title, str):
            yield ("clocks", clock, "field"), title, f"due date of {clock}"


def _listed(data: object, key: str) -> tuple[object, ...]:
    found = data.get(key) if isinstance(data, dict) else ()
    return found if isinstance(found, tuple) else ()
