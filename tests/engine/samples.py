"""Deliveries, attempts that are told what to do, and waiting for the queue without sleeping."""

import contextlib
import queue as lines
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from dbos import WorkflowHandle

from integration.core.delivery import Delivery, Done, Ending, Outcome
from integration.engine.attempts import Retries
from integration.engine.queue import Queue
from integration.engine.rows import Row
from integration.engine.work import Pace

QUICK = Pace(
    retries=Retries(attempts=3, first=0.01, longest=0.05),
    settle=0,
    deliveries_every=0.02,
    ticks_every=0.02,
    watch_every=0.1,
    spread=0,
)
WRITTEN = Done(Outcome.WRITTEN)
SOON = 10.0
"""Seconds after which a test gives up on something that happens at once."""


def delivery(
    name: str = "d1", ticket_id: str = "7", helpdesk: str = "z", received_at: datetime | None = None
) -> Delivery:
    """A delivery received a minute ago, unless said otherwise."""
    at = received_at or datetime.now(UTC) - timedelta(minutes=1)
    return Delivery(name, helpdesk, ticket_id, "ticket.moved", occurred_at=at, received_at=at, actor="42")


def ended(queue: Queue, key: str) -> Row:
    """The row once the work has ended in whatever way; DBOS's own waiting for a result."""
    handle: WorkflowHandle[str] = queue._client.retrieve_workflow(key)
    with contextlib.suppress(Exception):  # a dead one gives its reason as an exception; the row tells
        handle.get_result(polling_interval_sec=0.01)
    found = queue.find(key)
    assert found
    return found


class Attempts:
    """An attempt that notes what it is called for and answers as told: the endings in turn, the last one for ever."""

    def __init__(self, *endings: Ending | Callable[[Delivery], Ending]) -> None:
        self._endings = list(endings) or [WRITTEN]
        self._lock = threading.Lock()
        self._running: dict[str, int] = defaultdict(int)
        self._noted: lines.Queue[Delivery] = lines.Queue()
        self.made: list[tuple[str, float]] = []
        self.overlaps = 0

    def __call__(self, delivery: Delivery) -> Ending:
        with self._lock:
            self.made.append((delivery.id, datetime.now(UTC).timestamp()))
            ending = self._endings.pop(0) if len(self._endings) > 1 else self._endings[0]
            self.overlaps += self._running[delivery.ticket_id] > 0
            self._running[delivery.ticket_id] += 1
        self._noted.put(delivery)
        try:
            return ending(delivery) if callable(ending) else ending
        finally:
            with self._lock:
                self._running[delivery.ticket_id] -= 1

    def next(self) -> Delivery:
        """The delivery of the next attempt, waited for."""
        return self._noted.get(timeout=SOON)

    @property
    def ids(self) -> list[str]:
        return [name for name, _ in self.made]


class Gate:
    """An ending that waits until the test opens it."""

    def __init__(self, ending: Ending = WRITTEN) -> None:
        self._ending = ending
        self._open = threading.Event()

    def open(self) -> None:
        self._open.set()

    def __call__(self, _delivery: Delivery) -> Ending:
        assert self._open.wait(SOON)
        return self._ending
