"""A queue, and a worker over it that does what a test says."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import pytest
import sqlalchemy as sa

from integration.core.delivery import Delivery, Ending
from integration.engine.queue import Queue
from integration.engine.tables import prepare
from integration.engine.work import Pace
from integration.engine.worker import Worker
from tests.engine import postgres
from tests.engine.samples import QUICK

Start = Callable[..., Worker]


@pytest.fixture(scope="session")
def prepared_postgres(postgres_server: str) -> Iterator[str]:
    """The name of a database with DBOS's tables in it, to be copied: making them takes most of a second."""
    with postgres.fresh_database(postgres_server) as url:
        prepare(url)
        yield str(sa.make_url(url).database)


@pytest.fixture
def postgres_url(postgres_server: str, prepared_postgres: str) -> Iterator[str]:
    """A new PostgreSQL database, its tables made."""
    with postgres.fresh_database(postgres_server, like=prepared_postgres) as url:
        yield url


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
