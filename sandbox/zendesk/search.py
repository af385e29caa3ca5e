"""Search, by the query language of https://support.zendesk.com/hc/en-us/articles/4408886879258."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, jsonify, request

from sandbox.parts import parts, the_store
from sandbox.records import STATUSES, Ticket
from sandbox.store import Store
from sandbox.zendesk.bodies import Json
from sandbox.zendesk.door import api
from sandbox.zendesk.paging import cursor_page, numbered_page
from sandbox.zendesk.refusals import BadRequest
from sandbox.zendesk.shapes import ticket_json

CAP = 1000
ROUNDING = timedelta(seconds=1)  # stamps have whole seconds and may run a little ahead
TERM = re.compile(r"(-?)([a-z_]+\d*)(:|<=|>=|<|>)(.*)")
RELATIVE = re.compile(r"(\d+)(minute|hour|day|week|month|year)s?")
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
ORDERS = ("", "none", *("low", "normal", "high", "urgent"))
Test = Callable[[Ticket], bool]


@api.get("/search")
def search() -> Response:
    """Offset pages only, never beyond result 1000; `count` is the true total."""
    found = matching(the_store(), request.args.get("query", ""))
    page, size = request.args.get("page", "1"), request.args.get("per_page", "100")
    if page.isdigit() and size.isdigit() and int(page) * int(size) > CAP:
        raise BadRequest(
            "invalid", "Invalid search: Requested response size was greater than Search Response Limits", 422
        )
    body = numbered_page("results", _sorted(found), _result)
    return jsonify(body | {"facets": None})


@api.get("/search/count")
def count_results() -> Response:
    """How many there are."""
    return jsonify({"count": len(matching(the_store(), request.args.get("query", "")))})


@api.get("/search/export")
def export_results() -> Response:
    """All of them, by cursor, oldest first; the type goes into `filter[type]`."""
    parts().limits.spend("search_export")
    if request.args.get("filter[type]") != "ticket":
        raise BadRequest("invalid", "filter[type] is required; the sandbox knows tickets", 422)
    found = matching(the_store(), request.args.get("query", ""))
    body = cursor_page("results", sorted(found, key=lambda t: (t.created_at, t.id)), _result, largest=1000)
    if not body["meta"]["has_more"]:
        body["links"]["next"] = None
    body["links"]["prev"] = body["meta"]["before_cursor"] = None
    return jsonify(body | {"facets": None})


def _result(ticket: Ticket) -> Json:
    return ticket_json(the_store(), ticket) | {"result_type": "ticket"}


def _sorted(tickets: list[Ticket]) -> list[Ticket]:
    by = request.args.get("sort_by", "updated_at")
    name = by if by in ("created_at", "updated_at", "status", "priority") else "updated_at"
    return sorted(tickets, key=lambda t: (str(getattr(t, name)), t.id), reverse=request.args.get("sort_order") != "asc")


def matching(store: Store, query: str) -> list[Ticket]:
    """The tickets a query finds. The same word twice means either; different words mean all; `-word:` means not."""
    wanted: defaultdict[str, list[Test]] = defaultdict(list)
    unwanted: list[Test] = []
    for piece in _pieces(query):
        term = TERM.fullmatch(piece)
        if term is None:
            wanted[f"text {piece}"].append(_text_test(piece))
        elif term.group(1):
            unwanted.append(_test(store, *term.groups()[1:]))
        elif term.group(2) != "type":
            either = term.group(2) if term.group(3) == ":" else piece
            wanted[either].append(_test(store, *term.groups()[1:]))
        elif term.group(4) != "ticket":
            return []
    indexed = store.clock.now() - store.search_lag
    return [
        ticket
        for ticket in store.tickets.values()
        if not ticket.deleted
        and ticket.created_at <= indexed + ROUNDING
        and all(any(test(ticket) for test in either) for either in wanted.values())
        and not any(test(ticket) for test in unwanted)
    ]


def _pieces(query: str) -> list[str]:
    """The words of a query; only quotation marks hold words together, apostrophes belong to French."""
    reader = shlex.shlex(query, posix=True, punctuation_chars=False)
    reader.whitespace_split, reader.quotes, reader.commenters, reader.escape = True, '"', "", ""
    try:
        return list(reader)
    except ValueError:  # a lone quotation mark is just a character
        return query.split()


def _test(store: Store, word: str, sign: str, value: str) -> Test:
    """The test one term stands for; an unknown word finds nothing."""
    if word in ("created", "updated"):
        return _time_test(f"{word}_at", sign, _moment(store, value))
    if word in ("status", "priority"):
        order = STATUSES if word == "status" else ORDERS
        return _order_test(word, sign, value.lower(), order)
    if word.startswith("custom_field_"):
        return _field_test(int(word.removeprefix("custom_field_") or 0), value)
    return _word_test(store, word, value)


def _word_test(store: Store, word: str, value: str) -> Test:
    tests: dict[str, Test] = {
        "tags": lambda t: value.lower() in t.tags if value != "none" else not t.tags,
        "group": lambda t: (
            value in (_name(store.groups, t.group_id), str(t.group_id)) or (value == "none" and not t.group_id)
        ),
        "assignee": lambda t: _is_person(store, t.assignee_id, value),
        "requester": lambda t: _is_person(store, t.requester_id, value),
        "subject": lambda t: value.lower() in t.subject.lower(),
        "description": lambda t: value.lower() in t.description.lower(),
        "ticket_form_id": lambda t: str(t.form_id) == value,
        "brand": lambda _: value == str(store.brand_id),
        "via": lambda t: t.channel == value,
    }
    return tests.get(word, lambda _: False)


def _name(records: dict[int, Any], record_id: int | None) -> str | None:
    record = records.get(record_id or 0)
    return record.name if record else None


def _is_person(store: Store, user_id: int | None, value: str) -> bool:
    user = store.users.get(user_id or 0)
    if value == "none" or user is None:
        return user is None and value == "none"
    return value.casefold() in (str(user.id), user.email.casefold(), user.name.casefold())


def _text_test(text: str) -> Test:
    word = text.lower()
    return lambda t: word in t.subject.lower() or any(word in c.text.lower() for c in t.comments)


def _field_test(field_id: int, value: str) -> Test:
    if value == "*":
        return lambda t: t.fields.get(field_id) not in (None, "", [])
    return lambda t: str(t.fields.get(field_id)) == value


def _order_test(name: str, sign: str, value: str, order: tuple[str, ...]) -> Test:
    if value not in order:
        return lambda _: False
    place = order.index(value)
    return lambda t: _compare(order.index(getattr(t, name) or ""), sign, place)


def _time_test(name: str, sign: str, moment: datetime | None) -> Test:
    if moment is None:
        return lambda _: False
    if sign == ":":
        return lambda t: moment <= getattr(t, name) < moment + timedelta(days=1)
    return lambda t: _compare(getattr(t, name), sign, moment)


def _compare(left: Any, sign: str, right: Any) -> bool:
    return bool(
        {":": left == right, "<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]
    )


def _moment(store: Store, value: str) -> datetime | None:
    """A date, a time, or so long ago: `created<7days` is before the moment seven days ago."""
    if ago := RELATIVE.fullmatch(value):
        number, unit = int(ago.group(1)), ago.group(2)
        step = timedelta(days=number * DAYS[unit]) if unit in DAYS else timedelta(**{f"{unit}s": number})
        return store.clock.now() - step
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
