"""Whose fault it is that nothing comes of a look at a ticket: the ticket's, or that of a helpdesk that is away."""

from datetime import datetime, timedelta

import pytest

from integration.core.delivery import Delivery
from integration.reach import Act, Reach
from tests.core.build import NOW


def about(ticket: str, helpdesk: str = "zendesk") -> Delivery:
    return Delivery(f"d{ticket}", helpdesk, ticket, "moved", NOW, NOW)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def reach() -> Reach:
    return Reach()


def counts(reach: Reach, ticket: str, minutes: float) -> bool:
    return reach.failed(about(ticket), at(minutes))[0]


def test_a_day_without_any_answer_counts_against_nobody_and_waits_at_most_five_minutes(reach: Reach) -> None:
    minutes, waits = 0.0, []
    while minutes < 24 * 60:
        for ticket in ("1", "2"):
            counted, wait = reach.failed(about(ticket), at(minutes))
            assert not counted
        waits.append(wait)
        minutes += wait / 60

    assert waits[0] == 2
    assert waits[-1] == 300
    assert waits == sorted(waits)
    assert len(waits) < 320


def test_a_ticket_that_fails_while_others_are_read_counts(reach: Reach) -> None:
    assert not counts(reach, "1", 0)
    reach.answered(about("2"), Act.READ, at(1))
    assert counts(reach, "1", 2)
    assert not counts(reach, "1", 3)


def test_that_another_helpdesk_answers_proves_nothing(reach: Reach) -> None:
    assert not counts(reach, "1", 0)
    reach.answered(about("1", "zammad"), Act.READ, at(1))
    assert not counts(reach, "1", 2)


def test_a_helpdesk_that_reads_and_does_not_write_is_nobodys_fault(reach: Reach) -> None:
    for minute in range(3):
        reach.answered(about("1"), Act.READ, at(minute))
        reach.answered(about("2"), Act.READ, at(minute + 0.5))
        assert not counts(reach, "1", minute + 0.6)
    assert not reach.away("zendesk")


def test_a_ticket_that_cannot_be_written_while_others_are_counts(reach: Reach) -> None:
    reach.answered(about("1"), Act.READ, at(0))
    assert not counts(reach, "1", 0.1)
    reach.answered(about("2"), Act.WRITE, at(1))
    reach.answered(about("1"), Act.READ, at(2))
    assert counts(reach, "1", 2.1)


def test_what_ended_well_begins_anew(reach: Reach) -> None:
    reach.failed(about("1"), at(0))
    reach.ended(about("1"))
    reach.answered(about("2"), Act.READ, at(1))

    assert reach.failed(about("1"), at(60)) == (False, 2.0)


def test_a_failure_of_long_ago_is_forgotten(reach: Reach) -> None:
    reach.failed(about("1"), at(0))
    reach.answered(about("2"), Act.READ, at(1))

    assert reach.failed(about("1"), at(61.1)) == (False, 2.0)


def test_a_helpdesk_is_away_until_it_answers(reach: Reach, caplog: pytest.LogCaptureFixture) -> None:
    for minute in range(2):
        reach.failed(about("1"), at(minute))
    assert reach.away("zendesk")
    assert not reach.away("zammad")
    assert caplog.text.count("does not answer helpdesk=zendesk") == 1

    reach.back("zendesk")
    assert not reach.away("zendesk")
    reach.failed(about("1"), at(3))
    reach.answered(about("2"), Act.READ, at(4))
    assert not reach.away("zendesk")
