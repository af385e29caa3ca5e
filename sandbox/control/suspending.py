"""Messages that the helpdesk sets aside, and agents who take them for what they are."""

from __future__ import annotations

from flask import Response, jsonify

from sandbox import accounts
from sandbox.control.door import Missing, control, given
from sandbox.parts import the_store
from sandbox.plain_words import told
from sandbox.zendesk import suspended


@control.post("/member/suspended")
def member_is_suspended() -> tuple[Response, int]:
    """A member writes {requester, subject, text, cause} and it becomes no ticket."""
    store, wanted = the_store(), given()
    person = wanted.get("requester") or {}
    member = accounts.member_with(store, person.get("email", "anonyme@courriel.example"), person.get("name", ""))
    return jsonify({"id": suspended.suspend(store, member, wanted).id}), 201


@control.post("/suspended/<int:suspended_id>/recover")
def agent_recovers(suspended_id: int) -> Response:
    """An agent makes a ticket of it; the ticket, told."""
    store = the_store()
    one = store.suspended.get(suspended_id)
    if one is None:
        raise Missing(f"nothing suspended has the id {suspended_id}")
    return jsonify(told(store, suspended.recover(store, one)))
