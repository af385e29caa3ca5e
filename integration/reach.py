"""Whether a helpdesk answers anybody: what fails for every ticket is no ticket's fault, and needs no person."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from integration.core.delivery import Delivery

log = logging.getLogger("guichet.reach")

_SHORTEST, _LONGEST = 2.0, 300.0
"""Seconds between two attempts while nobody is answered: half of the time it has lasted, within these."""

_FORGOTTEN = timedelta(hours=1)
"""A ticket that did not fail for so long begins anew: it is looked at elsewhere, or not at all."""


class Act(StrEnum):
    """What a helpdesk may do well for one ticket and not for another, or for all at once."""

    READ = "read"
    WRITE = "write"


@dataclass(slots=True)
class _Failing:
    """A ticket that fails: since when, and when it last did."""

    since: datetime
    last: datetime


class Reach:
    """What one worker process knows of its helpdesks; nothing is on disk, since it is learnt anew within a minute.

    Thread-safe. Times are aware.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answered: dict[tuple[str, Act], datetime] = {}
        self._failing: dict[tuple[str, str], _Failing] = {}
        self._read: set[tuple[str, str]] = set()
        self._away: set[str] = set()

    def answered(self, delivery: Delivery, act: Act, at: datetime) -> None:
        """The helpdesk did this for the delivery's ticket."""
        with self._lock:
            self._answered[delivery.helpdesk, act] = at
            self._read.add(_ticket(delivery))
            self._is_back(delivery.helpdesk)

    def ended(self, delivery: Delivery) -> None:
        """Nothing failed, or nothing will be tried again."""
        with self._lock:
            self._read.discard(_ticket(delivery))
            self._failing.pop(_ticket(delivery), None)

    def failed(self, delivery: Delivery, at: datetime) -> tuple[bool, float]:
        """An attempt came to nothing: whether it counts against the delivery, and the seconds to wait.

        It counts when other tickets had from the helpdesk what this one did not, since it failed before.
        """
        with self._lock:
            ticket = _ticket(delivery)
            act = Act.WRITE if ticket in self._read else Act.READ
            self._read.discard(ticket)
            if act is Act.READ:
                self._is_away(delivery.helpdesk)
            failing = self._known(ticket, at)
            others = self._answered.get((delivery.helpdesk, act))
            counts = others is not None and others > failing.last
            failing.last = at
            return counts, min(_LONGEST, max(_SHORTEST, (at - failing.since).total_seconds() / 2))

    def away(self, helpdesk: str) -> bool:
        """Whether the last ticket that was to be read there could not be."""
        return helpdesk in self._away

    def back(self, helpdesk: str) -> None:
        """It answered something."""
        with self._lock:
            self._is_back(helpdesk)

    def _known(self, ticket: tuple[str, str], at: datetime) -> _Failing:
        """What is known of a ticket's failures; the first one is held against nobody."""
        known = self._failing.get(ticket)
        if known is None or at - known.last > _FORGOTTEN:
            self._failing = {key: one for key, one in self._failing.items() if at - one.last <= _FORGOTTEN}
            known = self._failing[ticket] = _Failing(at, at)
        return known

    def _is_away(self, helpdesk: str) -> None:
        if helpdesk not in self._away:
            self._away.add(helpdesk)
            log.warning("helpdesk does not answer helpdesk=%s", helpdesk)

    def _is_back(self, helpdesk: str) -> None:
        if helpdesk in self._away:
            self._away.discard(helpdesk)
            log.warning("helpdesk answers again helpdesk=%s", helpdesk)


def _ticket(delivery: Delivery) -> tuple[str, str]:
    return delivery.helpdesk, delivery.ticket_id
