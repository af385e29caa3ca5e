"""One step of a plan in Zammad's own JSON: where it is sent, and what is in it."""

from copy import deepcopy
from typing import Any

from integration.core.provisioning.things import Kind, Step, Value, Verb
from integration.helpdesks.zammad.provisioning.words import (
    Names,
    column_for,
    condition_written,
    marked,
    orders_written,
    pairs,
    texts,
)

Json = dict[str, Any]

PATHS = {
    Kind.ROLE: "roles",
    Kind.GROUP: "groups",
    Kind.FIELD: "object_manager_attributes",
    Kind.MACRO: "macros",
    Kind.VIEW: "overviews",
    Kind.WEBHOOK: "webhooks",
    Kind.TRIGGER: "triggers",
}

MEMBERS = frozenset({"field:category", "field:account", "field:transaction_date", "field:amount"})
"""The fields that members fill in themselves."""

_SENTENCES = {
    Kind.ROLE: "The role of Guichet's own user; it has no right but these.",
    Kind.GROUP: "Needed by the refund policy.",
    Kind.MACRO: "Made by Guichet for the refund policy.",
    Kind.WEBHOOK: "Tells Guichet that a ticket moved.",
    Kind.TRIGGER: "Calls Guichet's webhook.",
}
_MARKED = frozenset(_SENTENCES) - {Kind.GROUP}
_NOT_SENT = frozenset({"title", "access", "signed", "shown to somebody"})
_IN_ADMINS_WORDS = {"shown": True, "required": False}
_LAST = 1550  # where Zammad puts a field that nobody has placed
_AFTER_THEIRS = 2000  # overviews of the house come first

_OPTION: dict[str, Json] = {
    "input": {"type": "text", "maxlength": 255, "default": "", "null": True},
    "textarea": {"maxlength": 5000, "default": "", "null": True},
    "date": {"future": True, "past": True, "diff": None, "default": None, "null": True},
    "select": {"options": {}, "maxlength": 255, "default": "", "null": True, "nulloption": True},
}


def body(step: Step, names: Names) -> Json:
    """What to send for a step of any kind but a field; Zammad leaves alone what is not named."""
    after = dict(step.after)
    sent: Json = {name: value for name, value in after.items() if name not in _NOT_SENT}
    if step.verb is Verb.CREATE or "title" in after:
        sent["name"] = step.title
    if step.verb is Verb.CREATE and step.kind in _SENTENCES:
        sentence = _SENTENCES[step.kind]
        sent["note"] = marked(sentence, step.key) if step.kind in _MARKED else sentence
    if "permissions" in sent:
        sent["permissions"] = list(texts(sent["permissions"]))
    if "condition" in sent:
        sent["condition"] = condition_written(sent["condition"], names)
    if "perform" in sent:
        sent["perform"] = orders_written(sent["perform"], names)
    if "columns" in sent:
        sent["view"] = _view([names.column(column) for column in texts(sent.pop("columns"))])
    return sent | (_new(step.kind) if step.verb is Verb.CREATE else {})


def new_field(step: Step) -> Json:
    """A new field of tickets. Members see the ones they fill in, agents all."""
    after = dict(step.after)
    type_ = str(after["type"])
    member = {"shown": step.key in MEMBERS, "required": False, "item_class": "column"}
    agent = _IN_ADMINS_WORDS | {"item_class": "column"}
    return {
        "name": column_for(step.key),
        "object": "Ticket",
        "display": step.title,
        "data_type": type_,
        "data_option": _OPTION[type_] | ({"options": dict(pairs(after["options"]))} if "options" in after else {}),
        "screens": {
            "create_middle": {"ticket.agent": agent, "ticket.customer": member},
            "edit": {"ticket.agent": _IN_ADMINS_WORDS, "ticket.customer": {"shown": False, "required": False}},
        },
        "active": True,
        "position": _LAST,
    }


def changed_field(attribute: Json, step: Step) -> Json:
    """The whole field again with what differs: Zammad takes no part of one. Options are added, none taken away."""
    known = ("name", "display", "data_type", "data_option", "screens", "active", "position")
    sent: Json = {"object": "Ticket"} | deepcopy({name: attribute[name] for name in known})
    for name, value in step.after:
        match name:
            case "title":
                sent["display"] = value
            case "options":
                sent["data_option"]["options"] = _more(sent["data_option"].get("options"), value)
            case "on agents' screen":
                sent["screens"].setdefault("edit", {})["ticket.agent"] = _IN_ADMINS_WORDS
            case _:
                sent[name] = value
    return sent


def _more(known: object, wanted: Value) -> object:
    """The options with those that are missing, in the shape this Zammad has them in: a table, or a list."""
    if isinstance(known, list):
        there = {str(one["value"]) for one in known}
        return [*known, *({"name": label, "value": value} for value, label in pairs(wanted) if value not in there)]
    return dict(pairs(wanted)) | (known if isinstance(known, dict) else {})


def _view(columns: list[str]) -> Json:
    return {"s": columns, "d": columns, "m": columns, "view_mode_default": "s"}


def _new(kind: Kind) -> Json:
    if kind is Kind.VIEW:
        return {"order": {"by": "created_at", "direction": "ASC"}, "prio": _AFTER_THEIRS}
    if kind is Kind.MACRO:
        return {"ux_flow_next_up": "none"}
    return {"disable_notification": True} if kind is Kind.TRIGGER else {}
