"""One step of a plan in Zendesk's own JSON: where it is sent, and what is in it."""

from collections.abc import Mapping
from typing import Any

from integration.core.provisioning.things import Kind, Step, Value, Verb
from integration.helpdesks.zendesk.provisioning.words import TYPES, marked, with_ids

Json = dict[str, Any]

PATHS = {
    Kind.GROUP: ("groups", "group"),
    Kind.FIELD: ("ticket_fields", "ticket_field"),
    Kind.FORM: ("ticket_forms", "ticket_form"),
    Kind.MACRO: ("macros", "macro"),
    Kind.VIEW: ("views", "view"),
    Kind.WEBHOOK: ("webhooks", "webhook"),
}
"""Of each kind the list's name in a path, and the word its body lies under."""

_NAMED = {Kind.GROUP, Kind.FORM, Kind.WEBHOOK}
"""What has a name where others have a title."""

_SENTENCES = {
    Kind.MACRO: "Made by Guichet for the refund policy.",
    Kind.VIEW: "Made by Guichet for the refund policy.",
    Kind.WEBHOOK: "Tells Guichet that a ticket moved.",
}


def body(step: Step, fields: Mapping[str, int], known: Mapping[str, Value]) -> Json:
    """What to send for a step; `fields` are the fields' ids by title, `known` what the thing is like already.

    Zendesk replaces lists as a whole, and takes the values of an option that is left out from every ticket: what is
    there already is sent along.
    """
    named = "name" if step.kind in _NAMED else "title"
    sent: Json = {named: step.title} if step.verb is Verb.CREATE or "title" in dict(step.after) else {}
    if step.verb is Verb.CREATE and step.kind in _SENTENCES:
        sent["description"] = marked(_SENTENCES[step.kind], step.key)
    return sent | _parts(step, fields, known)


def _parts(step: Step, fields: Mapping[str, int], known: Mapping[str, Value]) -> Json:
    after = dict(step.after)
    match step.kind:
        case Kind.FIELD:
            return _field(after, known, new=step.verb is Verb.CREATE, key=step.key)
        case Kind.FORM:
            titles = dict.fromkeys((*_words(known.get("fields")), *_words(after.get("fields"))))
            ids = [fields[title] for title in titles]
            return {"ticket_field_ids": ids, "end_user_visible": True} if "fields" in after else {}
        case Kind.MACRO:
            return _active(after) | (_actions(after["actions"], fields) if "actions" in after else {})
        case Kind.VIEW:
            return _active(after) | _view(after, fields)
        case _:
            return {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in after.items()
                if name != "title"
            }


def _field(after: Mapping[str, Value], known: Mapping[str, Value], *, new: bool, key: str) -> Json:
    sent: Json = {"type": TYPES[str(after["type"])]} if new else {}
    if "options" in after:
        there = _pairs(known.get("options"))
        added = [pair for pair in _pairs(after["options"]) if pair[0] not in {value for value, _ in there}]
        sent["custom_field_options"] = [{"value": value, "name": label} for value, label in (*there, *added)]
    if new and key in MEMBERS:
        sent |= {"visible_in_portal": True, "editable_in_portal": True}
    return sent


MEMBERS = ("field:category", "field:account", "field:transaction_date", "field:amount")
"""The fields that members fill in themselves."""


def _view(after: Mapping[str, Value], fields: Mapping[str, int]) -> Json:
    sent: Json = {}
    if "all" in after:
        sent["all"] = [
            {"field": with_ids(field, fields), "operator": operator, "value": value}
            for field, operator, value in _triples(after["all"])
        ]
    if "columns" in after:
        shown = (with_ids(column, fields) for column in _words(after["columns"]))
        sent["output"] = {"columns": [int(column) if column.isdigit() else column for column in shown]}
    return sent


def _actions(after: Value, fields: Mapping[str, int]) -> Json:
    return {"actions": [{"field": with_ids(field, fields), "value": value} for field, value in _pairs(after)]}


def _active(after: Mapping[str, Value]) -> Json:
    return {"active": after["active"]} if "active" in after else {}


def _words(value: Value | None) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _pairs(value: Value | None) -> tuple[tuple[str, str], ...]:
    entries = value if isinstance(value, tuple) else ()
    return tuple((str(one[0]), str(one[1])) for one in entries if isinstance(one, tuple))


def _triples(value: Value) -> tuple[tuple[str, str, str], ...]:
    entries = value if isinstance(value, tuple) else ()
    return tuple((str(one[0]), str(one[1]), str(one[2])) for one in entries if isinstance(one, tuple))
