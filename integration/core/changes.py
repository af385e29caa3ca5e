"""The closed list of what Guichet may do to a ticket, and what a ticket looks like afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import assert_never

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
    """Give a ticket that nobody has to the agent of this e-mail address or name; the helpdesk finds the id."""

    agent: str


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
    """Remove one file for good. Not part of the ordinary write: each helpdesk has its own call for it."""

    comment_id: str
    attachment_id: str


Change = (
    AddTag
    | RemoveTag
    | SetGroup
    | SetAssignee
    | Assign
    | SetField
    | SetStatus
    | SetPriority
    | AddComment
    | RedactAttachment
)


def simulate(ticket: Ticket, changes: tuple[Change, ...], now: datetime) -> Ticket:
    """The ticket as it will be once the changes are applied at `now`."""
    return reduce(lambda so_far, change: _after(so_far, change, now), changes, ticket)


def differing(ticket: Ticket, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Those of the changes that would alter the ticket, in the order given; a comment always does."""
    return tuple(change for change in changes if not already(ticket, change))


def already(ticket: Ticket, change: Change) -> bool:
    """Whether the ticket is already as this change would make it."""
    match change:
        case AddComment():
            return False
        case RedactAttachment():
            return _without_attachment(ticket, change) == ticket
        case _:
            return _after(ticket, change, ticket.updated_at) == ticket


def _after(ticket: Ticket, change: Change, now: datetime) -> Ticket:  # noqa: C901, PLR0911 - one arm per kind of change
    match change:
        case AddTag():
            return replace(ticket, tags=ticket.tags | {change.tag})
        case RemoveTag():
            return replace(ticket, tags=ticket.tags - {change.tag})
        case SetGroup():
            return replace(ticket, group=change.group)
        case SetAssignee():
            return replace(ticket, assignee=change.assignee)
        case Assign():
            return ticket if ticket.assignee else replace(ticket, assignee=change.agent)
        case SetField():
            return ticket if _holds(ticket, change) else ticket.with_field(change.title, change.value)
        case SetStatus():
            return _with_status(ticket, change.status)
        case SetPriority():
            return _with_priority(ticket, change.priority)
        case AddComment():
            return _with_comment(ticket, change, now)
        case RedactAttachment():
            return _without_attachment(ticket, change)
    assert_never(change)


def _holds(ticket: Ticket, change: SetField) -> bool:
    field = ticket.field(change.title)
    if field is None:
        return not change.value
    return change.value == field.value or bool(field.label and fold(field.label) == fold(change.value))


def _with_status(ticket: Ticket, status: Status) -> Ticket:
    return ticket if ticket.status is status else replace(ticket, status=status, status_raw=status.value)


def _with_priority(ticket: Ticket, priority: Priority) -> Ticket:
    return ticket if ticket.priority is priority else replace(ticket, priority=priority, priority_raw=priority.value)


def _with_comment(ticket: Ticket, change: AddComment, now: datetime) -> Ticket:
    new = Comment(
        id=f"new-{len(ticket.comments)}",
        author=Role.GUICHET,
        author_id="",
        public=change.public,
        body=change.body,
        created_at=now,
        mark=change.mark,
    )
    return replace(ticket, comments=(*ticket.comments, new))


def _without_attachment(ticket: Ticket, change: RedactAttachment) -> Ticket:
    comments = tuple(
        replace(comment, attachments=tuple(a for a in comment.attachments if a.id != change.attachment_id))
        if comment.id == change.comment_id
        else comment
        for comment in ticket.comments
    )
    return replace(ticket, comments=comments)
