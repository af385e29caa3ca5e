"""When a member who owes an answer is reminded, and when the case is no longer kept open for it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from integration.core.calendar import next_working_day
from integration.core.policy import Category, Policy
from integration.core.stand import agent_speaks
from integration.core.ticket import Comment, Kind, Status, Ticket


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that happens at an instant (aware, UTC) unless the member answers before.

    `kind` is REMIND or CLOSE; a case of care is given to a person instead of being closed.
    """

    kind: Kind
    at: datetime


def ahead(ticket: Ticket, category: Category, policy: Policy, now: datetime) -> tuple[Ahead, ...]:
    """The reminders to come and the end of waiting, in order, for a case whose question is not answered yet.

    None for cases of care, whose waiting only ends. None while an agent writes to the member or holds the ticket:
    then it is theirs. A letter that is late makes the next ones later: nobody gets two at once, and nobody is closed
    without having had the time that a reminder promised.
    """
    asked = _last(ticket, Kind.ASK)
    if asked is None or not waited_for(ticket):
        return ()
    reminders = policy.reminders
    spans = () if category.care else reminders.after
    done = _since(ticket, asked, Kind.REMIND)
    plan = [(Kind.REMIND, span) for span in spans[len(done) :]]
    if reminders.close_after:
        plan.append((Kind.CLOSE, reminders.close_after))
    before = spans[min(len(done), len(spans)) - 1] if done and spans else timedelta()
    sent = done[-1].created_at if done else asked.created_at
    found: list[Ahead] = []
    for kind, span in plan:
        wanted = max(asked.created_at + span, sent + span - before)
        sent = wanted if kind is Kind.CLOSE and category.care else allowed(max(wanted, now), policy)
        before = span
        found.append(Ahead(kind, sent))
    return tuple(found)


def waited_for(ticket: Ticket) -> bool:
    """Whether nobody but the member stands in the way: no agent writes to them, and no agent holds the ticket."""
    return not agent_speaks(ticket) and ticket.status is not Status.HOLD


def allowed(at: datetime, policy: Policy) -> datetime:
    """That instant (aware), or the next one at which a member may be written to: no night, and a working day."""
    local = at.astimezone(policy.timezone).replace(tzinfo=None)
    quiet_from, quiet_to = policy.reminders.quiet_from, policy.reminders.quiet_to
    if not policy.calendar.works(local.date()):
        local = datetime.combine(next_working_day(local.date(), policy.calendar), time())
        at = _instant(local, policy)
    if not _quiet(local.time(), quiet_from, quiet_to):
        return at.astimezone(UTC)
    ends = local.date() + timedelta(days=local.time() >= quiet_to)
    return allowed(_instant(datetime.combine(ends, quiet_to), policy), policy)


def _quiet(clock: time, begins: time, ends: time) -> bool:
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def _instant(wall: datetime, policy: Policy) -> datetime:
    return wall.replace(tzinfo=policy.timezone).astimezone(UTC)


def _last(ticket: Ticket, kind: Kind) -> Comment | None:
    return next((comment for comment, mark in reversed(ticket.marks()) if mark.kind is kind), None)


def _since(ticket: Ticket, asked: Comment, kind: Kind) -> tuple[Comment, ...]:
    position = ticket.comments.index(asked)
    return tuple(comment for comment in ticket.comments[position:] if (mark := comment.mark) and mark.kind is kind)
