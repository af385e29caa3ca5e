"""A delivery with a delay takes no place and is not late before its time."""

from datetime import UTC, datetime, timedelta

from integration.engine.queue import Queue
from integration.engine.rows import State
from tests.engine.conftest import Start
from tests.engine.samples import Attempts, delivery, ended

SOON = timedelta(minutes=1)


def test_what_is_put_for_later_waits_from_then_on(queue: Queue) -> None:
    queue.put(delivery("later"), delay=3600)

    backlog = queue.waiting()
    assert backlog.count == 1
    assert backlog.oldest
    assert backlog.oldest > datetime.now(UTC) + timedelta(minutes=59)


def test_what_waits_already_is_the_oldest(queue: Queue) -> None:
    queue.put(delivery("later"), delay=3600)
    queue.put(delivery("now", ticket_id="8"))

    oldest = queue.waiting().oldest
    assert oldest
    assert oldest < datetime.now(UTC) + SOON


def test_it_is_carried_out_after_the_others(queue: Queue, start: Start) -> None:
    attempts = Attempts()
    start(attempts)
    queue.put(delivery("later", ticket_id="7"), delay=1)
    queue.put(delivery("now", ticket_id="8"))

    assert ended(queue, "z:later").state is State.DONE
    assert attempts.ids == ["now", "later"]


def test_ticks_and_deliveries_are_forgotten_apart(queue: Queue, start: Start) -> None:
    start(Attempts(), {"overdue": lambda _due: None})
    queue.put(delivery())
    queue.put_tick("overdue", datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    for key in ("z:d1", "tick:overdue:2026-11-22T09:00:00+00:00"):
        ended(queue, key)

    assert queue.purge(datetime.now(UTC) + SOON, ticks=True) == 1
    assert queue.find("z:d1") is not None
    assert queue.purge(datetime.now(UTC) + SOON) == 1
