"""What a statement counts, on both kinds of database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from integration.core.delivery import Outcome
from integration.core.documents import Document, Review, Sort, State
from integration.core.statement import Documents, Known
from integration.core.traces import Trace
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import Facts

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    migrate(database_url)
    ledger = Ledger(connect(database_url))
    yield ledger
    ledger.close_down()


def closed(ledger: Ledger, ticket: str, state: str, *traces: Trace, at: datetime = NOW, helpdesk: str = "desk") -> None:
    facts = Facts(state, traces=traces, seen_by="webhook", received_at=at)
    ledger.close(helpdesk, ticket, delivery_id="d", outcome=Outcome.WRITTEN, read_at=at, at=at, facts=facts)


def test_open_tickets_are_known_with_their_flags(ledger: Ledger) -> None:
    clock = Trace("examen", NOW - 10 * DAY)
    closed(ledger, "1", "waiting", clock)
    closed(ledger, "2", "complete", replace(clock, warned_at=NOW))
    closed(ledger, "3", "complete", replace(clock, warned_at=NOW, late_at=NOW), Trace("paiement", NOW))
    closed(ledger, "4", "complete", replace(clock, warned_at=NOW, late_at=NOW, ended_at=NOW))
    closed(ledger, "5", "outside")
    closed(ledger, "6", "ask", helpdesk="another")

    assert sorted(ledger.statements.known("desk", NOW - DAY), key=lambda known: known.ticket_id) == [
        Known("1", "waiting", "webhook", NOW),
        Known("2", "complete", "webhook", NOW, warned=True),
        Known("3", "complete", "webhook", NOW, warned=True, late=True),
        Known("4", "complete", "webhook", NOW),
    ]
    assert ledger.statements.outside("desk") == {"5"}


def test_what_is_over_is_known_for_the_rest_of_its_day(ledger: Ledger) -> None:
    closed(ledger, "1", "over", at=NOW - 3 * DAY)
    closed(ledger, "2", "over")
    closed(ledger, "3", "over")
    ledger.documents.over("desk", "3", Review("solved", "7", NOW - 2 * DAY))
    closed(ledger, "4", "complete")
    ledger.documents.over("desk", "4", Review("decision:acceptee", "7", NOW - 2 * DAY))

    known = {one.ticket_id: one.over_at for one in ledger.statements.known("desk", NOW - DAY)}

    assert known == {"2": None, "4": NOW - 2 * DAY}


def test_a_ticket_that_is_gone_is_known_no_more(ledger: Ledger) -> None:
    closed(ledger, "1", "complete")
    ledger.close("desk", "1", delivery_id="d", outcome=Outcome.GONE, read_at=None, at=NOW)

    assert ledger.statements.known("desk", NOW - DAY) == ()


def test_documents_are_counted_by_where_they_stand(ledger: Ledger) -> None:
    one = Document("", "c", Sort.ATTACHMENT, State.TO_DELETE, "solved", NOW, NOW)
    verified = replace(one, state=State.VERIFIED)
    ledger.documents.keep(
        "desk",
        "1",
        (
            replace(one, id="a"),
            replace(one, id="b", state=State.DELETING),
            replace(one, id="c", state=State.REAPPEARED),
            replace(verified, id="d", verified_at=NOW - 2 * DAY),
            replace(verified, id="e", verified_at=NOW),
            replace(one, id="f", state=State.NOT_DELETABLE),
            replace(one, id="g", state=State.ON_HOLD),
        ),
    )
    ledger.documents.keep("another", "1", (replace(one, id="a"),))

    assert ledger.statements.documents("desk", NOW - DAY, NOW + DAY) == Documents(3, 2, 1, 1, 1)


def test_a_statement_is_stored_once_a_day_and_forgotten_in_time(ledger: Ledger) -> None:
    day = date(2026, 11, 22)
    ledger.statements.keep("desk", day, NOW, balanced=False, sheet={"total": 1})
    ledger.statements.keep("desk", day, NOW, balanced=True, sheet={"total": 2})

    assert ledger.statements.of("desk", day) == {"total": 2}
    assert ledger.statements.of("another", day) is None
    ledger.expiry.forget(NOW + 500 * DAY, keep=400 * DAY)
    assert ledger.statements.of("desk", day) is None
