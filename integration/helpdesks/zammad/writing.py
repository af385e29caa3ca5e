"""Our changes become Zammad's calls here: one update with at most one article, and a call for each tag that differs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, assert_never

from integration.core.changes import (
    AddComment,
    AddTag,
    Assign,
    Change,
    RemoveTag,
    SetAssignee,
    SetField,
    SetGroup,
    SetPriority,
    SetStatus,
    differing,
)
from integration.core.errors import Refused
from integration.core.folding import fold
from integration.core.ticket import Priority, Status, Ticket
from integration.helpdesks.zammad.catalog import Account, FieldEntry, Form
from integration.helpdesks.zammad.mapping import ABOUT, KEY, KIND, NOBODY

Json = dict[str, Any]

# A pending ticket must say until when; Zammad then reminds the owner. Two weeks is when a question has gone unanswered
# for as long as the review may take.
REMIND_AFTER = timedelta(days=14)
_SUBJECT_AT_MOST = 250


@dataclass(frozen=True, slots=True)
class Update:
    """What to send for a whole step: the body of one update, empty when only tags change, and the tags themselves.

    `then` is one more update, only where a letter has to leave from the group that the ticket is about to leave.
    """

    body: Json
    then: Json = field(default_factory=dict)
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.body or self.then or self.add or self.remove)


def update_for(
    ticket: Ticket, changes: tuple[Change, ...], key: str, account: Account, form: Form, now: datetime
) -> Update:
    """The calls that make all the changes; redactions are not part of them. Only what differs is written.

    `now` is aware. Raises Refused when a group, field, state or priority does not exist, or when the changes cannot be
    said in one update.
    """
    wanted = differing(ticket, changes)
    body: Json = {}
    for change in wanted:
        body |= _part(change, account, form, now)
    comments = [change for change in wanted if isinstance(change, AddComment)]
    if len(comments) > 1:
        raise Refused(f"Ticket {ticket.id}: Zammad takes one article per update, {len(comments)} were decided.")
    later: frozenset[str] = frozenset()
    if comments:
        body["article"] = _article(ticket, comments[0], key)
        later = _once_sent(ticket, body, form)
    tags = _tags(ticket, changes)
    return Update(
        body={part: value for part, value in body.items() if part not in later},
        then={part: value for part, value in body.items() if part in later},
        add=tuple(sorted(tags - ticket.tags)),
        remove=tuple(sorted(ticket.tags - tags)),
    )


def _part(change: Change, account: Account, form: Form, now: datetime) -> Json:
    match change:
        case SetGroup():
            return {"group_id": _group(change.group, form)}
        case SetAssignee():
            return {"owner_id": int(change.assignee) if change.assignee else NOBODY}
        case SetStatus():
            return _state(change.status, account, now)
        case SetPriority():
            return {"priority_id": _priority(change.priority, account)}
        case SetField():
            return _field(change, form)
        case Assign() | AddTag() | RemoveTag() | AddComment():
            return {}
    assert_never(change)


def _group(name: str, form: Form) -> int:
    group = form.group_named(name)
    if group is None:
        raise Refused(f"Zammad has no group named {name!r} that our user may use: check its name and our role.")
    return group.id


def _state(status: Status, account: Account, now: datetime) -> Json:
    state = account.state_for(status)
    if state is None:
        raise Refused(f"Zammad does not let a ticket be set to {status.value}.")
    if status is not Status.PENDING:
        return {"state_id": state.id}
    return {"state_id": state.id, "pending_time": (now + REMIND_AFTER).isoformat(timespec="seconds")}


def _priority(priority: Priority, account: Account) -> int:
    priority_id = account.priority_id(priority)
    if priority_id is None:
        raise Refused(f"Zammad has no priority {priority.value}: write another, or add one that ends in that word.")
    return priority_id


def _field(change: SetField, form: Form) -> Json:
    entry = form.field_titled(change.title)
    if entry is None:
        raise Refused(f"Zammad has no ticket field titled {change.title!r} that our user may see.")
    return {entry.name: _stored(entry, change.value)}


def _stored(entry: FieldEntry, value: str) -> object:
    """What to write: an option that is named by its label becomes its value."""
    if not value:
        return None
    values = {option for option, _ in entry.options}
    if value not in values:
        value = next((option for option, label in entry.options if fold(label) == fold(value)), value)
    if entry.type == "boolean":
        return value == "true"
    if entry.type.startswith("multi"):
        return [value] if value in values else value.split()
    return value


def _tags(ticket: Ticket, changes: Iterable[Change]) -> frozenset[str]:
    """The tags as they should be; none with a comma, at which Zammad's conditions split what they compare."""
    tags = set(ticket.tags)
    for change in changes:
        if isinstance(change, AddTag):
            if "," in change.tag:
                raise Refused(f"Ticket {ticket.id}: Zammad's tags cannot hold a comma.")
            tags.add(change.tag)
        elif isinstance(change, RemoveTag):
            tags.discard(change.tag)
    return frozenset(tags)


def _article(ticket: Ticket, comment: AddComment, key: str) -> Json:
    """The article to send: always told whether it is internal, since Zammad would make it public."""
    article: Json = {"body": comment.body, "content_type": "text/plain", "internal": not comment.public}
    article["preferences"] = {KEY: key, KIND: comment.mark.kind.value, ABOUT: " ".join(comment.mark.about)}
    if not comment.public:
        return article | {"type": "note"}
    return article | _way(ticket)


def _way(ticket: Ticket) -> Json:
    """How an answer reaches the member: as the ticket came. Only an e-mail is sent; the rest is read in the portal."""
    if ticket.channel != "email":
        return {"type": "web" if ticket.channel == "web" else "note"}
    if not ticket.requester.email:
        raise Refused(f"Ticket {ticket.id} came by e-mail, but Zammad knows no address of its customer to answer to.")
    return {"type": "email", "to": ticket.requester.email, "subject": ticket.subject[:_SUBJECT_AT_MOST]}


def _once_sent(ticket: Ticket, body: Json, form: Form) -> frozenset[str]:
    """What waits until an e-mail has left: the way to a group without an address, from one that has one.

    Zammad takes the sender from the group at that moment. An owner waits as well, who may have no right before.
    Raises Refused when there is no address in either group.
    """
    if body["article"]["type"] != "email":
        return frozenset()
    here = form.group_named(ticket.group)
    there = form.group(body["group_id"]) if "group_id" in body else here
    if there and there.sends:
        return frozenset()
    if here and here.sends:
        return frozenset({"group_id", "owner_id"})
    name = there.name if there else ticket.group
    raise Refused(f"Ticket {ticket.id} came by e-mail, but group {name!r} has no address to send from in Zammad.")
