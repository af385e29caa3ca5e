"""Every night each open case is looked at, and what nobody saw is found."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integration.core.delivery import Outcome
from integration.core.documents import State
from integration.core.errors import NotConfigured, Refused, TryLater
from integration.core.waking import Why
from integration.helpdesks.contract import Suspended
from integration.ledger.runs import Colour
from jobs.sweep import SPACING, sweep
from tests.core.build import NOW
from tests.jobs.house import House, Searched
from tests.jobs.test_strip_attachments import document


def swept(house: House) -> list[str]:
    turn = house.turn()
    sweep(turn)
    return [one.ticket_id for one in turn.planned]


def test_open_cases_and_tickets_never_seen_are_looked_at_slowly_and_once(house: House) -> None:
    for ticket in ("1", "2"):
        house.closed(ticket, state="waiting")
    house.desks["zendesk"].open = ("2", "3")

    assert swept(house) == ["1", "2", "3"]
    assert house.line.delays == [0.0, SPACING, 2 * SPACING]
    assert house.line.ids[0] == "sweep:1:20261108T093100000000"
    assert {one.kind for one in house.line.deliveries} == {"sweep"}


@pytest.mark.parametrize("state", ["over", "outside"])
def test_what_is_at_rest_is_left_alone(house: House, state: str) -> None:
    house.closed("1", state=state)

    assert swept(house) == []


def test_a_deleted_ticket_is_left_alone(house: House) -> None:
    house.closed("1", state="waiting")
    house.closed("1", outcome=Outcome.GONE)

    assert swept(house) == []


def test_a_case_that_is_over_and_whose_documents_are_not_proven_deleted_is_looked_at(house: House) -> None:
    house.closed("1", state="over", wake_at=NOW + timedelta(days=1), why=Why.DELETION)

    assert swept(house) == ["1"]


def test_a_solved_ticket_that_was_opened_again_unheard_is_found(house: House) -> None:
    house.closed("1", state="over")
    house.desks["zendesk"].open = ("1",)

    assert swept(house) == ["1"]


def test_a_ticket_of_no_concern_is_left_alone_for_a_week_or_until_the_policy_changes(house: House) -> None:
    house.closed("1", state="outside")
    house.desks["zendesk"].open = ("1",)

    assert swept(house) == []
    policy, house.policy = house.policy, replace(house.policy, version="v2")
    assert swept(house) == ["1"]
    house.policy = policy
    house.later(days=7, seconds=1)
    assert swept(house) == ["1"]


def test_a_helpdesk_that_is_away_is_red_and_nothing_is_put_until_it_is_tried_again(house: House) -> None:
    house.closed("1", state="waiting")
    house.desks["zendesk"].suffers = TryLater("Zendesk could not be reached in time.")

    report = sweep(house.turn())

    assert (report.changed, report.left, report.colour, report.again) == (0, 1, Colour.RED, True)
    assert report.words == ("zendesk: Zendesk could not be reached in time.",)


def test_a_search_that_is_not_allowed_is_red_and_what_we_know_is_looked_at(house: House) -> None:
    house.closed("1", state="waiting")
    house.desks["zendesk"].suffers = Refused("GET /api/v2/search/export: not allowed (403).")

    report = sweep(house.turn())

    assert (report.changed, report.refused, report.colour, report.again) == (1, 1, Colour.RED, False)


def test_suspended_messages_that_cannot_be_asked_for_now_are_tried_again(house: House) -> None:
    house.desks["zendesk"] = Searched(open=("1",), hidden=TryLater("No answer."))

    report = sweep(house.turn())

    assert (report.changed, report.left, report.again) == (1, 1, True)


def test_what_could_not_be_put_is_left_undone(house: House) -> None:
    house.desks["zendesk"].open = ("1", "2", "3")
    house.line.room = 1

    report = sweep(house.turn())

    assert (report.seen, report.changed, report.left) == (3, 1, 2)


def test_suspended_messages_that_look_like_requests_are_listed_by_id_only(house: House) -> None:
    house.desks["zendesk"].aside = (
        Suspended("435", NOW, "Detected as spam", "Je demande le remboursement de ma cotisation"),
        Suspended("436", NOW, "Automated response mail", "Je suis absente jusqu'à lundi"),
    )

    report = sweep(house.turn())

    assert report.listed == ("zendesk:suspended:435",)
    assert report.colour is Colour.GREEN
    assert "1 suspended messages" in report.words[0]
    assert "cotisation" not in repr(report)


@pytest.mark.parametrize("error", [Refused("not allowed"), NotConfigured("no credentials")])
def test_not_being_allowed_to_see_them_is_red_and_stops_nothing(house: House, error: Exception) -> None:
    house.desks["zendesk"] = Searched(open=("1",), hidden=error)

    report = sweep(house.turn())

    assert (report.changed, report.refused, report.colour) == (1, 1, Colour.RED)


def test_a_case_with_a_document_not_proven_gone_is_looked_at_whatever_it_waits_for(house: House) -> None:
    house.closed("1", state="over")
    house.ledger.documents.keep("zendesk", "1", (document(State.NOT_DELETABLE),))
    house.closed("2", state="over")
    house.ledger.documents.keep("zendesk", "2", (document(State.VERIFIED),))

    assert swept(house) == ["1"]
