"""Deadlines fall on the promised local day, whatever the clocks do in between."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from integration.core.calendar import EVERY_DAY
from integration.core.clocks import Clock, Length, Starts, Until, next_instant, resume, run

PARIS = ZoneInfo("Europe/Paris")
EXAMEN = Clock("examen", Starts.SUBMITTED, Until.DECISION, warn=Length(7), due=Length(14))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def test_a_clock_counts_calendar_days_on_the_local_wall() -> None:
    running = run(EXAMEN, datetime(2026, 11, 8, 9, 30, tzinfo=UTC), PARIS)

    assert running.due_on == date(2026, 11, 22)
    assert running.warn_at == datetime(2026, 11, 15, 9, 30, tzinfo=UTC)
    assert running.due_at == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_a_night_of_25_hours_moves_no_deadline_to_another_hour_on_the_wall() -> None:
    running = run(EXAMEN, datetime(2026, 10, 20, 9, 30, tzinfo=UTC), PARIS)  # 11:30 in summer time

    assert running.due_at == datetime(2026, 11, 3, 10, 30, tzinfo=UTC)  # 11:30 in winter time


def test_a_late_evening_in_utc_belongs_to_the_next_local_day() -> None:
    assert run(EXAMEN, datetime(2026, 11, 8, 23, 30, tzinfo=UTC), PARIS).due_on == date(2026, 11, 23)


def test_the_29th_of_february_is_a_day_like_others() -> None:
    assert run(EXAMEN, datetime(2028, 2, 15, 12, tzinfo=UTC), PARIS).due_on == date(2028, 2, 29)
    assert run(EXAMEN, datetime(2028, 2, 29, 12, tzinfo=UTC), PARIS).due_on == date(2028, 3, 14)


def test_a_date_on_the_ticket_is_due_when_its_local_day_ends() -> None:
    running = resume(EXAMEN, datetime(2026, 12, 1, tzinfo=UTC), date(2026, 12, 24), PARIS, EVERY_DAY)

    assert running.due_at == datetime(2026, 12, 24, 23, tzinfo=UTC)
    assert running.warn_at == datetime(2026, 12, 17, 23, tzinfo=UTC)
    assert running.due_on == date(2026, 12, 24)


def test_the_next_instant_is_the_first_one_ahead() -> None:
    start = datetime(2026, 11, 8, 9, 30, tzinfo=UTC)
    both = (run(EXAMEN, start, PARIS), run(EXAMEN, start + timedelta(days=1), PARIS))

    assert next_instant(both, start) == both[0].warn_at
    assert next_instant(both, both[0].warn_at) == both[1].warn_at
    assert next_instant(both, both[1].due_at) is None
    assert next_instant((), start) is None


@given(INSTANTS)
def test_never_early_and_never_a_day_late(started: datetime) -> None:
    running = run(EXAMEN, started, PARIS)

    assert started < running.warn_at < running.due_at
    elapsed = running.due_at - started
    assert timedelta(days=14) - timedelta(hours=1) <= elapsed <= timedelta(days=14) + timedelta(hours=1)
    assert running.due_on - started.astimezone(PARIS).date() == timedelta(days=14)
