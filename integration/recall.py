"""What Guichet already said on a ticket, even when a write's answer was lost or the ledger is new."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from integration.core.changes import AddComment, Change
from integration.core.delivery import Delivery
from integration.core.policy import Policy
from integration.core.ticket import Comment, Kind, Mark, Role, Ticket
from integration.helpdesks.contract import Helpdesk, Reads, Said
from integration.ledger.ledger import Ledger
from integration.ledger.rows import Intent

IN_FLIGHT = timedelta(minutes=5)
"""How long a write whose answer was lost may still arrive: well beyond every time-out on the way."""


def recall(ticket: Ticket, helpdesk: str, desk: Helpdesk, ledger: Ledger, policy: Policy, now: datetime) -> Ticket:
    """The ticket with every comment of ours marked for what it was.

    The helpdesk shows most marks by itself; the ledger knows the rest. Only when a write's fate is unknown, or when the
    ticket carries our tag and nobody knows why, the helpdesk's history is asked, which costs one more call.
    """
    open_writes = _open_writes(helpdesk, ticket, ledger)
    marked = _explained(ticket, helpdesk, desk, ledger, policy, open_writes)
    _settle(open_writes, marked, ledger, now)
    return marked


def look_back(ticket: Ticket, helpdesk: str, desk: Reads, ledger: Ledger, policy: Policy) -> Ticket:
    """The same, with nothing settled in the ledger: for looking only."""
    return _explained(ticket, helpdesk, desk, ledger, policy, _open_writes(helpdesk, ticket, ledger))


def _explained(
    ticket: Ticket, helpdesk: str, desk: Reads, ledger: Ledger, policy: Policy, open_writes: tuple[Intent, ...]
) -> Ticket:
    known = ledger.said(helpdesk, ticket.id)
    shown = {comment.key for comment in ticket.comments if comment.key}
    unseen = any(write.key not in shown for write in open_writes)
    if unseen or _unexplained(ticket, known, policy):
        known = (*known, *desk.said(ticket.id))
    return _marked(ticket, known)


def _open_writes(helpdesk: str, ticket: Ticket, ledger: Ledger) -> tuple[Intent, ...]:
    return tuple(write for write in ledger.unproven(helpdesk, ticket.id) if write.mark)


def intend(delivery: Delivery, key: str, changes: tuple[Change, ...], ledger: Ledger, now: datetime) -> None:
    """Remember the write before it is sent."""
    ledger.intend(
        delivery.helpdesk,
        delivery.ticket_id,
        key,
        delivery_id=delivery.id,
        kinds=tuple(type(change).__name__ for change in changes),
        mark=_mark(changes),
        at=now,
    )


def forget_others(delivery: Delivery, key: str, ledger: Ledger, now: datetime) -> None:
    """After a write was taken, older ones can no longer arrive: the helpdesk refuses what was read before it."""
    for write in ledger.unproven(delivery.helpdesk, delivery.ticket_id):
        if write.key != key:
            ledger.drop(write.key, now)


def write_key(helpdesk: str, ticket: Ticket, changes: tuple[Change, ...]) -> str:
    """The same for the same changes on the same version of the ticket, so that a repeated write can be recognised.

    A hash: the words in the changes cannot be read back from it.
    """
    text = repr((helpdesk, ticket.id, ticket.stamp, changes))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _mark(changes: tuple[Change, ...]) -> Mark | None:
    return next((change.mark for change in changes if isinstance(change, AddComment)), None)


def _unexplained(ticket: Ticket, known: tuple[Said, ...], policy: Policy) -> bool:
    """The tag says that the member was asked, but no question is known: the ledger is new, or was lost."""
    asked = policy.tags.incomplete in ticket.tags and policy.tags.person not in ticket.tags
    marks = (*(mark for _, mark in ticket.marks()), *(said.mark for said in known))
    return asked and not any(mark.kind is Kind.ASK for mark in marks)


def _marked(ticket: Ticket, known: tuple[Said, ...]) -> Ticket:
    by_comment = {said.comment_id: said for said in known}
    return replace(ticket, comments=tuple(_told(comment, by_comment.get(comment.id)) for comment in ticket.comments))


def _told(comment: Comment, said: Said | None) -> Comment:
    if said is None or comment.mark:
        return comment
    return replace(comment, author=Role.GUICHET, mark=said.mark, key=said.key)


def _settle(open_writes: tuple[Intent, ...], ticket: Ticket, ledger: Ledger, now: datetime) -> None:
    found = {comment.key: comment.id for comment in ticket.comments if comment.key}
    for write in open_writes:
        if write.key in found:
            ledger.prove(write.key, found[write.key], now)
        elif now - write.intended_at > IN_FLIGHT:
            ledger.drop(write.key, now)
