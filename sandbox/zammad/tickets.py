"""Tickets: list, show, create, update, delete, merge; in an update the last writer wins."""

from __future__ import annotations

from typing import Any

from flask import Response, g, jsonify

from sandbox import acts
from sandbox.acts import Edits
from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.records import Ticket
from sandbox.rules import Refused
from sandbox.zammad import rights
from sandbox.zammad.account_shapes import priority_json, state_json
from sandbox.zammad.assets import assets_of
from sandbox.zammad.door import api, by, caller, given, is_true, need, the_office, ticket_for
from sandbox.zammad.names import PRIORITIES, STATES
from sandbox.zammad.performing import perform
from sandbox.zammad.refusals import Fault, forbidden, hidden, unprocessable
from sandbox.zammad.shapes import expanded, ticket_json, with_lists
from sandbox.zammad.whole import whole
from sandbox.zammad.workflows import check_mandatory
from sandbox.zammad.writing import edits_from, message_from

MOST = 100  # tickets on a page of the list


@api.get("/tickets")
def list_tickets() -> Response:
    """The tickets the caller can see, by id; what they are to be sorted by is ignored."""
    store, wanted = the_store(), given()
    size = min(int(wanted.get("per_page") or MOST), MOST)
    start = (int(wanted.get("page") or 1) - 1) * size
    shape = expanded if is_true(wanted.get("expand")) else with_lists
    found = [ticket for ticket in store.tickets.values() if visible(ticket)][start : start + size]
    return jsonify([shape(store, ticket) for ticket in found])


def visible(ticket: Ticket) -> bool:
    """Whether lists and searches show this ticket to the caller; what their token opens plays no role here."""
    return not ticket.deleted and "read" in rights.on_ticket(the_office(), caller(), ticket)


@api.get("/tickets/<number>")
def show_ticket(number: str) -> Response:
    """Ids only; `expand` adds names, `all` tags and everything around, `full` the assets."""
    store, ticket, wanted = the_store(), ticket_for(number, "read"), given()
    if is_true(wanted.get("expand")):
        return jsonify(expanded(store, ticket))
    if is_true(wanted.get("all")):
        return jsonify(whole(store, ticket, caller()))
    if is_true(wanted.get("full")):
        return jsonify({"id": ticket.id, "assets": assets_of(store, [ticket])})
    return jsonify(ticket_json(store, ticket))


@api.post("/tickets")
def create_ticket() -> tuple[Response, int]:
    """A new ticket, with or without an article. Not idempotent: twice is two tickets."""
    store, wanted = the_store(), given()
    need("ticket.agent", "ticket.customer")
    edits = edits_from(store, wanted, None)
    _check_new(wanted, edits)
    tags = wanted.get("tags")
    if isinstance(tags, list):
        raise hidden(500, f"undefined method `strip!' for {tags}:Array")
    edits.tags = _tags(str(tags)) if tags else None
    if wanted.get("article") is not None:
        article = wanted["article"]
        edits.message = message_from(store, article, caller(), None, edits.values["requester_id"])
    ticket, _ = acts.file_ticket(store, by(), edits)
    g.ticket_id = ticket.id
    return jsonify(_written(ticket, wanted)), 201


def _check_new(wanted: Json, edits: Edits) -> None:
    """What a new ticket must have, and who may put it into that group."""
    customer = not rights.covers(rights.permissions_of(the_office(), caller()), "ticket.agent")
    if customer:
        edits.values["requester_id"] = caller().id
    if edits.values.get("group_id") is None:
        raise unprocessable("The required value 'group_id' is missing.")
    if not customer and "create" not in rights.on_group(the_office(), caller(), edits.values["group_id"]):
        raise forbidden()
    for name, word in (("subject", "title"), ("requester_id", "customer_id")):
        if not edits.values.get(name):
            raise hidden(422, f"Missing required value for field '{word}'!")
    check_mandatory(the_store(), None, edits, wanted)


def _tags(text: str) -> list[str]:
    """Tags of a new ticket are one text with commas; newer versions trim them and skip what is not allowed."""
    office = the_office()
    if not office.at_least("6.0"):
        return [part for part in text.split(",") if part]
    known = {record["name"] for record in office.shelves["tag_names"].values()}
    free = (office.named("settings", "tag_new") or {"state_current": {"value": True}})["state_current"]["value"]
    return [part.strip() for part in text.split(",") if part.strip() and (free or part.strip() in known)]


