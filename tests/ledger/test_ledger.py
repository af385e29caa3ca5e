from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from integration.core.delivery import Delivery, Outcome
from integration.core.ticket import Kind, Mark
from integration.helpdesks.contract import Said
from integration.ledger.columns import Time
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import CaseRow, Due, Facts, Intent

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ASKED = Facts(
    state="incomplete",
    category="facturation",
    rule="gros-montant",
    policy_version="p1",
    missing=("amount", "transaction_date:ambiguous"),
    verdicts=("account=yes",),
    changes=("AddComment",),
    wake_at=NOW + 3 * MINUTE,
)
ASK = Mark(Kind.ASK, ("amount",))


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    migrate(database_url)
    engine = connect(database_url)
    yield Ledger(engine)
    engine.dispose()


def close(ledger: Ledger, ticket_id: str = "7", read_at: datetime | None = NOW, facts: Facts | None = ASKED) -> None:
    ledger.close(
        "z", ticket_id, delivery_id="d1", outcome=Outcome.WRITTEN, read_at=read_at, at=NOW + MINUTE, facts=facts
    )


def delivery(received_at: datetime, ticket_id: str = "7") -> Delivery:
    return Delivery("d2", "z", ticket_id, "moved", occurred_at=received_at, received_at=received_at)


def intend(ledger: Ledger, key: str = "k1", ticket_id: str = "7", mark: Mark | None = ASK, at: datetime = NOW) -> None:
    ledger.intend("z", ticket_id, key, delivery_id="d1", kinds=("AddComment", "AddTag"), mark=mark, at=at)


def test_a_ticket_never_looked_at_has_no_case(ledger: Ledger) -> None:
    assert ledger.case("z", "7") is None


def test_closing_a_pass_keeps_what_was_decided(ledger: Ledger) -> None:
    close(ledger)

    assert ledger.case("z", "7") == CaseRow(
        helpdesk="z",
        ticket_id="7",
        state="incomplete",
        category="facturation",
        rule="gros-montant",
        policy_version="p1",
        missing=("amount", "transaction_date:ambiguous"),
        read_at=NOW,
        wake_at=NOW + 3 * MINUTE,
        first_seen_at=NOW + MINUTE,
    )
    assert ledger.case("other", "7") is None


def test_how_a_case_was_first_seen_is_noted_once_and_its_version_each_time(ledger: Ledger) -> None:
    found = replace(ASKED, seen_by="catch_up", received_at=NOW - MINUTE, version_at=NOW)
    close(ledger, facts=found)
    close(ledger, facts=replace(ASKED, seen_by="webhook", received_at=NOW, version_at=NOW + MINUTE))
    close(ledger, facts=ASKED)

    case = ledger.case("z", "7")
    assert case
    assert (case.seen_by, case.first_seen_at, case.version_at) == ("catch_up", NOW - MINUTE, NOW + MINUTE)


def test_a_ticket_that_is_gone_waits_for_nothing_and_its_case_says_so(ledger: Ledger) -> None:
    close(ledger)
    ledger.close("z", "7", delivery_id="d2", outcome=Outcome.GONE, read_at=None, at=NOW + MINUTE)

    case = ledger.case("z", "7")
    assert case
    assert (case.state, case.wake_at, case.category) == ("gone", None, "facturation")
    assert ledger.cases.open("z") == frozenset()


@pytest.mark.parametrize(("state", "rule"), [("ask", ""), ("waiting", ""), ("complete", "gros"), ("person", "gros")])
def test_a_rule_is_remembered_once_the_case_has_reached_its_team(ledger: Ledger, state: str, rule: str) -> None:
    assert ledger.routed("z", "7") == ""
    close(ledger, facts=Facts(state=state, rule="gros"))

    assert ledger.routed("z", "7") == rule


def test_the_next_pass_replaces_what_the_case_said(ledger: Ledger) -> None:
    close(ledger)
    close(ledger, read_at=NOW + MINUTE, facts=Facts(state="routed"))

    case = ledger.case("z", "7")
    assert case
    assert (case.state, case.missing, case.wake_at, case.read_at) == ("routed", (), None, NOW + MINUTE)


def test_a_pass_without_a_decision_leaves_the_case_as_it_was(ledger: Ledger) -> None:
    close(ledger)
    before = ledger.case("z", "7")
    close(ledger, read_at=None, facts=None)
    ledger.close(
        "z", "7", delivery_id="d", outcome=Outcome.DEAD, read_at=NOW + MINUTE, at=NOW, facts=Facts(state="broken")
    )

    assert ledger.case("z", "7") == before
    assert ledger.passes_by_outcome() == {("z", "written"): 2, ("z", "dead"): 1}


def test_a_decision_without_a_reading_keeps_the_last_reading(ledger: Ledger) -> None:
    close(ledger)
    close(ledger, read_at=None, facts=Facts(state="gone"))

    case = ledger.case("z", "7")
    assert case
    assert (case.state, case.read_at) == ("gone", NOW)


@pytest.mark.parametrize(("received", "covered"), [(-1, True), (0, False), (1, False)])
def test_a_delivery_recorded_before_the_last_reading_brings_no_news(
    ledger: Ledger, received: int, covered: bool
) -> None:
    close(ledger)

    assert ledger.covered(delivery(NOW + timedelta(microseconds=received))) is covered
    assert not ledger.covered(delivery(NOW - MINUTE, ticket_id="8"))


