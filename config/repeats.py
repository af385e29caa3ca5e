"""Things that may be said only once across the policy; looked for in what was read, so that they show at once."""

from collections.abc import Iterator

from config.places import Document, Path, entries
from config.sentences import say
from integration.core.folding import fold


def blame_repeats(document: Document) -> None:
    """Blame the second rule with one id, and the second category with one value."""
    rules: dict[str, int] = {}
    for path, found in _rule_ids(document.data):
        place = document.value(path)
        if found in rules:
            document.blame(place, say("rule_twice", found=found, line=rules[found]))
        rules.setdefault(found, place.line)
    owners: dict[str, str] = {}
    for path, found, category in _category_values(document.data):
        if owners.setdefault(fold(found), category) != category:
            document.blame(document.value(path), say("value_twice", found=found, other=owners[fold(found)]))


def _rule_ids(data: object) -> Iterator[tuple[Path, str]]:
    rules = data.get("routing") if isinstance(data, dict) else ()
    for index, rule in enumerate(rules if isinstance(rules, tuple) else ()):
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
