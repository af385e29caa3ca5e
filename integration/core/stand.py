"""Where a case stands: outside, to be asked about, waiting, for a person, complete, or over."""

from enum import StrEnum

from integration.core.folding import fold
from integration.core.policy import Category, Policy
from integration.core.reading import Understood
from integration.core.rules import spoken
from integration.core.ticket import Comment, Kind, Mark, Role, Status, Ticket


class Stand(StrEnum):
    """The closed list of where a case can stand."""

    OUTSIDE = "outside"
    ASK = "ask"
    WAITING = "waiting"
    PERSON = "person"
    COMPLETE = "complete"
    OVER = "over"


def category_of(ticket: Ticket, policy: Policy) -> Category | None:
    """The category whose values hold what the ticket's category field says, by stored value or by label."""
    field = ticket.field(policy.fields.category)
    if field is None:
        return None
    words = {fold(field.value), fold(field.label)}
    return next((category for category in policy.categories if words.intersection(category.when)), None)


def stand(ticket: Ticket, understood: Understood, policy: Policy) -> Stand:
    """Where the case stands.

    Once complete it belongs to the agents, whatever happens to its fields later. A question is never put twice: when
    the member answered and the same thing is still open, when an agent is already talking with the member or has put
    the ticket on hold, or when enough was asked, a person takes over.
    """
    if ticket.status is Status.SOLVED:
        return Stand.OVER
    if policy.tags.complete in ticket.tags or not understood.codes:
        return Stand.COMPLETE
    if policy.tags.person in ticket.tags:
        return Stand.PERSON
    asked = tuple((comment, mark) for comment, mark in ticket.marks() if mark.kind is Kind.ASK)
    if asked and asked[-1][1].about == understood.codes and not _answered(ticket, asked[-1][0]):
        return Stand.WAITING
    return Stand.PERSON if _needs_person(ticket, understood, policy, asked) else Stand.ASK


def _needs_person(
    ticket: Ticket, understood: Understood, policy: Policy, asked: tuple[tuple[Comment, Mark], ...]
) -> bool:
    repeated = any(mark.about == understood.codes for _, mark in asked)
    return repeated or len(asked) >= policy.ask_at_most or ticket.status is Status.HOLD or agent_speaks(ticket)


def agent_speaks(ticket: Ticket) -> bool:
    """Whether an agent has written to the member; the first comment does not count, it may be a call taken down."""
    return any(comment.public and comment.author is Role.AGENT for comment in ticket.comments[1:])


def _answered(ticket: Ticket, asked: Comment) -> bool:
    position = ticket.comments.index(asked)
    return any(comment in ticket.comments[position + 1 :] for comment in spoken(ticket))
