"""Access tokens by client credentials. https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.parts import the_store
from sandbox.records import Token
from sandbox.zendesk.refusals import answer

oauth_door = Blueprint("oauth", __name__)
LIFE = 1800  # seconds, of clients made after 2026-04-30
SHORTEST, LONGEST = 300, 172_800


@oauth_door.post("/oauth/tokens")
def new_token() -> Response:
    """A token of the client's owner; no refresh token comes with it. `expires_in` is in seconds."""
    given: dict[str, Any] = request.get_json(silent=True) or request.form.to_dict()
    store = the_store()
    client = store.clients.get(str(given.get("client_id")))
    if given.get("grant_type") != "client_credentials":
        return answer(400, "unsupported_grant_type", error_description="The grant type is not supported.")
    if client is None or client.secret != given.get("client_secret"):
        return answer(401, "invalid_client", error_description="Client authentication failed.")
    scopes = str(given.get("scope") or "read write").split()
    life = store.token_life or min(max(int(given.get("expires_in") or LIFE), SHORTEST), LONGEST)
    expires_at = store.clock.now() + timedelta(seconds=life)
    token = Token(store.new_token(), client.owner_id, frozenset(scopes), expires_at)
    store.tokens[token.value] = token
    body = {"access_token": token.value, "token_type": "bearer", "scope": " ".join(scopes), "expires_in": life}
    return jsonify(body)
