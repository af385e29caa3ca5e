"""Zendesk's words for what the blueprint needs, and the blueprint's words for what Zendesk shows.

Where Zendesk has an id of a field, both sides write the field's title as `{title}`: a field that a plan has yet to make
has no id. https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/
"""

import re
from collections.abc import Mapping
from typing import Any

from integration.core.folding import fold
from integration.core.provisioning.blueprint import DAY, DECIMAL, LINES, SELECT, TEXT
from integration.core.provisioning.things import Kind, Properties, Thing, Value

Json = dict[str, Any]
Options = tuple[tuple[str, str], ...]
"""Of a drop-down: stored value and label."""

TYPES = {TEXT: "text", LINES: "textarea", DAY: "date", DECIMAL: "decimal", SELECT: "tagger"}
COLUMNS = ("nice_id", "subject", "requester", "group", "assignee")
"""What every view shows of a ticket, before the dates it is about."""

_FROM_TYPE = {theirs: ours for ours, theirs in TYPES.items()}
_MARK = re.compile(r"\[guichet:([^\]]+)\]")
_TITLE = re.compile(r"\{(.+)\}")
_FIELD = re.compile(r"(?:custom_fields_)?(\d+)")


def field_type(zendesk: str) -> str:
    """Our word for a type of field, Zendesk's own where we have none."""
    return _FROM_TYPE.get(zendesk, zendesk)


def marked(sentence: str, key: str) -> str:
    """A description that says whose it is, to people and to us."""
    return f"{sentence} [guichet:{key}]"


def mark_in(description: object) -> str:
    """Our key in a description, "" when there is none."""
    found = _MARK.search(str(description or ""))
    return found.group(1) if found else ""


def translated(thing: Thing, options: Mapping[str, Options]) -> Thing:
    """A thing of the blueprint with its properties in Zendesk's words; `options` are those of each drop-down."""
    wanted = dict(thing.wanted)
    if thing.kind is Kind.VIEW:
        conditions = tuple(_condition(one, options) for one in _list(wanted["all"]))
        columns = (*COLUMNS, *(f"{{{title}}}" for title in _list(wanted["columns"])))
        return _with(thing, (("all", conditions), ("columns", columns)), frozenset({"columns"}))
    if thing.kind is Kind.MACRO:
        return _with(thing, (("actions", tuple(_action(one, options) for one in _list(wanted["actions"]))),))
    if thing.kind is Kind.FIELD and wanted["type"] == SELECT:
        return _with(
            thing, (("type", SELECT), ("options", choices(thing, options[thing.title]))), frozenset({"options"})
        )
    return thing


def choices(thing: Thing, known: Options) -> Options:
    """What a drop-down of the blueprint must offer: the known option where one means the same, else one to be made."""
    return tuple((choice(str(value), known), str(label)) for value, label in _pairs(dict(thing.wanted)["options"]))


def with_ids(words: str, ids: Mapping[str, int]) -> str:
    """A name or a value with the id in place of the title of a field."""
    found = _TITLE.fullmatch(words.removeprefix("custom_fields_"))
    if not found:
        return words
    begins = "custom_fields_" if words.startswith("custom_fields_") else ""
    return f"{begins}{ids[found.group(1)]}"


def with_titles(words: str, titles: Mapping[int, str]) -> str:
    """The other way round; a field that nobody knows stays as it is."""
    found = _FIELD.fullmatch(words)
    if not found or int(found.group(1)) not in titles:
        return words
    begins = "custom_fields_" if words.startswith("custom_fields_") else ""
    return f"{begins}{{{titles[int(found.group(1))]}}}"


def choice(word: str, options: Options) -> str:
    """The tag of the option that a word of the policy means, by value or label; the one we would make otherwise."""
    return next((value for value, label in options if word in {fold(value), fold(label)}), _tag(word))


def _condition(one: Value, options: Mapping[str, Options]) -> Value:
    what, first, second = (str(part) for part in _list(one))
    if what == "tag":
        return ("current_tags", {"has": "includes", "has_not": "not_includes"}[first], second)
    if what == "field":
        # The value of a drop-down is a tag too, and every kind of rule knows tags.
        return ("current_tags", "not_includes", " ".join(value for value, _ in options[first]))
    return (what, first, second)


def _action(one: Value, options: Mapping[str, Options]) -> Value:
    what, first, second = (str(part) for part in _list(one))
    if what == "tag":
        return ("current_tags", second)
    return (f"custom_fields_{{{first}}}", choice(second, options[first]))


def _tag(word: str) -> str:
    """The stored value of an option: a tag, which belongs to one field alone in the whole account."""
    return word if word.startswith("guichet_") else f"guichet_{word.replace(' ', '_')}"


def _with(thing: Thing, wanted: Properties, at_least: frozenset[str] = frozenset()) -> Thing:
    return Thing(thing.kind, thing.key, thing.title, wanted, at_least)


def _list(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def _pairs(value: Value) -> tuple[tuple[str, str], ...]:
    return tuple((str(pair[0]), str(pair[1])) for pair in _list(value) if isinstance(pair, tuple))
