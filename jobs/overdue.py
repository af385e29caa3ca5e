"""Wakes the cases whose time has come; the corridor then decides what that means."""

from collections.abc import Callable
from datetime import datetime

from integration.core.delivery import WAKE, Delivery
from integration.ledger.ledger import Ledger
from integration.pipeline import Puts

AT_ONCE = 500
"""How many cases one tick wakes; the next tick goes on with the rest."""


def wake_due(ledger: Ledger, queue: Puts, now: Callable[[], datetime]) -> int:
    """Put every due case into the queue, once for each instant it asked for; returns how many.

    State, not ticks, says what is due: ticks that were missed while every clock was down need no catching up.
    """
    due = ledger.due(now(), AT_ONCE)
    for case in due:
        at = now()
        delivery_id = f"{WAKE}:{case.ticket_id}:{case.wake_at:%Y%m%dT%H%M%S%f}"
        queue.put(Delivery(delivery_id, case.helpdesk, case.ticket_id, WAKE, case.wake_at, at))
        ledger.woken(case)
    return len(due)
