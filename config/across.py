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
    _blame_titles(document)
    _blame_idle(document)


def _blame_titles(document: Document) -> None:
    parts: dict[str, str] = {}
    for path, found, part in _titles(document.data):
        if parts.setdefault(found, part) != part:
            document.blame(document.value(path), say("title_twice", found=found, other=parts[found]))
    for path, action in actions(document.data):
        for title in entries(action, "fields"):
            if title in parts:
                place = document.key((*path, "fields", title))
                document.blame(place, say("title_taken", found=title, other=parts[title]))


def _blame_idle(document: Document) -> None:
    data = document.data
    used = {clock for part in entries(data, "categories").values() for clock in _listed(part, "clocks")}
    for clock in entries(data, "clocks"):
        if clock not in used:
            document.blame(document.key(("clocks", clock)), say("idle_clock", found=clock))
    if entries(data, "decisions") and "decision" not in entries(data, "fields"):
        document.blame(document.key(("decisions",)), say("no_field_part", part="decision"))


def written(data: object) -> frozenset[str]:
    """The titles of the fields that Guichet writes: what it reads, its note, due dates, and what rules set."""
    parts = entries(data, "fields")
    own = (title for part, title in parts.items() if part in {"account", "transaction_date", "amount", "note"})
    clocks = (entries(entries(data, "clocks"), clock).get("field") for clock in entries(data, "clocks"))
    ruled = (title for _, action in actions(data) for title in entries(action, "fields"))
    return frozenset(title for title in (*own, *clocks, *ruled) if isinstance(title, str))


def actions(data: object) -> Iterator[tuple[Path, object]]:
    """What the rules and the last resort do, as it was read: where it stands, and what it says."""
    for index, rule in enumerate(_listed(data, "routing")):
        yield ("routing", index, "then"), entries(rule, "then")
    yield ("otherwise",), entries(data, "otherwise")


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
