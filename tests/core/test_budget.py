"""The arithmetic of a budget of calls: whatever the interleaving, no window holds too many."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.budget import (
    LIFE,
    SHARES,
    SKEW,
    Account,
    Batch,
    Limit,
    Purpose,
    Told,
    batch_size,
    places,
    room,
    used,
    wait,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
PER_MINUTE = Limit(40, MINUTE)


@dataclass
class Town:
    """Processes that share an account: each holds batches, its clock may be off, and it may die at any moment."""

    limit: Limit
    skews: tuple[timedelta, ...]
    now: datetime = NOW
    batches: list[Batch] = field(default_factory=list)
    held: dict[tuple[int, Purpose], tuple[datetime, int]] = field(default_factory=dict)
    made: list[datetime] = field(default_factory=list)

    def call(self, process: int, purpose: Purpose) -> None:
        clock = self.now + self.skews[process]
        until, left = self.held.get((process, purpose), (NOW - MINUTE, 0))
        if clock >= until or not left:
            left = batch_size(Account(self.limit, tuple(self.batches)), purpose, clock)
            until = clock + LIFE
            if not left:
                return
            self.batches.append(Batch(left, until))
        self.held[process, purpose] = (until, left - 1)
        self.made.append(self.now)

    def dies(self, process: int) -> None:
        for key in [key for key in self.held if key[0] == process]:
            del self.held[key]


calls = st.tuples(st.just("call"), st.integers(0, 2), st.sampled_from(Purpose))
deaths = st.tuples(st.just("dies"), st.integers(0, 2), st.just(Purpose.ANSWER))
pauses = st.tuples(st.just("passes"), st.integers(1, 40), st.just(Purpose.ANSWER))
# Clocks that differ by up to SKEW: each is at most half of it off the true time.
skews = st.tuples(*[st.integers(-1000, 1000).map(lambda ms: timedelta(milliseconds=ms))] * 3)


@given(st.integers(1, 60), skews, st.lists(st.one_of(calls, calls, calls, deaths, pauses), max_size=400))
def test_no_window_ever_holds_more_than_the_limit(
    most: int, skews: tuple[timedelta, ...], acts: list[tuple[str, int, Purpose]]
) -> None:
    town = Town(Limit(most, MINUTE), skews)
    for act, number, purpose in acts:
        if act == "call":
            town.call(number, purpose)
        elif act == "dies":
            town.dies(number)
        else:
            town.now += number * SECOND

    for at in town.made:
        assert sum(at - MINUTE < other <= at for other in town.made) <= most


@given(st.integers(1, 100), st.sampled_from([p for p in Purpose if p is not Purpose.ANSWER]))
def test_what_is_less_urgent_always_leaves_its_part_to_what_is_more(most: int, purpose: Purpose) -> None:
    account = Account(Limit(most, MINUTE))
    while size := batch_size(account, purpose, NOW):
        account = replace(account, batches=(*account.batches, Batch(size, NOW + LIFE)))

    taken = used(account, NOW)
    assert taken <= max(Fraction(1), most * SHARES[purpose])
    assert room(account, Purpose.ANSWER, NOW) == most - taken


@given(st.integers(2, 200))
def test_of_all_purposes_the_more_urgent_one_never_finds_less(most: int) -> None:
    account = Account(Limit(most, MINUTE), (Batch(most // 3, NOW),))

    rooms = [room(account, purpose, NOW) for purpose in Purpose]

    assert rooms == sorted(rooms, reverse=True)


def test_a_batch_counts_until_a_window_after_its_end() -> None:
    account = Account(PER_MINUTE, (Batch(7, NOW),))

    assert used(account, NOW + MINUTE) == 7
    assert used(account, NOW + MINUTE + SKEW) == 0


def test_the_helpdesks_own_limit_counts_when_it_is_lower() -> None:
    lower, higher = Told(10, 10, NOW, NOW), Told(700, 700, NOW, NOW)

    assert room(Account(PER_MINUTE, told=lower), Purpose.ANSWER, NOW) == 10
    assert room(Account(PER_MINUTE, told=higher), Purpose.ANSWER, NOW) == 40


def test_what_others_used_up_lowers_the_room_at_once_until_it_begins_anew() -> None:
    told = Told(40, 9, NOW + 20 * SECOND, NOW)
    account = Account(PER_MINUTE, (Batch(4, NOW - SECOND), Batch(5, NOW)), told)

    # The batch that was still open may have been used after the helpdesk counted.
    assert room(account, Purpose.ANSWER, NOW) == 4
    assert room(account, Purpose.SWEEP, NOW) == 0
    assert room(account, Purpose.ANSWER, NOW + 20 * SECOND) == 40 - 9
    assert wait(account, Purpose.SWEEP, NOW) == 20 * SECOND


def test_nothing_is_sent_during_a_pause() -> None:
    account = Account(PER_MINUTE, paused_until=NOW + 30 * SECOND)

    assert room(account, Purpose.ANSWER, NOW) == 0
    assert wait(account, Purpose.ANSWER, NOW) == 30 * SECOND
    assert room(account, Purpose.ANSWER, NOW + 30 * SECOND) == 40


def test_a_wait_lasts_until_something_comes_back_for_this_purpose() -> None:
    account = Account(PER_MINUTE, (Batch(25, NOW - 50 * SECOND), Batch(15, NOW - 20 * SECOND)))

    assert wait(account, Purpose.ANSWER, NOW) == 10 * SECOND + SKEW
    assert wait(account, Purpose.SWEEP, NOW) == 10 * SECOND + SKEW
    full = Account(PER_MINUTE, (Batch(10, NOW - 50 * SECOND), Batch(30, NOW - 20 * SECOND)))
    assert wait(full, Purpose.SWEEP, NOW) == 40 * SECOND + SKEW


@pytest.mark.parametrize(
    ("account", "waits"),
    [
        (Account(Limit(0, MINUTE)), MINUTE),
        (Account(PER_MINUTE, (Batch(40, NOW + timedelta(minutes=9)),)), MINUTE),
        (Account(PER_MINUTE, paused_until=NOW + SECOND / 10), SECOND),
    ],
)
def test_a_wait_is_never_shorter_than_a_second_nor_longer_than_a_minute(account: Account, waits: timedelta) -> None:
    assert wait(account, Purpose.ANSWER, NOW) == waits


def test_a_batch_is_small_and_leaves_some_to_other_processes() -> None:
    sizes = {most: batch_size(Account(Limit(most, MINUTE)), Purpose.ANSWER, NOW) for most in (1, 25, 200, 2500)}

    assert sizes == {1: 1, 25: 1, 200: 10, 2500: 25}
    nearly_full = Account(Limit(200, MINUTE), (Batch(192, NOW),))
    assert batch_size(nearly_full, Purpose.ANSWER, NOW) == 2


def test_places_are_shared_alike_and_everybody_has_one() -> None:
    assert [places(4, purpose) for purpose in Purpose] == [4, 3, 3, 2]
    assert Counter(places(1, purpose) for purpose in Purpose) == {1: 4}