def test_clocks_that_differ_are_allowed_for(database_url: str) -> None:
    migrate(database_url)
    engine = connect(database_url)
    ledger = Ledger(engine, skew=timedelta(seconds=2))
    close(ledger)

    assert not ledger.covered(delivery(NOW - timedelta(seconds=2)))
    assert ledger.covered(delivery(NOW - timedelta(seconds=3)))
    engine.dispose()


def test_a_write_is_unproven_until_it_is_proven(ledger: Ledger) -> None:
    intend(ledger, "k2", at=NOW + MINUTE)
    intend(ledger, "k1")
    intend(ledger, "elsewhere", ticket_id="8")

    assert ledger.unproven("z", "7") == (
        Intent("k1", "d1", ("AddComment", "AddTag"), ASK, NOW),
        Intent("k2", "d1", ("AddComment", "AddTag"), ASK, NOW + MINUTE),
    )
    assert ledger.said("z", "7") == ()

    ledger.prove("k1", "c1", NOW)

    assert [intent.key for intent in ledger.unproven("z", "7")] == ["k2"]
    assert ledger.said("z", "7") == (Said("c1", "k1", ASK),)


def test_a_refused_write_is_forgotten_and_may_be_intended_anew(ledger: Ledger) -> None:
    intend(ledger)
    ledger.drop("k1", NOW)
    assert ledger.unproven("z", "7") == ()

    intend(ledger, at=NOW + MINUTE)

    assert [intent.intended_at for intent in ledger.unproven("z", "7")] == [NOW + MINUTE]


def test_nothing_makes_a_proven_write_uncertain_again(ledger: Ledger) -> None:
    intend(ledger)
    ledger.prove("k1", "c1", NOW)
    intend(ledger)
    ledger.drop("k1", NOW)

    assert ledger.unproven("z", "7") == ()
    assert ledger.said("z", "7") == (Said("c1", "k1", ASK),)


def test_a_write_found_after_all_is_proven_even_if_it_was_given_up(ledger: Ledger) -> None:
    intend(ledger)
    ledger.drop("k1", NOW)
    ledger.prove("k1", "c1", NOW)

    assert ledger.said("z", "7") == (Said("c1", "k1", ASK),)


def test_a_write_without_a_comment_says_nothing(ledger: Ledger) -> None:
    intend(ledger, "tags", mark=None)
    assert ledger.unproven("z", "7")[0].mark is None

    ledger.prove("tags", "", NOW)

    assert ledger.said("z", "7") == ()


def test_a_case_is_due_when_its_time_has_come_and_only_once_for_that_time(ledger: Ledger) -> None:
    wake_at = NOW + 3 * MINUTE
    close(ledger)
    assert ledger.due(wake_at - timedelta(seconds=1), limit=10) == ()

    due = ledger.due(wake_at, limit=10)
    assert due == (Due("z", "7", wake_at),)

    ledger.woken(due[0])
    assert ledger.due(wake_at + MINUTE, limit=10) == ()

    close(ledger, facts=Facts(state="incomplete", wake_at=wake_at + MINUTE))
    assert ledger.due(wake_at + MINUTE, limit=10) == (Due("z", "7", wake_at + MINUTE),)


def test_a_wake_up_that_came_too_late_does_not_hide_the_next_one(ledger: Ledger) -> None:
    close(ledger)
    late = ledger.due(NOW + 3 * MINUTE, limit=1)[0]
    close(ledger, facts=Facts(state="incomplete", wake_at=NOW + 4 * MINUTE))
    ledger.woken(late)

    assert ledger.due(NOW + 4 * MINUTE, limit=1) == (Due("z", "7", NOW + 4 * MINUTE),)


def test_the_longest_waiting_cases_come_first(ledger: Ledger) -> None:
    for minutes in (2, 1, 3):
        close(ledger, ticket_id=str(minutes), facts=Facts(state="s", wake_at=NOW + minutes * MINUTE))

    assert [due.ticket_id for due in ledger.due(NOW + 9 * MINUTE, limit=2)] == ["1", "2"]


def test_cases_are_counted_by_where_they_stand(ledger: Ledger) -> None:
    close(ledger, "1")
    close(ledger, "2")
    close(ledger, "3", facts=Facts(state="routed"))

    assert ledger.cases_by_state() == {("z", "incomplete"): 2, ("z", "routed"): 1}
    assert ledger.passes_by_outcome() == {("z", "written"): 3}


def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        close(ledger, read_at=datetime(2026, 11, 22))  # noqa: DTZ001, that is the point


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001, made aware below
    st.integers(-14 * 60, 14 * 60),
)
def test_sqlite_gives_every_time_back_as_the_same_instant_in_utc(naive: datetime, offset: int) -> None:
    there = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    column, dialect = Time(), sqlite.dialect()

    back = column.process_result_value(column.process_bind_param(there, dialect), dialect)

    assert back == there
    assert back
    assert back.tzinfo is UTC


def test_postgresql_gives_times_back_in_utc() -> None:
    paris = NOW.astimezone(timezone(timedelta(hours=1)))
    column, dialect = Time(), postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped

    assert column.process_bind_param(paris, dialect) == NOW
    back = column.process_result_value(paris, dialect)
    assert back
    assert back.tzinfo is UTC
