"""Incremental export. https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

from flask import Response, jsonify, request

from sandbox.parts import parts, the_store
from sandbox.records import Ticket
from sandbox.zendesk.bodies import Json
from sandbox.zendesk.door import admins_only, api
from sandbox.zendesk.refusals import BadRequest
from sandbox.zendesk.shapes import ticket_json

HIDDEN = timedelta(seconds=60)  # the last minute is never shown


@api.get("/incremental/tickets/cursor")
def export_tickets() -> Response:
    """Tickets by the time of their last change, deleted ones too, admins only; the cursor is good for ever."""
    admins_only()
    parts().limits.spend("incremental")
    store = the_store()
    newest = store.clock.now() - HIDDEN
    after = _start(newest)
    size = min(int(request.args.get("per_page", "1000")), 1000)
    tickets = [t for t in store.tickets.values() if _key(t) > after and t.generated_at <= newest]
    if request.args.get("exclude_deleted") == "true":
        tickets = [ticket for ticket in tickets if not ticket.deleted]
    tickets.sort(key=_key)
    shown = tickets[:size]
    cursor = _written(_key(shown[-1]) if shown else after)
    path = request.environ.get("sandbox.path", request.path)
    body = {
        "tickets": [_exported(ticket) for ticket in shown],
        "after_url": f"{store.url}{path}?cursor={cursor}",
        "before_url": None,
        "after_cursor": cursor,
        "before_cursor": None,
        "end_of_stream": len(tickets) <= size,
    }
    return jsonify(body)


def _exported(ticket: Ticket) -> Json:
    return ticket_json(the_store(), ticket) | ({"status": "deleted"} if ticket.deleted else {})


def _key(ticket: Ticket) -> tuple[datetime, int]:
    return ticket.generated_at, ticket.id


def _start(newest: datetime) -> tuple[datetime, int]:
    """Where to begin: after a cursor, or at a time (seconds since 1970) that is at least a minute old."""
    if cursor := request.args.get("cursor"):
        try:
            seconds, _, ticket_id = base64.urlsafe_b64decode(cursor).decode().partition("|")
            return datetime.fromtimestamp(int(seconds), UTC), int(ticket_id)
        except (binascii.Error, ValueError):
            raise BadRequest("InvalidValue", "cursor is not valid") from None
    given = request.args.get("start_time", "")
    if not given.isdigit() or int(given) > newest.timestamp():
        raise BadRequest("StartTimeTooRecent", "start_time must be at least one minute ago")
    return datetime.fromtimestamp(int(given), UTC), 0


def _written(key: tuple[datetime, int]) -> str:
    return base64.urlsafe_b64encode(f"{int(key[0].timestamp())}|{key[1]}".encode()).decode()
