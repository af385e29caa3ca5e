"""One turn of a job: what it may use, whether it may act, and what became of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from integration.core.delivery import Delivery
from integration.core.errors import GuichetError
from integration.ledger.runs import Colour, Report
from integration.notices import Couriers
from integration.pipeline import Parts

log = logging.getLogger("guichet.jobs")


class Queues(Protocol):
    """What jobs need of the queue. Every method raises CannotRecord."""

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:
        """Lay the delivery on disk, to be carried out after so many seconds."""
        ...

    def purge(self, before: datetime, *, ticks: bool = False) -> int:
        """Forget what was done before a time; how many."""
        ...


@dataclass(slots=True)
class Turn:
    """A job that is due at `due` (aware) and runs now. Without `apply` it changes nothing and only says what it would.

    `planned` fills with the deliveries it put, or would have put.
    """

    parts: Parts
    queue: Queues
    due: datetime
    couriers: Couriers = field(default_factory=dict)
    keep_days: int = 400
    apply: bool = True
    statement_to: tuple[str, ...] = ()
    planned: list[Delivery] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The time, aware."""
        return self.parts.now()

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:
        """Send a ticket through the corridor. Raises CannotRecord."""
        if self.apply:
            self.queue.put(delivery, delay)
        self.planned.append(delivery)


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its name in the schedule; `what` is one line for people, `run` does it."""

    name: str
    what: str
    run: Callable[[Turn], Report]


def take(job: Job, turn: Turn) -> Report | None:
    """Run the job and record the run; None when this very run has ended well before.

    An error of ours is work left undone. Any other one is noted and raised, so that the tick becomes a dead letter.
    """
    runs = turn.parts.ledger.runs
    if not runs.begin(job.name, turn.due, turn.now):
        return None
    try:
        report = attempt(job, turn)
    except Exception as error:
        runs.end(job.name, turn.due, turn.now, Report(left=1, words=(f"The job failed ({type(error).__name__}).",)))
        raise
    runs.end(job.name, turn.due, turn.now, report)
    _tell(job, report)
    return report


def attempt(job: Job, turn: Turn) -> Report:
    """Run the job without recording anything, as a dry run does."""
    try:
        return job.run(turn)
    except GuichetError as error:
        return Report(left=1, words=(str(error),))


def _tell(job: Job, report: Report) -> None:
    counts = f"seen={report.seen} changed={report.changed} refused={report.refused} left={report.left}"
    if report.colour is Colour.RED:
        log.error("job=%s %s %s", job.name, counts, " ".join(report.words))
    elif report.changed or report.words:
        log.info("job=%s %s %s", job.name, counts, " ".join(report.words))
