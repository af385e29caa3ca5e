"""Zammad's rules of tickets: nearly everything is accepted, and little follows by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.records import Field, Ticket, User
from sandbox.rules import Refused

if TYPE_CHECKING:
    from sandbox.store import Store

TICK = timedelta(milliseconds=1)
FIRST_ID = 1  # the user "-" has it
ID_STEP = 1
MERGE_MOVES = True
PRIORITIES = ("low", "normal", "high")
WAITS = timedelta(days=1)  # what an agent picks who gives no time for a pending state
FOLLOW_UPS = ("web", "email")  # a follow-up by mail or in the portal reopens, one by the API does not


def check_not_closed(store: Store, ticket: Ticket, by: User, touched: set[str]) -> None:
    """A closed ticket takes everything."""


def check_values(store: Store, ticket: Ticket | None, values: dict[str, Any]) -> None:  # noqa: ARG001
    """There are three priorities, and a pending state has a time."""
    priority = values.get("priority")
    if priority is not None and priority not in PRIORITIES:
        raise Refused({"priority": [f"Priority: {priority} is not one of {', '.join(PRIORITIES)}"]})
    if values.get("status") in ("pending", "hold") and not values.get("pending_until"):
        values["pending_until"] = store.clock.now() + WAITS
    if values.get("status") == "hold":
        values |= {"status": "pending", "state": "pending reminder"}


def check_field(field: Field, value: Any) -> None:
    """A choice is one of the list; everything else is taken."""
    known = {option.value for option in field.options}
    chosen = value if isinstance(value, list) else [value]
    if value not in (None, "") and known and not known.issuperset(chosen):
        raise Refused({field.key or field.title: [f"Invalid value '{value}' for field '{field.key}'!"]})


def check_solvable(status: str, assignee_id: int | None) -> None:
    """A ticket of nobody's can be closed."""


def first_values(store: Store, values: dict[str, Any]) -> dict[str, Any]:
    """A new ticket is of normal priority and in a group; the portal's form has the first one chosen."""
    first = {"priority": "normal", "group_id": next(iter(store.groups), None)}
    return first | {name: value for name, value in values.items() if value is not None}


def status_after(
    ticket: Ticket,
    status: str | None,
    *,
    assigned: bool,  # noqa: ARG001 - every law is asked so
    comment_by: User | None,
    channel: str,
) -> str:
    """The status asked for; else open, when the member writes by mail or in the portal on a ticket that is not new."""
    if status is not None:
        return status
    if comment_by and not comment_by.is_staff and channel in FOLLOW_UPS and ticket.status != "new":
        return "open"
    return ticket.status


def kept_tags(tags: list[str]) -> list[str]:
    """Tags keep their letters and their order, each once."""
    return list(dict.fromkeys(tags))


def fields_after_tags(store: Store, ticket: Ticket, tags: list[str]) -> dict[int, Any]:  # noqa: ARG001
    """Tags have nothing to do with fields."""
    return {}


def tags_after_field(field: Field, value: Any, tags: list[str]) -> list[str]:  # noqa: ARG001
    """Fields have nothing to do with tags."""
    return tags
