"""How many calls the helpdesk takes before it answers 429.

Figures of https://developer.zendesk.com/api-reference/introduction/rate-limits/; by default the limits are so high that
they disturb nobody, `use("professional")` or `use("trial")` makes them real.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.store import Store


class TooMany(Exception):
    """A limit is used up; `retry_after` is in seconds."""

    def __init__(self, name: str, retry_after: int) -> None:
        super().__init__(name)
        self.name, self.retry_after = name, retry_after


@dataclass(frozen=True)
class Spent:
    """Where a limit stands after a call; `resets` is in seconds."""

    total: int
    remaining: int
    resets: int

    def __str__(self) -> str:
        return f"total={self.total}; remaining={self.remaining}; resets={self.resets}"


SECONDS = {"requests": 60, "ticket_updates": 600, "account_updates": 60, "incremental": 60, "search_export": 60}

PRESETS = {
    "off": dict.fromkeys(SECONDS, 1_000_000),
    "professional": {
        "requests": 400,
        "ticket_updates": 30,
        "account_updates": 100,
        "incremental": 10,
        "search_export": 100,
    },
    "trial": {"requests": 200, "ticket_updates": 30, "account_updates": 20, "incremental": 10, "search_export": 100},
}


class Limits:
    """Counters over fixed windows of the helpdesk's clock."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.use("off")

    def use(self, preset: str) -> None:
        """Take the figures of a preset and start counting afresh."""
        self.totals = dict(PRESETS[preset])
        self._windows: dict[tuple[str, object], tuple[float, int]] = {}

    def set(self, totals: dict[str, int]) -> None:
        """Change some figures and start counting afresh."""
        unknown = set(totals) - set(SECONDS)
        if unknown:
            raise ValueError(f"unknown limits: {', '.join(sorted(unknown))}; known are {', '.join(SECONDS)}")
        self.totals.update(totals)
        self._windows.clear()

    def spend(self, name: str, key: object = None) -> Spent:
        """Count one call against a limit; raise TooMany when it is used up."""
        with self._store.bell:
            now = self._store.clock.now().timestamp()
            began, used = self._windows.get((name, key), (now, 0))
            if not 0 <= now - began < SECONDS[name]:
                began, used = now, 0
            resets = max(1, round(began + SECONDS[name] - now))
            if used >= self.totals[name]:
                raise TooMany(name, resets)
            self._windows[(name, key)] = (began, used + 1)
            return Spent(self.totals[name], self.totals[name] - used - 1, resets)
