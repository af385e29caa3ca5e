"""Runs, marks, the outbox and the expiry behave the same on each kind of database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from integration.core.delivery import Outcome
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.outbox import Notice
from integration.ledger.rows import Facts
from integration.ledger.runs import Colour, Report, Run

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = timedelta(days=1)
KEEP = 400 * DAY


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    migrate(database_url)
    ledger = Ledger(connect(database_url))
    yield ledger
    ledger.close_down()


def closed(ledger: Ledger, ticket: str, state: str, at: datetime, outcome: Outcome = Outcome.WRITTEN) -> None:
    facts = Facts(state, policy_version="v1", seen_by="webhook")
    ledger.close("z", ticket, delivery_id="d", outcome=outcome, read_at=at, at=at, facts=facts)


def test_a_run_from_its_beginning_to_its_end(ledger: Ledger) -> None:
    report = Report(seen=3, changed=1, refused=1, left=1, words=("une phrase",), listed=("z:suspended:1",))

    assert ledger.runs.begin("sweep", NOW, NOW)
    assert ledger.runs.latest()["sweep"].colour is Colour.RUNNING
    ledger.runs.end("sweep", NOW, NOW + DAY, report)

    assert ledger.runs.of("sweep", 5) == (Run("sweep", NOW, NOW, NOW + DAY, report),)
    assert ledger.runs.begin("sweep", NOW, NOW)  # it was red, so it may be tried again
    ledger.runs.end("sweep", NOW, NOW + DAY, Report())
    assert not ledger.runs.begin("sweep", NOW, NOW)


def test_the_last_run_of_each_job(ledger: Ledger) -> None:
    for job, due in (("a", NOW), ("a", NOW + DAY), ("b", NOW)):
        ledger.runs.begin(job, due, due)

    assert {job: run.due_at for job, run in ledger.runs.latest().items()} == {"a": NOW + DAY, "b": NOW}


def test_a_mark_of_catching_up(ledger: Ledger) -> None:
    assert ledger.runs.caught_up("z") is None
    ledger.runs.catch_up("z", NOW)
    ledger.runs.catch_up("z", NOW - DAY)

    assert (ledger.runs.caught_up("z"), ledger.runs.caught_up("other")) == (NOW, None)


def test_the_outbox_keeps_each_notice_until_it_is_sent(ledger: Ledger) -> None:
    notice = Notice("z", "7", "examen", "due", NOW, "chat")
    ledger.outbox.put((notice, notice), NOW)
    ledger.outbox.failed(notice, NOW + DAY)

    assert ledger.outbox.waiting(NOW, 10) == ()
    [again] = ledger.outbox.waiting(NOW + DAY, 10)
    assert again.tries == 1
    ledger.outbox.sent((again,), NOW + DAY)
    ledger.outbox.put((notice,), NOW + DAY)
    assert (ledger.outbox.unsent(), ledger.outbox.waiting(NOW + 9 * DAY, 10)) == (0, ())


def test_which_cases_are_open_and_which_do_not_concern_us(ledger: Ledger) -> None:
    for ticket, state in (("1", "waiting"), ("2", "over"), ("3", "outside")):
        closed(ledger, ticket, state, NOW)

    assert ledger.cases.open("z") == {"1"}
    assert ledger.cases.outside("z", "v1", NOW) == {"3"}
    assert ledger.cases.outside("z", "v2", NOW) == frozenset()
    assert ledger.cases.outside("z", "v1", NOW + DAY) == frozenset()


def test_what_expired_is_counted_and_then_gone(ledger: Ledger) -> None:
    for ticket, state in (("1", "over"), ("2", "waiting")):
        closed(ledger, ticket, state, NOW - KEEP - DAY)
    ledger.runs.begin("overdue", NOW - 3 * DAY, NOW - 3 * DAY)
    ledger.runs.end("overdue", NOW - 3 * DAY, NOW - 3 * DAY, Report())

    counted = {table: count for table, count in ledger.expiry.expired(NOW, KEEP).items() if count}
    assert counted == {"cases": 1, "passes": 1, "runs": 1}
    ledger.expiry.forget(NOW, KEEP)
    assert not any(ledger.expiry.expired(NOW, KEEP).values())
    assert ledger.case("z", "1") is None
    assert ledger.case("z", "2") is not None


def test_a_red_run_is_not_taken_up_again_once_a_later_one_has_begun(ledger: Ledger) -> None:
    ledger.runs.begin("sweep", NOW, NOW)
    ledger.runs.end("sweep", NOW, NOW, Report(left=1))
    assert ledger.runs.begin("sweep", NOW, NOW)
    ledger.runs.end("sweep", NOW, NOW, Report(left=1))

    assert ledger.runs.begin("sweep", NOW + DAY, NOW)
    assert not ledger.runs.begin("sweep", NOW, NOW)
    assert ledger.runs.begin("sweep", NOW + DAY, NOW)
