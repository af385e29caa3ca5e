import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from integration.core.delivery import Dead, Delivery, Done, Ending, Later, Outcome
from integration.engine.queue import Queue, WrongState
from integration.engine.rows import State
from tests.engine.conftest import Start
from tests.engine.samples import QUICK, WRITTEN, Attempts, Gate, delivery, ended


def test_a_delivery_is_attempted_and_its_outcome_kept(queue: Queue, start: Start) -> None:
    attempts = Attempts(Done(Outcome.NOTHING_TO_DO))
    start(attempts)
    sent = delivery()
    queue.put(sent)

    assert attempts.next() == sent
    row = ended(queue, "z:d1")
    assert (row.state, row.outcome, row.reason) == (State.DONE, "nothing_to_do", "")
    assert row.ended_at
    with pytest.raises(WrongState, match="is done"):
        queue.cancel("z:d1")


def test_the_same_delivery_again_and_again_is_attempted_once(queue: Queue, start: Start) -> None:
    attempts = Attempts()
    start(attempts)
    for _ in range(3):
        queue.put(delivery())
    ended(queue, "z:d1")
    queue.put(delivery())
    queue.put(delivery("last"))
    ended(queue, "z:last")

    assert attempts.ids == ["d1", "last"]


def test_one_ticket_is_worked_on_in_order_and_never_twice_at_once(queue: Queue, start: Start) -> None:
    attempts = Attempts()
    for number in range(8):
        queue.put(delivery(f"a{number}", ticket_id="7"))
        queue.put(delivery(f"b{number}", ticket_id="8"))
    start(attempts)
    for number in range(8):
        ended(queue, f"z:a{number}")
        ended(queue, f"z:b{number}")

    assert [name for name in attempts.ids if name.startswith("a")] == [f"a{number}" for number in range(8)]
    assert attempts.overlaps == 0


def test_a_ticket_that_takes_long_holds_up_its_own_deliveries_only(queue: Queue, start: Start) -> None:
    gate = Gate()
    attempts = Attempts(lambda sent: gate(sent) if sent.id == "slow" else WRITTEN)
    start(attempts)
    queue.put(delivery("slow", ticket_id="7"))
    assert attempts.next().id == "slow"
    queue.put(delivery("behind", ticket_id="7"))
    queue.put(delivery("elsewhere", ticket_id="8"))

    assert ended(queue, "z:elsewhere").state is State.DONE
    behind = queue.find("z:behind")
    assert behind
    assert behind.state is State.WAITING

    gate.open()
    assert ended(queue, "z:behind").state is State.DONE
    assert attempts.overlaps == 0


def test_later_means_not_before_the_time_that_was_named(queue: Queue, start: Start) -> None:
    attempts = Attempts(Later("slow down", after=0.4, counts=False), WRITTEN)
    start(attempts)
    queue.put(delivery())
    ended(queue, "z:d1")

    (_, first), (_, second) = attempts.made
    assert second - first >= 0.4


def test_a_rate_limit_never_uses_up_the_attempts(queue: Queue, start: Start) -> None:
    limited = Later("slow down", after=0.01, counts=False)
    attempts = Attempts(*[limited] * (QUICK.retries.attempts + 2), WRITTEN)
    start(attempts)
    queue.put(delivery())

    assert ended(queue, "z:d1").state is State.DONE
    assert len(attempts.made) == QUICK.retries.attempts + 3


def test_what_fails_every_time_is_given_up_and_says_why(queue: Queue, start: Start) -> None:
    attempts = Attempts(Later("The helpdesk does not answer."))
    start(attempts)
    queue.put(delivery())

    row = ended(queue, "z:d1")
    assert row.state is State.DEAD
    assert row.reason == "Given up after 3 attempts; the last one said: The helpdesk does not answer."
    assert len(attempts.made) == 3
    assert queue.counts() == {State.WAITING: 0, State.RUNNING: 0, State.DEAD: 1}


def test_an_unexpected_error_is_tried_again_and_its_words_are_told_to_nobody(
    queue: Queue, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_delivery: Delivery) -> Ending:
        raise ValueError("Mme Durand est décédée")

    caplog.set_level(logging.DEBUG)
    attempts = Attempts(breaks)
    start(attempts)
    queue.put(delivery())

    row = ended(queue, "z:d1")
    assert row.state is State.DEAD
    assert "ValueError" in row.reason
    assert len(attempts.made) == 3
    assert "ValueError" in caplog.text
    assert "delivery=d1" in caplog.text
    assert "Durand" not in row.reason + caplog.text


