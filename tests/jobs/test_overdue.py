"""A case whose time has come is put into the queue once for each instant it asked for, by the job that it is for."""

from datetime import timedelta

import pytest

from integration.core.delivery import Delivery
from integration.core.errors import TryLater
from integration.core.waking import Why
from integration.ledger.runs import Colour, Report
from jobs import waking
from jobs.overdue import overdue
from jobs.reminders import reminders
from jobs.strip_attachments import strip_attachments
from tests.core.build import NOW
from tests.jobs.house import House, Searched


def test_due_cases_are_woken_once_and_the_others_sleep(house: House) -> None:
    house.closed("1", wake_at=NOW + timedelta(days=7))
    house.closed("2", wake_at=NOW + timedelta(days=8))
    house.later(days=7, seconds=1)

    assert overdue(house.turn()) == Report(seen=1, changed=1)
    assert overdue(house.turn()) == Report()
    [delivery] = house.line.deliveries
    assert (delivery.helpdesk, delivery.ticket_id, delivery.kind) == ("zendesk", "1", "wake")
    assert (delivery.occurred_at, delivery.received_at) == (NOW + timedelta(days=7), house.now)


def test_each_instant_a_case_asks_for_is_a_delivery_of_its_own(house: House) -> None:
    house.later(days=15)
    for days in (7, 14):
        house.closed("1", wake_at=NOW + timedelta(days=days))
        overdue(house.turn())

    assert len(set(house.line.ids)) == 2


def test_each_job_wakes_its_own_and_together_they_wake_all(house: House) -> None:
    for number, why in enumerate(Why):
        house.closed(str(number), wake_at=NOW, why=why)

    woken = [{one.ticket_id for one in _put(house, job)} for job in (reminders, strip_attachments, overdue)]

    numbers = {why: str(number) for number, why in enumerate(Why)}
    assert woken[0] == {numbers[Why.REMINDER]}
    assert woken[1] == {numbers[Why.DELETION]}
    assert woken[2] == {numbers[Why.CLOCK], numbers[Why.TURN], numbers[Why.HELD]}


def _put(house: House, job):  # type: ignore[no-untyped-def] # any of three jobs
    turn = house.turn()
    job(turn)
    return turn.planned


def test_a_dry_run_says_what_it_would_wake_and_wakes_nothing(house: House) -> None:
    house.closed("1", wake_at=NOW)
    turn = house.turn(apply=False)

    assert overdue(turn) == Report(seen=1, changed=1)
    assert [one.ticket_id for one in turn.planned] == ["1"]
    assert house.line.deliveries == []
    assert overdue(house.turn()).changed == 1


def test_what_could_not_be_put_is_left_undone_and_offered_again(house: House) -> None:
    for ticket in ("1", "2", "3"):
        house.closed(ticket, wake_at=NOW)
    house.line.room = 1

    report = overdue(house.turn())
    assert (report.seen, report.changed, report.left, report.colour) == (3, 1, 2, Colour.RED)
    house.line.room = 10
    assert overdue(house.turn()) == Report(seen=2, changed=2)


def test_the_cases_of_a_helpdesk_that_is_away_wait_and_do_not_keep_those_of_another(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "AT_ONCE", 2)
    zendesk, house.desks["zammad"] = house.desks["zendesk"], Searched()
    for ticket in ("1", "2", "3"):
        house.closed(ticket, wake_at=NOW - timedelta(hours=1))
    house.closed("4", wake_at=NOW, helpdesk="zammad")
    zendesk.suffers = TryLater("Zendesk could not be reached in time.")
    house.reach.failed(Delivery("d", "zendesk", "1", "moved", NOW, NOW), NOW)

    report = overdue(house.turn())

    assert (report.seen, report.changed, report.left, report.colour) == (4, 1, 3, Colour.RED)
    assert report.words == ("zendesk: Zendesk could not be reached in time. Its cases wait.",)
    assert [one.ticket_id for one in house.line.deliveries] == ["4"]

    zendesk.suffers = None
    assert overdue(house.turn()).changed == 2
    assert overdue(house.turn()) == Report(seen=1, changed=1)
    assert not house.reach.away("zendesk")


def test_a_helpdesk_that_answers_is_not_asked_beforehand(house: House) -> None:
    house.closed("1", wake_at=NOW)
    overdue(house.turn())

    assert house.desks["zendesk"].asked == []


def test_more_than_a_turn_can_wake_makes_it_red(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "AT_ONCE", 2)
    for ticket in ("1", "2", "3"):
        house.closed(ticket, wake_at=NOW)

    first, second = overdue(house.turn()), overdue(house.turn())
    assert (first.changed, first.colour) == (2, Colour.RED)
    assert (second.changed, second.colour) == (1, Colour.GREEN)


def test_what_a_limit_holds_back_is_said_at_every_turn(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.closed("1")
    with house.ledger._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET held = 'first_run'")

    overdue(house.turn())

    assert "limit reached limit=first_run cases=1" in caplog.text


def test_a_crash_between_putting_and_noting_it_puts_the_same_delivery_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.closed("1", wake_at=NOW)
    with monkeypatch.context() as crash:
        crash.setattr(house.ledger, "woken", _killed)
        with pytest.raises(KeyboardInterrupt):
            overdue(house.turn())
    house.later(seconds=20)

    assert overdue(house.turn()).changed == 1
    assert len(house.line.ids) == 2
    assert len(set(house.line.ids)) == 1


def _killed(_due: object) -> None:
    raise KeyboardInterrupt
