"""A case whose time has come is put into the queue once for each instant it asked for."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from integration.core.delivery import Delivery, Outcome
from integration.core.errors import CannotRecord
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import Facts
from jobs.overdue import wake_due
from tests.core.build import NOW


class Put:
    """A queue that remembers what was put, or is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.deliveries: list[Delivery] = []
        self.away = away

    def put(self, delivery: Delivery) -> None:
        if self.away:
            raise CannotRecord("The queue's database cannot be used (OperationalError).")
        self.deliveries.append(delivery)


@pytest.fixture
def ledger(sqlite_url: str) -> Iterator[Ledger]:
    migrate(sqlite_url)
    engine = connect(sqlite_url)
    yield Ledger(engine)
    engine.dispose()


def waits(ledger: Ledger, ticket: str, until: datetime) -> None:
    facts = Facts(state="complete", wake_at=until)
    ledger.close("zendesk", ticket, delivery_id=ticket, outcome=Outcome.WRITTEN, read_at=NOW, at=NOW, facts=facts)


def test_due_cases_are_woken_once_and_the_others_sleep(ledger: Ledger) -> None:
    waits(ledger, "1", NOW + timedelta(days=7))
    waits(ledger, "2", NOW + timedelta(days=8))
    queue = Put()
    later = NOW + timedelta(days=7, seconds=1)

    assert wake_due(ledger, queue, lambda: later) == 1
    assert wake_due(ledger, queue, lambda: later) == 0
    [delivery] = queue.deliveries
    assert (delivery.helpdesk, delivery.ticket_id, delivery.kind) == ("zendesk", "1", "wake")
    assert (delivery.occurred_at, delivery.received_at) == (NOW + timedelta(days=7), later)


def test_each_instant_a_case_asks_for_is_a_delivery_of_its_own(ledger: Ledger) -> None:
    queue = Put()
    for days in (7, 14):
        waits(ledger, "1", NOW + timedelta(days=days))
        wake_due(ledger, queue, lambda: NOW + timedelta(days=15))

    assert len({delivery.id for delivery in queue.deliveries}) == 2


def test_a_case_that_could_not_be_put_is_offered_again(ledger: Ledger) -> None:
    waits(ledger, "1", NOW)
    with pytest.raises(CannotRecord):
        wake_due(ledger, Put(away=True), lambda: NOW)

    queue = Put()
    assert wake_due(ledger, queue, lambda: NOW) == 1
