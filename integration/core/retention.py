"""Which of the requester's files have to go, and why some stay. Deciding only: nothing yet deletes."""

from integration.core.changes import RedactAttachment
from integration.core.policy import Policy
from integration.core.promises import decided
from integration.core.ticket import Role, Status, Ticket


def files_of_requester(ticket: Ticket) -> tuple[RedactAttachment, ...]:
    """Every file the requester sent, inline pictures as well: a photographed certificate is often pasted."""
    return tuple(
        RedactAttachment(comment.id, attachment.id)
        for comment in ticket.comments
        if comment.author is Role.REQUESTER
        for attachment in comment.attachments
    )


def held(ticket: Ticket, policy: Policy) -> bool:
    """Whether somebody asked for the files to be kept."""
    return policy.retention is not None and policy.retention.hold_tag in ticket.tags


def due_to_go(ticket: Ticket, policy: Policy) -> tuple[RedactAttachment, ...]:
    """The files whose time has come: the review is over, and nobody holds them."""
    if policy.retention is None or held(ticket, policy) or not _review_over(ticket, policy):
        return ()
    return files_of_requester(ticket)


def _review_over(ticket: Ticket, policy: Policy) -> bool:
    return ticket.status in {Status.SOLVED, Status.CLOSED} or decided(ticket, policy)
