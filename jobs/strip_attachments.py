"""Wakes the cases whose documents are due to go, or have to be looked for once more."""

from integration.core.waking import Why
from integration.ledger.runs import Report
from jobs.turn import Turn
from jobs.waking import wake


def strip_attachments(turn: Turn) -> Report:
    """Wake them; the corridor deletes, and proves it."""
    return wake(turn, frozenset({Why.DELETION}))
