"""The worker process: takes deliveries through the corridor, and runs the jobs the clock strikes."""

import logging
import signal
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from config.against import check_against
from integration.core.errors import NotConfigured, Refused, TryLater
from integration.engine.queue import Queue
from integration.engine.work import Pace
from integration.engine.worker import Worker
from integration.pipeline import Parts, process
from integration.policies import look_now
from integration.settings import Settings
from integration.wiring import build_couriers, build_ledger, build_parts, build_policies, build_queue
from jobs.known import JOBS
from jobs.turn import Job, Turn, take

log = logging.getLogger("guichet.worker")

AGAIN = timedelta(minutes=10)
"""After how long a run is tried again for which a helpdesk did not answer."""


def run(settings: Settings) -> None:
    """Work until asked to stop. Raises PolicyError, NotConfigured, or NoPlace when SQLite's one worker runs already."""
    queue, ledger = build_queue(settings), build_ledger(settings)
    policies = build_policies(settings, ledger)
    parts = build_parts(settings, queue, ledger, policies)
    compare(parts)
    signal.signal(signal.SIGHUP, lambda *_: look_now(policies.values()))
    worker = Worker(
        settings.database_url,
        attempt=lambda delivery: process(delivery, parts),
        jobs=jobs(lambda due: turn(settings, parts, queue, due), queue.put_tick_again),
        pace=Pace(settle=settings.settle),
    )
    worker.run()


def turn(settings: Settings, parts: Parts, queue: Queue, due: datetime, *, apply: bool = True) -> Turn:
    """What a job gets that is due at `due`. Raises NotConfigured when couriers are not set up well."""
    couriers = build_couriers(settings)
    return Turn(parts, queue, due, couriers, settings.keep_days, apply, statement_to=settings.statement_to)


def jobs(
    turn_at: Callable[[datetime], Turn], put_again: Callable[[str, datetime, float], None]
) -> Mapping[str, Callable[[datetime], None]]:
    """What runs at each tick, by name; `turn_at` gives a job that is due at that instant what it needs.

    A run that found a helpdesk away is put into the queue again, until it goes well or the job's next run begins.
    """

    def runs(job: Job) -> Callable[[datetime], None]:
        def run(due: datetime) -> None:
            its = turn_at(due)
            report = take(job, its)
            if report and report.again:
                put_again(job.name, due, (its.now + AGAIN).timestamp())

        return run

    return {name: runs(job) for name, job in JOBS.items()}


def compare(parts: Parts) -> None:
    """Say what the policy names and the helpdesk does not have. The worker starts all the same: nothing may be lost."""
    for name, desk in parts.desks.items():
        try:
            for sentence in check_against(parts.policy(name), desk.survey()):
                log.warning("helpdesk=%s %s", name, sentence)
        except (NotConfigured, Refused, TryLater) as error:
            log.error("helpdesk=%s cannot be asked: %s", name, error)  # noqa: TRY400 - the sentence says it all
