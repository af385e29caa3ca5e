from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from integration.engine.queue import Queue
from integration.engine.rows import State
from tests.engine.conftest import Start
from tests.engine.samples import Attempts, ended

DUE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_a_tick_runs_once_for_the_time_it_was_due(queue: Queue, start: Start) -> None:
    ran: list[datetime] = []
    start(Attempts(), {"overdue": ran.append})
    for _ in range(3):
        queue.put_tick("overdue", DUE)
    queue.put_tick("overdue", DUE + timedelta(minutes=1))
    for minute in (0, 1):
        assert ended(queue, f"tick:overdue:2026-11-22T09:0{minute}:00+00:00").state is State.DONE

    assert sorted(ran) == [DUE, DUE + timedelta(minutes=1)]
    assert queue.deliveries() == ()


def _fails(_due: datetime) -> None:
    raise OSError("a name")


@pytest.mark.parametrize(
    ("jobs", "reason"),
    [({"overdue": _fails}, "The job failed (OSError)."), ({}, "This worker has no job named overdue.")],
)
def test_a_tick_that_fails_is_a_dead_letter(
    queue: Queue, start: Start, jobs: dict[str, Callable[[datetime], None]], reason: str
) -> None:
    start(Attempts(), jobs)
    queue.put_tick("overdue", DUE)

    row = ended(queue, "tick:overdue:2026-11-22T09:00:00+00:00")
    assert (row.state, row.reason, row.kind) == (State.DEAD, reason, "overdue")
    assert queue.deliveries(State.DEAD) == (row,)


def test_a_failed_tick_can_be_replayed(queue: Queue, start: Start) -> None:
    failing = [True]

    def job(_due: datetime) -> None:
        if failing.pop():
            failing.append(False)
            raise OSError

    start(Attempts(), {"overdue": job})
    queue.put_tick("overdue", DUE)
    ended(queue, "tick:overdue:2026-11-22T09:00:00+00:00")

    queue.replay("tick:overdue:2026-11-22T09:00:00+00:00")

    assert ended(queue, "tick:overdue:2026-11-22T09:00:00+00:00").state is State.DONE


def test_a_tick_put_again_runs_later_for_the_same_instant(queue: Queue, start: Start) -> None:
    ran: list[datetime] = []
    start(Attempts(), {"sweep": ran.append})
    queue.put_tick("sweep", DUE)
    ended(queue, "tick:sweep:2026-11-22T09:00:00+00:00")

    for _ in range(2):
        queue.put_tick_again("sweep", DUE, 1_000_000_000.0)

    assert ended(queue, "tick:sweep:2026-11-22T09:00:00+00:00~1000000000").state is State.DONE
    assert ran == [DUE, DUE]
