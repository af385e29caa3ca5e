"""Tickets: show, list, create, update, delete. https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, g, jsonify, request

from sandbox import accounts, acts
from sandbox.parts import the_store
from sandbox.zendesk.account_shapes import sideloads
from sandbox.zendesk.bodies import Json, body_under, check_stamp, edits_from
from sandbox.zendesk.door import NO_ACCESS, api, by, caller, count_update, ticket_or_404
from sandbox.zendesk.paging import page_of
from sandbox.zendesk.refusals import BadRequest, Forbidden
from sandbox.zendesk.shapes import audit_json, ticket_json

KEY_LIFE = timedelta(hours=2)
KNOWN = {
    *acts.PROPERTIES,
    *("tags", "custom_fields", "fields", "comment", "metadata", "safe_update", "updated_stamp"),
    *("description", "custom_status_id", "ticket_form_id", "via_followup_source_id", "brand_id", "requester"),
}


@dataclass(frozen=True)
class Remembered:
    """The answer given to an idempotency key."""

    asked: bytes
    answer: Json
    at: datetime


@api.get("/tickets/<int:ticket_id>")
def show_ticket(ticket_id: int) -> Response:
    """One ticket, with sideloads; no comments."""
    ticket = ticket_or_404(ticket_id)
    more = sideloads(the_store(), [ticket], request.args.get("include", ""))
    return jsonify({"ticket": ticket_json(the_store(), ticket)} | more)


@api.get("/tickets")
def list_tickets() -> Response:
    """All tickets that are not deleted."""
    store = the_store()
    tickets = [ticket for ticket in store.tickets.values() if not ticket.deleted]
    return jsonify(page_of("tickets", tickets, lambda ticket: ticket_json(store, ticket)))


@api.get("/tickets/show_many")
def show_many_tickets() -> Response:
    """Up to 100 tickets by id; unknown ids are left out."""
    store = the_store()
    ids = [int(i) for i in request.args.get("ids", "").split(",") if i.strip().isdigit()]
    if len(ids) > 100:
        raise BadRequest("TooManyValues", "Parameter ids had too many values")
    found = [ticket for i in ids if (ticket := store.ticket(i))]
    more = sideloads(store, found, request.args.get("include", ""))
    return jsonify(page_of("tickets", found, lambda ticket: ticket_json(store, ticket)) | more)


@api.post("/tickets")
def create_ticket() -> Response:
    """A new ticket; with an `Idempotency-Key` the same call again within two hours gives the same ticket."""
    store, key = the_store(), request.headers.get("Idempotency-Key")
    remembered: dict[str, Remembered] = store.remembered
    earlier = remembered.get(key or "")
    if key and earlier and earlier.at + KEY_LIFE > store.clock.now():
        if earlier.asked != request.get_data():
            raise BadRequest("IdempotentRequestError", "The parameters differ from those of the first request")
        return _created(earlier.answer, "hit")
    given = body_under("ticket")
    edits = edits_from(store, given)
    if edits.message is None and given.get("description"):
        edits.message = acts.Message(str(given["description"]))
    if edits.message is None:
        raise BadRequest("RecordInvalid", "Description: cannot be blank", 422)
    if isinstance(given.get("requester"), dict):
        edits.values["requester_id"] = _requester(given["requester"])
    form_id = given.get("ticket_form_id")
    ticket, audit = acts.file_ticket(store, by(given.get("metadata")), edits, form_id)
    answer = {"ticket": ticket_json(store, ticket), "audit": audit_json(store, ticket, audit)}
    if key:
        remembered[key] = Remembered(request.get_data(), answer, store.clock.now())
    return _created(answer, "miss" if key else None)


def _requester(given: Json) -> int:
    """The member named in the request, who gets an account if they have none."""
    return accounts.member_with(the_store(), str(given.get("email", "")), str(given.get("name", ""))).id


def _created(answer: Json, lookup: str | None) -> Response:
    response = jsonify(answer)
    response.status_code = 201
    response.headers["location"] = answer["ticket"]["url"]
    if lookup:
        response.headers["x-idempotency-lookup"] = lookup
    return response


@api.put("/tickets/<int:ticket_id>")
def update_ticket(ticket_id: int) -> Response:
    """Everything in one update: properties, tags, fields, comment. Answers the ticket and what the update changed."""
    store, ticket = the_store(), ticket_or_404(ticket_id)
    given = body_under("ticket")
    count_update(ticket, of_account=True)
    check_stamp(ticket, given)
    audit = acts.change(store, by(given.get("metadata")), ticket, edits_from(store, given))
    g.limit_headers |= _warning(given)
    return jsonify({"ticket": ticket_json(store, ticket), "audit": audit_json(store, ticket, audit)})


def _warning(given: Json) -> dict[str, str]:
    """Names that were ignored, as the real one warns of them."""
    ignored = ", ".join(f'"ticket.{name}"' for name in sorted(set(given) - KNOWN))
    if not ignored:
        return {}
    told = f'{{:controller=>"tickets", :action=>"update", :unpermitted_keys=>[{ignored}], :invalid_values=>[]}}'
    return {"x-zendesk-api-warn": f"{{:allowed_parameters=>{told}}}"}


@api.delete("/tickets/<int:ticket_id>")
def delete_ticket(ticket_id: int) -> tuple[str, int]:
    """Put a ticket in the bin; agents need the permission that also lets them redact."""
    ticket = ticket_or_404(ticket_id)
    if not caller().may_redact:
        raise Forbidden(NO_ACCESS)
    acts.delete(the_store(), by(), ticket)
    return "", 204


@api.get("/tickets/<int:ticket_id>/audits")
def list_audits(ticket_id: int) -> Response:
    """Everything that was ever done to a ticket."""
    store, ticket = the_store(), ticket_or_404(ticket_id)
    shape: Any = lambda audit: audit_json(store, ticket, audit)  # noqa: E731 - a name keeps the line below readable
    return jsonify(page_of("audits", ticket.audits, shape))
