"""The policy's limits held against what was written lately."""

import pytest

from integration.core.limits import ALWAYS, Limit, Volume, reached
from integration.core.policy import Limits

LIMITS = Limits(changed_tickets_per_run=30, messages_per_hour=200, first_run=3)


@pytest.mark.parametrize(
    ("volume", "limit"),
    [
        (Volume(messages=200), None),
        (Volume(messages=201), Limit.MESSAGES),
        (Volume(changed=ALWAYS, yesterday=0), None),
        (Volume(changed=ALWAYS + 1, yesterday=0), Limit.FIRST_RUN),
        (Volume(changed=300, yesterday=100), None),
        (Volume(changed=301, yesterday=100), Limit.FIRST_RUN),
        (Volume(by_clock=ALWAYS, cases=1), None),
        (Volume(by_clock=300, cases=1000), None),
        (Volume(by_clock=301, cases=1000), Limit.CHANGED),
        (Volume(), None),
    ],
)
def test_a_limit_is_reached_by_one_more_than_it_allows(volume: Volume, limit: Limit | None) -> None:
    found = reached(volume, LIMITS)

    assert (found.limit if found else None) == limit


def test_the_sentence_says_how_many_and_what_to_do() -> None:
    found = reached(Volume(changed=31, yesterday=10), LIMITS)

    assert found is not None
    assert "30 tickets were changed since (10 on the day before)" in found.reason
    assert "guichet limits lift" in found.reason
