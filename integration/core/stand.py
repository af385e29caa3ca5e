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
    something stands in the way of asking, a person takes over. A ticket that `reopens` is asked about once it is open.
    """
    if ticket.status is Status.SOLVED:
        return Stand.OVER
    if policy.tags.complete in ticket.tags or not understood.codes:
        return Stand.COMPLETE
    if policy.tags.person in ticket.tags:
        return Stand.PERSON
    if _owed(ticket, understood):
        return Stand.PERSON if _given_up(ticket) else Stand.WAITING
    return Stand.PERSON if hindrance(ticket, understood, policy) else Stand.ASK


class Hindrance(StrEnum):
    """Why the member is not asked (again)."""

    AGENT_SPEAKS = "agent_speaks"
    ON_HOLD = "on_hold"
    SILENT = "silent"
    REPEATED = "repeated"
    ENOUGH = "enough"


def hindrance(ticket: Ticket, understood: Understood, policy: Policy) -> Hindrance | None:
    """What stands in the way of asking: an agent who writes to the member, a hold, silence, too many questions."""
    asked = _asked(ticket)
    if agent_speaks(ticket):
        return Hindrance.AGENT_SPEAKS
    if ticket.status is Status.HOLD:
        return Hindrance.ON_HOLD
    if _owed(ticket, understood):
        return Hindrance.SILENT
    if any(mark.about == understood.codes for _, mark in asked):
        return Hindrance.REPEATED
    return Hindrance.ENOUGH if len(asked) >= policy.ask_at_most else None


def agent_speaks(ticket: Ticket) -> bool:
    """Whether an agent has written to the member; the first comment does not count, it may be a call taken down."""
    return any(comment.public and comment.author is Role.AGENT for comment in ticket.comments[1:])


def let_go(ticket: Ticket, policy: Policy) -> bool:
    """Whether the ticket is closed because we gave up waiting for the member, and nobody has taken it up since.

    The tag that says so is taken away when a case goes to a person or is complete, so that what an agent closes later
    is the agent's.
    """
    tags = policy.tags
    untouched = tags.incomplete in ticket.tags and tags.person not in ticket.tags
    return ticket.status is Status.SOLVED and untouched and _given_up(ticket)


def reopens(ticket: Ticket, policy: Policy) -> bool:
    """Whether the member has answered a case that we let go, and the ticket is still closed.

    Most ways to answer open a ticket by themselves, but not all: Zammad leaves it closed after an answer by its API.
    Whoever answers the member after that, and leaves the ticket closed, wants it so. An answer that crossed our last
    letter counts as well.
    """
    asked = _asked(ticket)
    if not asked or not let_go(ticket, policy):
        return False
    since = ticket.comments[ticket.comments.index(asked[-1][0]) + 1 :]
    speakers = [one.author for one in since if one.public and one.author in {Role.REQUESTER, Role.AGENT}]
    return speakers[-1:] == [Role.REQUESTER]


def _asked(ticket: Ticket) -> tuple[tuple[Comment, Mark], ...]:
    return tuple((comment, mark) for comment, mark in ticket.marks() if mark.kind is Kind.ASK)


def _owed(ticket: Ticket, understood: Understood) -> bool:
    """Whether the last question is still the right one, and not answered."""
    asked = _asked(ticket)
    return bool(asked) and asked[-1][1].about == understood.codes and not _answered(ticket, asked[-1][0])


def _given_up(ticket: Ticket) -> bool:
    """Whether the case was closed after the last question: it is open again because somebody here wanted it so."""
    kinds = [mark.kind for _, mark in ticket.marks() if mark.kind in {Kind.ASK, Kind.CLOSE}]
    return kinds[-1:] == [Kind.CLOSE]


def _answered(ticket: Ticket, asked: Comment) -> bool:
    position = ticket.comments.index(asked)
    return any(comment in ticket.comments[position + 1 :] for comment in spoken(ticket))