def test_an_unexpected_error_that_goes_away_harms_nothing(queue: Queue, start: Start) -> None:
    def breaks(_delivery: Delivery) -> Ending:
        raise KeyError("once")

    start(Attempts(breaks, WRITTEN))
    queue.put(delivery())

    assert ended(queue, "z:d1").state is State.DONE


def test_what_is_dead_stays_listed_until_it_is_replayed(queue: Queue, start: Start) -> None:
    attempts = Attempts(Dead("The helpdesk will not have it."), WRITTEN)
    start(attempts)
    queue.put(delivery())
    dead = ended(queue, "z:d1")
    assert (dead.state, dead.reason) == (State.DEAD, "The helpdesk will not have it.")
    assert queue.purge(datetime.now(UTC) + timedelta(minutes=1)) == 0
    assert queue.deliveries(State.DEAD) == (dead,)

    queue.replay("z:d1")

    row = ended(queue, "z:d1")
    assert (row.state, row.reason, row.outcome) == (State.DONE, "", "written")
    assert attempts.ids == ["d1", "d1"]
    assert queue.deliveries(State.DEAD) == ()
    with pytest.raises(WrongState, match="is done"):
        queue.replay("z:d1")


def test_a_replayed_delivery_has_all_its_attempts_before_it(queue: Queue, start: Start) -> None:
    attempts = Attempts(Later("no"))
    start(attempts)
    queue.put(delivery())
    ended(queue, "z:d1")
    queue.replay("z:d1")
    ended(queue, "z:d1")

    assert len(attempts.made) == 6


def test_a_replayed_delivery_still_waits_for_its_ticket(queue: Queue, start: Start) -> None:
    gate = Gate()
    attempts = Attempts(Dead("no"), gate, WRITTEN)
    start(attempts)
    queue.put(delivery("d1"))
    ended(queue, "z:d1")
    queue.put(delivery("d2"))
    assert [attempts.next().id, attempts.next().id] == ["d1", "d2"]

    queue.replay("z:d1")
    queue.put(delivery("elsewhere", ticket_id="8"))
    ended(queue, "z:elsewhere")  # by now a worker has looked for work and could have taken the replayed one
    gate.open()

    assert ended(queue, "z:d1").state is State.DONE
    assert attempts.overlaps == 0


def test_what_is_dead_can_be_put_aside(queue: Queue, start: Start) -> None:
    attempts = Attempts(Dead("no"))
    start(attempts)
    queue.put(delivery())
    ended(queue, "z:d1")

    queue.cancel("z:d1")

    assert queue.deliveries(State.DEAD) == ()
    assert [row.id for row in queue.deliveries(State.CANCELLED)] == ["z:d1"]
    assert len(attempts.made) == 1


def test_a_cancelled_delivery_is_not_attempted_again(queue: Queue, start: Start) -> None:
    gate = Gate(Later("again", after=0.01))
    attempts = Attempts(gate, WRITTEN)
    start(attempts)
    queue.put(delivery("d1"))
    attempts.next()
    queue.cancel("z:d1")
    gate.open()
    queue.put(delivery("d2"))
    ended(queue, "z:d2")

    assert attempts.ids == ["d1", "d2"]
    assert ended(queue, "z:d1").state is State.CANCELLED


def test_a_purged_delivery_counts_as_new(queue: Queue, start: Start) -> None:
    attempts = Attempts()
    start(attempts)
    queue.put(delivery())
    ended(queue, "z:d1")
    assert queue.purge(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert queue.find("z:d1") is None

    queue.put(delivery())
    ended(queue, "z:d1")

    assert attempts.ids == ["d1", "d1"]


def test_a_young_delivery_settles_first(queue: Queue, start: Start) -> None:
    attempts = Attempts()
    start(attempts, pace=replace(QUICK, settle=2.0))
    now = datetime.now(UTC)
    queue.put(delivery("old", ticket_id="1"))
    queue.put(delivery("young", ticket_id="2", received_at=now))
    queue.put(delivery("tomorrow", ticket_id="3", received_at=now + timedelta(days=1)))  # the sender's clock is wrong
    for name in ("old", "young", "tomorrow"):
        ended(queue, f"z:{name}")

    at = dict(attempts.made)
    assert at["old"] < now.timestamp() + 2.0
    assert at["young"] >= now.timestamp() + 2.0
    assert at["tomorrow"] >= now.timestamp() + 2.0
