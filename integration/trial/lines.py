"""Past tickets in a file, one JSON object a line: only what a decision looks at, and still personal data."""

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from integration.core.subject import spoken
from integration.core.ticket import Attachment, Comment, Role, Ticket

_TICKETS = TypeAdapter(Ticket)


def line_of(ticket: Ticket) -> bytes:
    """The ticket as one line, without what no decision needs (see `spare`)."""
    return _TICKETS.dump_json(spare(ticket), exclude_defaults=True) + b"\n"


def ticket_of(line: bytes) -> Ticket:
    """The ticket again. Raises ValueError, without a word of what the line holds."""
    try:
        ticket = _TICKETS.validate_json(line)
    except ValidationError as error:
        raise ValueError(f"not a ticket ({error.error_count()} problems)") from None
    times = (ticket.created_at, ticket.updated_at, *(comment.created_at for comment in ticket.comments))
    if any(at.tzinfo is None for at in times):
        raise ValueError("not a ticket (a time without a zone)")
    return ticket


def spare(ticket: Ticket) -> Ticket:
    """The ticket without addresses, names of files, and what others than the member wrote.

    Names that the member wrote stay: which word is a name nobody can tell for sure, and the words are what is read.
    """
    kept = frozenset(comment.id for comment in spoken(ticket))
    return replace(
        ticket,
        requester=replace(ticket.requester, id="", email=""),
        assignee="",
        comments=tuple(_spare(comment, said=comment.id in kept) for comment in ticket.comments),
    )


def _spare(comment: Comment, *, said: bool) -> Comment:
    return replace(
        comment,
        author_id="",
        body=comment.body if said else "",
        key="",
        html="",
        attachments=tuple(_bare(attachment) for attachment in comment.attachments)
        if comment.author is Role.REQUESTER or said
        else (),
    )


def _bare(attachment: Attachment) -> Attachment:
    return replace(attachment, name="", url="")
