"""The worker process: takes its place, launches DBOS, watches over itself and the others, and stops in order."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

import sqlalchemy as sa
from dbos import DBOS, DBOSPortableJSONSerializer

from integration.core.delivery import Delivery, Ending
from integration.engine import slots
from integration.engine.queue import Queue
from integration.engine.tables import (
    APPLICATION,
    DELIVERIES,
    SCHEMA,
    TICKS,
    VERSION,
    open_client,
    prepare,
    queue_url,
)
from integration.engine.work import Pace, Work
from integration.ledger.database import connect

log = logging.getLogger(__name__)

CONNECTIONS = 16
"""On PostgreSQL; SQLite has one."""

GRACE = 8.0
"""Seconds that a stop waits for the attempts under way; what takes longer is attempted again by the next worker."""


class Worker:
    """Carries out the queue of one installation: `attempt` for each delivery, `jobs` by name for each tick.

    One per process, since DBOS is. `start` raises NoPlace when another worker has the SQLite file. An attempt may be
    made twice when a worker dies in its midst, and only then; never twice at the same time.
    """

    def __init__(
        self,
        url: str,
        attempt: Callable[[Delivery], Ending],
        jobs: Mapping[str, Callable[[datetime], None]] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._url = url
        self._queue = queue_url(url)
        self._pace = pace or Pace()
        self._puts = Queue(url)
        self._work = Work(attempt, jobs or {}, self._pace, self._puts.put_off)

    def start(self) -> None:
        """Take a place, then begin; what a dead predecessor left in that place comes first. Raises NoPlace."""
        self._place = slots.take(self._queue)
        prepare(self._url)
        self._engine = connect(self._queue, connections=CONNECTIONS)
        self._client = open_client(self._engine)
        self._register_queues()
        DBOS(
            config={
                "name": APPLICATION,
                "application_version": VERSION,
                "executor_id": self._place.name,
                "system_database_engine": self._engine,
                "system_database_url": self._queue.render_as_string(hide_password=False),
                "dbos_system_schema": SCHEMA,
                "serializer": DBOSPortableJSONSerializer(),
                "enable_otlp": False,
                "log_level": "WARNING",
                # Our work sends no messages: no connection for listening, and a listener that soon notices a stop.
                "use_listen_notify": False,
                "notification_listener_polling_interval_sec": 0.1,
            }
        )
        self._work.register()
        DBOS.launch()
        self._watcher = threading.Thread(target=self._watch, name="guichet-watch", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Finish what is under way, as far as `GRACE` allows, lay down the rest and leave the place."""
        self._work.stopping.set()
        self._work.busy.wait_until_idle(GRACE)
        self._watcher.join()
        DBOS.destroy(destroy_registry=True)
        self._engine.dispose()
        self._puts.close()
        self._place.leave()

    def run(self) -> None:
        """Work until the process is asked to end (SIGTERM, SIGINT)."""
        asked = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: asked.set())
        self.start()
        log.info("worker started place=%s", self._place.name)
        asked.wait()
        self.stop()
        log.info("worker stopped place=%s", self._place.name)

    def _register_queues(self) -> None:
        # Without the two limits that DBOS checks outside its write transaction (concurrency, limiter): with them it
        # takes one ticket at a time, and on SQLite let two workers into one ticket.
        self._client.register_queue(
            DELIVERIES,
            partition_concurrency=1,
            worker_concurrency=self._pace.at_once,
            polling_interval_sec=self._pace.deliveries_every,
        )
        self._client.register_queue(TICKS, partition_concurrency=1, polling_interval_sec=self._pace.ticks_every)

    def _watch(self) -> None:
        """Look again and again whether our place is still ours, and whether another worker died."""
        while not self._work.stopping.wait(self._pace.watch_every):
            if not self._place.still_held():
                log.critical("the worker lost its place and ends at once place=%s", self._place.name)
                os._exit(1)  # another worker may adopt our work now: nothing of ours may go on
            try:
                self._adopt()
            except sa.exc.SQLAlchemyError as error:
                log.warning("cannot look for dead workers error=%s", type(error).__name__)

    def _adopt(self) -> None:
        """Take over the unfinished work of places that nobody holds."""
        running = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        for name in {one.executor_id for one in running if one.executor_id}:
            with self._place.orphaned(name) as orphaned:
                if orphaned:
                    # Private, but the public way (resume) also takes what somebody else has adopted meanwhile.
                    DBOS._recover_pending_workflows([name])  # noqa: SLF001, as said; a test holds it
                    log.warning("adopted the work of a dead worker place=%s", name)
