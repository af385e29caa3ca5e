"""Where a case stands: outside, to be asked about, waiting, for a person, complete, or over."""

from enum import StrEnum

from integration.core.folding import fold
from integration.core.policy import Category, Policy
from integration.core.reading import Understood
from integration.core.subject import spoken
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
    something stands in the way of asking, a person takes over.
    """
    if ticket.status is Status.SOLVED:
        return Stand.OVER
    if policy.tags.complete in ticket.tags or not understood.codes:
        return Stand.COMPLETE
    if policy.tags.person in ticket.tags:
        return Stand.PERSON
    asked = _asked(ticket)
    if asked and asked[-1][1].about == understood.codes and not _answered(ticket, asked[-1][0]):
        return Stand.WAITING
    return Stand.PERSON if hindrance(ticket, understood, policy) else Stand.ASK


class Hindrance(StrEnum):
    """Why the member is not asked (again)."""

    AGENT_SPEAKS = "agent_speaks"
    ON_HOLD = "on_hold"
    REPEATED = "repeated"
    ENOUGH = "enough"


def hindrance(ticket: Ticket, understood: Understood, policy: Policy) -> Hindrance | None:
    """What stands in the way of asking: an agent who talks with the member, a hold, the same question, too many."""
    asked = _asked(ticket)
    if agent_speaks(ticket):
        return Hindrance.AGENT_SPEAKS
    if ticket.status is Status.HOLD:
        return Hindrance.ON_HOLD
    if any(mark.about == understood.codes for _, mark in asked):
        return Hindrance.REPEATED
    return Hindrance.ENOUGH if len(asked) >= policy.ask_at_most else None


def agent_speaks(ticket: Ticket) -> bool:
    """Whether an agent has written to the member; the first comment does not count, it may be a call taken down."""
    return any(comment.public and comment.author is Role.AGENT for comment in ticket.comments[1:])


def _asked(ticket: Ticket) -> tuple[tuple[Comment, Mark], ...]:
    return tuple((comment, mark) for comment, mark in ticket.marks() if mark.kind is Kind.ASK)


def _answered(ticket: Ticket, asked: Comment) -> bool:
    position = ticket.comments.index(asked)
    return any(comment in ticket.comments[position + 1 :] for comment in spoken(ticket))
