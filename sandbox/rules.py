"""Zendesk's rules, which every change of a ticket obeys, whoever makes it: what is refused, what follows by itself.

Rules as described at https://support.zendesk.com/hc/en-us/articles/4408894213018 and in the ticket reference.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.records import Field, Ticket, User

if TYPE_CHECKING:
    from sandbox.store import Store

TICK = timedelta(seconds=1)  # how fine the stamps are
FIRST_ID = 8_447_388_000_000
ID_STEP = 128
MERGE_MOVES = False  # a merge copies files and leaves the comments where they are

PRIORITIES = ("low", "normal", "high", "urgent")
TYPES = ("problem", "incident", "question", "task")
WAITING = ("pending", "hold", "solved")

FORMATS = {
    "decimal": re.compile(r"[-+]?[0-9]*[.,]?[0-9]+"),
    "integer": re.compile(r"[-+]?\d+"),
    "date": re.compile(r"([0-9]{4})-(1[0-2]|0[1-9])-(3[01]|[12][0-9]|0[1-9])"),
}


class Refused(Exception):
    """The helpdesk does not accept the change; `problems` says why, by property."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(str(problems))
        self.problems = problems


def check_not_closed(store: Store, ticket: Ticket, by: User, touched: set[str]) -> None:
    """A closed ticket is finished; with the account's setting, admins may still change tags, subject and priority."""
    if ticket.status != "closed":
        return
    if store.modify_closed and by.role == "admin" and touched <= {"tags", "subject", "priority"}:
        return
    raise Refused({"status": ["Status: closed prevents ticket update"]})


def check_values(store: Store, ticket: Ticket | None, values: dict[str, Any]) -> None:
    """Closed lists stay closed, ids exist, a ticket never becomes new again, a priority is never taken back."""
    problems: dict[str, list[str]] = {}
    for name, allowed in (("priority", PRIORITIES), ("type", TYPES)):
        if values.get(name) is not None and values[name] not in allowed:
            problems[name] = [f"{name.capitalize()}: {values[name]} is not included in the list"]
    if ticket and ticket.priority and "priority" in values and values["priority"] is None:
        problems["priority"] = ["Priority: cannot be taken back"]
    if (status := values.get("status")) is not None:
        problems |= _status_problems(ticket, status)
    problems |= _unknown_ids(store, values)
    if problems:
        raise Refused(problems)


def _unknown_ids(store: Store, values: dict[str, Any]) -> dict[str, list[str]]:
    known: dict[str, set[int]] = {
        "group": set(store.groups),
        "assignee": {user.id for user in store.users.values() if user.is_staff},
        "requester": set(store.users),
    }
    wanted = {name: values.get(f"{name}_id") for name in known}
    wrong = [name for name, record_id in wanted.items() if record_id is not None and record_id not in known[name]]
    return {name: [f"{name.capitalize()}: is invalid"] for name in wrong}


def _status_problems(ticket: Ticket | None, status: str) -> dict[str, list[str]]:
    if status not in ("new", "open", "pending", "hold", "solved", "closed"):
        return {"status": [f"Status: {status} is not included in the list"]}
    if status == "new" and ticket and ticket.status != "new":
        return {"status": ["Status: a ticket never becomes new again"]}
    return {}


def check_solvable(status: str, assignee_id: int | None) -> None:
    """A solved ticket has an assignee."""
    if status in ("solved", "closed") and assignee_id is None:
        raise Refused({"base": ["Assignee: is required when solving a ticket"]})


def check_field(field: Field, value: Any) -> None:
    """Formats only, as on Zendesk: 31 February, a comma in an amount or a date in the future all pass."""
    if value in (None, ""):
        return
    if field.kind in FORMATS and not FORMATS[field.kind].fullmatch(str(value)):
        raise Refused({"base": [f"{field.title}: {value} is invalid"]})
    known = {option.value for option in field.options}
    chosen = value if isinstance(value, list) else [value]
    if field.kind in ("tagger", "multiselect") and not known.issuperset(chosen):
        raise Refused({"base": [f"{field.title}: {value} is not an option of this field"]})


def first_values(store: Store, values: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - every law is asked so
    """A new ticket gets nothing by itself."""
    return values


def kept_tags(tags: list[str]) -> list[str]:
    """Tags are kept in small letters, each once, sorted."""
    return sorted({tag.lower() for tag in tags})


def status_after(
    ticket: Ticket,
    status: str | None,
    *,
    assigned: bool,
    comment_by: User | None,
    channel: str = "",  # noqa: ARG001 - every law is asked so
) -> str:
    """The status that follows from an act.

    It is the one asked for; else open, when a new ticket gets an assignee or a member answers one that waits.
    """
    if status is not None:
        return status
    if comment_by and not comment_by.is_staff and ticket.status in WAITING:
        return "open"
    if assigned and ticket.status == "new":
        return "open"
    return ticket.status


def fields_after_tags(store: Store, ticket: Ticket, tags: list[str]) -> dict[int, Any]:
    """What a new tag list does to drop-downs and check-boxes: their tags *are* their values."""
    changed: dict[int, Any] = {}
    gained = [tag for tag in tags if tag not in ticket.tags]
    for field in store.fields.values():
        held = ticket.fields.get(field.id)
        options = [option.value for option in field.options]
        if field.kind == "tagger":
            chosen = next((tag for tag in gained if tag in options), held if held in tags else None)
        elif field.kind == "multiselect":
            chosen = [value for value in options if value in tags] or None
        elif field.kind == "checkbox" and field.tag:
            chosen = field.tag in tags
        else:
            continue
        if chosen != held and (chosen or held):
            changed[field.id] = chosen
    return changed


def tags_after_field(field: Field, value: Any, tags: list[str]) -> list[str]:
    """The tag list once this field holds this value."""
    if field.kind == "checkbox" and field.tag:
        gone, come = {field.tag}, [field.tag] if value else []
    elif field.kind in ("tagger", "multiselect"):
        gone = {option.value for option in field.options}
        come = value if isinstance(value, list) else [value] if value else []
    else:
        return tags
    return sorted({tag for tag in tags if tag not in gone} | set(come))
