"""Working days and hours on one local wall: counting days, and measuring time in which somebody works.

Everything here is on the wall clock of the policy's time zone (naive times), where a night of 23 or 25 hours is a night
like others. Whoever calls turns instants into wall times and back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

_DAY = timedelta(days=1)
_LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which days somebody works, and between which hours of them; `closes` None: until midnight.

    `weekdays` counts Monday as 0. `holidays` are single days without work; the config works them out for many years.
    """

    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()
    opens: time = time()
    closes: time | None = None

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def hours(self, day: date) -> tuple[datetime, datetime] | None:
        """From when until when somebody works on that day, None for not at all."""
        if not self.works(day):
            return None
        end = datetime.combine(day, self.closes) if self.closes else datetime.combine(day + _DAY, time())
        return datetime.combine(day, self.opens), end

    def last_moment(self, day: date) -> datetime:
        """The last second of work of a day, still on that day."""
        return datetime.combine(day, self.closes or _LAST_MOMENT)


EVERY_DAY = Calendar(weekdays=frozenset(range(7)))
"""Calendar days: all of them count, around the clock."""


def days_after(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The same time of the day so many working days later; the day of the start never counts.

    A start outside working hours counts from the next hour of work, and one on a day without work has until the end of
    the last day.
    """
    day = start.date()
    for _ in range(days):
        day = next_working_day(day + _DAY, calendar)
    if not calendar.works(start.date()):
        return calendar.last_moment(day)
    latest = calendar.closes or time.max
    return datetime.combine(day, min(max(start.time(), calendar.opens), latest))


def days_before(day: date, days: int, calendar: Calendar) -> date:
    """The day so many working days earlier."""
    for _ in range(days):
        day -= _DAY
        while not calendar.works(day):
            day -= _DAY
    return day


def next_working_day(day: date, calendar: Calendar) -> date:
    """That day, or the first working day after it."""
    while not calendar.works(day):
        day += _DAY
    return day


def time_after(start: datetime, length: timedelta, calendar: Calendar) -> datetime:
    """The time at which somebody has worked that long since the start."""
    hours = _hours_from(start, calendar)
    opens, closes = next(hours)
    left = length - (closes - max(opens, start))
    while left > timedelta():
        opens, closes = next(hours)
        left -= closes - opens
    return closes + left


def time_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How long somebody works between two times, the second one not before the first."""
    hours = takewhile(lambda one: one[0] < end, _hours_from(start, calendar))
    return sum((min(closes, end) - max(opens, start) for opens, closes in hours), timedelta())


def _hours_from(start: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The hours of each working day that do not end before the start, without end."""
    day = start.date()
    while True:
        hours = calendar.hours(day)
        if hours and hours[1] > start:
            yield hours
        day += _DAY
