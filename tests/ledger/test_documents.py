"""Documents, reviews, holds and the start of deletions, on both kinds of database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from integration.core.delivery import Outcome
from integration.core.documents import Document, Papers, Review, Sort, State
from integration.core.waking import Why
from integration.ledger.database import connect
from integration.ledger.holds import Hold
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import Facts

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    migrate(database_url)
    engine = connect(database_url)
    yield Ledger(engine)
    engine.dispose()


def document(id_: str = "a1", state: State = State.TO_DELETE, **changes: object) -> Document:
    one = Document(id_, "c0", Sort.ATTACHMENT, state, "solved", NOW, NOW, name_hash=f"hash-{id_}", size=9)
    return replace(one, **changes)  # type: ignore[arg-type] # by name


def case(ledger: Ledger, ticket_id: str) -> None:
    ledger.close(
        "zendesk", ticket_id, delivery_id="d", outcome=Outcome.NOTHING_TO_DO, read_at=NOW, at=NOW, facts=Facts("over")
    )


def due(ledger: Ledger, now: datetime = NOW) -> list[tuple[str, Why]]:
    return [(one.ticket_id, one.wake_for) for one in ledger.due(now, 10)]


def test_documents_come_back_as_they_went_in(ledger: Ledger) -> None:
    first = document(requested_at=NOW, verified_at=NOW, checked_at=NOW, checks=1, event="5", tries=2, decided_by="7")
    other = document("a2", State.ON_HOLD, why="hold", sort=Sort.INLINE_IMAGE, content_type="image/png")
    ledger.documents.keep("zendesk", "1", (first, other))

    assert ledger.documents.papers("zendesk", "1", NOW) == Papers((first, other))
    assert ledger.documents.papers("zammad", "1", NOW) == Papers()
    ledger.documents.keep("zendesk", "1", (replace(first, checks=2),))
    assert ledger.documents.papers("zendesk", "1", NOW).documents == (replace(first, checks=2), other)
    assert ledger.documents.by_state() == {"to_delete": 1, "on_hold": 1}


def test_the_end_of_a_review_is_remembered_until_it_goes_on(ledger: Ledger) -> None:
    review = Review("decision:refused", "7", NOW)
    ledger.documents.over("zendesk", "1", review)
    assert ledger.documents.papers("zendesk", "1", NOW).review == review
    ledger.documents.over("zendesk", "1", replace(review, rule="solved"))
    assert ledger.documents.papers("zendesk", "1", NOW).review == replace(review, rule="solved")

    ledger.documents.over("zendesk", "1", None)

    assert ledger.documents.papers("zendesk", "1", NOW).review is None


def test_two_workers_that_mark_the_same_document_make_one_row(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ledger.documents.keep("zendesk", "1", (document(),)), range(16)))

    assert len(ledger.documents.papers("zendesk", "1", NOW).documents) == 1


def test_the_plan_lists_what_waits_by_when_it_may_go(ledger: Ledger) -> None:
    ledger.documents.keep(
        "zendesk", "1", (document("a1", due_at=NOW + HOUR), document("a2"), document("a3", State.VERIFIED))
    )
    ledger.documents.keep("zendesk", "2", (document("a4", State.REAPPEARED, due_at=NOW - HOUR),))

    assert [one.document.id for one in ledger.documents.planned()] == ["a4", "a2", "a1"]
    assert [one.ticket_id for one in ledger.documents.planned(NOW)] == ["2", "1"]


def test_what_limits_count(ledger: Ledger) -> None:
    ledger.documents.keep("zendesk", "1", (document("a1"), document("a2")))
    ledger.documents.keep("zendesk", "2", (document("a3", State.VERIFIED, requested_at=NOW),))
    ledger.documents.keep("zendesk", "3", (document("a4", State.VERIFIED, requested_at=NOW - DAY),))
    ledger.documents.keep("zammad", "4", (document("a5", requested_at=NOW),))

    assert ledger.documents.requested("zendesk", NOW - HOUR) == 1
    assert ledger.documents.cases_in_a_run("zendesk", NOW - HOUR, NOW) == 2
    assert ledger.documents.cases_in_a_run("zendesk", NOW - HOUR, NOW - HOUR) == 1


def test_a_start_wakes_what_waits_and_is_remembered(ledger: Ledger) -> None:
    for ticket_id in ("1", "2"):
        case(ledger, ticket_id)
    ledger.documents.keep("zendesk", "1", (document(),))
    assert not ledger.documents.started()

    assert ledger.documents.start("dpo", "vu", NOW) == 1
    assert ledger.documents.started()
    assert due(ledger) == [("1", Why.DELETION)]


def test_where_a_merge_copied_documents_is_woken_once(ledger: Ledger) -> None:
    case(ledger, "2")
    ledger.documents.keep("zendesk", "1", (document(),))

    ledger.documents.copied("zendesk", "1", "2", NOW)
    assert ledger.documents.copies("zendesk", "2") == {("hash-a1", 9)}
    assert due(ledger) == [("2", Why.DELETION)]
    case(ledger, "2")
    ledger.documents.copied("zendesk", "1", "2", NOW + HOUR)
    ledger.documents.keep("zendesk", "1", (document(state=State.VERIFIED),))

    assert due(ledger, NOW + DAY) == []
    assert ledger.documents.copies("zendesk", "2") == {("hash-a1", 9)}


def hold(**changes: object) -> Hold:
    return replace(Hold(0, "zendesk", "1", "litige", "dpo", NOW, NOW + DAY), **changes)  # type: ignore[arg-type] # by name


def test_a_hold_holds_until_its_end_and_the_case_wakes_then(ledger: Ledger) -> None:
    case(ledger, "1")
    ledger.holds.add(hold())
    ledger.holds.add(hold(expires_at=NOW + HOUR))

    assert ledger.documents.papers("zendesk", "1", NOW).held_until == NOW + DAY
    assert ledger.documents.papers("zendesk", "1", NOW + DAY).held_until is None
    assert due(ledger) == [("1", Why.DELETION)]
    assert [one.expires_at for one in ledger.holds.listed(NOW)] == [NOW + HOUR, NOW + DAY]
    assert ledger.holds.listed(NOW + DAY) == ()
    assert len(ledger.holds.listed(NOW + DAY, ended=True)) == 2


def test_a_hold_that_is_lifted_holds_no_more_and_says_who_did(ledger: Ledger) -> None:
    ledger.holds.add(hold())

    assert ledger.holds.lift("zendesk", "1", "marie", NOW + HOUR) == 1
    assert ledger.holds.lift("zendesk", "1", "marie", NOW + HOUR) == 0
    assert ledger.documents.papers("zendesk", "1", NOW + HOUR).held_until is None
    [ended] = ledger.holds.listed(NOW, ended=True)
    assert (ended.lifted_by, ended.lifted_at) == ("marie", NOW + HOUR)
