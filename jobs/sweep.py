"""The nightly sweep: open cases, and those with documents not proven deleted, are looked at; others are found."""

from datetime import timedelta

from integration.core.budget import Purpose
from integration.core.delivery import SWEEP, Delivery
from integration.core.errors import CannotRecord, NotConfigured, Refused, TryLater
from integration.core.suspects import resembles_request
from integration.helpdesks.budget import on_errand
from integration.helpdesks.contract import Helpdesk
from integration.ledger.runs import Report
from jobs.turn import Turn

SPACING = 2.0
"""Seconds between two tickets of one helpdesk: a sweep takes 60 calls a minute, and one place of a worker at a time."""

OUTSIDE = timedelta(days=7)
"""How long a ticket that was read and does not concern us is left alone, as long as the policy stays the same."""


def sweep(turn: Turn) -> Report:
    """Sweep each helpdesk; one that does not answer does not keep the others waiting."""
    with on_errand(Purpose.SWEEP):
        return sum((_helpdesk(name, desk, turn) for name, desk in turn.parts.desks.items()), Report())


def _helpdesk(name: str, desk: Helpdesk, turn: Turn) -> Report:
    ledger = turn.parts.ledger
    unproven = frozenset(one.ticket_id for one in ledger.documents.remaining() if one.helpdesk == name)
    known = ledger.cases.open(name) | unproven
    unsolved, report = _unsolved(name, desk, turn)
    ids = sorted(known | unsolved)
    report += Report(seen=len(ids))
    for number, ticket_id in enumerate(ids):
        at = turn.now
        id_ = f"{SWEEP}:{ticket_id}:{turn.due:%Y%m%dT%H%M%S%f}"
        try:
            turn.put(Delivery(id_, name, ticket_id, SWEEP, at, at), number * SPACING)
        except CannotRecord as error:
            return report + Report(changed=number, left=len(ids) - number, words=(str(error),))
    return report + Report(changed=len(ids)) + _suspended(name, desk, turn)


def _unsolved(name: str, desk: Helpdesk, turn: Turn) -> tuple[frozenset[str], Report]:
    """What the helpdesk calls unsolved, without what lately turned out not to concern us."""
    version = turn.parts.policy(name).version
    try:
        unsolved = frozenset(desk.unsolved())
    except (TryLater, Refused, NotConfigured) as error:
        return frozenset(), _undone(name, error)
    return unsolved - turn.parts.ledger.cases.outside(name, version, turn.now - OUTSIDE), Report()


def _suspended(name: str, desk: Helpdesk, turn: Turn) -> Report:
    """What looks like a request for a refund and was set aside: counted, and listed by id. Its words are not kept."""
    policy = turn.parts.policy(name)
    try:
        found = tuple(one.id for one in desk.suspended() if resembles_request(one.words, policy))
    except (TryLater, Refused, NotConfigured) as error:
        return _undone(name, error)
    if not found:
        return Report()
    words = f"{name}: {len(found)} suspended messages look like requests for a refund; an agent has to look at them."
    return Report(seen=len(found), words=(words,), listed=tuple(f"{name}:suspended:{id_}" for id_ in found))


def _undone(name: str, error: Exception) -> Report:
    later = isinstance(error, TryLater)
    return Report(left=int(later), refused=int(not later), words=(f"{name}: {error}",))
