"""The closed list of what Guichet may do to a ticket, and what a ticket looks like afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Any, assert_never

from integration.core.folding import fold
from integration.core.ticket import Comment, Mark, Priority, Role, Status, Ticket


@dataclass(frozen=True, slots=True)
class AddTag:
    """Put a tag on the ticket."""

    tag: str


@dataclass(frozen=True, slots=True)
class RemoveTag:
    """Take a tag off the ticket."""

    tag: str


@dataclass(frozen=True, slots=True)
class SetGroup:
    """Hand the ticket to a group, by its name."""

    group: str


@dataclass(frozen=True, slots=True)
class SetAssignee:
    """Hand the ticket to one agent, by id; "" takes it away from whoever has it."""

    assignee: str


@dataclass(frozen=True, slots=True)
class Assign:
    """Give a ticket that nobody has to the agent of this e-mail address or name; the helpdesk finds the id.

    With `take` whoever has it gives it up.
    """

    agent: str
    take: bool = False


@dataclass(frozen=True, slots=True)
class SetField:
    """Write a custom field, by its title; "" empties it. An option of a drop-down is its stored value or its label."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Change where the ticket stands."""

    status: Status


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Change how urgent the ticket is."""

    priority: Priority


@dataclass(frozen=True, slots=True)
class AddComment:
    """Say something in plain text, to the member when `public`, else to agents; `mark` remembers what it was for."""

    body: str
    public: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class RedactAttachment:
    """A file to be removed for good. No part of a write: it has a way of its own (see `integration/deletion.py`)."""

    comment_id: str
    attachment_id: str


Silent = AddTag | RemoveTag | SetGroup | SetAssignee | Assign | SetField | SetStatus | SetPriority
Change = Silent | AddComment


def simulate(ticket: Ticket, changes: tuple[Change, ...], now: datetime) -> Ticket:
    """The ticket as it will be once the changes are applied at `now`."""
    return reduce(lambda so_far, change: _after(so_far, change, now), changes, ticket)


def differing(ticket: Ticket, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Those of the changes that would alter the ticket, in the order given; a comment always does."""
    return tuple(change for change in changes if not already(ticket, change))


def already(ticket: Ticket, change: Change) -> bool:
    """Whether the ticket is already as this change would make it."""
    return not isinstance(change, AddComment) and not _effect(ticket, change)


def _after(ticket: Ticket, change: Change, now: datetime) -> Ticket:
    if isinstance(change, AddComment):
        return replace(ticket, comments=(*ticket.comments, _comment(ticket, change, now)))
    effect = _effect(ticket, change)
    return replace(ticket, **effect) if effect else ticket


def _effect(ticket: Ticket, change: Silent) -> dict[str, Any]:  # noqa: C901 - one arm per kind of change
    """The parts of the ticket that would become different, by name; none when it is already so."""
    effect: dict[str, Any]
    match change:
        case AddTag():
            effect = {"tags": ticket.tags | {change.tag}}
        case RemoveTag():
            effect = {"tags": ticket.tags - {change.tag}}
        case SetGroup():
            effect = {"group": change.group}
        case SetAssignee():
            effect = {"assignee": change.assignee}
        case Assign():
            effect = {"assignee": change.agent if change.take else ticket.assignee or change.agent}
        case SetField():
            effect = {} if _holds(ticket, change) else {"fields": ticket.fields_with(change.title, change.value)}
        case SetStatus():
            effect = {} if ticket.status is change.status else _named("status", change.status)
        case SetPriority():
            effect = {} if ticket.priority is change.priority else _named("priority", change.priority)
        case _:
            assert_never(change)
    return {name: value for name, value in effect.items() if getattr(ticket, name) != value}


def _named(part: str, word: Status | Priority) -> dict[str, Any]:
    return {part: word, f"{part}_raw": word.value}


def _holds(ticket: Ticket, change: SetField) -> bool:
    field = ticket.field(change.title)
    if field is None:
        return not change.value
    return change.value == field.value or bool(field.label and fold(field.label) == fold(change.value))


def _comment(ticket: Ticket, change: AddComment, now: datetime) -> Comment:
    return Comment(
        id=f"new-{len(ticket.comments)}",
        author=Role.GUICHET,
        author_id="",
        public=change.public,
        body=change.body,
        created_at=now,
        mark=change.mark,
    )


def settled(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes without those that a later one overrules: a ticket has one group, one priority, one value a field."""
    last = {_part(change): position for position, change in enumerate(changes)}
    return tuple(change for position, change in enumerate(changes) if last[_part(change)] == position)


def _part(change: Change) -> tuple[object, ...]:
    """What of the ticket the change is about; comments and removals are each about themselves."""
    match change:
        case AddTag() | RemoveTag():
            return "tag", change.tag
        case SetAssignee() | Assign():
            return ("assignee",)
        case SetField():
            return "field", change.title
        case SetGroup() | SetStatus() | SetPriority():
            return (type(change),)
        case _:
            return (change,)
