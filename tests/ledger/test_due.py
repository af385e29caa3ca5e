"""Finding the cases whose time has come, on both kinds of database, through an index of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from integration.core.delivery import Outcome
from integration.core.waking import Why
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import Due, Facts

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    migrate(database_url)
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def ledger(engine: sa.Engine) -> Ledger:
    return Ledger(engine)


def wakes(ledger: Ledger, ticket: str, at: datetime | None, why: Why = Why.CLOCK) -> None:
    facts = Facts("complete", wake_at=at, wake_for=why)
    ledger.close("z", ticket, delivery_id="d", outcome=Outcome.WRITTEN, read_at=NOW, at=NOW, facts=facts)


def test_only_what_is_due_and_was_not_woken_for_it_is_found_the_longest_waiting_first(ledger: Ledger) -> None:
    wakes(ledger, "1", NOW)
    wakes(ledger, "2", NOW - HOUR, Why.REMINDER)
    wakes(ledger, "3", NOW + HOUR)
    wakes(ledger, "4", None)
    wakes(ledger, "5", NOW - HOUR)
    ledger.woken(Due("z", "5", NOW - HOUR))

    assert ledger.due(NOW, 10) == (Due("z", "2", NOW - HOUR, Why.REMINDER), Due("z", "1", NOW))
    assert ledger.due(NOW, 1) == (Due("z", "2", NOW - HOUR, Why.REMINDER),)
    assert ledger.due(NOW, 10, frozenset({Why.CLOCK})) == (Due("z", "1", NOW),)


def test_a_case_that_was_woken_and_asks_for_a_later_time_is_not_due_before(ledger: Ledger) -> None:
    wakes(ledger, "1", NOW - HOUR)
    ledger.woken(Due("z", "1", NOW - HOUR))
    wakes(ledger, "1", NOW + HOUR)

    assert ledger.due(NOW, 10) == ()
    assert ledger.due(NOW, 10, frozenset({Why.REMINDER})) == ()
    assert ledger.due(NOW + HOUR, 10) == (Due("z", "1", NOW + HOUR),)


def test_the_index_holds_only_what_is_to_be_woken(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        (index,) = (one for one in sa.inspect(connection).get_indexes("cases") if one["name"] == "ix_cases_to_wake")

    where = index["dialect_options"][f"{engine.dialect.name}_where"]
    assert "woken_for IS NULL" in str(where)


def test_the_cases_of_some_helpdesks_can_be_left_out(ledger: Ledger) -> None:
    wakes(ledger, "1", NOW)

    assert ledger.due(NOW, 10, without=frozenset({"z"})) == ()
    assert [one.ticket_id for one in ledger.due(NOW, 10, without=frozenset({"other"}))] == ["1"]
