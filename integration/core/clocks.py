"""When a promise warns and when it is due: calendar or working days, pauses left out, in the policy's time zone."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from integration.core.calendar import (
    EVERY_DAY,
    Calendar,
    days_after,
    days_before,
    next_working_day,
    time_after,
    time_between,
)
from integration.core.ticket import Priority
from integration.core.traces import Span


class Starts(StrEnum):
    """What starts a clock: the ticket was filed, nothing was missing any more, or the refund was granted."""

    SUBMITTED = "submitted"
    COMPLETED = "completed"
    ACCEPTED = "accepted"


class Until(StrEnum):
    """What ends a clock: a decision was recorded, or the ticket was solved."""

    DECISION = "decision"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Length:
    """How long a promise is: in days or in hours, never both. With working days these are hours of work."""

    days: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """What becomes of a ticket when one of its clocks warns or is due, beside the flag itself.

    `priority` is only ever raised. `group` and `assignee` take the ticket over, `tags` go again with the flag, `notify`
    holds "chat" and "email".
    """

    priority: Priority | None = None
    group: str = ""
    assignee: str = ""
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise. `field` is the title of the date field that shows the due date to agents, "" for none.

    `business` counts working days and hours, else every day does. `pauses` stops the clock while a member owes an
    answer, `rolls_over` moves a due date to the next working day. A `statutory` clock is never stopped by anything.
    """

    id: str
    starts: Starts
    until: Until
    warn: Length
    due: Length
    field: str = ""
    business: bool = False
    pauses: bool = False
    rolls_over: bool = False
    statutory: bool = False
    at_warn: Alarm = Alarm()
    at_due: Alarm = Alarm()


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that ticks for one case: the instants are aware, in UTC; `due_on` is the local date a member is told.

    `counted_on` is the date before it was moved to a working day. `warned` and `late` tell how it stands now; while it
    is `paused` its instants move with every minute. `given` is whether an agent wrote the date.
    """

    clock: Clock
    started_at: datetime
    warn_at: datetime
    due_at: datetime
    due_on: date
    counted_on: date
    warned: bool = False
    late: bool = False
    paused: bool = False
    given: bool = False


def run(
    clock: Clock, started: datetime, timezone: ZoneInfo, calendar: Calendar = EVERY_DAY, pauses: tuple[Span, ...] = ()
) -> Running:
    """The clock's instants when it started at `started`, by the policy's calendar.

    Days end at the time of day at which they began, on the local wall clock, so a night with 23 or 25 hours moves no
    deadline to another day; of an hour that comes twice the later one counts, and a time that a night skips is the one
    just after the gap. Pauses that begin before the deadline push it by as long as they last.
    """
    counted = calendar if clock.business else EVERY_DAY
    wall = started.astimezone(timezone).replace(tzinfo=None)
    stops = tuple((_wall(span.start, timezone), _wall(span.end, timezone)) for span in pauses)
    warn, due = (_reached(wall, length, stops, counted) for length in (clock.warn, clock.due))
    rolled = due if not clock.rolls_over or calendar.works(due.date()) else _rolled(due, calendar)
    return Running(clock, started, _instant(warn, timezone), _instant(rolled, timezone), rolled.date(), due.date())


def resume(clock: Clock, started: datetime, due_on: date, timezone: ZoneInfo, calendar: Calendar) -> Running:
    """The clock as its date field on the ticket tells it: due when that local day ends, warned as much earlier."""
    counted = calendar if clock.business else EVERY_DAY
    warn_on = days_before(due_on, clock.due.days - clock.warn.days, counted)
    warn = _midnight_after(warn_on) - timedelta(hours=clock.due.hours - clock.warn.hours)
    due = _midnight_after(due_on)
    instants = (_instant(warn, timezone), _instant(due, timezone))
    return Running(clock, started, *instants, due_on, due_on, given=True)


def told(running: Running, now: datetime, *, paused: bool) -> Running:
    """The same clock with how it stands at `now`; one that is late already is not paused any more."""
    late = running.due_at <= now
    return replace(running, warned=running.warn_at <= now and not late, late=late, paused=paused and not late)


def next_instant(running: tuple[Running, ...], now: datetime) -> datetime | None:
    """The first instant after `now` at which one of the clocks warns or falls due, None when nothing is ahead."""
    ahead = [at for one in running if not one.paused for at in (one.warn_at, one.due_at) if at > now]
    return min(ahead, default=None)


def _reached(
    start: datetime, length: Length, stops: tuple[tuple[datetime, datetime], ...], calendar: Calendar
) -> datetime:
    """The wall time at which the length is over; `stops` are in order and do not overlap."""
    if length.days:
        end = days_after(start, length.days, calendar)
    else:
        end = time_after(start, timedelta(hours=length.hours), calendar)
    for begins, ends in stops:
        begun = max(begins, start)
        stopped = time_between(begun, ends, calendar) if begun < min(ends, end) else timedelta()
        end = time_after(end, stopped, calendar) if stopped else end
    return end


def _rolled(due: datetime, calendar: Calendar) -> datetime:
    """The end of the next working day: a term that would end on a day without work ends with the day after it."""
    return calendar.last_moment(next_working_day(due.date(), calendar))


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())


def _wall(at: datetime, timezone: ZoneInfo) -> datetime:
    return at.astimezone(timezone).replace(tzinfo=None)


def _instant(wall: datetime, timezone: ZoneInfo) -> datetime:
    """The later of the two instants where the wall clock leaves a choice: a promise is never called late too early."""
    return max(wall.replace(tzinfo=timezone, fold=fold).astimezone(UTC) for fold in (0, 1))
