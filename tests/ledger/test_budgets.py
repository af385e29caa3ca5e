"""The shared budget on both kinds of database: batches, what the helpdesk says, who waits, threads and processes."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integration.core.budget import LIFE, SKEW, Limit, Purpose, Told
from integration.core.errors import NoBudget
from integration.helpdesks.budget import CALLS, UPDATES, of_ticket, on_errand
from integration.ledger.budgets import Budgets
from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.purse import Purse

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LIMITS = {CALLS: Limit(40, MINUTE), UPDATES: Limit(20, MINUTE), "ticket": Limit(3, 10 * MINUTE)}
ROOT = Path(__file__).parents[2]


@dataclass
class Time:
    """The time, moved by the test."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Installation:
    """Several processes over one database, and the time."""

    budgets: Budgets
    time: Time = field(default_factory=Time)

    def process(self) -> Purse:
        return Purse("desk", self.budgets, LIMITS, self.time)

    def spend_all(self, purse: Purse, purpose: Purpose, *buckets: str) -> int:
        """How many calls could be made at this instant."""
        made = 0
        with on_errand(purpose):
            try:
                while True:
                    purse.spend(*(buckets or (CALLS,)))
                    made += 1
            except NoBudget:
                return made


@pytest.fixture
def house(database_url: str) -> Iterator[Installation]:
    migrate(database_url)
    engine = connect(database_url)
    yield Installation(Budgets(engine))
    engine.dispose()


def test_two_processes_share_one_limit(house: Installation) -> None:
    one, two = house.process(), house.process()

    assert house.spend_all(one, Purpose.AGENT) == 36
    assert house.spend_all(two, Purpose.ANSWER) == 4
    assert house.spend_all(two, Purpose.ANSWER) == 0
    house.time.now += MINUTE + SKEW + LIFE
    assert house.spend_all(two, Purpose.ANSWER) == 40


def test_a_sweep_leaves_half_of_it_to_what_is_more_urgent(house: Installation) -> None:
    sweep, event = house.process(), house.process()

    assert house.spend_all(sweep, Purpose.SWEEP) == 20
    assert house.spend_all(event, Purpose.ANSWER) == 20


def test_a_call_without_budget_says_when_to_come_back_and_shows_as_waiting(house: Installation) -> None:
    purse = house.process()
    with on_errand(Purpose.ANSWER, "11"):
        for _ in range(40):
            purse.spend(CALLS)
    house.time.now += 30 * SECOND

    with on_errand(Purpose.ANSWER, "12"), pytest.raises(NoBudget) as raised:
        purse.spend(CALLS)

    assert not raised.value.counts
    assert raised.value.after == pytest.approx(32)  # its calls were made at once, thirty seconds ago
    assert ("desk", "12", "answer") in house.budgets.tickets_waiting(house.time(), 10)
    assert [(one.purpose, one.count) for one in house.budgets.waiting(house.time())] == [("answer", 1)]
    house.time.now += 32 * SECOND
    with on_errand(Purpose.ANSWER, "12"):
        purse.spend(CALLS)
    assert house.budgets.waiting(house.time()) == ()


def test_what_is_left_of_an_old_batch_is_given_back(house: Installation) -> None:
    purse = house.process()
    with on_errand(Purpose.ANSWER):
        purse.spend(CALLS)
        house.time.now += LIFE
        purse.spend(CALLS)

    first, second = sorted(house.budgets.standings(house.time())[0].batches, key=lambda batch: batch.until)

    assert (first.calls, first.until) == (1, NOW)
    assert (second.calls, second.until) == (2, house.time() + LIFE)


def test_a_process_that_died_gives_its_batch_back_by_itself(house: Installation) -> None:
    dead = house.process()
    with on_errand(Purpose.ANSWER):
        dead.spend(CALLS)  # of a batch of two; nothing more is heard of it

    assert house.spend_all(house.process(), Purpose.ANSWER) == 38
    house.time.now += LIFE + MINUTE + SKEW
    assert house.spend_all(house.process(), Purpose.ANSWER) == 40


def test_a_call_counts_against_all_its_limits_or_none(house: Installation) -> None:
    purse = house.process()

    assert house.spend_all(purse, Purpose.ANSWER, CALLS, UPDATES, of_ticket("1")) == 3
    assert house.spend_all(house.process(), Purpose.ANSWER, CALLS, UPDATES, of_ticket("2")) == 3
    house.time.now += LIFE + MINUTE + SKEW
    assert house.spend_all(house.process(), Purpose.ANSWER, CALLS) == 40


