"""One piece of work from beginning to end: a delivery through all its attempts, or a tick of the clock."""

import logging
import random
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dbos import DBOS

from integration.core.delivery import Delivery, Ending, Later
from integration.core.errors import CannotRecord
from integration.engine import payload
from integration.engine.attempts import DEAD, DONE, Record, Retries, recorded
from integration.engine.busy import Busy
from integration.engine.logs import DeadLetter
from integration.engine.tables import DELIVERY, TICK

log = logging.getLogger(__name__)

CRASHES = 20
"""How often a piece of work may be found unfinished by a new worker before it is held to be what kills them."""


PUT_OFF = "put_off"
"""How a delivery ends whose place another piece of work has taken, later and for the same look."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a worker goes about it; seconds unless said otherwise.

    `settle`: a delivery younger than this waits, so that a burst for one ticket becomes one pass. `at_once`: deliveries
    in hand; a retry that waits keeps its place, hence many. Looking ten times a second costs 5 to 8 % of a core.
    What is put off comes back over `spread`, so that a thousand of them never stand between an event and its place.
    A wait longer than `keeps` is put off whoever waits for it: a helpdesk that is away must not keep another waiting.
    """

    retries: Retries = field(default_factory=Retries)
    settle: float = 1.0
    deliveries_every: float = 0.1
    ticks_every: float = 0.5
    watch_every: float = 2.0
    at_once: int = 48
    spread: float = 30.0
    keeps: float = 60.0


class Stopped(BaseException):
    """The worker stops, so this work is laid down unfinished. Not an Exception: DBOS would keep it as the outcome."""


@dataclass(slots=True)
class Work:
    """What a worker does with what it takes. `attempt` for each delivery, `jobs` by name for each tick.

    `put_off` lays a delivery back into the queue until then (a Unix time). It raises CannotRecord.
    """

    attempt: Callable[[Delivery], Ending]
    jobs: Mapping[str, Callable[[datetime], None]]
    pace: Pace
    put_off: Callable[[Delivery, float, int], None]
    stopping: threading.Event = field(default_factory=threading.Event)
    busy: Busy = field(default_factory=Busy)

    def register(self) -> None:
        """Tell DBOS what to call for each kind of work; before its launch."""

        @DBOS.workflow(name=DELIVERY, max_recovery_attempts=CRASHES)
        def carry_out(stored: dict[str, str]) -> str:
            return self._carry_out(payload.unpacked(stored), payload.failures_of(stored))

        @DBOS.workflow(name=TICK, max_recovery_attempts=CRASHES)
        def tick(job: str, due: str) -> str:
            return self._tick(job, datetime.fromisoformat(due))

    def _carry_out(self, delivery: Delivery, failures: int) -> str:
        """One delivery from first attempt to last. Replayed from its records by the next worker after a crash.

        A step never raises: what DBOS has recorded of an exception comes back as another class.
        """
        self._wait(min(delivery.received_at.timestamp(), time.time()) + self.pace.settle)
        while True:
            with self.busy:
                self._lay_down_if_stopping()
                record: Record = DBOS.run_step({"name": "attempt"}, self._one_attempt, delivery, failures)
            if record["ended"] == DONE:
                return record["words"]
            if record["ended"] == DEAD:
                log.error("delivery is dead helpdesk=%s delivery=%s", delivery.helpdesk, delivery.id)
                raise DeadLetter(record["words"])
            if self._held_up(delivery, record, failures) and DBOS.run_step(
                {"name": "put_off"}, self._put_off, delivery, record["until"], failures
            ):
                return PUT_OFF
            failures = record["failures"]
            self._wait(record["until"])

    def _one_attempt(self, delivery: Delivery, failures: int) -> Record:
        try:
            ending = self.attempt(delivery)
        except Exception as error:  # noqa: BLE001, whatever it is, it must end in a row that is listed
            # Its words could be a member's, so only its kind is told.
            log.error("attempt failed helpdesk=%s delivery=%s error=%s", delivery.helpdesk, delivery.id, _kind(error))  # noqa: TRY400, no trace, as said
            ending = Later(f"An attempt failed unexpectedly ({_kind(error)}).")
        return recorded(ending, failures, self.pace.retries, time.time(), random.random())  # noqa: S311, no secret

    def _held_up(self, delivery: Delivery, record: Record, failures: int) -> bool:
        """Whether it waits for the helpdesk, not for itself: many such would take up every place here, and events none.

        Told from what is recorded, so that a replay comes to the same.
        """
        return record["failures"] == failures and (delivery.patient or record["waits"] > self.pace.keeps)

    def _put_off(self, delivery: Delivery, until: float, failures: int) -> bool:
        share = zlib.crc32(delivery.ticket_id.encode()) / 2**32
        try:
            self.put_off(delivery, until + share * self.pace.spread, failures)
        except CannotRecord:
            return False
        return True

    def _tick(self, job: str, due: datetime) -> str:
        """One tick of the clock. A job looks at how things stand, so that the next tick makes up for a failed one."""
        if job not in self.jobs:
            raise DeadLetter(f"This worker has no job named {job}.")
        with self.busy:
            self._lay_down_if_stopping()
            try:
                self.jobs[job](due)
            except Exception as error:  # noqa: BLE001, as above
                log.error("job failed job=%s due=%s error=%s", job, due.isoformat(), _kind(error))  # noqa: TRY400, as above
                raise DeadLetter(f"The job failed ({_kind(error)}).") from None
        return DONE

    def _wait(self, until: float) -> None:
        """Wait for a time that is recorded, so that a restart does not begin the wait anew (and a stop ends it)."""
        if (rest := until - time.time()) > 0:
            self.stopping.wait(rest)
        self._lay_down_if_stopping()

    def _lay_down_if_stopping(self) -> None:
        if self.stopping.is_set():
            raise Stopped


def _kind(error: Exception) -> str:
    return type(error).__name__
