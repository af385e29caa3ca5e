"""What time it is in the helpdesk: the real time, or a time that a test has set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The helpdesk's clock, always in UTC; it can be set, moved on and frozen, so a year passes in an instant."""

    def __init__(self, source: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._source = source
        self._shift = timedelta(0)
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """The present moment, with time zone (UTC)."""
        return self._frozen or self._source() + self._shift

    def set(self, moment: datetime, *, frozen: bool = False) -> None:
        """Make it this moment now; frozen stops the clock there until it is set or advanced again."""
        self._shift = moment - self._source()
        self._frozen = moment.astimezone(UTC) if frozen else None

    def advance(self, step: timedelta) -> None:
        """Move on by this step; a frozen clock stays frozen, later."""
        if self._frozen:
            self._frozen += step
        else:
            self._shift += step

    def reset(self) -> None:
        """Go back to the real time."""
        self._shift, self._frozen = timedelta(0), None
