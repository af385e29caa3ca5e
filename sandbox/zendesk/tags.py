"""Tags of one ticket: list, set, add, remove. https://developer.zendesk.com/api-reference/ticketing/ticket-management/tags/."""

from __future__ import annotations

from flask import Response, jsonify, request

from sandbox import acts
from sandbox.parts import the_store
from sandbox.zendesk.bodies import check_stamp
from sandbox.zendesk.door import api, by, count_update, ticket_or_404


@api.get("/tickets/<int:ticket_id>/tags")
def list_tags(ticket_id: int) -> Response:
    """The tags a ticket has."""
    return jsonify({"tags": list(ticket_or_404(ticket_id).tags)})


@api.route("/tickets/<int:ticket_id>/tags", methods=["PUT", "POST", "DELETE"])
def change_tags(ticket_id: int) -> tuple[Response, int]:
    """PUT adds, POST sets, DELETE removes; the answer is the whole resulting list."""
    ticket = ticket_or_404(ticket_id)
    given = request.get_json(silent=True) or {}
    count_update(ticket)
    check_stamp(ticket, given)
    named = [str(tag).lower() for tag in given.get("tags", [])]
    wanted = {
        "PUT": [*ticket.tags, *named],
        "POST": named,
        "DELETE": [tag for tag in ticket.tags if tag not in named],
    }[request.method]
    acts.change(the_store(), by(), ticket, acts.Edits(tags=wanted))
    return jsonify({"tags": list(ticket.tags)}), 201 if request.method == "POST" else 200
