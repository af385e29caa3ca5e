"""A queue, and a worker over it that does what a test says."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import pytest

from integration.core.delivery import Delivery, Ending
from integration.engine.queue import Queue
from integration.engine.tables import prepare
from integration.engine.work import Pace
from integration.engine.worker import Worker
from tests.engine.samples import QUICK

Start = Callable[..., Worker]


@pytest.fixture
def queue(database_url: str) -> Iterator[Queue]:
    prepare(database_url)
    queue = Queue(database_url)
    yield queue
    queue.close()


@pytest.fixture
def start(database_url: str) -> Iterator[Start]:
    """Start a worker in this process; it stops at the end unless the test stopped it before."""
    started: list[Worker] = []
    stopped: list[Worker] = []

    def one(
        attempt: Callable[[Delivery], Ending],
        jobs: Mapping[str, Callable[[datetime], None]] | None = None,
        pace: Pace = QUICK,
    ) -> Worker:
        worker = Worker(database_url, attempt, jobs, pace)
        worker.start()
        started.append(worker)
        return worker

    yield one
    for worker in started:
        if worker not in stopped:
            worker.stop()
