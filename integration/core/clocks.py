"""When a promise warns and when it is due: calendar days in the policy's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Starts(StrEnum):
    """What starts a clock: the ticket was filed, or the refund was granted."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"


class Until(StrEnum):
    """What ends a clock: a decision was recorded, or the ticket was solved."""

    DECISION = "decision"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise in days. `field` is the title of the date field that shows the due date to agents, "" for none."""

    id: str
    starts: Starts
    until: Until
    warn_days: int
    due_days: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that ticks for one case: the instants are aware, in UTC; `due_on` is the local date a member is told."""

    clock: Clock
    warn_at: datetime
    due_at: datetime
    due_on: date


def run(clock: Clock, started: datetime, timezone: ZoneInfo) -> Running:
    """The clock's instants when it started at `started`: the same wall time, that many calendar days later.

    Counting is done on the local wall clock, so a night with 23 or 25 hours moves no deadline to another day; a wall
    time that a DST night skips is read as Python's zoneinfo reads it (the instant just after the gap).
    """
    local = started.astimezone(timezone)
    warn = (local + timedelta(days=clock.warn_days)).astimezone(ZoneInfo("UTC"))
    due_local = local + timedelta(days=clock.due_days)
    return Running(clock, warn, due_local.astimezone(ZoneInfo("UTC")), due_local.date())


def resume(clock: Clock, due_on: date, timezone: ZoneInfo) -> Running:
    """The clock as its date field on the ticket tells it: due when that local day ends, warned as many days before."""
    midnight = datetime.combine(due_on + timedelta(days=1), datetime.min.time(), timezone)
    warn = midnight - timedelta(days=clock.due_days - clock.warn_days)
    utc = ZoneInfo("UTC")
    return Running(clock, warn.astimezone(utc), midnight.astimezone(utc), due_on)


def next_instant(running: tuple[Running, ...], now: datetime) -> datetime | None:
    """The first instant after `now` at which one of the clocks warns or falls due, None when nothing is ahead."""
    ahead = [at for one in running for at in (one.warn_at, one.due_at) if at > now]
    return min(ahead, default=None)
