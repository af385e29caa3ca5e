"""The clocks of one case: which are ticking, what agents see of them, and what is remembered until the next pass."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from integration.core.changes import SetField
from integration.core.clocks import Clock, Running, Starts, Until, resume, run, told
from integration.core.folding import fold
from integration.core.pauses import merged, waits
from integration.core.policy import Category, Decisions, Policy
from integration.core.subject import spoken
from integration.core.ticket import Kind, Status, Ticket
from integration.core.traces import NOTHING, Memory, Span, Trace


@dataclass(frozen=True, slots=True)
class Moment:
    """One case at one instant (aware), as its clocks see it.

    `complete` is whether nothing is missing, `waiting` whether the member owes us an answer.
    """

    ticket: Ticket
    category: Category
    policy: Policy
    now: datetime
    memory: Memory = NOTHING
    complete: bool = False
    waiting: bool = False


def ticking(moment: Moment) -> tuple[Running, ...]:
    """The clocks of the case that have started and not ended, in the policy's order."""
    return tuple(_running(clock, started, moment) for clock, started in _started(moment) if not _ended(clock, moment))


def shown(moment: Moment, running: tuple[Running, ...]) -> tuple[SetField, ...]:
    """The due dates for the ticket's date fields: those that are empty, and those that hold an older date of ours.

    A paused clock has no date to show. When what started a clock was taken back, our date goes as well.
    """
    started = {clock.id for clock, _ in _started(moment)}
    gone = (clock for clock in moment.policy.clocks if clock.id not in started and _is_ours(clock, moment))
    return (
        *(SetField(one.clock.field, one.due_on.isoformat()) for one in running if _may_show(one, moment.ticket)),
        *(SetField(clock.field, "") for clock in gone),
    )


def traces(moment: Moment, running: tuple[Running, ...]) -> tuple[Trace, ...]:
    """What to remember of every clock that has started, once the ticket is as it was decided."""
    by_id = {one.clock.id: one for one in running}
    return tuple(_trace(clock, started, by_id.get(clock.id), moment) for clock, started in _started(moment))


def completed_at(moment: Moment) -> datetime | None:
    """Since when nothing is missing; None while something is.

    What is remembered counts. Else it was the member's last word before our thanks, or the filing when nothing was
    asked; when the case was seen incomplete after that, somebody else brought what was missing: just now.
    """
    memory = moment.memory
    if memory.completed_at or not moment.complete:
        return memory.completed_at
    last = _last_word(moment.ticket)
    return moment.now if memory.incomplete_at and last < memory.incomplete_at else last


def pauses(clock: Clock, moment: Moment) -> tuple[Span, ...]:
    """The times that do not count, in order; a statutory clock knows none."""
    if clock.statutory:
        return ()
    answered, owed = waits(moment.ticket) if clock.pauses else ((), None)
    waiting = (Span(owed, moment.now),) if owed and moment.waiting else ()
    return merged((*answered, *waiting, *_stops(clock, moment)))


def granted(ticket: Ticket, policy: Policy) -> bool:
    """Whether the decision recorded on the ticket pays something back."""
    return _decided(ticket, policy) in {*policy.decisions.accepted, *policy.decisions.partly}


def decided(ticket: Ticket, policy: Policy) -> bool:
    """Whether a decision is recorded: the review is over."""
    return _decided(ticket, policy) in _every(policy.decisions)


def _started(moment: Moment) -> Iterator[tuple[Clock, datetime]]:
    for clock in moment.policy.clocks:
        started = _start(clock, moment) if clock.id in moment.category.clocks else None
        if started is not None:
            yield clock, started


def _start(clock: Clock, moment: Moment) -> datetime | None:
    """When the clock began to tick; a refund is granted when Guichet first sees it, which the ledger remembers."""
    known = moment.memory.of(clock.id)
    if clock.starts is Starts.SUBMITTED:
        return moment.ticket.filed_at
    if clock.starts is Starts.COMPLETED:
        return completed_at(moment)
    return (known.started_at if known else moment.now) if granted(moment.ticket, moment.policy) else None


