"""What is remembered of clocks comes back as it was, with the pass that decided it or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from integration.core.delivery import Outcome
from integration.core.flags import Flag, Notice
from integration.core.stand import Stand
from integration.core.traces import Memory, Span, Trace
from integration.core.waking import Why
from integration.ledger import outbox
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import Due, Facts

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
EXAMEN = Trace(
    "examen",
    NOW - 15 * DAY,
    shown=date(2026, 11, 22),
    warned_at=None,
    late_at=NOW - DAY,
    ended_at=None,
    stops=(Span(NOW - 9 * DAY, NOW - 8 * DAY), Span(NOW - 5 * DAY, NOW - 4 * DAY)),
)
PAIEMENT = Trace("paiement", NOW - DAY)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    migrate(database_url)
    engine = connect(database_url)
    yield Ledger(engine)
    engine.dispose()


def close(ledger: Ledger, facts: Facts, ticket: str = "7", outcome: Outcome = Outcome.WRITTEN) -> None:
    ledger.close("z", ticket, delivery_id="d", outcome=outcome, read_at=NOW, at=NOW, facts=facts)


def test_a_case_that_is_not_known_is_remembered_by_nothing(ledger: Ledger) -> None:
    assert ledger.clocks.memory("z", "7") == Memory()


def test_traces_come_back_as_they_were(ledger: Ledger) -> None:
    close(ledger, Facts(Stand.COMPLETE, traces=(EXAMEN, PAIEMENT), completed_at=NOW - DAY))
    close(ledger, Facts(Stand.COMPLETE, traces=()), "8")

    assert ledger.clocks.memory("z", "7") == Memory((EXAMEN, PAIEMENT), completed_at=NOW - DAY)


def test_a_pass_brings_its_traces_up_to_date_and_forgets_what_no_longer_runs(ledger: Ledger) -> None:
    close(ledger, Facts(Stand.COMPLETE, traces=(EXAMEN, PAIEMENT)))
    ended = replace(EXAMEN, late_at=None, ended_at=NOW)
    close(ledger, Facts(Stand.OVER, traces=(ended,)))

    assert ledger.clocks.of("z", "7") == (ended,)


def test_a_pass_that_knows_nothing_of_clocks_leaves_them(ledger: Ledger) -> None:
    close(ledger, Facts(Stand.COMPLETE, traces=(EXAMEN,)))
    close(ledger, Facts(Stand.OVER))
    close(ledger, Facts(Stand.OVER, traces=()), outcome=Outcome.DEAD)

    assert ledger.clocks.of("z", "7") == (EXAMEN,)


@pytest.mark.parametrize("state", [Stand.ASK, Stand.WAITING, Stand.PERSON])
def test_an_incomplete_case_is_known_to_be_so_at_its_reading(ledger: Ledger, state: Stand) -> None:
    close(ledger, Facts(state))

    assert ledger.clocks.memory("z", "7").incomplete_at == NOW


def test_since_when_a_case_is_complete_is_not_forgotten(ledger: Ledger) -> None:
    close(ledger, Facts(Stand.COMPLETE, completed_at=NOW - DAY))
    close(ledger, Facts(Stand.OVER))

    assert ledger.clocks.memory("z", "7").completed_at == NOW - DAY


def test_a_wake_up_says_what_it_is_for(ledger: Ledger) -> None:
    close(ledger, Facts(Stand.WAITING, wake_at=NOW, wake_for=Why.REMINDER))
    close(ledger, Facts(Stand.COMPLETE, wake_at=NOW), "8")

    assert ledger.due(NOW, 10, frozenset({Why.REMINDER})) == (Due("z", "7", NOW, Why.REMINDER),)
    assert ledger.due(NOW, 10, frozenset({Why.DELETION})) == ()
    assert len(ledger.due(NOW, 10)) == 2


def test_notices_are_laid_into_the_outbox_with_the_pass_one_for_each_channel_and_once(ledger: Ledger) -> None:
    facts = Facts(Stand.COMPLETE, notices=(Notice("examen", Flag.LATE, NOW - DAY, ("chat", "email")),))
    close(ledger, facts)
    close(ledger, facts)

    waiting = ledger.outbox.waiting(NOW, 10)
    assert set(waiting) == {
        outbox.Notice("z", "7", "examen", "due", NOW - DAY, "chat"),
        outbox.Notice("z", "7", "examen", "due", NOW - DAY, "email"),
    }
    assert len(waiting) == 2
