"""Counting what was written lately, on both kinds of database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from integration.core.delivery import Outcome
from integration.core.ticket import Kind, Mark
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.policies import Why
from integration.ledger.rows import Due, Facts
from integration.ledger.tally import Lifted

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    migrate(database_url)
    engine = connect(database_url)
    yield Ledger(engine)
    engine.dispose()


def writes(
    ledger: Ledger,
    ticket: str,
    key: str,
    mark: Mark | None = None,
    *,
    delivery: str = "d",
    at: datetime = NOW,
    helpdesk: str = "zendesk",
) -> None:
    ledger.intend(helpdesk, ticket, key, delivery_id=delivery, kinds=("AddTag",), mark=mark, at=at)


def test_messages_are_counted_and_notes_are_not(ledger: Ledger) -> None:
    writes(ledger, "1", "a", Mark(Kind.ASK))
    writes(ledger, "2", "b", Mark(Kind.THANKS))
    writes(ledger, "3", "c", Mark(Kind.NOTE))
    writes(ledger, "4", "d")
    writes(ledger, "5", "e", Mark(Kind.ASK), at=NOW - 2 * HOUR)

    assert ledger.tally.messages(NOW - HOUR) == 2


def test_a_write_that_was_dropped_does_not_count_and_a_ticket_counts_once(ledger: Ledger) -> None:
    writes(ledger, "1", "a", Mark(Kind.ASK))
    writes(ledger, "1", "b")
    writes(ledger, "2", "c", Mark(Kind.ASK))
    ledger.drop("c", NOW)

    assert ledger.tally.messages(NOW - HOUR) == 1
    assert ledger.tally.changed(NOW - HOUR) == 1


def test_changes_lie_between_two_instants_and_the_clocks_own_are_told_apart(ledger: Ledger) -> None:
    writes(ledger, "1", "a", delivery="wake:1:x", at=NOW - HOUR)
    writes(ledger, "2", "b", delivery="awake")

    assert ledger.tally.changed(NOW - 2 * HOUR, NOW) == 1
    assert ledger.tally.changed(NOW - 2 * HOUR) == 2
    assert ledger.tally.changed_by_clock(NOW - 2 * HOUR) == 1


def test_the_policy_changed_when_one_version_followed_another(ledger: Ledger) -> None:
    why = Why("files", "", "")
    assert ledger.tally.changed_policy_at("v1") is None
    ledger.policies.publish("v1", {}, why, NOW)
    ledger.policies.publish("v1", {}, why, NOW + HOUR)
    assert ledger.tally.changed_policy_at("v1") is None
    ledger.policies.publish("v2", {}, why, NOW + 2 * HOUR)

    assert ledger.tally.changed_policy_at("v2") == NOW + 2 * HOUR
    assert ledger.tally.changed_policy_at("v1") is None  # whoever still decides by the first


def test_what_waits_is_counted_by_limit_and_woken_when_lifted(ledger: Ledger) -> None:
    for ticket, held in (("1", "first_run"), ("2", "first_run"), ("3", "messages_per_hour"), ("4", "")):
        facts = Facts(state="ask", held=held, wake_at=NOW + HOUR)
        outcome = Outcome.HELD if held else Outcome.WRITTEN
        ledger.close("zendesk", ticket, delivery_id="d", outcome=outcome, read_at=NOW, at=NOW, facts=facts)
    ledger.woken(Due("zendesk", "1", NOW + HOUR))

    assert ledger.tally.held() == {"first_run": 2, "messages_per_hour": 1}
    assert ledger.tally.cases() == 4
    assert ledger.tally.lift("marie", "relu", NOW) == 3
    assert {due.ticket_id for due in ledger.due(NOW, 10)} == {"1", "2", "3"}
    assert ledger.tally.lifts(NOW) == (Lifted("marie", "relu", NOW),)
    assert ledger.tally.lifts(NOW + HOUR) == ()
    case = ledger.case("zendesk", "1")
    assert case is not None
    assert case.held == "first_run"


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.DEAD])
def test_a_case_that_ended_otherwise_waits_no_longer(ledger: Ledger, outcome: Outcome) -> None:
    facts = Facts(state="ask", held="first_run")
    ledger.close("zendesk", "1", delivery_id="d", outcome=Outcome.HELD, read_at=NOW, at=NOW, facts=facts)
    ledger.close("zendesk", "1", delivery_id="e", outcome=outcome, read_at=None, at=NOW)

    assert ledger.tally.held() == {}


def test_each_helpdesk_is_counted_by_itself(ledger: Ledger) -> None:
    writes(ledger, "1", "a", Mark(Kind.ASK))
    writes(ledger, "1", "b", Mark(Kind.ASK), delivery="wake:1", helpdesk="marque-b")
    writes(ledger, "2", "c", helpdesk="marque-b")
    for helpdesk, held in (("zendesk", "first_run"), ("marque-b", "messages_per_hour")):
        facts = Facts(state="s", held=held)
        ledger.close(helpdesk, "1", delivery_id="d", outcome=Outcome.HELD, read_at=NOW, at=NOW, facts=facts)
    one, two = ledger.tally.of("zendesk"), ledger.tally.of("marque-b")
    since = NOW - HOUR

    assert (one.messages(since), two.messages(since), ledger.tally.messages(since)) == (1, 1, 2)
    assert (one.changed(since), two.changed(since), ledger.tally.changed(since)) == (1, 2, 3)
    assert (one.changed_by_clock(since), two.changed_by_clock(since)) == (0, 1)
    assert (one.cases(), two.cases(), ledger.tally.cases()) == (1, 1, 2)
    assert (one.held(), two.held()) == ({"first_run": 1}, {"messages_per_hour": 1})


def test_a_limit_is_lifted_for_one_helpdesk_or_for_all(ledger: Ledger) -> None:
    for helpdesk in ("zendesk", "marque-b"):
        facts = Facts(state="s", held="first_run")
        ledger.close(helpdesk, "1", delivery_id="d", outcome=Outcome.HELD, read_at=NOW, at=NOW, facts=facts)

    assert ledger.tally.of("marque-b").lift("marie", "relu", NOW) == 1
    assert ledger.tally.of("zendesk").lifts(NOW) == ()
    assert [one.helpdesk for one in ledger.tally.of("marque-b").lifts(NOW)] == ["marque-b"]
    assert [due.helpdesk for due in ledger.due(NOW, 10)] == ["marque-b"]
    assert ledger.tally.lift("marie", "relu", NOW) == 2
    assert [one.helpdesk for one in ledger.tally.of("zendesk").lifts(NOW)] == [""]


def test_a_policy_of_its_own_is_a_change_for_its_helpdesk_alone(ledger: Ledger) -> None:
    why = Why("files", "", "")
    one, two = ledger.tally.of("zendesk"), ledger.tally.of("marque-b")
    ledger.policies.publish("v1", {}, why, NOW)
    ledger.policies.of("marque-b").publish("own", {}, why, NOW + HOUR)
    assert one.changed_policy_at("v1") is None
    assert two.changed_policy_at("own") == NOW + HOUR

    ledger.policies.publish("v2", {}, why, NOW + 2 * HOUR)
    assert one.changed_policy_at("v2") == NOW + 2 * HOUR
    assert two.changed_policy_at("own") == NOW + HOUR
