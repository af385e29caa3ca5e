"""Waking cases: those that asked for it go through the corridor, which then decides what that means."""

from integration.core.budget import Purpose
from integration.core.delivery import WAKE, Delivery
from integration.core.errors import CannotRecord, NotConfigured, Refused, TryLater
from integration.core.waking import Why
from integration.helpdesks.budget import on_errand
from integration.ledger.rows import Due
from integration.ledger.runs import Report
from jobs.turn import Turn

AT_ONCE = 1000
"""How many cases one turn wakes; the next turn goes on with the rest."""

MORE = f"More than {AT_ONCE} cases are due at once: the rest follows with the next turn."


def wake(turn: Turn, why: frozenset[Why]) -> Report:
    """Put every case into the queue that is due for one of these reasons, once for each instant it asked for.

    State, not ticks, says what is due: ticks that were missed while every clock was down need no catching up. The cases
    of a helpdesk that is away wait here, where waiting costs nothing.
    """
    due = turn.parts.ledger.due(turn.now, AT_ONCE + 1, why)
    away, words = _away(turn) if due else (frozenset(), ())
    waiting = sum(case.helpdesk in away for case in due)
    if away:
        due = turn.parts.ledger.due(turn.now, AT_ONCE + 1, why, without=away)
    report = Report(seen=waiting, left=waiting, words=words) + _put(due[:AT_ONCE], turn)
    if len(due) > AT_ONCE:
        report += Report(seen=1, left=1, words=(MORE,))
    return report


def _put(due: tuple[Due, ...], turn: Turn) -> Report:
    for number, case in enumerate(due):
        try:
            turn.put(_delivery(case, turn))
        except CannotRecord as error:
            return Report(seen=len(due), changed=number, left=len(due) - number, words=(str(error),))
        if turn.apply:
            turn.parts.ledger.woken(case)
    return Report(seen=len(due), changed=len(due))


def _away(turn: Turn) -> tuple[frozenset[str], tuple[str, ...]]:
    """The helpdesks that answer nobody, and why; each that lately did not is asked something small first."""
    said: dict[str, str] = {}
    for name, desk in turn.parts.desks.items():
        if not turn.parts.reach.away(name):
            continue
        try:
            with on_errand(Purpose.CLOCK):
                next(iter(desk.moved(turn.now)), None)
        except (TryLater, NotConfigured, Refused) as error:
            said[name] = f"{name}: {error} Its cases wait."
        else:
            turn.parts.reach.back(name)
    return frozenset(said), tuple(said.values())


def _delivery(case: Due, turn: Turn) -> Delivery:
    id_ = f"{WAKE}:{case.ticket_id}:{case.wake_at:%Y%m%dT%H%M%S%f}"
    return Delivery(id_, case.helpdesk, case.ticket_id, WAKE, case.wake_at, turn.now)
