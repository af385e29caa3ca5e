"""Waking cases: those that asked for it go through the corridor, which then decides what that means."""

from integration.core.delivery import WAKE, Delivery
from integration.core.errors import CannotRecord
from integration.core.waking import Why
from integration.ledger.rows import Due
from integration.ledger.runs import Report
from jobs.turn import Turn

AT_ONCE = 1000
"""How many cases one turn wakes; the next turn goes on with the rest."""


def wake(turn: Turn, why: frozenset[Why]) -> Report:
    """Put every case into the queue that is due for one of these reasons, once for each instant it asked for.

    State, not ticks, says what is due: ticks that were missed while every clock was down need no catching up.
    """
    due = turn.parts.ledger.due(turn.now, AT_ONCE + 1, why)
    woken = 0
    try:
        for case in due[:AT_ONCE]:
            turn.put(_delivery(case, turn))
            if turn.apply:
                turn.parts.ledger.woken(case)
            woken += 1
    except CannotRecord as error:
        return Report(seen=len(due), changed=woken, left=len(due) - woken, words=(str(error),))
    if len(due) > AT_ONCE:
        words = f"More than {AT_ONCE} cases are due at once: the rest follows with the next turn."
        return Report(seen=len(due), changed=woken, left=1, words=(words,))
    return Report(seen=len(due), changed=woken)


def _delivery(case: Due, turn: Turn) -> Delivery:
    id_ = f"{WAKE}:{case.ticket_id}:{case.wake_at:%Y%m%dT%H%M%S%f}"
    return Delivery(id_, case.helpdesk, case.ticket_id, WAKE, case.wake_at, turn.now)
