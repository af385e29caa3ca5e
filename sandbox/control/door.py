"""The blueprint of the control API and what it answers when it is asked nonsense."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.acts import Moved
from sandbox.parts import the_store
from sandbox.records import Ticket
from sandbox.rules import Refused
from sandbox.zendesk.refusals import BadRequest

control = Blueprint("control", __name__, url_prefix="/sandbox")


class Missing(Exception):
    """There is no such thing in this sandbox."""


def given() -> dict[str, Any]:
    """The JSON object of the request; nothing counts as an empty one."""
    body = request.get_json(silent=True) if request.get_data() else {}
    if not isinstance(body, dict):
        raise TypeError("the body must be a JSON object")
    return body


def any_ticket(ticket_id: int) -> Ticket:
    """The ticket of this id, deleted or not."""
    ticket = the_store().tickets.get(ticket_id)
    if ticket is None:
        raise Missing(f"there is no ticket {ticket_id}")
    return ticket


@control.errorhandler(Missing)
def _missing(error: Missing) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 404


@control.errorhandler(Refused)
@control.errorhandler(Moved)
def _refused(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 422


@control.errorhandler(ValueError)
@control.errorhandler(TypeError)
@control.errorhandler(KeyError)
@control.errorhandler(BadRequest)
def _nonsense(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": f"{type(error).__name__}: {error}"}), 400
