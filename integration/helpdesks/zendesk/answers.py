"""What Zendesk's HTTP answers mean: one table from status to error, and nothing of a body in any sentence."""

import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

import requests

from integration.core.errors import GuichetError, NotConfigured, Refused, TicketGone, TicketMoved, TryLater

# Zendesk sends Retry-After with every 429; a minute is the window of its account-wide limit.
# https://developer.zendesk.com/api-reference/introduction/rate-limits/
RATE_LIMIT_PAUSE = 60.0
_LONGEST_PAUSE = 3600.0

# Of redactions a 404 must not say that the ticket is gone: files would be left there unseen.
_TICKET_PATH = re.compile(r"/api/v2/tickets/[0-9]+([./?]|$)")


class TicketClosed(Refused):
    """The ticket is closed: Zendesk takes no ordinary update of it any more."""


class NotAllowed(Refused):
    """Our user or its token lacks the right to do this."""


def error_in(response: requests.Response, now: datetime) -> GuichetError | None:
    """The error an answer stands for, None when it is a good one; `now` is aware (Retry-After may be a date)."""
    status = response.status_code
    what = _what(response)
    if status == 204:
        return None
    if 200 <= status < 300:
        return None if _body(response) is not None else TryLater(f"{what}: the answer is not JSON.")
    if 300 <= status < 400:
        return NotConfigured(f"{what}: Zendesk redirects elsewhere ({status}): check the configured address.")
    if status >= 500 or status in {408, 425}:
        return TryLater(f"{what}: Zendesk cannot answer now ({status}).", _retry_after(response, now))
    meaning = _MEANINGS.get(status, _refused)
    return meaning(response, what, now)


def _unauthorized(_response: requests.Response, what: str, _now: datetime) -> GuichetError:
    return NotConfigured(f"{what}: Zendesk does not accept the credentials (401): check the OAuth client or API token.")


def _forbidden(_response: requests.Response, what: str, _now: datetime) -> GuichetError:
    return NotAllowed(f"{what}: our Zendesk user or its token lacks the right to do this (403).")


def _not_found(response: requests.Response, what: str, _now: datetime) -> GuichetError:
    body = _body(response)
    if body is None:
        return TryLater(f"{what}: not found (404), in words that are not Zendesk's API's.")
    # A wrong subdomain answers 404 as well; only there is `error` an object. It must never pass for a deleted ticket.
    if isinstance(body.get("error"), dict):
        return NotConfigured(f"{what}: there is no Zendesk account at the configured address (404).")
    if _on_ticket(response):
        return TicketGone(f"{what}: the ticket does not exist or cannot be seen (404).")
    return Refused(f"{what}: not found (404).")


def _conflict(response: requests.Response, what: str, _now: datetime) -> GuichetError:
    if _on_ticket(response):
        return TicketMoved(f"{what}: the ticket was changed since it was read (409).")
    return TryLater(f"{what}: in conflict with another call (409).")


def _unprocessable(response: requests.Response, what: str, _now: datetime) -> GuichetError:
    if _says_closed(_body(response)):
        return TicketClosed(f"{what}: the ticket is closed and takes no update (422).")
    return Refused(f"{what}: Zendesk finds the values invalid (422).")


def _too_many(response: requests.Response, what: str, now: datetime) -> GuichetError:
    after = _retry_after(response, now)
    return TryLater(f"{what}: rate limit (429).", RATE_LIMIT_PAUSE if after is None else after, counts=False)


def _refused(response: requests.Response, what: str, _now: datetime) -> GuichetError:
    return Refused(f"{what}: Zendesk refuses the call ({response.status_code}).")


_MEANINGS: dict[int, Callable[[requests.Response, str, datetime], GuichetError]] = {
    401: _unauthorized,
    403: _forbidden,
    404: _not_found,
    409: _conflict,
    422: _unprocessable,
    429: _too_many,
}


def _what(response: requests.Response) -> str:
    """Which call this was: method and path hold ids only, the query is left out."""
    request = response.request
    return f"{request.method} {request.path_url.partition('?')[0]}"


def _on_ticket(response: requests.Response) -> bool:
    return _TICKET_PATH.match(response.request.path_url) is not None


def _body(response: requests.Response) -> dict[str, object] | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _says_closed(body: dict[str, object] | None) -> bool:
    details = (body or {}).get("details")
    problems = details.get("status") if isinstance(details, dict) else None
    return isinstance(problems, list) and any(
        isinstance(problem, dict) and "closed prevents" in str(problem.get("description")) for problem in problems
    )


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
