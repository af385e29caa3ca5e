"""Deadlines fall on the promised local day, whatever the clocks do in between."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.calendar import EVERY_DAY, Calendar
from integration.core.clocks import Clock, Length, Running, Starts, Until, next_instant, resume, run, told
from integration.core.traces import Span

PARIS = ZoneInfo("Europe/Paris")
FRANCE = Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 11, 11), date(2027, 1, 1)}))
EXAMEN = Clock("examen", Starts.SUBMITTED, Until.DECISION, warn=Length(7), due=Length(14))
WORKING = replace(EXAMEN, business=True)
HOURS = replace(WORKING, warn=Length(hours=4), due=Length(hours=12))
ROLLING = replace(EXAMEN, rolls_over=True)
OFFICE = Calendar(opens=time(9), closes=time(17))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
ZONES = st.sampled_from([PARIS, ZoneInfo("UTC"), ZoneInfo("America/Guadeloupe"), ZoneInfo("Pacific/Auckland")])
CLOCKS = st.sampled_from([EXAMEN, WORKING, HOURS, ROLLING])
CALENDARS = st.sampled_from([FRANCE, OFFICE, Calendar(frozenset({0, 2, 5}))])
HOUR = timedelta(hours=1)


@st.composite
def pauses(draw: st.DrawFn, begins: datetime) -> tuple[Span, ...]:
    """Some pauses in order, none of them touching the next."""
    hours = draw(st.lists(st.integers(1, 24 * 9), max_size=6, unique=True))
    instants = [begins + timedelta(hours=hour) for hour in sorted(hours)]
    return tuple(Span(start, end) for start, end in list(pairwise(instants))[::2])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_a_clock_counts_calendar_days_on_the_local_wall() -> None:
    running = run(EXAMEN, datetime(2026, 11, 8, 9, 30, tzinfo=UTC), PARIS)

    assert running.due_on == running.counted_on == date(2026, 11, 22)
    assert running.warn_at == datetime(2026, 11, 15, 9, 30, tzinfo=UTC)
    assert running.due_at == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_a_night_of_25_hours_moves_no_deadline_to_another_hour_on_the_wall() -> None:
    running = run(EXAMEN, datetime(2026, 10, 20, 9, 30, tzinfo=UTC), PARIS)  # 11:30 in summer time

    assert running.due_at == datetime(2026, 11, 3, 10, 30, tzinfo=UTC)  # 11:30 in winter time


def test_of_an_hour_that_comes_twice_the_later_one_counts_and_a_skipped_one_is_just_after() -> None:
    twice = run(EXAMEN, at("2026-10-11T02:30+02:00"), PARIS)  # due in the night to winter time
    skipped = run(EXAMEN, at("2027-03-14T02:30+01:00"), PARIS)  # due in the night to summer time

    assert twice.due_at == at("2026-10-25T02:30+01:00")
    assert skipped.due_at == at("2027-03-28T03:30+02:00")


def test_a_late_evening_in_utc_belongs_to_the_next_local_day() -> None:
    assert run(EXAMEN, datetime(2026, 11, 8, 23, 30, tzinfo=UTC), PARIS).due_on == date(2026, 11, 23)


def test_the_29th_of_february_is_a_day_like_others() -> None:
    assert run(EXAMEN, datetime(2028, 2, 15, 12, tzinfo=UTC), PARIS).due_on == date(2028, 2, 29)
    assert run(EXAMEN, datetime(2028, 2, 29, 12, tzinfo=UTC), PARIS).due_on == date(2028, 3, 14)


def test_working_days_leave_out_weekends_and_holidays() -> None:
    started = at("2026-12-09T10:00+01:00")

    assert run(WORKING, started, PARIS, FRANCE).due_on == date(2026, 12, 30)  # Christmas is a Friday
    assert run(WORKING, started, PARIS, FRANCE).due_at == at("2026-12-30T10:00+01:00")


def test_a_holiday_on_day_14_is_kept_unless_the_policy_rolls_over() -> None:
    started = at("2026-12-11T10:00+01:00")

    assert run(EXAMEN, started, PARIS, FRANCE).due_on == date(2026, 12, 25)
    rolled = run(ROLLING, started, PARIS, FRANCE)
    assert (rolled.due_on, rolled.counted_on) == (date(2026, 12, 28), date(2026, 12, 25))
    assert rolled.due_at == at("2026-12-28T23:59:59+01:00")  # the end of that day


def test_hours_are_those_of_work() -> None:
    running = run(HOURS, at("2026-11-20T15:00+01:00"), PARIS, OFFICE)  # a Friday

    assert running.warn_at == at("2026-11-23T11:00+01:00")
    assert running.due_at == at("2026-11-24T11:00+01:00")


def test_a_pause_pushes_the_deadline_by_as_long_as_it_lasts() -> None:
    started = at("2026-11-08T10:30+01:00")
    pause = Span(started + timedelta(days=1), started + timedelta(days=3, hours=5))

    assert run(EXAMEN, started, PARIS, pauses=(pause,)).due_at == at("2026-11-24T15:30+01:00")


def test_a_pause_over_a_weekend_costs_a_working_clock_nothing() -> None:
    started = at("2026-11-19T10:00+01:00")
    weekend = Span(at("2026-11-21T00:00+01:00"), at("2026-11-23T00:00+01:00"))

    assert run(WORKING, started, PARIS, FRANCE, (weekend,)) == run(WORKING, started, PARIS, FRANCE)


def test_a_pause_after_the_deadline_saves_nobody() -> None:
    started = at("2026-11-08T10:30+01:00")
    late = Span(started + timedelta(days=15), started + timedelta(days=20))

    assert run(EXAMEN, started, PARIS, pauses=(late,)).due_at == started + timedelta(days=14)


def test_a_date_on_the_ticket_is_due_when_its_local_day_ends() -> None:
    running = resume(EXAMEN, at("2026-12-01T00:00+00:00"), date(2026, 12, 24), PARIS, EVERY_DAY)

    assert running.given
    assert running.due_at == datetime(2026, 12, 24, 23, tzinfo=UTC)
    assert running.warn_at == datetime(2026, 12, 17, 23, tzinfo=UTC)
    assert running.due_on == date(2026, 12, 24)


def test_a_date_on_the_ticket_is_warned_of_by_the_same_calendar() -> None:
    started = at("2026-12-01T00:00+00:00")

    assert resume(WORKING, started, date(2026, 12, 28), PARIS, FRANCE).warn_at == at("2026-12-17T00:00+01:00")
    assert resume(HOURS, started, date(2026, 12, 28), PARIS, OFFICE).warn_at == at("2026-12-28T16:00+01:00")


def test_how_a_clock_stands_is_told_at_the_minute() -> None:
    running = run(EXAMEN, at("2026-11-08T09:30+00:00"), PARIS)

    def stands(now: datetime, *, paused: bool = False) -> tuple[bool, bool, bool]:
        one = told(running, now, paused=paused)
        return one.warned, one.late, one.paused

    minute = timedelta(minutes=1)
    assert stands(running.warn_at - minute) == (False, False, False)
    assert stands(running.warn_at) == (True, False, False)
    assert stands(running.due_at - minute, paused=True) == (True, False, True)
    assert stands(running.due_at, paused=True) == (False, True, False)


def test_the_next_instant_is_the_first_one_ahead() -> None:
    start = datetime(2026, 11, 8, 9, 30, tzinfo=UTC)
    both = (run(EXAMEN, start, PARIS), run(EXAMEN, start + timedelta(days=1), PARIS))

    assert next_instant(both, start) == both[0].warn_at
    assert next_instant(both, both[0].warn_at) == both[1].warn_at
    assert next_instant(both, both[1].due_at) is None
    assert next_instant((), start) is None
    assert next_instant((replace(both[0], paused=True),), start) is None


@given(INSTANTS, ZONES)
def test_never_early_and_never_a_day_late(started: datetime, zone: ZoneInfo) -> None:
    running = run(EXAMEN, started, zone)

    assert started < running.warn_at < running.due_at
    assert timedelta(days=14) - HOUR <= running.due_at - started <= timedelta(days=14) + HOUR
    assert running.due_on - started.astimezone(zone).date() == timedelta(days=14)


@given(CLOCKS, INSTANTS, ZONES, CALENDARS, st.data())
def test_a_pause_never_makes_a_deadline_earlier(
    clock: Clock, started: datetime, zone: ZoneInfo, calendar: Calendar, data: st.DataObject
) -> None:
    stops = data.draw(pauses(started))
    whole = run(clock, started, zone, calendar, stops)
    without = run(clock, started, zone, calendar)
    fewer = run(clock, started, zone, calendar, stops[:-1])

    assert without.due_on <= fewer.due_on <= whole.due_on
    assert clock.rolls_over or without.due_at <= fewer.due_at <= whole.due_at
    assert without.warn_at <= fewer.warn_at <= whole.warn_at
    assert started < whole.warn_at <= whole.due_at


@given(INSTANTS, st.data())
def test_pauses_add_up(started: datetime, data: st.DataObject) -> None:
    stops = data.draw(pauses(started))  # all of them begin before day 14 of a clock that they push
    paused = sum((stop.end - stop.start for stop in stops), timedelta())
    utc = ZoneInfo("UTC")

    assert run(EXAMEN, started, utc, pauses=stops).due_at == run(EXAMEN, started, utc).due_at + paused


@given(CLOCKS, INSTANTS, st.timedeltas(timedelta(), timedelta(days=30)), ZONES, CALENDARS)
def test_who_starts_later_is_due_no_earlier_day(
    clock: Clock, started: datetime, later: timedelta, zone: ZoneInfo, calendar: Calendar
) -> None:
    first, second = run(clock, started, zone, calendar), run(clock, started + later, zone, calendar)

    assert second.due_on >= first.due_on


@given(INSTANTS, ZONES, CALENDARS)
def test_a_due_date_rolls_forward_to_a_working_day(started: datetime, zone: ZoneInfo, calendar: Calendar) -> None:
    rolled = run(ROLLING, started, zone, calendar)

    assert calendar.works(rolled.due_on)
    assert rolled.counted_on == run(EXAMEN, started, zone).due_on <= rolled.due_on


@pytest.mark.parametrize("clock", [EXAMEN, WORKING])
def test_a_clock_is_a_value(clock: Clock) -> None:
    running: Running = run(clock, at("2026-11-08T09:30+00:00"), PARIS, FRANCE)

    assert running == run(clock, at("2026-11-08T09:30+00:00"), PARIS, FRANCE)
