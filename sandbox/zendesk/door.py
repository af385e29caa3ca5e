"""The door of the API: who is calling, may they, and have they called too often."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import cast

from flask import Blueprint, Response, g, request

from sandbox.acts import By
from sandbox.limits import Spent
from sandbox.parts import parts, the_store
from sandbox.records import Ticket, User
from sandbox.zendesk.refusals import Forbidden, NotFound, Unauthenticated, learn_refusals

api = Blueprint("zendesk", __name__, url_prefix="/api/v2")
learn_refusals(api)

NO_ACCESS = "You do not have access to this page. Please contact the account owner of this help desk."
OWN_SCOPES = ("tickets", "users", "triggers", "webhooks", "organizations", "macros", "automations")
READS = ("GET", "HEAD")


def caller() -> User:
    """Who is calling."""
    return cast("User", g.user)


def by(custom: object = None) -> By:
    """The caller as somebody who acts, with what they want noted in the audit."""
    noted = custom if isinstance(custom, dict) else {}
    return By(caller(), "api", request.headers.get("User-Agent", ""), noted)


def ticket_or_404(ticket_id: int) -> Ticket:
    """The ticket, unless it is unknown or deleted."""
    ticket = the_store().ticket(ticket_id)
    if ticket is None:
        raise NotFound
    return ticket


def admins_only() -> None:
    """Let only admins pass."""
    if caller().role != "admin":
        raise Forbidden(NO_ACCESS)


def count_update(ticket: Ticket, *, of_account: bool = False) -> None:
    """Count an update against the limit of this user and ticket (30 in 10 minutes), and of the account."""
    spent = parts().limits.spend("ticket_updates", (caller().id, ticket.id))
    g.limit_headers["zendesk-ratelimit-per-ticket-updates"] = str(spent)
    if of_account:
        spent = parts().limits.spend("account_updates")
        g.limit_headers["zendesk-ratelimit-tickets-update"] = str(spent)


@api.before_request
def let_in() -> None:
    """Know the caller and their scopes, then count the call."""
    g.limit_headers = {}
    g.user = None
    g.user = _known_caller()
    spent = parts().limits.spend("requests")
    g.limit_headers |= _request_headers(spent)
    if not caller().is_staff:
        raise Forbidden(NO_ACCESS)


@api.after_request
def tell_limits(response: Response) -> Response:
    """Every answer says where the limits stand."""
    response.headers["x-zendesk-api-version"] = "v2"
    response.headers["X-Request-ID"] = uuid.uuid4().hex
    response.headers["cache-control"] = "max-age=0, private, must-revalidate"
    for name, value in g.get("limit_headers", {}).items():
        response.headers[name] = value
    return response


def _request_headers(spent: Spent) -> dict[str, str]:
    return {
        "ratelimit-limit": str(spent.total),
        "ratelimit-remaining": str(spent.remaining),
        "ratelimit-reset": str(spent.resets),
        "x-rate-limit": str(spent.total),
        "x-rate-limit-remaining": str(spent.remaining),
    }


def _known_caller() -> User:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    user = _bearer(secret.strip()) if kind.lower() == "bearer" else _basic(secret)
    if user.suspended:
        raise Forbidden(NO_ACCESS)
    return user


def _basic(secret: str) -> User:
    """An API token: `email/token:TOKEN`. Passwords do not work any more."""
    try:
        name, _, token = base64.b64decode(secret, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Unauthenticated from None
    email, slash, word = name.rpartition("/")
    known = the_store().tokens.get(token)
    user = the_store().user_with_email(email)
    if not (slash and word == "token" and known and user and known.expires_at is None):
        raise Unauthenticated
    return user


def _bearer(secret: str) -> User:
    """An OAuth access token, within its time and its scopes."""
    store = the_store()
    token = store.tokens.get(secret)
    if token is None or token.expires_at is None or token.expires_at <= store.clock.now():
        raise Unauthenticated(bearer=True)
    verb = "read" if request.method in READS else "write"
    wide_enough = {verb, f"{_resource()}:{verb}"}
    if not token.scopes & wide_enough:
        raise Forbidden(f"You are missing the following required scopes: {', '.join(sorted(wide_enough))}")
    return store.users[token.user_id]


def _resource() -> str:
    """The resource whose own scope would do; audits and everything unnamed need the global scope."""
    words = request.path.removeprefix("/api/v2/").split("/")
    own = words[0] in OWN_SCOPES and "audits" not in words
    return words[0] if own else "global"
