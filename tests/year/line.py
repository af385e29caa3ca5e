"""The queue of a simulated year, in memory: each ticket's deliveries in order, tried again as the engine does."""

import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from integration.core.delivery import Delivery, Ending
from integration.engine.attempts import DEAD, LATER, Retries, recorded
from integration.engine.payload import delivery_key, ticket_key

SETTLE = timedelta(seconds=2)


@dataclass
class Line:
    """`now` is the one time of the year. A delivery that waits for its next attempt holds up its ticket."""

    now: Callable[[], datetime]
    retries: Retries = field(default_factory=Retries)
    dead: list[tuple[Delivery, str]] = field(default_factory=list)
    done: int = 0
    _known: set[str] = field(default_factory=set)
    _waiting: dict[str, deque[tuple[datetime, Delivery]]] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)
    _heads: list[tuple[datetime, int, str]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:
        """Lay the delivery in line, once for its id."""
        key = delivery_key(delivery)
        if key in self._known:
            return
        self._known.add(key)
        ticket = ticket_key(delivery)
        queue = self._waiting.setdefault(ticket, deque())
        ready = self.now() + max(SETTLE, timedelta(seconds=delay))
        queue.append((ready, delivery))
        if len(queue) == 1:
            self._head(ready, ticket)

    def purge(self, before: datetime, *, ticks: bool = False) -> int:  # noqa: ARG002 - the queue's signature
        """Nothing is forgotten within a year."""
        return 0

    def due_at(self) -> datetime | None:
        """When the next delivery wants to be looked at."""
        return self._heads[0][0] if self._heads else None

    def work(self, attempt: Callable[[Delivery], Ending]) -> None:
        """One attempt of the delivery that is due first."""
        _, _, ticket = heapq.heappop(self._heads)
        queue = self._waiting[ticket]
        _, delivery = queue[0]
        now = self.now()
        record = recorded(attempt(delivery), self._failures.get(ticket, 0), self.retries, now.timestamp(), 1.0)
        if record["ended"] == LATER:
            self._failures[ticket] = record["failures"]
            self._head(datetime.fromtimestamp(record["until"], UTC), ticket)
            return
        if record["ended"] == DEAD:
            self.dead.append((delivery, record["words"]))
        self.done += 1
        self._failures.pop(ticket, None)
        queue.popleft()
        if queue:
            self._head(max(now, queue[0][0]), ticket)
        else:
            del self._waiting[ticket]

    def _head(self, at: datetime, ticket: str) -> None:
        heapq.heappush(self._heads, (at, next(self._numbers), ticket))
