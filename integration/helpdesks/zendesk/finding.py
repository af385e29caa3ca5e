"""Finding tickets in Zendesk: filed or changed since a time, unsolved, or suspended and so no ticket at all.

The search's export has no cap; a hundred calls a minute, a hundred tickets each. Its cursor lives for an hour. What is
new may take a few minutes to be found. The type stands in the filter only.
https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/#export-search-results
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any, TypeVar

from integration.core.errors import Refused
from integration.helpdesks.contract import Moved, Suspended
from integration.helpdesks.zendesk.mapping import time_of
from integration.helpdesks.zendesk.session import ZendeskSession

Json = dict[str, Any]
Found = TypeVar("Found")

_PAGES = 10_000  # a million tickets
_TAG = re.compile(r"<[^>]*>")


def filed(session: ZendeskSession, since: datetime) -> Iterator[str]:
    """The ids of the tickets filed since that day, oldest first: take all of them before reading any."""
    return _searched(session, f"created>={since.astimezone(UTC):%Y-%m-%d}", _id)


def moved(session: ZendeskSession, since: datetime) -> Iterator[Moved]:
    """The tickets that changed since then, whatever their status, those filed first coming first."""
    query = f"updated>={since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return _searched(session, query, lambda found: Moved(_id(found), time_of(found["updated_at"])))


def unsolved(session: ZendeskSession) -> Iterator[str]:
    """The ids of all tickets that are neither solved nor closed."""
    return _searched(session, "status<solved", _id)


def requested_by(session: ZendeskSession, requester_id: str) -> Iterator[str]:
    """The ids of all tickets of one requester. Raises Refused for what is no id: a word would be searched for."""
    if not requester_id.isdecimal():
        raise Refused("A requester is named by the number that Zendesk gave that person.")
    return _searched(session, f"requester:{int(requester_id)}", _id)


def suspended(session: ZendeskSession) -> Iterator[Suspended]:
    """What was set aside and not recovered; Zendesk itself deletes it after fourteen days.

    Admins may see it, and agents who may manage suspended tickets; others get Refused.
    https://developer.zendesk.com/api-reference/ticketing/tickets/suspended_tickets/
    """
    for page in session.many_pages("/api/v2/suspended_tickets", {}, _PAGES):
        for found in page.get("suspended_tickets") or ():
            yield _read(found, _suspended)


def _searched(session: ZendeskSession, query: str, shape: Callable[[Json], Found]) -> Iterator[Found]:
    asked = {"query": query, "filter[type]": "ticket"}
    for page in session.many_pages("/api/v2/search/export", asked, _PAGES):
        for found in page.get("results") or ():
            yield _read(found, shape)


def _suspended(found: Json) -> Suspended:
    words = "\n".join((found.get("subject") or "", unescape(_TAG.sub(" ", found.get("content") or ""))))
    return Suspended(_id(found), time_of(found["created_at"]), found.get("cause") or "", words)


def _id(found: Json) -> str:
    return str(int(found["id"]))


def _read(found: Json, shape: Callable[[Json], Found]) -> Found:
    """A found thing in our words; a sentence without any of its own where it is not as documented."""
    try:
        return shape(found)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"Zendesk's list holds something that is not as documented ({type(error).__name__}).") from None
