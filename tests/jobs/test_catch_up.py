"""What changed without a webhook telling goes through the corridor, once for each version."""

from datetime import datetime, timedelta

import pytest

from integration.core.errors import CannotRecord, GuichetError, NotConfigured, Refused, TryLater
from integration.helpdesks.contract import Moved
from integration.ledger.runs import Colour, Report
from jobs.catch_up import FIRST, OVERLAP, catch_up
from tests.core.build import NOW
from tests.jobs.house import House, Searched

AWAY = TryLater("GET /api/v2/search/export: Zendesk could not be reached in time.")


def minutes(number: float) -> datetime:
    return NOW - timedelta(minutes=number)


def found(house: House, *changed: Moved) -> Report:
    house.desks["zendesk"].changed = changed
    return catch_up(house.turn())


def test_the_first_time_it_looks_a_day_back(house: House) -> None:
    assert found(house, Moved("7", minutes(3))) == Report(seen=1, changed=1)

    [delivery] = house.line.deliveries
    assert delivery.id == "catch_up:7:20261108T092800000000"
    assert (delivery.kind, delivery.occurred_at, delivery.received_at) == ("catch_up", minutes(3), NOW)
    assert house.desks["zendesk"].asked == [NOW - FIRST - OVERLAP]


def test_then_it_looks_back_to_the_last_mark_with_an_overlap(house: House) -> None:
    found(house, Moved("7", minutes(30)), Moved("8", minutes(40)))
    found(house)

    assert house.desks["zendesk"].asked[1] == minutes(30) - OVERLAP


def test_what_was_found_again_has_the_same_id_and_so_is_one(house: House) -> None:
    for _ in range(2):
        found(house, Moved("7", minutes(3)))

    assert len(set(house.line.ids)) == 1


@pytest.mark.parametrize(("ago", "put"), [(3.0, 0), (2.0, 1), (4.0, 0)])
def test_a_version_that_was_read_or_written_by_us_is_no_news(house: House, ago: float, put: int) -> None:
    house.closed("7", version_at=minutes(3))

    assert found(house, Moved("7", minutes(ago))) == Report(seen=1, changed=put)


@pytest.mark.parametrize("error", [AWAY, CannotRecord("away"), Refused("no"), NotConfigured("no credentials")])
def test_the_mark_moves_only_when_everything_was_put(house: House, error: GuichetError) -> None:
    house.ledger.runs.catch_up("zendesk", minutes(60))
    house.desks["zendesk"].suffers = error

    report = found(house, Moved("7", minutes(3)))

    assert (report.seen, report.changed, report.colour) == (1, 1, Colour.RED)
    assert report.words == (f"zendesk: {error}",)
    assert house.ledger.runs.caught_up("zendesk") == minutes(60)


def test_a_queue_that_is_away_leaves_the_mark_where_it_was(house: House) -> None:
    house.line.room = 1

    report = found(house, Moved("7", minutes(3)), Moved("8", minutes(2)))

    assert (report.changed, report.left) == (1, 1)
    assert house.ledger.runs.caught_up("zendesk") is None


def test_one_helpdesk_that_is_away_does_not_keep_the_other_waiting(house: House) -> None:
    house.desks = {"a": Searched(suffers=AWAY), "b": Searched(changed=(Moved("7", minutes(3)),))}

    report = catch_up(house.turn())

    assert (report.changed, report.left) == (1, 1)
    assert house.ledger.runs.caught_up("a") is None
    assert house.ledger.runs.caught_up("b") == minutes(3)


def test_a_ticket_from_the_future_does_not_hide_the_others(house: House) -> None:
    found(house, Moved("7", NOW + timedelta(days=365)))

    assert house.ledger.runs.caught_up("zendesk") == NOW


def test_a_slow_clock_of_the_helpdesk_loses_nothing(house: House) -> None:
    """Its clock is an hour behind ours: the mark is one of its own times, so what follows is found all the same."""
    found(house, Moved("7", minutes(60)))
    house.later(minutes=5)

    assert found(house, Moved("7", minutes(60)), Moved("8", minutes(56))).changed == 2


def test_a_dry_run_plans_and_moves_no_mark(house: House) -> None:
    house.desks["zendesk"].changed = (Moved("7", minutes(3)),)
    turn = house.turn(apply=False)

    assert catch_up(turn).changed == 1
    assert [one.ticket_id for one in turn.planned] == ["7"]
    assert (house.line.deliveries, house.ledger.runs.caught_up("zendesk")) == ([], None)


def test_a_mark_never_moves_back(house: House) -> None:
    house.ledger.runs.catch_up("zendesk", minutes(10))
    house.ledger.runs.catch_up("zendesk", minutes(20))

    assert house.ledger.runs.caught_up("zendesk") == minutes(10)
