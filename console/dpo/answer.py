"""The answer to an erasure request: what is held about one requester, where, and until when; ids only."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from console.dpo.facts import Desk, Facts
from console.dpo.keeping import residual, span
from console.dpo.pack import filled
from console.dpo.tables import as_markdown, both, day
from integration.core.documents import Document, State
from integration.core.errors import TicketGone
from integration.helpdesks.contract import Reads
from integration.ledger.ledger import Ledger


def answer(facts: Facts, desk: Desk, requester: str, tickets: Iterable[str], reads: Reads, ledger: Ledger) -> bytes:
    """The answer in Markdown. Each ticket is read once, in at most two calls; nothing of its words is told."""
    found = [_ticket(facts, desk, ticket_id, reads, ledger) for ticket_id in sorted(tickets, key=_in_order)]
    return filled(
        "reponse.md",
        at=day(facts.at),
        requester=requester,
        desk=desk,
        tickets=found,
        residual=as_markdown(residual((desk,))),
    )


def _ticket(facts: Facts, desk: Desk, ticket_id: str, reads: Reads, ledger: Ledger) -> Mapping[str, object]:
    documents = ledger.documents.papers(desk.name, ticket_id, facts.at).documents
    mine = (desk.name, ticket_id)
    return {
        "id": ticket_id,
        **_in_helpdesk(ticket_id, reads),
        "known": _known(facts, ledger, *mine),
        "documents": [_document(one) for one in documents],
        "holds": list(_holds(facts, *mine)),
        "certificates": [one.number for one in facts.certificates if (one.helpdesk, one.ticket_id) == mine],
    }


def _in_helpdesk(ticket_id: str, reads: Reads) -> Mapping[str, object]:
    try:
        ticket = reads.read(ticket_id)
    except TicketGone:
        return {"gone": True}
    files = [file for comment in ticket.comments for file in comment.attachments if not file.removed]
    return {"gone": False, "status": ticket.status.value, "files": len(files)}


def _known(facts: Facts, ledger: Ledger, helpdesk: str, ticket_id: str) -> str:
    case = ledger.case(helpdesk, ticket_id)
    links = len(ledger.deletions.of(helpdesk, ticket_id))
    if case is None and not links:
        return both("rien", "nothing")
    french, english = span(timedelta(days=facts.keep_days))
    return both(
        f"état, codes et dates, {french} après la fin du dossier ; {links} lignes de preuve, sans limite",
        f"state, codes and times, {english} after the case is over; {links} lines of proof, without limit",
    )


def _document(one: Document) -> str:
    if one.state is State.VERIFIED:
        return f"{one.id}: {both('supprimé, absence relue', 'deleted, read to be absent')} {day(one.checked_at)}"
    why = f" ({one.why})" if one.why else ""
    return f"{one.id}: {one.state.value}{why}, {both('échéance', 'due')} {day(one.due_at)}"


def _holds(facts: Facts, helpdesk: str, ticket_id: str) -> Iterator[str]:
    for one in facts.holds:
        if (one.helpdesk, one.ticket_id, one.lifted_at) == (helpdesk, ticket_id, None) and one.expires_at > facts.at:
            yield f"{both('jusqu’au', 'until')} {day(one.expires_at)} ({one.author}: {one.reason})"


def _in_order(ticket_id: str) -> tuple[int, str]:
    return len(ticket_id), ticket_id
