"""How late a flag is set: cases fall due all the time while events keep the worker busy (target: 60 s at most).

The real queue, worker, clock's ticks and job, on SQLite; only the look at a ticket is a stand-in that takes as long as
a helpdesk does. Real time, hence a minute and a half.
"""

import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.load import load_policy
from integration.core.delivery import WAKE, Delivery, Done, Ending, Outcome
from integration.engine.queue import Queue
from integration.engine.tables import prepare
from integration.engine.work import Pace
from integration.engine.worker import Worker
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import Facts
from integration.pipeline import Parts
from jobs.known import JOBS
from jobs.schedule import load_schedule
from jobs.turn import Turn, take

SECONDS = 80
CASES_PER_SECOND = 5
EVENTS_PER_SECOND = 10
HELPDESK = 0.3
"""Seconds that two reads and a write take."""


@dataclass
class Looks:
    """Stands in for the corridor, and notes how late each case was looked at."""

    late: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def __call__(self, delivery: Delivery) -> Ending:
        """Take as long as a helpdesk, then say that all is written."""
        time.sleep(HELPDESK)
        since = (datetime.now(UTC) - delivery.occurred_at).total_seconds()
        (self.late if delivery.kind == WAKE else self.waited).append(since)
        return Done(Outcome.WRITTEN)


def main() -> None:
    """Print how late cases were looked at, with and without events beside them."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    print(f"cases falling due, {CASES_PER_SECOND} a second for {seconds} s, flagged so many seconds later")
    for events in (0, EVENTS_PER_SECOND):
        with tempfile.TemporaryDirectory() as folder:
            looks = _run(f"sqlite:///{folder}/guichet.db", seconds, events)
        late, told = sorted(looks.late), f"{events:>3} events/s"
        waited = f"   an event waits {sorted(looks.waited)[len(looks.waited) // 2]:.1f} s" if looks.waited else ""
        figures = f"p50 {late[len(late) // 2]:5.1f} s  p95 {late[len(late) * 95 // 100]:5.1f} s  most {late[-1]:5.1f} s"
        print(f"  {told}  {figures}  ({len(late)} cases){waited}", flush=True)


def _run(url: str, seconds: int, events: int) -> Looks:
    migrate(url)
    prepare(url)
    ledger, queue, looks = Ledger(connect(url)), Queue(url), Looks()
    began = datetime.now(UTC)
    for number in range(seconds * CASES_PER_SECOND):
        due = began + timedelta(seconds=number / CASES_PER_SECOND)
        facts = Facts("complete", wake_at=due)
        ledger.close("z", f"c{number}", delivery_id="d", outcome=Outcome.WRITTEN, read_at=began, at=began, facts=facts)
    policy = load_policy(Path("config/policy.yaml"))
    parts = Parts({}, ledger, lambda _: policy, lambda: datetime.now(UTC))

    def overdue(due: datetime) -> None:
        take(JOBS["overdue"], Turn(parts, queue, due))

    worker = Worker(url, looks, {"overdue": overdue}, Pace())
    worker.start()
    stop = threading.Event()
    threads = (
        threading.Thread(target=_strike, args=(queue, stop)),
        threading.Thread(target=_send, args=(queue, stop, events)),
    )
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds + 60
    while len(looks.late) < seconds * CASES_PER_SECOND and time.monotonic() < end:
        time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join()
    worker.stop()
    queue.close()
    ledger.close_down()
    assert len(looks.late) == seconds * CASES_PER_SECOND, "not every case was flagged"
    return looks


def _strike(queue: Queue, stop: threading.Event) -> None:
    """What the clock does: a tick for every instant of the schedule."""
    (entry,) = (one for one in load_schedule(Path("config/schedule.yaml"), JOBS) if one.job == "overdue")
    at = datetime.now(UTC)
    while due := entry.after(at):
        if stop.wait(max(0.0, (due - datetime.now(UTC)).total_seconds())):
            return
        queue.put_tick("overdue", due)
        at = due


def _send(queue: Queue, stop: threading.Event, per_second: int) -> None:
    number = 0
    while per_second and not stop.wait(1 / per_second):
        now = datetime.now(UTC)
        queue.put(Delivery(f"e{number}", "z", f"e{number}", "created", now, now))
        number += 1


if __name__ == "__main__":
    main()
