"""Reading past tickets from a helpdesk: it is asked patiently, and what cannot be read is counted and left out."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from integration.core.errors import Refused, TicketGone, TryLater
from integration.core.ticket import Ticket
from integration.helpdesks.contract import Reads

log = logging.getLogger("guichet.trial")

TRIES = 8
PAUSE = 10.0
"""Seconds to wait when the helpdesk says "later" without saying when."""


def found(desk: Reads, since: datetime) -> tuple[str, ...]:
    """The ids of the tickets filed since that day (aware), all of them before the first is read: a search grows old."""
    return tuple(dict.fromkeys(desk.find(since)))


def gather(ids: Iterable[str], desk: Reads, pause: Callable[[float], None]) -> Iterator[Ticket | None]:
    """Each ticket as it is now, or None for one that is gone or cannot be read. `pause` waits so many seconds.

    Raises NotConfigured, and TryLater when the helpdesk keeps saying so.
    """
    for ticket_id in ids:
        try:
            yield _patiently(ticket_id, desk, pause)
        except (TicketGone, Refused) as error:
            log.info("left out ticket=%s error=%s", ticket_id, type(error).__name__)
            yield None


def _patiently(ticket_id: str, desk: Reads, pause: Callable[[float], None]) -> Ticket:
    for _ in range(TRIES - 1):
        try:
            return desk.read(ticket_id)
        except TryLater as later:
            pause(PAUSE if later.after is None else later.after)
    return desk.read(ticket_id)
