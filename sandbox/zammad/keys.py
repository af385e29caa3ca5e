"""Tokens of the API, everybody's own; and which version this is."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, jsonify

from sandbox.office import Key
from sandbox.parts import the_store
from sandbox.zammad import rights
from sandbox.zammad.door import api, caller, given, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.refusals import unknown, unprocessable


@api.get("/user_access_token")
def list_tokens() -> Response:
    """The caller's tokens, without their values, and what could be asked for."""
    need("user_preferences.access_token")
    shown = [
        {
            "id": key.id,
            "user_id": key.user_id,
            "action": "api",
            "label" if not the_office().at_least("6.0") else "name": key.label,
            "preferences": {"permission": key.permissions},
            "last_used_at": None,
            "expires_at": moment(key.expires_at),
            "created_at": moment(key.created_at),
            "updated_at": moment(key.created_at),
        }
        for key in the_office().keys.values()
        if key.user_id == caller().id
    ]
    names = [{"id": number, "name": name} for number, name in enumerate(rights.KNOWN, start=1)]
    return jsonify({"tokens": shown, "permissions": names})


@api.post("/user_access_token")
def create_token() -> Response:
    """A token of the caller's own, shown this once. What it is called by differs: `label` in 5.5, `name` later."""
    need("user_preferences.access_token")
    wanted, modern = given(), the_office().at_least("6.0")
    word = "name" if modern else "label"
    if not wanted.get(word):
        raise unprocessable(f"Need {word}!")
    until = wanted.get("expires_at")
    expires = datetime.fromisoformat(str(until)).replace(tzinfo=UTC) if until else None
    value, number = the_store().new_token(), len(the_office().keys) + 1
    permissions = [str(name) for name in wanted.get("permission") or []]
    now = the_store().clock.now()
    the_office().keys[value] = Key(number, caller().id, str(wanted[word]), permissions, now, expires)
    return jsonify({"token" if modern else "name": value})


@api.delete("/user_access_token/<int:number>")
def delete_token(number: int) -> Response:
    """Take one of the caller's tokens out of use."""
    need("user_preferences.access_token")
    for value, key in list(the_office().keys.items()):
        if key.id == number and key.user_id == caller().id:
            del the_office().keys[value]
            return jsonify({})
    raise unknown("Token", number)


@api.get("/version")
def version() -> Response:
    """Which version this is; for admins only."""
    need("admin.version")
    return jsonify({"version": f"{the_office().version}.0"})
