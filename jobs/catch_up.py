"""Catching up: what changed in a helpdesk without a webhook telling us goes through the corridor as well."""

from datetime import datetime, timedelta

from integration.core.budget import Purpose
from integration.core.delivery import CATCH_UP, Delivery
from integration.core.errors import CannotRecord, NotConfigured, Refused, TryLater
from integration.core.suspects import resembles_request
from integration.helpdesks.budget import on_errand
from integration.helpdesks.contract import Helpdesk, Moved
from integration.ledger.runs import Report
from integration.recovered import remember
from jobs.turn import Turn

OVERLAP = timedelta(minutes=15)
"""How far each search goes back behind the last mark: a search engine may not know the newest minutes yet."""

FIRST = timedelta(days=1)
"""How far the very first search goes back; what is older is found by the sweep."""


def catch_up(turn: Turn) -> Report:
    """Search each helpdesk; one that does not answer does not keep the others waiting."""
    with on_errand(Purpose.CLOCK):
        return sum((_helpdesk(name, desk, turn) for name, desk in turn.parts.desks.items()), Report())


def _helpdesk(name: str, desk: Helpdesk, turn: Turn) -> Report:
    """The mark is a time of the helpdesk's own clock, so that ours may be wrong; it moves when everything was put.

    It never gets ahead of our clock: one ticket from the future would hide all others.
    """
    runs, mark = turn.parts.ledger.runs, turn.parts.ledger.runs.caught_up(name)
    latest, seen, put = mark, 0, 0
    try:
        for moved in desk.moved((mark or turn.now - FIRST) - OVERLAP):
            seen += 1
            latest = max(latest or moved.updated_at, moved.updated_at)
            if not _known(name, moved, turn):
                turn.put(_delivery(name, moved, turn.now))
                put += 1
    except (TryLater, CannotRecord) as error:
        return Report(seen=seen, changed=put, left=1, words=(f"{name}: {error}",))
    except (Refused, NotConfigured) as error:
        return Report(seen=seen, changed=put, refused=1, words=(f"{name}: {error}",))
    if turn.apply and latest:
        runs.catch_up(name, min(latest, turn.now))
    return Report(seen=seen, changed=put) + _set_aside(name, desk, turn)


def _set_aside(name: str, desk: Helpdesk, turn: Turn) -> Report:
    """Remember when what the helpdesk set aside came in, before an agent makes a ticket of it, filed that minute.

    Whether we may see it at all is told by the sweep, once a night.
    """
    policy = turn.parts.policy(name)
    try:
        found = tuple(one for one in desk.suspended() if resembles_request(one.words, policy))
    except TryLater as error:
        return Report(left=1, words=(f"{name}: {error}",))
    except (Refused, NotConfigured):
        return Report()
    if turn.apply:
        remember(found, name, turn.parts.ledger, turn.parts.pepper)
    return Report()


def _known(helpdesk: str, moved: Moved, turn: Turn) -> bool:
    """Whether this version of the ticket was read, or written by ourselves: both times are the helpdesk's own."""
    version = turn.parts.ledger.cases.version(helpdesk, moved.ticket_id)
    return version is not None and moved.updated_at <= version


def _delivery(helpdesk: str, moved: Moved, now: datetime) -> Delivery:
    id_ = f"{CATCH_UP}:{moved.ticket_id}:{moved.updated_at:%Y%m%dT%H%M%S%f}"
    return Delivery(id_, helpdesk, moved.ticket_id, CATCH_UP, moved.updated_at, now)
