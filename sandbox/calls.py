"""The log of every call that came in, so that tests can wait for calls and the benchmark can count them."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sandbox.store import Store

KEPT = 20_000
TICKET_IN_PATH = re.compile(r"^/api/v[12]/(?:tickets|chat_redactions|ticket_articles/by_ticket|ticket_history)/(\d+)")


@dataclass(frozen=True)
class Call:
    """One call: status 0 means that the connection was dropped without an answer."""

    number: int
    kind: str  # api, oauth, page
    method: str
    path: str
    query: str
    status: int
    ticket_id: int | None
    user_id: int | None
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """The call as the control API shows it."""
        return asdict(self) | {"at": self.at.isoformat()}


class Calls:
    """The newest calls, numbered from 1 since the sandbox started or `reset` was called."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.era = 0
        self.reset()

    def reset(self) -> None:
        """Forget all calls and count from 1 again; a call that is under way belongs to the `era` it began in."""
        self.era += 1
        self._kept: deque[Call] = deque(maxlen=KEPT)
        self._count = 0

    def add(  # noqa: PLR0913, PLR0917 - a line of the log has these columns
        self,
        kind: str,
        method: str,
        path: str,
        query: str,
        status: int,
        user_id: int | None,
        ticket_id: int | None = None,
    ) -> None:
        """Note a call that has been answered (or dropped), with the ticket it was about where the path is silent."""
        with self._store.bell:
            self._count += 1
            found = TICKET_IN_PATH.match(path)
            ticket_id = int(found.group(1)) if found else ticket_id
            now = self._store.clock.now()
            self._kept.append(Call(self._count, kind, method, path, query, status, ticket_id, user_id, now))
            self._store.bell.notify_all()

    def matching(
        self, *, since: int = 0, kind: str = "api", method: str = "*", path: str = "**", status: int | None = None
    ) -> list[Call]:
        """The calls after number `since` that fit; in a path pattern `*` is one segment and `**` anything."""
        shape = path_pattern(path)
        return [
            call
            for call in self._kept
            if call.number > since
            and kind in ("*", call.kind)
            and method in ("*", call.method)
            and shape.fullmatch(call.path)
            and status in (None, call.status)
        ]

    def summary(self, calls: list[Call]) -> dict[str, Any]:
        """The calls with their counts by method, by kind and by ticket."""
        return {
            "last": self._count,
            "count": len(calls),
            "by_method": dict(Counter(call.method for call in calls)),
            "by_status": {str(status): n for status, n in Counter(call.status for call in calls).items()},
            "by_ticket": {str(ticket): n for ticket, n in Counter(c.ticket_id for c in calls if c.ticket_id).items()},
            "all_kinds": dict(Counter(call.kind for call in self._kept)),
            "calls": [call.as_json() for call in calls],
        }


def path_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern of paths: `*` is one segment, `**` any number of them; a final `.json` is ignored."""
    parts = re.split(r"(\*\*|\*)", pattern.removesuffix(".json"))
    meaning = {"**": ".*", "*": "[^/]+"}
    return re.compile("".join(meaning.get(part) or re.escape(part) for part in parts))