@api.put("/tickets/<number>")
def update_ticket(number: str) -> Response:
    """Fields and an article, all or nothing. `updated_at`, If-Match and the like are ignored."""
    store, ticket, wanted = the_store(), ticket_for(number, "read"), given()
    held = rights.on_ticket(the_office(), caller(), ticket)
    if not held & {"change", "own"}:
        raise forbidden()
    edits = edits_from(store, wanted, ticket)
    group = edits.values.get("group_id", ticket.group_id)
    if group != ticket.group_id and "own" not in held and not rights.on_group(the_office(), caller(), group):
        raise hidden(422, f"Invalid value '{group}' for field 'group_id'!")
    if wanted.get("article"):
        edits.message = message_from(store, wanted["article"], caller(), ticket, ticket.requester_id)
    check_mandatory(store, ticket, edits, wanted)
    acts.change(store, by(), ticket, edits)
    return jsonify(_written(ticket, wanted))


def _written(ticket: Ticket, wanted: Json) -> Json:
    """What a write answers."""
    if is_true(wanted.get("all")):
        return whole(the_store(), ticket, caller())
    return expanded(the_store(), ticket) if is_true(wanted.get("expand")) else with_lists(the_store(), ticket)


@api.delete("/tickets/<number>")
def delete_ticket(number: str) -> Response:
    """The ticket with everything that belongs to it; rights on its group are not asked for."""
    ticket = the_store().ticket(int(number)) if number.isdigit() else None
    if ticket is None:
        raise Fault(404, f"Couldn't find Ticket with 'id'={number}")
    key = g.key
    user_may = rights.covers(rights.permissions_of(the_office(), caller()), "admin")
    if not user_may or (key is not None and not rights.covers(key.permissions, "admin")):
        raise forbidden("Not authorized (admin permission required)!")
    acts.delete(the_store(), by(), ticket)
    return Response("", 200)


@api.put("/ticket_merge/<source>/<target>")
def merge(source: str, target: str) -> Response:
    """Merge the ticket of this id into the ticket of that number: always 200, the result says how it went."""
    store, ticket = the_store(), ticket_for(source, "change")
    into = store.ticket(int(target) - 31000) if target.isdigit() else None
    if into is None:
        return jsonify({"result": "failed", "message": "The target ticket number could not be found."})
    if into is ticket:
        return jsonify({"result": "failed", "message": "Can't merge ticket with itself!"})
    if ticket.merged_into != into.id:
        acts.merge(store, by(), ticket, into)
    both = {"target_ticket": ticket_json(store, into), "source_ticket": ticket_json(store, ticket)}
    return jsonify({"result": "success"} | both)


@api.post("/tickets/mass_macro")
def mass_macro() -> Response:
    """Let a macro change these tickets."""
    need("ticket.agent")
    wanted = given()
    macro = the_office().shelves["macros"].get(int(wanted.get("macro_id") or 0))
    if macro is None:
        raise Fault(404, f"Couldn't find Macro with 'id'={wanted.get('macro_id')}")
    tickets = _all_of(wanted.get("ticket_ids") or [])
    for ticket in tickets:
        perform(the_store(), by(), ticket, macro["perform"])
    return jsonify({"ticket_ids": [ticket.id for ticket in tickets], "assets": assets_of(the_store(), tickets)})


@api.post("/tickets/mass_update")
def mass_update() -> Response:
    """The same change on these tickets: all of them or none."""
    need("ticket.agent")
    wanted = given()
    tickets = _all_of(wanted.get("ticket_ids") or [])
    attributes: dict[str, Any] = wanted.get("attributes") or {}
    for ticket in tickets:
        edits = edits_from(the_store(), attributes, ticket)
        try:
            acts.change(the_store(), by(), ticket, edits)
        except Refused as error:
            raise hidden(422, str(error)) from None
    return jsonify({"ticket_ids": [ticket.id for ticket in tickets], "assets": assets_of(the_store(), tickets)})


def _all_of(ids: list[Any]) -> list[Ticket]:
    found = [ticket for number in ids if (ticket := the_store().ticket(int(number)))]
    if len(found) < len(ids):
        listed = ", ".join(str(number) for number in ids)
        counted = f"(found {len(found)} results, but was looking for {len(ids)})"
        raise Fault(404, f"Couldn't find all Tickets with 'id': ({listed}) {counted}.")
    if not all("change" in rights.on_ticket(the_office(), caller(), ticket) for ticket in found):
        raise forbidden()
    return found


@api.get("/ticket_states")
def list_states() -> Response:
    """The seven states."""
    need("ticket.agent", "admin.object", "ticket.customer")
    return jsonify([state_json(number, expand=is_true(given().get("expand"))) for number in STATES])


@api.get("/ticket_priorities")
def list_priorities() -> Response:
    """The three priorities."""
    need("ticket.agent", "admin.object", "ticket.customer")
    return jsonify([priority_json(number) for number in PRIORITIES])
