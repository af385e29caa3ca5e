from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.delivery import Dead, Done, Later, Outcome
from integration.engine.attempts import Retries, recorded

RETRIES = Retries(attempts=3, first=2.0, longest=900.0)
NOW = 1_000.0


def test_the_waits_double_up_to_the_longest() -> None:
    longest = [Retries().wait(failures, chance=1) for failures in range(1, 13)]

    assert longest[:4] == [2, 4, 8, 16]
    assert longest[-1] == 900
    assert all(shorter <= longer for shorter, longer in pairwise(longest))


@given(st.integers(1, 1_000), st.floats(0, 1))
def test_chance_spreads_a_wait_over_its_upper_half(failures: int, chance: float) -> None:
    whole = RETRIES.wait(failures, chance=1)

    assert whole / 2 <= RETRIES.wait(failures, chance) <= whole <= 900


def test_done_and_dead_end_it() -> None:
    assert recorded(Done(Outcome.FOLDED), 2, RETRIES, NOW, 0) == {
        "ended": "done",
        "words": "folded",
        "until": 0,
        "waits": 0,
        "failures": 2,
    }
    dead = recorded(Dead("no"), 0, RETRIES, NOW, 0)
    assert dead == {"ended": "dead", "words": "no", "until": 0, "waits": 0, "failures": 0}


@pytest.mark.parametrize(
    ("later", "failures", "until", "counted"),
    [
        (Later("x"), 0, NOW + 2, 1),
        (Later("x"), 1, NOW + 4, 2),
        (Later("x", after=7), 0, NOW + 7, 1),
        (Later("x", after=0), 0, NOW, 1),
        (Later("x", after=7, counts=False), 2, NOW + 7, 2),
        (Later("x", counts=False), 0, NOW + 2, 0),
    ],
)
def test_later_says_when_and_what_counts(later: Later, failures: int, until: float, counted: int) -> None:
    record = recorded(later, failures, RETRIES, NOW, chance=1)

    assert (record["ended"], record["until"], record["failures"]) == ("later", until, counted)
    assert record["waits"] == until - NOW


def test_the_last_attempt_that_counts_gives_up() -> None:
    record = recorded(Later("no answer", after=7), 2, RETRIES, NOW, 0)

    assert record["ended"] == "dead"
    assert record["words"] == "Given up after 3 attempts; the last one said: no answer"
