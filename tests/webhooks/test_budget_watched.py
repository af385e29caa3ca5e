"""What waits for the budget of calls is seen from outside."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from integration.engine.queue import Queue
from integration.engine.tables import prepare
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.watch import Watch
from webhooks.metrics import Records

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class House:
    def __init__(self, url: str) -> None:
        self.now = NOW
        self.ledger, queue = Ledger(connect(url)), Queue(url)
        self.watch = Watch(queue, self.ledger, lambda: self.now, helpdesks=("zendesk",))

    def waits(self, purpose: str, ticket_id: str) -> None:
        with self.ledger.budgets.alone("zendesk") as books:
            books.waits(purpose, ticket_id, self.now, self.now + timedelta(seconds=30))


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    migrate(sqlite_url)
    prepare(sqlite_url)
    house = House(sqlite_url)
    yield house
    house.watch.queue.close()
    house.ledger.close_down()


def test_metrics_count_what_waits_by_purpose(house: House) -> None:
    house.waits("sweep", "1")
    house.waits("sweep", "2")
    registry = CollectorRegistry()
    registry.register(Records(house.watch))

    assert b'guichet_budget_waiting{helpdesk="zendesk",purpose="sweep"} 2.0' in generate_latest(registry)


def test_it_is_a_problem_only_when_answers_wait_too_long(house: House) -> None:
    house.waits("sweep", "1")
    house.waits("answer", "2")
    assert house.watch.problems(within=10) == []

    house.now += timedelta(seconds=20)

    (problem,) = house.watch.problems(within=10)
    assert "1 things (answer) wait for the budget of calls to zendesk" in problem
