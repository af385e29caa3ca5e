"""What a helpdesk once told us and we keep at hand, until something turns up that it did not tell."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

# How often an unknown name or id may make us ask again: an admin who just made a group waits a minute at most.
_PAUSE = timedelta(minutes=1)

_Told = TypeVar("_Told")


class OnHand(Generic[_Told]):
    """An answer asked for when first needed and again when something unknown turns up; shared by all threads.

    `ask` does the asking (a few calls); `clock` gives the current time, aware.
    """

    def __init__(self, ask: Callable[[], _Told], clock: Callable[[], datetime]) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._told: _Told | None = None
        self._asked_at: datetime | None = None

    def where(self, knows: Callable[[_Told], bool]) -> _Told:
        """The answer for which `knows` holds, asked for again at most once a minute; the best there is otherwise."""
        told = self._told
        if told is not None and knows(told):
            return told
        with self._lock:
            if self._told is None or (not knows(self._told) and self._may_ask()):
                return self._asked()
            return self._told

    def fresh(self) -> _Told:
        """The answer as it is now."""
        with self._lock:
            return self._asked()

    def _may_ask(self) -> bool:
        return self._asked_at is None or self._clock() - self._asked_at >= _PAUSE

    def _asked(self) -> _Told:
        self._asked_at = self._clock()
        self._told = self._ask()
        return self._told
