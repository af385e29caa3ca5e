"""What Zammad's HTTP answers mean: one table from status to error, and no words of a body in any sentence."""

import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

import requests

from integration.core.errors import GuichetError, NotConfigured, Refused, TicketGone, TryLater

# Zammad itself has no rate limit; a proxy before it may have one.
RATE_LIMIT_PAUSE = 60.0
_LONGEST_PAUSE = 3600.0

_TICKET_PATH = re.compile(r"/api/v1/tickets/[0-9]+([./?]|$)")
_ERROR_ID = re.compile(r"Error ID [\w-]{1,40}", re.ASCII)


class NoRoute(Refused):
    """Zammad has no such route: an add-on is missing there."""


class NotAllowed(Refused):
    """Our user, or its token, lacks a right."""


class Missing(Refused):
    """What the call is about does not exist, or Zammad says so to somebody who may not see it."""


def error_in(response: requests.Response, now: datetime) -> GuichetError | None:
    """The error an answer stands for, None when it is a good one; `now` is aware (Retry-After may be a date)."""
    status, what = response.status_code, _what(response)
    if 200 <= status < 300:
        # Of a ticket that was deleted nothing is told, not even {}.
        said = _is_json(response) or (response.request.method == "DELETE" and not response.content)
        return None if said else TryLater(f"{what}: the answer is not JSON.")
    if 300 <= status < 400:
        return NotConfigured(f"{what}: Zammad redirects elsewhere ({status}): check the configured address.")
    if status == 429:
        after = _retry_after(response, now)
        return TryLater(f"{what}: rate limit (429).", RATE_LIMIT_PAUSE if after is None else after, counts=False)
    if status >= 500 or status in {408, 425}:
        return _failed(response, what, now)
    return _MEANINGS.get(status, _refused)(response, what)


def is_unknown(response: requests.Response) -> bool:
    """Whether Zammad says that there is no such thing; to who may not see one it says "Not authorized" instead."""
    return response.status_code == 404 and _said(response).startswith("Couldn't find ")


def _failed(response: requests.Response, what: str, now: datetime) -> GuichetError:
    """A failure inside Zammad. It answers 500 to values it dislikes too, and names the cause only in its own log."""
    error_id = _ERROR_ID.search(_said(response))
    if response.status_code == 500 and error_id and not _reads(response):
        return Refused(f"{what}: Zammad fails on these values (500): its log tells why, under {error_id[0]}.")
    return TryLater(f"{what}: Zammad cannot answer now ({response.status_code}).", _retry_after(response, now))


def _unauthorized(_response: requests.Response, what: str) -> GuichetError:
    return NotConfigured(f"{what}: Zammad does not accept the access token (401): check it and its expiry.")


def _forbidden(response: requests.Response, what: str) -> GuichetError:
    """Without credentials Zammad says 403, not 401; of a ticket in a group without rights it says "Not authorized"."""
    said = _said(response)
    if said == "Authentication required":
        return NotConfigured(f"{what}: Zammad received no access token (403): configure one.")
    if "maintenance" in said.casefold():
        return TryLater(f"{what}: Zammad is being maintained (403).")
    if said == "Not authorized" and _reads(response) and _on_ticket(response):
        return TicketGone(f"{what}: the ticket is in a group that our Zammad user may not read (403).")
    return NotAllowed(f"{what}: our Zammad user or its token lacks the right to do this (403).")


def _not_found(response: requests.Response, what: str) -> GuichetError:
    said = _said(response)
    if said.startswith("No route matches"):
        return NoRoute(f"{what}: Zammad has no such route (404).")
    # Only where Zammad itself says so: a proxy's 404 must never pass for a deleted ticket.
    if said.startswith("Couldn't find Ticket with"):
        return TicketGone(f"{what}: the ticket does not exist (404).")
    if not said:
        return TryLater(f"{what}: not found (404), in words that are not Zammad's.")
    return Missing(f"{what}: not found, or not allowed (404).")


def _unprocessable(response: requests.Response, what: str) -> GuichetError:
    error_id = _ERROR_ID.search(_said(response))
    where = f": its log tells why, under {error_id[0]}" if error_id else ""
    return Refused(f"{what}: Zammad finds the values invalid (422){where}.")


def _refused(response: requests.Response, what: str) -> GuichetError:
    return Refused(f"{what}: Zammad refuses the call ({response.status_code}).")


_MEANINGS: dict[int, Callable[[requests.Response, str], GuichetError]] = {
    401: _unauthorized,
    403: _forbidden,
    404: _not_found,
    422: _unprocessable,
}


def _what(response: requests.Response) -> str:
    """Which call this was: method and path hold ids only, the query is left out."""
    request = response.request
    return f"{request.method} {request.path_url.partition('?')[0]}"


def _reads(response: requests.Response) -> bool:
    return response.request.method in {"GET", "HEAD"}


def _on_ticket(response: requests.Response) -> bool:
    return _TICKET_PATH.match(response.request.path_url) is not None


def _is_json(response: requests.Response) -> bool:
    try:
        response.json()
    except ValueError:
        return False
    return True


def _said(response: requests.Response) -> str:
    """Zammad's own word for what went wrong, "" where another server answered. Never repeated: it may hold values."""
    try:
        body = response.json()
    except ValueError:
        return ""
    return str(body.get("error") or "") if isinstance(body, dict) else ""


def _retry_after(response: requests.Response, now: datetime) -> float | None:
    """Seconds from a Retry-After header, given as seconds or as an HTTP date; None when absent or unreadable."""
    text = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(float(text), _LONGEST_PAUSE)
    try:
        seconds = (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError):  # TypeError: a date without a zone
        return None
    return min(max(seconds, 0.0), _LONGEST_PAUSE)
