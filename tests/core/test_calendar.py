"""Working days and hours are counted on the wall, whatever falls in between."""

# ruff: noqa: DTZ001 - the wall clock has no zone

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.calendar import (
    EVERY_DAY,
    Calendar,
    days_after,
    days_before,
    next_working_day,
    time_after,
    time_between,
)

CHRISTMAS = Calendar(holidays=frozenset({date(2026, 12, 25), date(2027, 1, 1)}))
OFFICE = Calendar(opens=time(9), closes=time(17))
WALLS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))
CALENDARS = st.sampled_from([EVERY_DAY, CHRISTMAS, OFFICE])


@pytest.mark.parametrize(
    ("start", "days", "calendar", "end"),
    [
        (datetime(2026, 11, 20, 10), 1, Calendar(), datetime(2026, 11, 23, 10)),  # from a Friday to the Monday
        (datetime(2026, 11, 20, 10), 1, EVERY_DAY, datetime(2026, 11, 21, 10)),
        (datetime(2026, 12, 24, 10), 1, CHRISTMAS, datetime(2026, 12, 28, 10)),
        (datetime(2026, 11, 21, 10), 1, Calendar(), datetime(2026, 11, 23, 23, 59, 59)),  # on a Saturday
        (datetime(2026, 11, 21, 10), 1, OFFICE, datetime(2026, 11, 23, 17)),
        (datetime(2026, 11, 20, 19), 1, OFFICE, datetime(2026, 11, 23, 17)),  # after hours
        (datetime(2026, 11, 20, 6), 1, OFFICE, datetime(2026, 11, 23, 9)),  # before them
        (datetime(2028, 2, 28, 10), 1, Calendar(), datetime(2028, 2, 29, 10)),
    ],
)
def test_days_are_counted_from_the_day_after(start: datetime, days: int, calendar: Calendar, end: datetime) -> None:
    assert days_after(start, days, calendar) == end


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (datetime(2026, 11, 20, 10), 3, datetime(2026, 11, 20, 13)),
        (datetime(2026, 11, 20, 16), 3, datetime(2026, 11, 23, 11)),  # an hour on Friday, two on Monday
        (datetime(2026, 11, 21, 12), 8, datetime(2026, 11, 23, 17)),
        (datetime(2026, 11, 20, 20), 9, datetime(2026, 11, 24, 10)),
    ],
)
def test_hours_are_those_of_work(start: datetime, hours: int, end: datetime) -> None:
    assert time_after(start, timedelta(hours=hours), OFFICE) == end


def test_days_are_counted_back_over_a_weekend() -> None:
    assert days_before(date(2026, 11, 23), 1, Calendar()) == date(2026, 11, 20)
    assert days_before(date(2026, 11, 23), 1, EVERY_DAY) == date(2026, 11, 22)
    assert next_working_day(date(2026, 12, 25), CHRISTMAS) == date(2026, 12, 28)
    assert next_working_day(date(2026, 12, 24), CHRISTMAS) == date(2026, 12, 24)


@given(WALLS, st.timedeltas(timedelta(minutes=1), timedelta(days=20)), CALENDARS)
def test_what_was_waited_for_is_what_was_worked(start: datetime, length: timedelta, calendar: Calendar) -> None:
    end = time_after(start, length, calendar)

    assert time_between(start, end, calendar) == length
    assert end - start >= length


@given(WALLS, st.integers(1, 30), CALENDARS)
def test_so_many_working_days_lie_between(start: datetime, days: int, calendar: Calendar) -> None:
    end = days_after(start, days, calendar)

    assert calendar.works(end.date())
    assert (
        sum(
            calendar.works(start.date() + timedelta(days=day)) for day in range(1, (end.date() - start.date()).days + 1)
        )
        == days
    )
    assert days_before(end.date(), days, calendar) <= start.date()


@given(WALLS, WALLS, CALENDARS)
def test_time_never_runs_backwards(start: datetime, end: datetime, calendar: Calendar) -> None:
    assert (
        timedelta()
        <= time_between(start, start + abs(end - start) % timedelta(days=90), calendar)
        <= timedelta(days=90)
    )
