"""The worker process: takes deliveries through the corridor, and runs the jobs the clock strikes."""

import logging
import signal
from collections.abc import Callable, Mapping
from datetime import datetime

from config.against import check_against
from integration.core.errors import NotConfigured, Refused, TryLater
from integration.engine.work import Pace
from integration.engine.worker import Worker
from integration.pipeline import Parts, Puts, process
from integration.settings import Settings
from integration.wiring import build_ledger, build_parts, build_policy, build_queue
from jobs.overdue import wake_due

log = logging.getLogger("guichet.worker")

JOBS = ("overdue",)
"""Every job there is, by the name the schedule uses."""


def run(settings: Settings) -> None:
    """Work until asked to stop. Raises PolicyError, NotConfigured, or NoPlace when SQLite's one worker runs already."""
    queue, ledger = build_queue(settings), build_ledger(settings)
    policy = build_policy(settings, ledger)
    parts = build_parts(settings, queue, ledger, policy)
    compare(parts)
    signal.signal(signal.SIGHUP, lambda *_: policy.look_now())
    worker = Worker(
        settings.database_url,
        attempt=lambda delivery: process(delivery, parts),
        jobs=jobs(parts, queue),
        pace=Pace(settle=settings.settle),
    )
    worker.run()


def jobs(parts: Parts, queue: Puts) -> Mapping[str, Callable[[datetime], None]]:
    """What runs at each tick, by name."""

    def overdue(_due: datetime) -> None:
        woken = wake_due(parts.ledger, queue, parts.now)
        if woken:
            log.info("woken cases=%d", woken)
        for limit, cases in parts.ledger.tally.held().items():
            log.error("limit reached limit=%s cases=%d: see `guichet limits show`", limit, cases)

    return {"overdue": overdue}


def compare(parts: Parts) -> None:
    """Say what the policy names and the helpdesk does not have. The worker starts all the same: nothing may be lost."""
    for name, desk in parts.desks.items():
        try:
            for sentence in check_against(parts.policy(name), desk.survey()):
                log.warning("helpdesk=%s %s", name, sentence)
        except (NotConfigured, Refused, TryLater) as error:
            log.error("helpdesk=%s cannot be asked: %s", name, error)  # noqa: TRY400 - the sentence says it all
