"""Wakes the cases in which a member owes an answer and may be written to, or need no longer be waited for."""

from integration.core.waking import Why
from integration.ledger.runs import Report
from jobs.turn import Turn
from jobs.waking import wake


def reminders(turn: Turn) -> Report:
    """Wake them; the policy decides on words, nights and holidays."""
    return wake(turn, frozenset({Why.REMINDER}))
