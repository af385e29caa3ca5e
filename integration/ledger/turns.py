"""Turns at a helpdesk that bears only so many calls at once: shared by all processes, given back by dead ones."""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from integration.core.budget import places
from integration.core.errors import NoBudget
from integration.helpdesks.budget import CALL_AT_MOST, Errand, Place, errand
from integration.ledger.budgets import Budgets

log = logging.getLogger("guichet.budget")

_AGAIN = 1.0
"""Seconds after which a call that found no place asks again: other calls last about as long."""

_LEASE = CALL_AT_MOST + timedelta(seconds=10)
"""How long a place is kept at a time; what a killed process held comes back after it."""


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
        place = about.places.get(self._helpdesk)
        if place:
            self._keep(place)
            yield
            return
        place = about.places[self._helpdesk] = self._begun(about)
        with ExitStack() as call:
            (about.ends or call).callback(self._end, place)
            yield

    def _keep(self, place: Place) -> None:
        """Have it long enough for one more call."""
        now = self._now()
        if place.until - now >= CALL_AT_MOST:
            return
        place.until = now + _LEASE
        with self._budgets.alone(self._helpdesk) as books:
            books.keep_turn(place.id, place.until)

    def _begun(self, about: Errand) -> Place:
        now = self._now()
        place = Place(uuid.uuid4().hex, now + _LEASE)
        with self._budgets.alone(self._helpdesk) as books:
            begun = books.begin_turn(place.id, now, place.until, places(self._at_once, about.purpose))
            if not begun:
                books.waits(about.purpose, about.ticket_id, now, now + timedelta(seconds=_AGAIN))
        if not begun:
            raise NoBudget(f"Too many calls to {self._helpdesk} are under way for this ({about.purpose}).", _AGAIN)
        return place

    def _end(self, place: Place) -> None:
        try:
            with self._budgets.alone(self._helpdesk) as books:
                books.end_turn(place.id)
        except SQLAlchemyError as error:  # the call was made; the place comes back by itself
            log.warning("turn not ended helpdesk=%s error=%s", self._helpdesk, type(error).__name__)
