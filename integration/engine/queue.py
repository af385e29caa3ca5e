"""The queue as web, clock and console see it: put, list, replay, cancel, purge. Nothing is carried out here."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from dbos import EnqueueOptions, error

from integration.core.delivery import Delivery
from integration.core.errors import CannotRecord, GuichetError
from integration.engine import payload
from integration.engine.rows import STATUSES, Backlog, Row, State, row, when
from integration.engine.tables import DELIVERIES, DELIVERY, SCHEMA, TICK, TICKS, VERSION, open_client, queue_url
from integration.engine.together import Together
from integration.ledger.database import connect

PATIENCE = 2.0
"""Seconds to wait for a locked or silent database: senders give up after a few (Zendesk: 12) and then come back."""

CONNECTIONS = 4
"""On PostgreSQL: one writes, the others list and count. SQLite has one for all."""

NOWHERE = "guichet.nowhere"
"""A queue that no worker takes from: a dead letter passes through it on its way to being cancelled."""

BATCH = 500

Put = tuple[EnqueueOptions, tuple[object, ...]]
"""One piece of work as DBOS wants it: how to queue it, and with what."""


class NotFound(GuichetError):
    """Nothing in the queue has that id."""


class WrongState(GuichetError):
    """It cannot be replayed or cancelled as it stands."""


class Queue:
    """The queue of one installation, by the ledger's URL. Opens nothing until it is first used, and is thread-safe.

    Every method raises CannotRecord when the database is away. Putting also does when a SQLite file stays locked, after
    `patience` seconds, or twice that behind another thread; replay, cancel and purge wait for it, as DBOS does.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self._engine = connect(queue_url(url), patience=patience, connections=CONNECTIONS)
        self._client = open_client(self._engine)
        self._together = Together(self._write)
        self._rows = sa.table(
            "workflow_status",
            *(sa.column(name) for name in ("status", "queue_name", "created_at", "delay_until_epoch_ms")),
            schema=SCHEMA if self._engine.dialect.name == "postgresql" else None,
        )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:
        """Lay the delivery on disk; when this returns it will be carried out. The same delivery twice is one, for ever.

        Deliveries for one ticket are carried out one at a time, in the order they came in; on SQLite those of the same
        second go by their ids. One with a `delay`, in seconds, takes no worker's place before. Raises CannotRecord.
        """
        self._put_delivery(payload.delivery_key(delivery), delivery, delay)

    def put_off(self, delivery: Delivery, until: float, failures: int = 0) -> None:
        """Lay a delivery down that a worker had taken, until then (a Unix time): meanwhile it takes nobody's place.

        It becomes a piece of work of its own, once for each `until`, and its `failures` go on. Raises CannotRecord.
        """
        key = f"{payload.delivery_key(delivery)}~{until:.0f}"
        self._put_delivery(key, delivery, max(until - time.time(), 0.0), failures)

    def put_tick(self, job: str, due: datetime) -> None:
        """Have a job run for the time it was due; however many clocks say so, it runs once. Raises CannotRecord."""
        self._put_tick(payload.tick_key(job, due), job, due, 0.0)

    def put_tick_again(self, job: str, due: datetime, until: float) -> None:
        """Have a job run once more for that time, not before `until` (a Unix time). Raises CannotRecord."""
        self._put_tick(f"{payload.tick_key(job, due)}~{until:.0f}", job, due, max(until - time.time(), 0.0))

    def _put_tick(self, key: str, job: str, due: datetime, delay: float) -> None:
        options: EnqueueOptions = {
            "workflow_name": TICK,
            "queue_name": TICKS,
            "workflow_id": key,
            "queue_partition_key": job,
            "app_version": VERSION,
        }
        if delay:
            options["delay_seconds"] = delay
        self._put(options, job, due.isoformat())

    def _put_delivery(self, key: str, delivery: Delivery, delay: float, failures: int = 0) -> None:
        options: EnqueueOptions = {
            "workflow_name": DELIVERY,
            "queue_name": DELIVERIES,
            "workflow_id": key,
            "queue_partition_key": payload.ticket_key(delivery),
            "app_version": VERSION,
        }
        if delay:
            options["delay_seconds"] = delay
        self._put(options, payload.packed(delivery, failures))

    def waiting(self) -> Backlog:
        """The deliveries that no worker has taken yet; one with a delay waits from the end of it."""
        count, oldest = self._count(State.WAITING, DELIVERIES)
        return Backlog(count, when(oldest) if oldest else None)

    def counts(self) -> Mapping[State, int]:
        """How much waits, runs and is dead, deliveries and ticks together, for the metrics."""
        return {state: self._count(state)[0] for state in (State.WAITING, State.RUNNING, State.DEAD)}

    def deliveries(self, state: State | None = None, limit: int = 50, helpdesk: str = "") -> tuple[Row, ...]:
        """The newest deliveries first; those in one state, of one helpdesk, if given.

        Dead ticks are listed among the dead, as long as no helpdesk is named.
        """
        begins = f"{helpdesk}:" if helpdesk else None
        names = [DELIVERY, TICK] if state is State.DEAD else [DELIVERY]
        statuses = list(STATUSES[state]) if state else None
        with _reached():
            found = self._client.list_workflows(
                name=names, status=statuses, workflow_id_prefix=begins, limit=limit, sort_desc=True
            )
        return tuple(row(one) for one in found)

    def find(self, key: str) -> Row | None:
        """The delivery or tick whose row has that id, or None."""
        with _reached():
            found = self._client.list_workflows(workflow_ids=[key])
        return row(found[0]) if found else None

    def replay(self, key: str) -> None:
        """Have a dead delivery carried out anew, from its first attempt. Raises NotFound, or WrongState if not dead."""
        known = self._known(key)
        if known.state is not State.DEAD:
            raise WrongState(f"{key} is {known.state}: only what is dead can be replayed.")
        queue, partition = (
            (DELIVERIES, f"{known.helpdesk}:{known.ticket_id}") if known.helpdesk else (TICKS, known.kind)
        )
        with _reached():
            self._client.rewind_workflow(
                key, application_version=VERSION, queue_name=queue, queue_partition_key=partition
            )

    def cancel(self, key: str) -> None:
        """Give up a delivery that waits, runs or is dead; an attempt under way still ends, and then nothing follows.

        Raises NotFound, or WrongState if it is done.
        """
        state = self._known(key).state
        if state is State.DONE:
            raise WrongState(f"{key} is done: it cannot be cancelled.")
        with _reached():
            if state is State.DEAD:
                # DBOS cancels no dead letter as such; where nobody takes it, it can be woken and cancelled in peace.
                self._client.rewind_workflow(key, queue_name=NOWHERE)
            self._client.cancel_workflow(key)

    def purge(self, before: datetime, *, ticks: bool = False) -> int:
        """Forget the deliveries (or the ticks) done or cancelled before a time, and say how many; the dead stay.

        What was forgotten counts as new when sent again: keep it for longer than any sender repeats itself.
        """
        gone, name = 0, TICK if ticks else DELIVERY
        statuses = [*STATUSES[State.DONE], *STATUSES[State.CANCELLED]]
        while True:
            with _reached():
                old = self._client.list_workflows(
                    name=name,
                    status=statuses,
                    completed_before=before.isoformat(),
                    limit=BATCH,
                    load_input=False,
                    load_output=False,
                )
                self._client.delete_workflows([one.workflow_id for one in old])
            gone += len(old)
            if len(old) < BATCH:
                return gone

    def _put(self, options: EnqueueOptions, *arguments: object) -> None:
        try:
            self._together.put((options, arguments))
        except (sa.exc.SQLAlchemyError, error.DBOSException) as problem:
            raise _cannot_record(problem) from problem

    def _write(self, items: Sequence[Put]) -> None:
        # In our own transaction: the client's waits for a locked SQLite file without end. By id, so that two processes
        # with the same deliveries in hand never wait for each other.
        with self._engine.begin() as connection:
            for options, arguments in sorted(items, key=lambda item: item[0]["workflow_id"]):
                self._client.enqueue_in_transaction(connection, options, *arguments)

    def _count(self, state: State, queue: str | None = None) -> tuple[int, int | None]:
        """DBOS lists but does not count, hence this one look of our own into its table."""
        rows = self._rows.c
        since = sa.func.coalesce(rows.delay_until_epoch_ms, rows.created_at)
        wanted = sa.select(sa.func.count(), sa.func.min(since)).where(
            # Written out, since SQLite's partial indexes are not used for bound values.
            rows.status.in_([sa.literal_column(f"'{status}'") for status in STATUSES[state]]),
            *([rows.queue_name == queue] if queue else []),
        )
        with _reached(), self._engine.connect() as connection:
            count, oldest = connection.execute(wanted).one()
        return count, oldest

    def _known(self, key: str) -> Row:
        known = self.find(key)
        if known is None:
            raise NotFound(f"Nothing in the queue has the id {key}.")
        return known


def _cannot_record(problem: Exception) -> CannotRecord:
    return CannotRecord(f"The queue's database cannot be used ({type(problem).__name__}).")


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except sa.exc.SQLAlchemyError as problem:
        raise _cannot_record(problem) from problem
    except error.DBOSException as problem:
        raise WrongState("The queue did not allow it: it changed while being looked at.") from problem
