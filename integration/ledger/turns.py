"""Turns at a helpdesk that bears only so many calls at once: shared by all processes, given back by dead ones."""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from integration.core.budget import places
from integration.core.errors import NoBudget
from integration.helpdesks.budget import CALL_AT_MOST, Errand, errand
from integration.ledger.budgets import Budgets

log = logging.getLogger("guichet.budget")

_AGAIN = 1.0
"""Seconds after which a call that found no place asks again: other calls last about as long."""

_LEASE = 2 * CALL_AT_MOST
"""How long a place is kept; what a killed process held comes back after it."""


class SharedTurns:
    """So many calls at once to one helpdesk. A look at a ticket keeps its place from its first call to its end."""

    def __init__(self, helpdesk: str, budgets: Budgets, at_once: int, now: Callable[[], datetime]) -> None:
        self._helpdesk = helpdesk
        self._budgets = budgets
        self._at_once = at_once
        self._now = now

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Around one call. Raises NoBudget when too many are under way."""
        about = errand()
        until = about.turns.get(self._helpdesk)
        if until and until - self._now() > CALL_AT_MOST:
            yield
            return
        place = self._begun(about)
        if about.ends is None:
            try:
                yield
            finally:
                self._end(place)
            return
        about.ends.callback(self._end, place)
        about.turns[self._helpdesk] = self._now() + _LEASE - timedelta(seconds=1)
        yield

    def _begun(self, about: Errand) -> str:
        place, now = uuid.uuid4().hex, self._now()
        with self._budgets.alone(self._helpdesk) as books:
            begun = books.begin_turn(place, now, now + _LEASE, places(self._at_once, about.purpose))
            if not begun:
                books.waits(about.purpose, about.ticket_id, now, now + timedelta(seconds=_AGAIN))
        if not begun:
            raise NoBudget(f"Too many calls to {self._helpdesk} are under way for this ({about.purpose}).", _AGAIN)
        return place

    def _end(self, place: str) -> None:
        try:
            with self._budgets.alone(self._helpdesk) as books:
                books.end_turn(place)
        except SQLAlchemyError as error:  # the call was made; the place comes back by itself
            log.warning("turn not ended helpdesk=%s error=%s", self._helpdesk, type(error).__name__)
