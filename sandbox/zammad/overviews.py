"""Overviews as an agent sees them: which there are, how many tickets each holds, and the tickets of one."""

from __future__ import annotations

from flask import Response, jsonify

from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.records import Ticket
from sandbox.zammad import rights
from sandbox.zammad.assets import assets_of
from sandbox.zammad.door import api, caller, given, need, the_office
from sandbox.zammad.refusals import Fault
from sandbox.zammad.selector import Moment, matches
from sandbox.zammad.tickets import visible


@api.get("/ticket_overviews")
def ticket_overviews() -> Response:
    """The overviews of the caller's roles with counts; `view` gives the tickets of one by its link."""
    need("ticket.agent", "ticket.customer")
    mine = set(rights.profile_of(the_office(), caller()).role_ids)
    seen = [o for o in the_office().shelves["overviews"].values() if o["active"] and mine & set(o["role_ids"])]
    if "view" not in given():
        shown = [{n: o[n] for n in ("id", "name", "prio", "link")} | {"count": len(_tickets(o))} for o in seen]
        return jsonify(sorted(shown, key=lambda overview: overview["prio"]))
    wanted = next((overview for overview in seen if overview["link"] == given()["view"]), None)
    if wanted is None:
        return jsonify({"assets": {}, "index": {}})
    tickets = _tickets(wanted)
    shown = [{"id": ticket.id, "updated_at": ticket.updated_at.isoformat()} for ticket in tickets]
    told = {"id": wanted["id"], "view": wanted["link"], "name": wanted["name"]}
    index = {"overview": told, "tickets": shown, "count": len(shown)}
    return jsonify({"assets": assets_of(the_store(), tickets), "index": index})


def _tickets(overview: Json) -> list[Ticket]:
    """The tickets in an overview; a condition that breaks finds none."""
    store = the_store()
    found = []
    for ticket in store.tickets.values():
        when = Moment(store.clock.now(), articles=tuple(ticket.comments), user=caller())
        try:
            if visible(ticket) and matches(store, ticket, overview["condition"], when):
                found.append(ticket)
        except Fault:
            return []
    return found
