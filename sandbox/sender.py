"""The outgoing post: queues webhook deliveries, holds them back, disturbs them on demand, tries them again."""

from __future__ import annotations

import heapq
import itertools
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sandbox.mishaps import Mishap, Mishaps
from sandbox.records import Attempt, Invocation, Webhook
from sandbox.store import Store

THREADS = 64


class Dialect(Protocol):
    """How one vendor's deliveries look: their ids, the sending itself, and when to try again.

    `timeout` is how many seconds a receiver may take; `one_by_one` says that a single worker sends everything.
    """

    timeout: float
    one_by_one: bool

    def new_id(self, now: datetime) -> str:
        """A fresh id for an invocation."""
        ...

    def send(self, webhook: Webhook, invocation: Invocation, now: datetime, timeout: float) -> Attempt | None:
        """Send once and say what came back; None when there was nothing to send any more."""
        ...

    def pause_before_retry(self, attempts: list[Attempt]) -> timedelta | None:
        """How long to wait before trying again after the last attempt; None when it is not tried again."""
        ...


@dataclass(order=True)
class Job:
    """Invocations to be sent one after the other, not before `due`."""

    due: datetime
    number: int
    invocations: list[Invocation] = field(compare=False)


class Sender:
    """The outgoing post. Jobs are independent, so nobody may count on an order unless they are sent one by one."""

    def __init__(self, store: Store, dialects: dict[str, Dialect]) -> None:
        self._store, self._dialects = store, dialects
        self._numbers = itertools.count()
        self._jobs: list[Job] = []
        self._pool: ThreadPoolExecutor | None = None
        self._single: ThreadPoolExecutor | None = None
        self.mishaps = Mishaps()
        self.held: list[Invocation] | None = None
        self.timeout: float | None = None  # None: as the dialect says
        self.in_flight = 0

    @property
    def _dialect(self) -> Dialect:
        """How the helpdesk that this account is of sends."""
        return self._dialects[self._store.helpdesk]

    def reset(self) -> None:
        """Forget everything that has not been sent, and all mishaps."""
        with self._store.bell:
            self._jobs.clear()
            self.mishaps.clear()
            self.held, self.timeout = None, None

    def post(
        self, webhook: Webhook, event_type: str, ticket_id: int, body: str, context: dict[str, Any] | None = None
    ) -> None:
        """Send a body to a webhook as a new invocation, or whatever a mishap makes of it."""
        with self._store.bell:
            invocation = self._new_invocation(webhook, event_type, ticket_id, body, context or {})
            if self.held is not None:
                self.held.append(invocation)
                return
            self._submit(invocation)

    def _submit(self, invocation: Invocation) -> None:
        mishap = self.mishaps.take(invocation)
        if mishap is None:
            self._queue([invocation])
        elif mishap.kind == "lose":
            invocation.status = "lost"
        elif mishap.kind == "delay":
            self._queue([invocation], timedelta(seconds=mishap.seconds))
        elif mishap.kind == "duplicate":
            for copy in self._copies(invocation, mishap):
                self._queue([copy])
        elif full := self.mishaps.collect(mishap, invocation):
            self._queue(full)

    def _copies(self, invocation: Invocation, mishap: Mishap) -> list[Invocation]:
        copies = [invocation] * mishap.times
        if mishap.new_invocation:
            hook = self._store.webhooks[invocation.webhook_id]
            again = (invocation.event_type, invocation.ticket_id, invocation.body, invocation.context)
            copies[1:] = [self._new_invocation(hook, *again) for _ in copies[1:]]
        return copies

    def _new_invocation(
        self, webhook: Webhook, event_type: str, ticket_id: int, body: str, context: dict[str, Any]
    ) -> Invocation:
        new_id = self._dialect.new_id(self._store.clock.now())
        invocation = Invocation(new_id, webhook.id, event_type, ticket_id, body, context=context)
        self._store.invocations[invocation.id] = invocation
        return invocation

    def send_again(self, invocation: Invocation) -> None:
        """Send an old invocation once more, under its old id."""
        with self._store.bell:
            self._queue([invocation])

    def hold(self) -> None:
        """Keep everything back from now on."""
        with self._store.bell:
            self.held = self.held if self.held is not None else []

    def release(self, order: str = "as_is", *, one_by_one: bool = False, seed: int = 0) -> int:
        """Send what was held back, as it was, reversed or shuffled, all at once or one by one; say how many."""
        with self._store.bell:
            kept, self.held = self.held or [], None
            if order == "reversed":
                kept.reverse()
            elif order == "shuffled":
                random.Random(seed).shuffle(kept)  # noqa: S311 - a reproducible disorder, not a secret
            for group in [kept] if one_by_one and kept else [[invocation] for invocation in kept]:
                self._queue(group)
            return len(kept)

    def flush(self) -> None:
        """Send now what waits for its time (delays, retries)."""
        with self._store.bell:
            for job in self._jobs:
                job.due = self._store.clock.now()
            heapq.heapify(self._jobs)
            self._store.bell.notify_all()

    def is_idle(self) -> bool:
        """Whether nothing waits or is under way; what is held back does not count."""
        return not self._jobs and not self.in_flight

    def waiting(self) -> int:
        """How many jobs wait for their time."""
        return len(self._jobs)

    def _queue(self, invocations: list[Invocation], wait: timedelta = timedelta(0)) -> None:
        self._start()
        job = Job(self._store.clock.now() + wait, next(self._numbers), invocations)
        heapq.heappush(self._jobs, job)
        self._store.bell.notify_all()

    def _start(self) -> None:
        """Threads start with the first job, so that they belong to the process that serves."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(THREADS, "webhook")
            self._single = ThreadPoolExecutor(1, "worker")
            threading.Thread(target=self._dispatch, name="webhooks", daemon=True).start()

    def _dispatch(self) -> None:
        assert self._pool  # noqa: S101 - _start makes it before this thread
        assert self._single  # noqa: S101 - as above
        while True:
            with self._store.bell:
                while not self._jobs or self._jobs[0].due > self._store.clock.now():
                    self._store.bell.wait(0.2 if self._jobs else None)
                job = heapq.heappop(self._jobs)
                self.in_flight += 1
            (self._single if self._dialect.one_by_one else self._pool).submit(self._work, job)

    def _work(self, job: Job) -> None:
        try:
            for invocation in job.invocations:
                self._send(invocation)
        finally:
            with self._store.bell:
                self.in_flight -= 1
                self._store.bell.notify_all()

    def _send(self, invocation: Invocation) -> None:
        with self._store.bell:
            webhook = self._store.webhooks.get(invocation.webhook_id)
            if webhook is None or webhook.status != "active":
                invocation.status = "terminated"
                return
            now = self._store.clock.now()
        dialect = self._dialect
        attempt = dialect.send(webhook, invocation, now, self.timeout or dialect.timeout)
        if attempt is None:
            invocation.status = "terminated"
            return
        with self._store.bell:
            attempt.completed_at = self._store.clock.now()
            invocation.attempts.append(attempt)
            invocation.status_code = attempt.status_code
            pause = dialect.pause_before_retry(invocation.attempts)
            invocation.status = attempt.status if pause is None else "retrying"
            if pause is not None:
                self._queue([invocation], pause)
