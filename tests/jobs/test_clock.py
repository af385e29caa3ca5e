"""The clock runs nothing: each strike becomes one tick in the queue, whoever strikes it."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from integration.core.errors import CannotRecord
from integration.engine.queue import Queue
from integration.engine.tables import prepare
from jobs import clock
from jobs.schedule import Entry

DUE = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)


def test_a_strike_hands_on_the_job_and_the_instant_it_was_due() -> None:
    struck = threading.Event()
    ticks: list[tuple[str, datetime]] = []

    def put(job: str, due: datetime) -> None:
        ticks.append((job, due))
        struck.set()

    background = BackgroundScheduler(executors={"default": clock.Ticks()}, timezone="UTC")
    clock.arm(background, (Entry("overdue", "* * * * *"),), put)
    background.start(paused=True)
    background.modify_job("overdue", next_run_time=datetime.now(UTC))
    background.resume()
    assert struck.wait(10)
    background.shutdown()

    [(job, due)] = ticks
    assert job == "overdue"
    assert due.tzinfo is UTC


def test_three_clocks_put_one_tick(sqlite_url: str) -> None:
    prepare(sqlite_url)
    queues = [Queue(sqlite_url) for _ in range(3)]
    for queue in queues:
        clock.strike(queue.put_tick, "overdue", DUE)

    assert queues[0].find("tick:overdue:2026-11-22T09:31:00+00:00") is not None
    assert sum(queues[0].counts().values()) == 1
    for queue in queues:
        queue.close()


def test_a_tick_that_cannot_be_recorded_does_not_stop_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    def away(_job: str, _due: datetime) -> None:
        raise CannotRecord("The queue's database cannot be used (OperationalError).")

    clock.strike(away, "overdue", DUE)

    assert "tick lost job=overdue due=2026-11-22T09:31:00+00:00" in caplog.text


def test_the_scheduler_folds_missed_strikes_and_forgets_none() -> None:
    made: Any = clock.scheduler()

    assert made._job_defaults["coalesce"] is True
    assert made._job_defaults["misfire_grace_time"] is None
