"""The nightly sweep: open cases, and those with documents not proven deleted, are looked at; others are found."""

from datetime import timedelta

from integration.core.budget import Purpose
from integration.core.delivery import SWEEP, Delivery
from integration.core.errors import CannotRecord, NotConfigured, Refused, TryLater
from integration.core.suspects import resembles_request
from integration.helpdesks.budget import on_errand
from integration.helpdesks.contract import Helpdesk
from integration.ledger.runs import Report
from integration.recovered import remember
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
    """Where the helpdesk is away nothing is put: the same sweep is tried again soon, and puts nothing twice."""
    ledger = turn.parts.ledger
    unproven = frozenset(one.ticket_id for one in ledger.documents.remaining() if one.helpdesk == name)
    known = ledger.cases.open(name) | unproven
    report = Report()
    try:
        known |= _unsolved(name, desk, turn)
    except TryLater as error:
        return Report(seen=len(known), left=max(1, len(known)), words=(f"{name}: {error}",), again=True)
    except (Refused, NotConfigured) as error:
        report = Report(refused=1, words=(f"{name}: {error}",))
    return report + _put(name, sorted(known), turn) + _suspended(name, desk, turn)


def _put(name: str, ids: list[str], turn: Turn) -> Report:
    for number, ticket_id in enumerate(ids):
        at = turn.now
        id_ = f"{SWEEP}:{ticket_id}:{turn.due:%Y%m%dT%H%M%S%f}"
        try:
            turn.put(Delivery(id_, name, ticket_id, SWEEP, at, at), number * SPACING)
        except CannotRecord as error:
            return Report(seen=len(ids), changed=number, left=len(ids) - number, words=(str(error),), again=True)
    return Report(seen=len(ids), changed=len(ids))


def _unsolved(name: str, desk: Helpdesk, turn: Turn) -> frozenset[str]:
    """What the helpdesk calls unsolved, without what lately turned out not to concern us."""
    version = turn.parts.policy(name).version
    return frozenset(desk.unsolved()) - turn.parts.ledger.cases.outside(name, version, turn.now - OUTSIDE)


def _suspended(name: str, desk: Helpdesk, turn: Turn) -> Report:
    """What looks like a request for a refund and was set aside: counted, and listed by id. Its words are not kept."""
    policy = turn.parts.policy(name)
    try:
        found = tuple(one for one in desk.suspended() if resembles_request(one.words, policy))
    except TryLater as error:
        return Report(left=1, words=(f"{name}: {error}",), again=True)
    except (Refused, NotConfigured) as error:
        return Report(refused=1, words=(f"{name}: {error}",))
    if not found:
        return Report()
    if turn.apply:
        remember(found, name, turn.parts.ledger, turn.parts.pepper)
    words = f"{name}: {len(found)} suspended messages look like requests for a refund; an agent has to look at them."
    return Report(seen=len(found), words=(words,), listed=tuple(f"{name}:suspended:{one.id}" for one in found))
