from dataclasses import replace
from datetime import UTC, datetime

import pytest

from integration.core.delivery import Later
from integration.engine.attempts import Retries
from integration.engine.queue import Queue
from integration.engine.rows import State
from integration.engine.slots import NoPlace
from integration.engine.worker import Worker
from tests.engine.conftest import Start
from tests.engine.samples import QUICK, Attempts, Gate, delivery, ended


def test_a_stop_does_not_wait_for_a_retry_and_the_next_worker_goes_on_where_it_was(
    queue: Queue, database_url: str, start: Start
) -> None:
    late = Later("again", after=0.5)
    first = Attempts(late)
    worker = Worker(database_url, first, pace=replace(QUICK, retries=Retries(attempts=2)))
    worker.start()
    queue.put(delivery())
    first.next()
    began = datetime.now(UTC).timestamp()
    worker.stop()
    row = queue.find("z:d1")
    assert row
    assert row.state is State.RUNNING

    second = Attempts(late)
    start(second, pace=replace(QUICK, retries=Retries(attempts=2)))

    assert ended(queue, "z:d1").state is State.DEAD  # the first attempt still counts
    assert len(second.made) == 1
    assert second.made[0][1] - began >= 0.3  # and so does the time that was named, near enough


def test_a_stop_waits_for_the_attempt_under_way(queue: Queue, database_url: str) -> None:
    gate = Gate()
    attempts = Attempts(gate)
    worker = Worker(database_url, attempts, pace=QUICK)
    worker.start()
    queue.put(delivery())
    attempts.next()
    worker._work.stopping.set()  # as stop does first; then it waits
    gate.open()
    worker.stop()

    assert len(attempts.made) == 1
    assert worker._work.busy.wait_until_idle(0)


def test_sqlite_takes_one_worker_and_says_so(sqlite_url: str) -> None:
    first = Worker(sqlite_url, Attempts(), pace=QUICK)
    first.start()
    with pytest.raises(NoPlace, match="exactly one"):
        Worker(sqlite_url, Attempts(), pace=QUICK).start()
    first.stop()

    again = Worker(sqlite_url, Attempts(), pace=QUICK)
    again.start()
    again.stop()
