"""The fixed lists of Zammad by id and name, and how they say what the store keeps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.records import Ticket

STATES = {
    1: "new",
    2: "open",
    3: "pending reminder",
    4: "closed",
    5: "merged",
    6: "removed",
    7: "pending close",
}
KINDS = {"pending close": "pending action"}  # of states that are not called as their kind is
STATE_TYPES = {
    1: "new",
    2: "open",
    3: "pending reminder",
    4: "pending action",
    5: "closed",
    6: "merged",
    7: "removed",
}
MEANS = {
    "new": "new",
    "open": "open",
    "pending reminder": "pending",
    "pending close": "pending",
    "closed": "solved",
    "merged": "closed",
    "removed": "closed",
}
PLAIN = {
    "new": "new",
    "open": "open",
    "pending": "pending reminder",
    "hold": "pending reminder",
    "solved": "closed",
    "closed": "closed",
}
PRIORITIES = {1: "1 low", 2: "2 normal", 3: "3 high"}
WEIGHTS = {"low": 1, "normal": 2, "high": 3, "urgent": 3}
TYPES = {1: "email", 2: "sms", 3: "chat", 4: "fax", 5: "phone", 10: "note", 11: "web"}
SENDERS = {1: "Agent", 2: "Customer", 3: "System"}
COMMUNICATION = ("email", "sms", "chat", "fax", "phone", "web")


def id_of(names: dict[int, str], name: object) -> int | None:
    """The id of a name in one of these lists."""
    return next((number for number, known in names.items() if known == name), None)


def state_of(ticket: Ticket) -> str:
    """The name of the state a ticket is in."""
    if ticket.merged_into is not None:
        return "merged"
    if MEANS.get(ticket.state) == ticket.status:
        return ticket.state
    return PLAIN[ticket.status]


def state_id(ticket: Ticket) -> int:
    """The id of that state."""
    found = id_of(STATES, state_of(ticket))
    return found or 2


def priority_id(ticket: Ticket) -> int:
    """The id of a ticket's priority; without one it is normal."""
    return WEIGHTS[ticket.priority or "normal"]


def weight_named(priority: int) -> str:
    """The store's word for the priority of this id."""
    return PRIORITIES[priority].split()[1]


def moment(when: datetime | None) -> str | None:
    """A moment as Zammad writes it: UTC, milliseconds."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z" if when else None


def number_of(ticket: Ticket) -> str:
    """The ticket's number, which is not its id."""
    return str(31000 + ticket.id)


def name_of(ids: dict[int, str], number: object) -> Any:
    """The name behind an id."""
    return ids.get(int(str(number)))