def _running(clock: Clock, started: datetime, moment: Moment) -> Running:
    """The date field is a memory as well: what an agent wrote there wins over what Guichet would compute.

    A date that Guichet computes, or put there itself, is its own, and moves when a pause moved the deadline.
    """
    policy, written = moment.policy, _day(moment.ticket.value(clock.field))
    computed = run(clock, started, policy.timezone, policy.calendar, pauses(clock, moment))
    known = moment.memory.of(clock.id)
    if written in {None, computed.due_on, known.shown if known else None}:
        return told(computed, moment.now, paused=clock.pauses and moment.waiting)
    given = resume(clock, started, written, policy.timezone, policy.calendar)
    return told(given, moment.now, paused=False)


def _stops(clock: Clock, moment: Moment) -> tuple[Span, ...]:
    """The times that the conversation does not tell: ended and ticking again, or waited until somebody else helped."""
    known = moment.memory.of(clock.id)
    stops = known.stops if known else ()
    if known and known.ended_at and not _ended(clock, moment):
        stops = (*stops, Span(known.ended_at, moment.now))
    owed = waits(moment.ticket)[1] if clock.pauses else None
    if owed and not moment.waiting and not any(stop.start == owed for stop in stops):
        stops = (*stops, Span(owed, moment.now))
    return stops


def _trace(clock: Clock, started: datetime, running: Running | None, moment: Moment) -> Trace:
    known = moment.memory.of(clock.id) or Trace(clock.id, started)
    stops = () if clock.statutory else _stops(clock, moment)
    if running is None:
        ended = known.ended_at or moment.now
        return replace(known, started_at=started, stops=stops, warned_at=None, late_at=None, ended_at=ended)
    return replace(
        known,
        started_at=started,
        stops=stops,
        shown=known.shown if running.given or running.paused else running.due_on,
        warned_at=(known.warned_at or moment.now) if running.warned else None,
        late_at=(known.late_at or moment.now) if running.late else None,
        ended_at=None,
    )


def _may_show(running: Running, ticket: Ticket) -> bool:
    """Whether its date is to be written: it is ours, it stands still, and the field does not hold it already."""
    field = ticket.field(running.clock.field)
    if field is None or running.given or running.paused:
        return False
    written = _day(field.value)
    return not field.value or (written is not None and written != running.due_on)


def _is_ours(clock: Clock, moment: Moment) -> bool:
    """Whether its date field holds the date that Guichet put there."""
    known, written = moment.memory.of(clock.id), _day(moment.ticket.value(clock.field))
    return known is not None and written is not None and written == known.shown


def _ended(clock: Clock, moment: Moment) -> bool:
    if moment.ticket.status in {Status.SOLVED, Status.CLOSED}:
        return True
    return clock.until is Until.DECISION and decided(moment.ticket, moment.policy)


def _last_word(ticket: Ticket) -> datetime:
    """The member's last word before they were thanked; the filing when they were never asked."""
    kinds = [mark.kind for _, mark in ticket.marks()]
    thanked = next((comment.created_at for comment, mark in ticket.marks() if mark.kind is Kind.THANKS), None)
    if Kind.ASK not in kinds:
        return ticket.filed_at
    words = (one.created_at for one in spoken(ticket) if thanked is None or one.created_at <= thanked)
    return max(words, default=ticket.filed_at)


def _decided(ticket: Ticket, policy: Policy) -> str:
    field = ticket.field(policy.fields.decision)
    if field is None:
        return ""
    return next((word for word in (fold(field.value), fold(field.label)) if word in _every(policy.decisions)), "")


def _every(decisions: Decisions) -> frozenset[str]:
    return frozenset((*decisions.accepted, *decisions.partly, *decisions.refused))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
