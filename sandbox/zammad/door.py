"""The door of the API: who is calling, what their token and their roles open, and what they really sent."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, cast

from flask import Blueprint, Response, g, request

from sandbox.acts import By
from sandbox.office import Key, Office
from sandbox.parts import the_store
from sandbox.records import Ticket, User
from sandbox.zammad import rights
from sandbox.zammad.refusals import Fault, forbidden, hidden, learn_refusals, unknown

api = Blueprint("zammad", __name__, url_prefix="/api/v1")
learn_refusals(api)

Json = dict[str, Any]
LOCKED_AFTER = 5  # wrong passwords


def the_office() -> Office:
    """What only Zammad has, of the sandbox that answers the present request."""
    return the_store().office


def caller() -> User:
    """Who is calling."""
    return cast("User", g.user)


def by() -> By:
    """The caller as somebody who acts."""
    return By(caller(), "api", request.headers.get("User-Agent", ""))


def need(*permissions: str) -> None:
    """Let pass who has one of these permissions, both by their roles and by their token."""
    key = cast("Key | None", g.key)
    if key is not None and not any(rights.covers(key.permissions, wanted) for wanted in permissions):
        raise forbidden("Not authorized (token)!")
    held = rights.permissions_of(the_office(), caller())
    if not any(rights.covers(held, wanted) for wanted in permissions):
        raise forbidden("Not authorized (user)!")


def ticket_for(number: object, right: str) -> Ticket:
    """The ticket, if it exists and the caller has this right on it."""
    ticket = the_store().ticket(int(str(number))) if str(number).isdigit() else None
    if ticket is None:
        raise unknown("Ticket", number)
    key = cast("Key | None", g.key)
    opened = key is None or any(rights.covers(key.permissions, word) for word in ("ticket.agent", "ticket.customer"))
    if not opened or right not in rights.on_ticket(the_office(), caller(), ticket):
        raise forbidden()
    g.ticket_id = ticket.id
    return ticket


def given() -> Json:
    """What the caller sent, as Rails understands it.

    JSON counts only when it says that it is JSON: otherwise it is taken for a form and lost without a word.
    """
    sent: Json = request.args.to_dict()
    if request.mimetype == "application/json" and request.get_data():
        try:
            body = json.loads(request.get_data())
        except ValueError:
            raise hidden(500, "Invalid JSON") from None
        return sent | (_clean(body) if isinstance(body, dict) else {})
    return sent | request.form.to_dict()


def _clean(value: Any) -> Any:
    """The same without NUL bytes, which the database does not take."""
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return value.replace("\0", "") if isinstance(value, str) else value


def is_true(value: object) -> bool:
    """Whether a parameter means yes."""
    return value in (True, "true", "1", 1)


@api.before_request
def let_in() -> None:
    """Know the caller; causes of errors are shown to admins only."""
    g.user = g.key = None
    g.sees_causes = False
    g.user = _known_caller()
    g.user = _instead_of(g.user)
    g.sees_causes = rights.covers(rights.permissions_of(the_office(), g.user), "admin")


@api.after_request
def headers(response: Response) -> Response:
    """What every answer carries."""
    response.headers.setdefault("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
    return response


def _known_caller() -> User:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() in ("token", "bearer"):
        return _by_key(secret.strip().removeprefix("token=").strip('"'))
    if kind.lower() == "basic":
        return _by_password(secret)
    raise forbidden("Authentication required")


def _by_key(secret: str) -> User:
    key = the_office().keys.get(secret)
    if key is None:
        raise Fault(401, "Can't find User for Token")
    if key.expires_at is not None and key.expires_at <= the_store().clock.now():
        raise Fault(401, "Not authorized (token expired)!")
    user = the_store().users[key.user_id]
    if user.suspended:
        raise Fault(401, "User is inactive")
    g.key = key
    return user


def _by_password(secret: str) -> User:
    try:
        name, _, password = base64.b64decode(secret, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Fault(401, "Invalid BasicAuth credentials") from None
    user = rights.user_called(the_store(), name)
    profile = the_office().profiles.get(user.id) if user else None
    if user is None or profile is None or profile.password != password or profile.failed >= LOCKED_AFTER:
        if profile:
            profile.failed += 1
        raise Fault(401, "Invalid BasicAuth credentials")
    profile.failed = 0
    return user


def _instead_of(user: User) -> User:
    """Whoever the header From or X-On-Behalf-Of names, if the caller may speak for others."""
    name = request.headers.get("X-On-Behalf-Of") or request.headers.get("From")
    if not name:
        return user
    if not rights.covers(rights.permissions_of(the_office(), user), "admin.user"):
        raise forbidden("Current user has no permission to use 'From'/'X-On-Behalf-Of'!")
    other = the_store().users.get(int(name)) if name.isdigit() else rights.user_called(the_store(), name)
    if other is None:
        raise forbidden(f"No such user '{name}'")
    return other
