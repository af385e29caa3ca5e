"""A simulated week in processes of their own: clocks that strike it, workers that run its jobs at the time it tells."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from heapq import merge
from pathlib import Path

from integration.core.delivery import Delivery, Ending
from integration.engine.queue import Queue
from integration.engine.worker import Worker
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.pipeline import Parts
from jobs.clock import make_up, strike
from jobs.schedule import Entry
from jobs.turn import Turn
from jobs.worker import jobs
from tests.core.build import POLICY
from tests.engine.process import Process
from tests.engine.samples import QUICK, WRITTEN
from tests.jobs.house import Searched

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
SUNDAY = MONDAY + timedelta(days=7)
ENTRIES = (
    Entry("overdue", "0 * * * *"),
    Entry("catch_up", "5 */4 * * *"),
    Entry("sweep", "30 1 * * *"),
    Entry("reminders", "45 3 * * *"),
)


def strikes() -> Iterator[tuple[datetime, str]]:
    """Every strike of the week, in order."""
    return merge(*(_of(entry) for entry in ENTRIES))


def _of(entry: Entry) -> Iterator[tuple[datetime, str]]:
    due = entry.after(MONDAY)
    while due and due <= SUNDAY:
        yield due, entry.job
        due = entry.after(due)


@contextmanager
def running(role: str, url: str) -> Iterator[Process]:
    """Start a "clock" or a "worker" of the week; killed at the end if it still runs."""
    command = [sys.executable, "-m", "tests.engine.week", role, url]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, cwd=root) as process:
        try:
            yield Process(process)
        finally:
            process.kill()


def clock(url: str) -> None:
    """Strike the whole week, as fast as it can be put; what was missed before comes first, as at a clock's start."""
    queue, ledger = Queue(url), Ledger(connect(url))
    last = {job: run.due_at for job, run in ledger.runs.latest().items()}
    make_up(ENTRIES, last, queue.put_tick, SUNDAY)
    for due, job in strikes():
        strike(queue.put_tick, job, due)
        _say("struck")


def worker(url: str) -> None:
    """Work as a real one, at the time each tick was due."""
    queue, ledger = Queue(url), Ledger(connect(url))

    def turn(due: datetime) -> Turn:
        parts = Parts({"zendesk": Searched(open=("1", "2"))}, ledger, lambda _: POLICY, lambda: due)
        _say("took")
        return Turn(parts, queue, due)

    one = Worker(url, _attempt, jobs(turn, queue.put_tick_again), QUICK)
    one.run()


def _attempt(_delivery: Delivery) -> Ending:
    return WRITTEN


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    {"clock": clock, "worker": worker}[sys.argv[1]](sys.argv[2])
