"""On what errand a call is made."""

from datetime import UTC, datetime

import pytest

from integration.core.budget import Purpose
from integration.core.delivery import CATCH_UP, SWEEP, WAKE, Delivery
from integration.core.errors import NoBudget, TryLater
from integration.helpdesks.budget import begun, errand, on_errand, purpose_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        ("zen:event-type:ticket.created", Purpose.ANSWER),
        ("zen:event-type:ticket.comment_added", Purpose.ANSWER),
        ("conditional_ticket_events", Purpose.ANSWER),
        ("updated", Purpose.ANSWER),
        ("zen:event-type:ticket.status_changed", Purpose.AGENT),
        ("zen:event-type:ticket.attachment_redacted_from_comment", Purpose.AGENT),
        (WAKE, Purpose.CLOCK),
        (CATCH_UP, Purpose.CLOCK),
        (SWEEP, Purpose.SWEEP),
    ],
)
def test_the_kind_of_a_delivery_says_how_urgent_it_is(kind: str, purpose: Purpose) -> None:
    assert purpose_of(Delivery("d", "desk", "1", kind, NOW, NOW)) is purpose


def test_an_errand_ends_and_the_one_around_it_goes_on() -> None:
    with on_errand(Purpose.SWEEP):
        with on_errand(Purpose.ANSWER, "12"):
            assert (errand().purpose, errand().ticket_id) == (Purpose.ANSWER, "12")
        assert errand().purpose is Purpose.SWEEP
    assert (errand().purpose, errand().ticket_id) == (Purpose.AGENT, "")


def test_after_a_write_a_lack_of_budget_no_longer_says_that_nothing_was_written() -> None:
    with pytest.raises(TryLater) as raised, begun():
        raise NoBudget("No call is left.", 12.0)

    assert not isinstance(raised.value, NoBudget)
    assert (raised.value.after, raised.value.counts) == (12.0, False)
