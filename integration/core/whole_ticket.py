"""When a whole ticket goes because its documents cannot go alone, and what that makes of them."""

from dataclasses import replace
from datetime import datetime

from integration.core.deletion import checks_due, held
from integration.core.documents import Document, Papers, Reason, State
from integration.core.policy import Policy
from integration.core.stand import category_of
from integration.core.ticket import Status, Ticket


def goes(ticket: Ticket, policy: Policy, papers: Papers) -> bool:
    """Whether the ticket is to be deleted with all that is in it; `papers` are those after files were asked for.

    Only if the policy says so, and not before the ticket is solved: with a decision alone a payment may still be owed,
    and its clock would go with the ticket. And only if every document on it has to go and failed for one reason, the
    missing add-on: one that a person or the policy keeps also keeps the ticket.
    """
    left = remaining(papers.documents)
    return (
        policy.retention is not None
        and policy.retention.deletes_tickets
        and ticket.status is Status.SOLVED
        and papers.review is not None
        and not held(ticket, policy, papers)
        and bool(left)
        and all(one.state is State.NOT_DELETABLE and one.why == Reason.NO_ADDON for one in left)
    )


def remaining(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """The documents that are not proven to be gone."""
    return tuple(one for one in documents if one.state is not State.VERIFIED)


def trace(ticket: Ticket, policy: Policy) -> tuple[tuple[str, str], ...]:
    """What is kept of a ticket that goes as a whole: codes and figures, nothing that anybody wrote."""
    category = category_of(ticket, policy)
    return (
        ("ticket", "to_delete"),
        ("category", category.id if category else ""),
        ("status", ticket.status.value),
        ("filed_on", ticket.created_at.date().isoformat()),
        ("comments", str(len(ticket.comments))),
    )


def asked(document: Document, now: datetime) -> Document:
    """The document once the deletion of its ticket is about to be asked for."""
    return replace(document, state=State.DELETING, why=Reason.WHOLE_TICKET, tries=document.tries + 1, requested_at=now)


def absent(documents: tuple[Document, ...], policy: Policy, now: datetime) -> tuple[Document, ...]:
    """The documents once it was read that the ticket, its articles and their raw mails are all gone."""
    return tuple(_absent(one, policy, now) for one in documents)


def _absent(document: Document, policy: Policy, now: datetime) -> Document:
    if document.state is not State.VERIFIED:
        return replace(document, state=State.VERIFIED, why="", event="", verified_at=now, checked_at=now, checks=0)
    checks = checks_due(document, policy, now)
    return replace(document, checks=document.checks + checks, checked_at=now) if checks else document
