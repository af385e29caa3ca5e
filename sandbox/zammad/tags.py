"""Tags, which neither the ticket nor an update of it carries."""

from __future__ import annotations

from flask import Response, g, jsonify

from sandbox import acts
from sandbox.acts import Edits
from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.records import Ticket
from sandbox.zammad import rights
from sandbox.zammad.door import api, by, caller, given, need, the_office
from sandbox.zammad.refusals import forbidden, hidden, unknown


def _ticket(wanted: Json) -> Ticket:
    number = str(wanted.get("o_id"))
    ticket = the_store().ticket(int(number)) if number.isdigit() else None
    if ticket is None:
        raise unknown("Ticket", number)
    g.ticket_id = ticket.id
    return ticket


@api.get("/tags")
def list_tags() -> Response:
    """The tags of a ticket; whoever is logged in may read them."""
    return jsonify({"tags": list(_ticket(given()).tags)})


@api.post("/tags/add")
def add_tag() -> tuple[Response, int]:
    """Add a tag; one that is there already changes nothing."""
    wanted = given()
    ticket, item = _changeable(wanted)
    _know(item)
    if item not in ticket.tags:
        acts.change(the_store(), by(), ticket, Edits(tags=[*ticket.tags, item]))
    return jsonify(True), 201


@api.delete("/tags/remove")
def remove_tag() -> Response:
    """Remove a tag; one that is not there makes its name known, and the answer is the same."""
    wanted = given()
    ticket, item = _changeable(wanted)
    _know(item)
    acts.change(the_store(), by(), ticket, Edits(tags=[tag for tag in ticket.tags if tag != item]))
    return jsonify(True)


def _changeable(wanted: Json) -> tuple[Ticket, str]:
    ticket = _ticket(wanted)
    key = g.key
    if key is not None and not rights.covers(key.permissions, "ticket.agent"):
        raise forbidden()
    if "change" not in rights.on_ticket(the_office(), caller(), ticket):
        raise forbidden()
    if wanted.get("item") is None:
        raise hidden(500, "undefined method `strip' for nil:NilClass")
    return ticket, str(wanted["item"]).strip()


def _know(name: str) -> None:
    if the_office().named("tag_names", name) is None:
        the_office().put("tag_names", {"name": name})


@api.get("/tag_search")
def search_tags() -> Response:
    """Names of tags that begin so, whatever the case."""
    term = str(given().get("term", "")).casefold()
    found = [
        record for record in the_office().shelves["tag_names"].values() if record["name"].casefold().startswith(term)
    ]
    return jsonify([{"id": record["id"], "value": record["name"]} for record in sorted(found, key=lambda r: r["name"])])


@api.get("/tag_list")
def tag_list() -> Response:
    """All names with how often they are used."""
    need("admin.tag")
    tickets = [ticket for ticket in the_store().tickets.values() if not ticket.deleted]
    for ticket in tickets:
        for tag in ticket.tags:
            _know(tag)
    names = sorted(the_office().shelves["tag_names"].values(), key=lambda record: record["name"])
    return jsonify([record | {"count": sum(record["name"] in t.tags for t in tickets)} for record in names])


@api.post("/tag_list")
def create_tag() -> Response:
    """Make a name known."""
    need("admin.tag")
    _know(str(given().get("name", "")))
    return jsonify({})
