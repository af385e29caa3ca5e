"""What was missed while no clock ran is made up once, by however many clocks start."""

import threading
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from jobs import clock
from jobs.schedule import Entry

NIGHT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
ENTRIES = (Entry("sweep", "30 1 * * *"), Entry("overdue", "*/20 * * * * *"), Entry("prune", "45 3 * * *"))


def made_up(last: dict[str, datetime], now: datetime) -> list[tuple[str, datetime]]:
    ticks: list[tuple[str, datetime]] = []
    clock.make_up(ENTRIES, last, lambda job, due: ticks.append((job, due)), now)
    return ticks


def test_a_night_without_a_clock_is_made_up_once() -> None:
    last = {"sweep": NIGHT, "overdue": NIGHT}
    now = NIGHT + timedelta(days=3, hours=1)

    assert made_up(last, now) == [
        ("sweep", NIGHT + timedelta(days=1)),
        ("overdue", NIGHT + timedelta(seconds=20)),
    ]


def test_nothing_is_made_up_when_nothing_was_missed_or_nothing_ever_ran() -> None:
    assert made_up({"sweep": NIGHT}, NIGHT + timedelta(hours=23, minutes=59)) == []
    assert made_up({}, NIGHT) == []


def test_a_clock_that_slept_strikes_once_for_all_it_missed() -> None:
    struck = threading.Event()
    ticks: list[datetime] = []

    def put(_job: str, due: datetime) -> None:
        ticks.append(due)
        struck.set()

    settings = clock.scheduler()
    sleeper = BackgroundScheduler(
        executors={"default": clock.Ticks()}, job_defaults=settings._job_defaults, timezone="UTC"
    )
    clock.arm(sleeper, (Entry("sweep", "0 * * * *"),), put)
    sleeper.start(paused=True)
    sleeper.modify_job("sweep", next_run_time=datetime.now(UTC) - timedelta(hours=5))
    sleeper.resume()
    assert struck.wait(10)
    sleeper.shutdown()

    [due] = ticks
    assert due > datetime.now(UTC) - timedelta(hours=1, minutes=1)
