"""Which of Zendesk's limits a call counts against, and what its answer says of them.

https://developer.zendesk.com/api-reference/introduction/rate-limits/
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from integration.core.budget import Limit, Told
from integration.helpdesks.budget import CALLS, UPDATES, of_ticket

MINUTE = timedelta(minutes=1)

_HIGH_VOLUME = 2500

_TICKET = re.compile(r"/api/v2/tickets/([0-9]+)")
_REDACTION = re.compile(r"/api/v2/(comment_redactions|chat_file_redactions)/")
_PARTS = re.compile(r"(total|remaining|resets)=([0-9]{1,9})")
_UPDATES, _OF_TICKET = "zendesk-ratelimit-tickets-update", "zendesk-ratelimit-per-ticket-updates"


def limits(calls_per_minute: int) -> Mapping[str, Limit]:
    """The limits of one account, by bucket. Of the 30 updates that a user may make to a ticket in ten minutes, 25.

    Who may make 2,500 calls a minute has the high volume add-on, and may make 300 updates instead of 100.
    """
    return {
        CALLS: Limit(calls_per_minute, MINUTE),
        UPDATES: Limit(300 if calls_per_minute >= _HIGH_VOLUME else 100, MINUTE),
        "ticket": Limit(25, 10 * MINUTE),
    }


def buckets_of(method: str, path: str, ticket_id: str) -> tuple[str, ...]:
    """The limits a call counts against; `ticket_id` is the ticket we are about, for paths that name none."""
    if method.upper() in {"GET", "HEAD"}:
        return (CALLS,)
    named = _TICKET.match(path)
    if named:
        return (CALLS, UPDATES, of_ticket(named[1]))
    # A redaction is an update of its ticket, but not one by the endpoint that the account's limit is about.
    return (CALLS, of_ticket(ticket_id)) if _REDACTION.match(path) and ticket_id else (CALLS,)


def told(headers: Mapping[str, str], buckets: tuple[str, ...], at: datetime) -> Iterator[tuple[str, Told]]:
    """What an answer says of each limit; `at` is when the call was sent. What cannot be read is left out."""
    calls, remaining, resets = (headers.get(f"ratelimit-{name}", "") for name in ("limit", "remaining", "reset"))
    if calls.isdecimal() and remaining.isdecimal() and resets.isdecimal():
        yield CALLS, _told(int(calls), int(remaining), int(resets), at)
    for bucket in buckets[1:]:
        header = headers.get(_UPDATES if bucket == UPDATES else _OF_TICKET, "")
        parts = {name: int(number) for name, number in _PARTS.findall(header)}
        if len(parts) == 3:
            yield bucket, _told(parts["total"], parts["remaining"], parts["resets"], at)


def refused_by(headers: Mapping[str, str], buckets: tuple[str, ...], at: datetime) -> str:
    """Which limit a 429 is about: the one that says that nothing remains, the account's when none does."""
    empty = [bucket for bucket, one in told(headers, buckets, at) if one.remaining == 0]
    return empty[-1] if empty else CALLS


def _told(calls: int, remaining: int, resets: int, at: datetime) -> Told:
    return Told(calls, remaining, at + timedelta(seconds=resets), at)
