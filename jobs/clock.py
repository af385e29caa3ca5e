"""The clock process: APScheduler strikes, and every strike becomes one uniquely named tick in the queue.

It runs no job itself. Three clocks side by side, or one restarted, put the same tick under the same name: it runs once.
"""

import logging
import signal
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from apscheduler.executors.base import BaseExecutor
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from integration.core.errors import CannotRecord
from integration.settings import Settings
from integration.wiring import build_ledger, build_queue
from integration.wiring import clock as now
from jobs.known import JOBS
from jobs.schedule import Entry, load_schedule

log = logging.getLogger("guichet.clock")

Put = Callable[[str, datetime], None]
"""Lays a tick into the queue: the job's name and the instant it was due (aware, UTC). Raises CannotRecord."""


class Ticks(BaseExecutor):  # type: ignore[misc] # APScheduler ships no types
    """Hands each due instant to the queue instead of running anything."""

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        for due in run_times:
            strike(job.func, job.id, due.astimezone(UTC))
        self._run_job_success(job.id, [])


def strike(put: Put, job: str, due: datetime) -> None:
    """Put one tick. One that is lost while the database is away harms nothing: jobs look at state, not at ticks."""
    try:
        put(job, due)
    except CannotRecord:
        log.warning("tick lost job=%s due=%s: the queue cannot be written", job, due.isoformat(timespec="seconds"))


def arm(scheduler: BaseScheduler, entries: tuple[Entry, ...], put: Put) -> None:
    """Give the scheduler every entry of the schedule."""
    for entry in entries:
        # args belong to the signature APScheduler checks; the executor calls `put` with the real ones.
        scheduler.add_job(put, entry.trigger(), id=entry.job, args=(entry.job, datetime.now(UTC)))


def make_up(entries: tuple[Entry, ...], last: Mapping[str, datetime], put: Put, now: datetime) -> None:
    """Put what was missed while no clock ran: once for each job, for the first instant after its last run.

    Several clocks that start together find the same instant, and so put the same tick. A job that never ran missed
    nothing.
    """
    for entry in entries:
        missed = entry.after(last[entry.job]) if entry.job in last else None
        if missed and missed <= now:
            strike(put, entry.job, missed)


def scheduler() -> BlockingScheduler:
    """A scheduler that blocks until it is shut down; missed strikes of one job are folded into one."""
    return BlockingScheduler(
        executors={"default": Ticks()},
        job_defaults={"coalesce": True, "misfire_grace_time": None},
        timezone="UTC",
    )


def run(settings: Settings) -> None:
    """Strike until asked to stop. Raises PolicyError when the schedule is broken."""
    entries = load_schedule(settings.schedule, JOBS)
    queue, ledger = build_queue(settings), build_ledger(settings)
    last = {job: run.due_at for job, run in ledger.runs.latest().items()}
    ledger.close_down()
    clock = scheduler()
    arm(clock, entries, queue.put_tick)
    make_up(entries, last, queue.put_tick, now())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: clock.shutdown(wait=False))
    log.info("clock started jobs=%s", ",".join(entry.job for entry in entries))
    clock.start()
    log.info("clock stopped")
