"""Wakes the cases whose promise warns or falls due, and every other one that no job of its own wakes."""

import logging

from integration.core.waking import Why
from integration.ledger.runs import Report
from jobs.turn import Turn
from jobs.waking import wake

log = logging.getLogger("guichet.jobs")

OURS = frozenset(Why) - {Why.REMINDER, Why.DELETION}
"""Every reason but those of `reminders` and `strip_attachments`."""


def overdue(turn: Turn) -> Report:
    """Wake them; and say again and again what a limit keeps waiting, until somebody looks."""
    for limit, cases in turn.parts.ledger.tally.held().items():
        log.error("limit reached limit=%s cases=%d: see `guichet limits show`", limit, cases)
    return wake(turn, OURS)
