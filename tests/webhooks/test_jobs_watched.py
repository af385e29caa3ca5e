"""How the jobs go is seen from outside."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from integration.engine.queue import Queue
from integration.engine.tables import prepare
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.runs import Report
from integration.watch import Watch
from webhooks.metrics import Records

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def watch(sqlite_url: str) -> Iterator[Watch]:
    migrate(sqlite_url)
    prepare(sqlite_url)
    watch = Watch(Queue(sqlite_url), Ledger(connect(sqlite_url)), lambda: NOW)
    yield watch
    watch.queue.close()
    watch.ledger.close_down()


def told(watch: Watch) -> list[str]:
    registry = CollectorRegistry()
    registry.register(Records(watch))
    return [line for line in generate_latest(registry).decode().splitlines() if line.startswith("guichet_job")]


def test_the_last_run_of_each_job_is_red_or_not(watch: Watch) -> None:
    runs = watch.ledger.runs
    for job, report in (("sweep", Report(left=2, refused=1)), ("overdue", Report(seen=5))):
        runs.begin(job, NOW, NOW)
        runs.end(job, NOW, NOW, report)
    runs.begin("catch_up", NOW - timedelta(minutes=5), NOW)

    assert told(watch)[:6] == [
        'guichet_job_red{job="catch_up"} 0.0',
        'guichet_job_red{job="overdue"} 0.0',
        'guichet_job_red{job="sweep"} 1.0',
        'guichet_job_left{job="catch_up"} 0.0',
        'guichet_job_left{job="overdue"} 0.0',
        'guichet_job_left{job="sweep"} 3.0',
    ]


def test_when_each_job_was_due_last_shows_a_clock_that_stopped(watch: Watch) -> None:
    watch.ledger.runs.begin("catch_up", NOW, NOW)

    [due] = [line for line in told(watch) if "due_timestamp" in line]
    assert float(due.split()[-1]) == NOW.timestamp()
