"""What was ever done to a ticket, as far as Zammad writes it down: deletions of files and articles are not."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.records import Audit, Entry, Ticket
from sandbox.store import Store
from sandbox.zammad.assets import assets_of
from sandbox.zammad.door import api, need, ticket_for
from sandbox.zammad.names import PLAIN, PRIORITIES, STATES, WEIGHTS, id_of, moment
from sandbox.zammad.triggers import COLUMNS

MERGES = {"merge": "merged_into", "received_merge": "received_merge"}
SAID = {"group_id": "group", "assignee_id": "owner", "priority": "priority", "subject": "title", "state": "state"}


@api.get("/ticket_history/<number>")
def ticket_history(number: str) -> Response:
    """Lines, oldest first."""
    ticket, store = ticket_for(number, "read"), the_store()
    need("ticket.agent")
    lines = [line for audit in ticket.audits for line in _lines(store, ticket, audit)]
    return jsonify({"history": lines, "assets": assets_of(store, [ticket])})


def _lines(store: Store, ticket: Ticket, audit: Audit) -> list[Json]:
    made = {"created_by_id": audit.author_id, "created_at": moment(audit.created_at)}
    found: list[Json] = []
    if any(entry.kind == "create" for entry in audit.entries):
        found.append({"id": audit.id, "o_id": ticket.id, "object": "Ticket", "type": "created"} | made)
    for entry in audit.entries:
        if entry.kind == "comment":
            article = {"o_id": entry.comment_id, "related_o_id": ticket.id, "related_object": "Ticket"}
            found.append({"id": entry.id, "object": "Ticket::Article", "type": "created"} | article | made)
        elif entry.name == "tags":
            found += [_tag(entry, ticket, kind, tag) | made for kind, tag in _moved(entry)]
        elif entry.kind in MERGES:
            line = {"id": entry.id, "o_id": ticket.id, "object": "Ticket", "type": MERGES[entry.kind]}
            found.append(line | {"id_to": entry.value} | made)
        elif _is_told(audit, entry):
            found.append(_changed(store, ticket, entry) | made)
    return found


def _is_told(audit: Audit, entry: Entry) -> bool:
    """Whether a change has a line of its own: the status has none where the finer state has one."""
    finer = any(other.name == "state" for other in audit.entries)
    return entry.kind == "change" and entry.name != "pending_until" and not (entry.name == "status" and finer)


def _moved(entry: Entry) -> list[tuple[str, str]]:
    before, after = entry.previous or [], entry.value or []
    come = [("added", tag) for tag in after if tag not in before]
    return come + [("removed", tag) for tag in before if tag not in after]


def _tag(entry: Entry, ticket: Ticket, kind: str, tag: str) -> Json:
    values = {"value_from": tag if kind == "removed" else None, "value_to": tag if kind == "added" else None}
    return {"id": entry.id, "o_id": ticket.id, "object": "Ticket", "type": kind, "attribute": "tag"} | values


def _changed(store: Store, ticket: Ticket, entry: Entry) -> Json:
    values = {"value_from": _said(store, entry, entry.previous), "value_to": _said(store, entry, entry.value)}
    ids = {"id_from": _id(entry, entry.previous), "id_to": _id(entry, entry.value)}
    name = SAID.get(entry.name) or COLUMNS.get(entry.name, "").removesuffix("_id") or _key(store, entry.name)
    line = {"id": entry.id, "o_id": ticket.id, "object": "Ticket", "type": "updated", "attribute": name}
    return line | values | {word: number for word, number in ids.items() if number is not None}


def _key(store: Store, name: str) -> str:
    field = store.fields.get(int(name)) if name.isdigit() else None
    return (field.key or name) if field else name


def _id(entry: Entry, value: Any) -> int | None:
    if entry.name == "state":
        return id_of(STATES, value)
    if entry.name == "priority":
        return WEIGHTS.get(str(value))
    return (value or 1) if entry.name in ("group_id", "assignee_id") else None


def _said(store: Store, entry: Entry, value: Any) -> str:
    if entry.name == "group_id":
        group = store.groups.get(value or 0)
        return group.name if group else ""
    if entry.name == "assignee_id":
        return store.users[value].name if value in store.users else "-"
    if entry.name == "priority":
        return PRIORITIES[WEIGHTS[str(value or "normal")]]
    if entry.name == "status":
        return PLAIN.get(str(value), "")
    return "" if value is None else str(value)