def test_what_the_helpdesk_says_lowers_the_budget_of_every_process_at_once(house: Installation) -> None:
    one, two = house.process(), house.process()

    one.told(CALLS, Told(40, 5, NOW + 20 * SECOND, NOW))

    assert house.spend_all(two, Purpose.ANSWER) == 5
    house.time.now += 20 * SECOND
    assert house.spend_all(two, Purpose.ANSWER) == 35


def test_what_is_a_little_less_is_written_with_the_next_batch(house: Installation) -> None:
    one, two = house.process(), house.process()

    one.told(CALLS, Told(40, 30, NOW + 20 * SECOND, NOW))
    assert house.budgets.standings(NOW) == ()
    with on_errand(Purpose.ANSWER):
        one.spend(CALLS)

    assert house.spend_all(two, Purpose.ANSWER) == 28


def test_an_older_count_changes_nothing(house: Installation) -> None:
    one = house.process()

    one.told(CALLS, Told(40, 2, NOW + 20 * SECOND, NOW + SECOND))
    one.told(CALLS, Told(40, 19, NOW + 20 * SECOND, NOW))
    house.process().told(CALLS, Told(40, 19, NOW + 20 * SECOND, NOW))
    house.time.now += SECOND

    assert house.spend_all(house.process(), Purpose.ANSWER) == 2


def test_a_refused_call_makes_every_process_pause(house: Installation) -> None:
    one, two = house.process(), house.process()
    with on_errand(Purpose.ANSWER):
        one.spend(CALLS)

    one.pause(CALLS, NOW + 50 * SECOND)
    one.pause(CALLS, NOW + 10 * SECOND)

    assert house.spend_all(one, Purpose.ANSWER) == 0
    assert house.spend_all(two, Purpose.ANSWER) == 0
    house.time.now += 50 * SECOND
    assert house.spend_all(two, Purpose.ANSWER) == 39


def test_a_process_that_writes_to_many_tickets_keeps_nothing_of_them(house: Installation) -> None:
    purse = house.process()
    for number in range(30):
        with on_errand(Purpose.ANSWER, str(number)):
            purse.spend(of_ticket(str(number)))
        house.time.now += LIFE

    assert len(purse._held) == 1


def test_what_was_taken_for_one_purpose_and_not_used_goes_back_with_the_next_batch(house: Installation) -> None:
    purse = house.process()
    with on_errand(Purpose.SWEEP):
        purse.spend(CALLS)
    house.time.now += LIFE
    with on_errand(Purpose.ANSWER):
        purse.spend(CALLS)

    assert sorted(batch.calls for batch in house.budgets.standings(house.time())[0].batches) == [1, 2]


def test_old_batches_are_struck_from_the_books(house: Installation) -> None:
    purse = house.process()
    house.spend_all(purse, Purpose.ANSWER)
    house.time.now += timedelta(minutes=20)
    with on_errand(Purpose.ANSWER):
        purse.spend(CALLS)

    (standing,) = house.budgets.standings(house.time())
    assert len(standing.batches) == 1


def test_an_answered_call_does_not_fail_because_nothing_can_be_noted(tmp_path: Path) -> None:
    without_tables = connect(f"sqlite:///{tmp_path / 'empty.db'}")
    purse = Purse("desk", Budgets(without_tables), LIMITS, lambda: NOW)

    purse.told(CALLS, Told(40, 1, NOW, NOW))
    purse.pause(CALLS, NOW)

    without_tables.dispose()


def test_many_threads_of_two_processes_never_take_more_than_there_is(house: Installation) -> None:
    purses = (house.process(), house.process())
    made: list[int] = []

    def one(number: int) -> None:
        made.append(house.spend_all(purses[number % 2], list(Purpose)[number % 4]))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # A batch taken for a sweep is the sweep's, so that up to a batch for each purpose and process stays unused.
    assert 24 <= sum(made) <= 40


def test_sweeps_that_are_killed_leave_their_part_to_an_answer(database_url: str) -> None:
    migrate(database_url)

    killed = [calls_of(database_url, "sweep", at_least=number) for number in (1, 7, 30)]
    sweep = calls_of(database_url, "sweep")
    answer = calls_of(database_url, "answer")

    assert 30 <= sum(killed) + sweep + answer <= 60
    assert sum(killed) + sweep <= 30
    assert answer >= 30


def calls_of(url: str, purpose: str, at_least: int = 1000) -> int:
    """How many calls a process made of 60 a minute until it was killed: after so many, or without budget."""
    command = [sys.executable, "-m", "tests.ledger.spender", url, purpose, "60"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        seen = 0
        while seen < at_least and process.stdout.readline() == "call\n":
            seen += 1
        process.kill()
        return seen + process.stdout.read().count("call\n")
