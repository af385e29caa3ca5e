"""Search: by condition (exact, at once) or by text; without `expand` the answer's shape depends on the version."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.records import Ticket
from sandbox.zammad.assets import assets_of
from sandbox.zammad.door import api, caller, given, is_true, need, the_office
from sandbox.zammad.letters import letter_of
from sandbox.zammad.refusals import hidden
from sandbox.zammad.selector import Moment, matches
from sandbox.zammad.shapes import expanded, ticket_json, with_lists
from sandbox.zammad.tickets import visible

USUAL, MOST = 50, 200


@api.route("/tickets/search", methods=["GET", "POST"])
def search_tickets() -> Response:
    """The tickets that match, at most 200 a page; a page does not say how many there are in all."""
    wanted = given()
    found = _sorted(_found(wanted), wanted)
    total = len(found)
    size = min(int(wanted.get("limit") or wanted.get("per_page") or USUAL), MOST)
    start = (int(wanted.get("page") or 1) - 1) * size
    return jsonify(_answer(found[start : start + size], total, wanted))


def _answer(page: list[Ticket], total: int, wanted: Json) -> Any:
    store = the_store()
    if is_true(wanted.get("expand")):
        return [expanded(store, ticket) for ticket in page]
    ids = [ticket.id for ticket in page]
    if not the_office().at_least("6.5"):
        return {"tickets": ids, "tickets_count": len(ids), "assets": assets_of(store, page)}
    if is_true(wanted.get("only_total_count")):
        return {"total_count": total}
    if is_true(wanted.get("full")):
        return {"record_ids": ids, "assets": assets_of(store, page), "total_count": total}
    return [with_lists(store, ticket) for ticket in page]


def _found(wanted: Json) -> list[Ticket]:
    store, lag = the_store(), the_store().clock.now() - the_store().search_lag
    seen = [ticket for ticket in store.tickets.values() if visible(ticket)]
    if condition := wanted.get("condition"):
        _check(condition)
        return [ticket for ticket in seen if _matches(ticket, condition)]
    text = str(wanted.get("query") or "").replace("*", "")
    return [ticket for ticket in seen if ticket.created_at <= lag and _says(ticket, text)]


def _matches(ticket: Ticket, condition: Json) -> bool:
    store = the_store()
    when = Moment(store.clock.now(), articles=tuple(ticket.comments), user=caller())
    return matches(store, ticket, condition, when)


def _check(condition: Any) -> None:
    """Nonsense is found out even when there is no ticket to compare with."""
    if not isinstance(condition, dict):
        raise hidden(500, "undefined method `each' for a condition")


def _says(ticket: Ticket, text: str) -> bool:
    """Number, title, and the articles' texts, senders, recipients and subjects, letter by letter."""
    store = the_store()
    places = [str(31000 + ticket.id), ticket.subject]
    for comment in ticket.comments:
        letter = letter_of(store, ticket, comment)
        places += [comment.text, letter.from_, letter.to or "", letter.subject or ""]
    return any(text in place for place in places)


def _sorted(found: list[Ticket], wanted: Json) -> list[Ticket]:
    """By real columns only; one order for each, newest first without a word."""
    by, how = wanted.get("sort_by") or "updated_at", wanted.get("order_by") or "desc"
    names, orders = by if isinstance(by, list) else [by], how if isinstance(how, list) else [how]
    rows = [(ticket_json(the_store(), ticket), ticket) for ticket in found]
    for number, name in reversed(list(enumerate(names))):
        if rows and name not in rows[0][0]:
            raise hidden(500, f"Found invalid column '{name}' for sorting.")
        backwards = str(orders[number] if number < len(orders) else "asc").lower() == "desc"
        rows.sort(key=lambda row, column=name: _key(row[0][column]), reverse=backwards)  # type: ignore[misc]
    return [ticket for _, ticket in rows]


def _key(value: Any) -> tuple[bool, Any]:
    return (value is None, "" if value is None else value)


@api.post("/tickets/selector")
def count_matching() -> Response:
    """How many tickets a condition matches, with the first six; only in 5.5."""
    need("admin")
    if the_office().at_least("6.0"):
        raise hidden(404, "No route matches [POST] /api/v1/tickets/selector")
    condition = given().get("condition") or {}
    found = [t for t in the_store().tickets.values() if not t.deleted and _matches(t, condition)]
    ids = [ticket.id for ticket in found]
    return jsonify({"ticket_ids": ids[:6], "ticket_count": len(ids), "assets": assets_of(the_store(), found[:6])})
