"""What nobody waits for takes no worker's place while the helpdesk's limit lasts: events go on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from integration.core.delivery import SWEEP, Delivery, Ending, Later
from integration.core.errors import CannotRecord
from integration.engine.queue import Queue
from integration.engine.rows import State
from integration.engine.work import PUT_OFF
from tests.engine.conftest import Start
from tests.engine.samples import QUICK, WRITTEN, Attempts, delivery, ended

NO_BUDGET = Later("No call is left.", after=3600, counts=False)


def sweep(ticket_id: str) -> Delivery:
    return replace(delivery(f"{SWEEP}:{ticket_id}", ticket_id), kind=SWEEP)


def test_an_event_is_carried_out_at_once_although_a_sweep_waits_for_more_places_than_there_are(
    queue: Queue, start: Start
) -> None:
    def attempt(one: Delivery) -> Ending:
        return NO_BUDGET if one.kind == SWEEP else WRITTEN

    start(attempt, pace=replace(QUICK, at_once=2))
    for number in range(6):
        queue.put(sweep(str(number)))
    assert {ended(queue, f"z:{SWEEP}:{number}").outcome for number in range(6)} == {PUT_OFF}

    queue.put(delivery("event"))

    assert ended(queue, "z:event").outcome == "written"
    waiting = queue.deliveries(State.WAITING)
    assert {row.ticket_id for row in waiting} == {str(number) for number in range(6)}
    assert queue.waiting().oldest is not None
    assert queue.waiting().oldest > datetime.now(UTC) + timedelta(minutes=50)  # type: ignore[operator] # just seen


def test_what_was_put_off_is_carried_out_when_its_time_has_come(queue: Queue, start: Start) -> None:
    attempts = Attempts(Later("No call is left.", after=0.01, counts=False), WRITTEN)
    start(attempts)

    queue.put(sweep("7"))

    assert [attempts.next().id for _ in range(2)] == [f"{SWEEP}:7"] * 2
    assert ended(queue, f"z:{SWEEP}:7").outcome == PUT_OFF


def test_those_that_were_put_off_come_back_one_after_the_other(queue: Queue, start: Start) -> None:
    start(Attempts(NO_BUDGET), pace=replace(QUICK, spread=1000))
    for number in range(4):
        queue.put(sweep(str(number)))
    assert {ended(queue, f"z:{SWEEP}:{number}").outcome for number in range(4)} == {PUT_OFF}

    untils = {float(row.id.partition("~")[2]) for row in queue.deliveries(State.WAITING)}

    assert len(untils) == 4
    assert 30 < max(untils) - min(untils) < 1100


def test_an_event_keeps_its_place_and_its_order(queue: Queue, start: Start) -> None:
    attempts = Attempts(Later("No call is left.", after=0.01, counts=False), WRITTEN)
    start(attempts)

    queue.put(delivery("event"))

    assert ended(queue, "z:event").outcome == "written"


def test_events_for_a_helpdesk_that_is_away_for_long_leave_their_places_to_those_of_another(
    queue: Queue, start: Start
) -> None:
    def attempt(one: Delivery) -> Ending:
        return Later("Could not be reached.", after=300, counts=False) if one.helpdesk == "away" else WRITTEN

    start(attempt, pace=replace(QUICK, at_once=2))
    for number in range(6):
        queue.put(delivery(f"d{number}", str(number), helpdesk="away"))
    assert {ended(queue, f"away:d{number}").outcome for number in range(6)} == {PUT_OFF}

    queue.put(delivery("event"))

    assert ended(queue, "z:event").outcome == "written"


def test_what_counted_before_it_was_put_off_counts_afterwards(queue: Queue, start: Start) -> None:
    fails = Later("Fails.", after=0.01)
    attempts = Attempts(fails, fails, Later("Away.", after=0.01, counts=False), fails)
    start(attempts)

    queue.put(sweep("7"))
    for _ in range(4):
        attempts.next()

    assert ended(queue, f"z:{SWEEP}:7").outcome == PUT_OFF
    (put_off,) = (row for row in queue.deliveries() if "~" in row.id)
    assert ended(queue, put_off.id).reason == "Given up after 3 attempts; the last one said: Fails."


def test_a_failure_that_counts_is_not_put_off(queue: Queue, start: Start) -> None:
    start(Attempts(Later("No answer.", after=0.01), WRITTEN))

    queue.put(sweep("7"))

    assert ended(queue, f"z:{SWEEP}:7").outcome == "written"


def test_without_its_database_the_queue_keeps_it_where_it_is(
    queue: Queue, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise CannotRecord("The database is away.")

    monkeypatch.setattr(Queue, "put_off", away)
    start(Attempts(Later("No call is left.", after=0.01, counts=False), WRITTEN))

    queue.put(sweep("7"))

    assert ended(queue, f"z:{SWEEP}:7").outcome == "written"
