"""Views and macros: what agents look through and click. https://developer.zendesk.com/api-reference/ticketing/business-rules/views/.

They are kept as they are given; the sandbox neither runs a view nor applies a macro.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Response, jsonify

from sandbox.parts import the_store
from sandbox.rules import Refused
from sandbox.store import Store
from sandbox.zendesk.bodies import Json, body_under
from sandbox.zendesk.door import admins_only, api
from sandbox.zendesk.paging import page_of
from sandbox.zendesk.refusals import NotFound
from sandbox.zendesk.shapes import second

TITLES = {
    "nice_id": "ID",
    "subject": "Subject",
    "requester": "Requester",
    "created": "Requested",
    "type": "Type",
    "priority": "Priority",
    "status": "Status",
    "group": "Group",
    "assignee": "Assignee",
    "updated": "Updated",
}
USUAL = ("subject", "requester", "created", "type", "priority")


@dataclass
class View:
    """A list of tickets: conditions that all hold, one of which holds, and what is shown of each."""

    id: int
    title: str
    at: datetime
    description: str | None = None
    active: bool = True
    all: list[dict[str, Any]] = field(default_factory=list)
    any: list[dict[str, Any]] = field(default_factory=list)
    columns: list[Any] = field(default_factory=lambda: list(USUAL))


@dataclass
class Macro:
    """A click of an agent's, and what it does to the ticket."""

    id: int
    title: str
    at: datetime
    actions: list[dict[str, Any]]
    description: str | None = None
    active: bool = True


@api.get("/views")
def list_views() -> Response:
    """All views."""
    store = the_store()
    return jsonify(page_of("views", list(store.views.values()), lambda view: view_json(store, view)))


@api.post("/views")
def create_view() -> tuple[Response, int]:
    """A new view."""
    admins_only()
    store, given = the_store(), body_under("view")
    if not given.get("title") or not (given.get("all") or given.get("any")):
        raise Refused({"title" if not given.get("title") else "conditions": ["cannot be blank"]})
    view = View(store.next_id(), given["title"], store.stamp())
    store.views[view.id] = view
    _change_view(store, view, given)
    return jsonify({"view": view_json(store, view)}), 201


@api.put("/views/<int:view_id>")
def update_view(view_id: int) -> Response:
    """Change a view; conditions and columns are replaced as a whole."""
    admins_only()
    store, view = the_store(), _known(the_store().views, view_id)
    _change_view(store, view, body_under("view"))
    return jsonify({"view": view_json(store, view)})


@api.delete("/views/<int:view_id>")
def delete_view(view_id: int) -> tuple[str, int]:
    """Remove a view."""
    admins_only()
    del the_store().views[_known(the_store().views, view_id).id]
    return "", 204


@api.get("/macros")
def list_macros() -> Response:
    """All macros."""
    store = the_store()
    return jsonify(page_of("macros", list(store.macros.values()), lambda macro: macro_json(store, macro)))


@api.post("/macros")
def create_macro() -> tuple[Response, int]:
    """A new macro."""
    admins_only()
    store, given = the_store(), body_under("macro")
    if not given.get("title") or not given.get("actions"):
        raise Refused({"actions" if given.get("title") else "title": ["cannot be blank"]})
    macro = Macro(store.next_id(), given["title"], store.stamp(), given["actions"], given.get("description"))
    store.macros[macro.id] = macro
    return jsonify({"macro": macro_json(store, macro)}), 201


@api.put("/macros/<int:macro_id>")
def update_macro(macro_id: int) -> Response:
    """Change a macro; its actions are replaced as a whole."""
    admins_only()
    store, macro = the_store(), _known(the_store().macros, macro_id)
    for name, value in body_under("macro").items():
        if name in {"title", "actions", "description", "active"}:
            setattr(macro, name, value)
    return jsonify({"macro": macro_json(store, macro)})


@api.delete("/macros/<int:macro_id>")
def delete_macro(macro_id: int) -> tuple[str, int]:
    """Remove a macro."""
    admins_only()
    del the_store().macros[_known(the_store().macros, macro_id).id]
    return "", 204


def view_json(store: Store, view: View) -> Json:
    """A view as it was recorded."""
    return {
        "url": f"{store.url}/api/v2/views/{view.id}.json",
        "id": view.id,
        "title": view.title,
        "active": view.active,
        "updated_at": second(view.at),
        "created_at": second(view.at),
        "default": False,
        "position": 10000,
        "description": view.description,
        "execution": {
            "group_by": None,
            "group_order": "desc",
            "sort_by": None,
            "sort_order": "desc",
            "columns": [_column(store, column) for column in view.columns],
        },
        "conditions": {"all": view.all, "any": view.any},
        "restriction": None,
        "raw_title": view.title,
    }


def macro_json(store: Store, macro: Macro) -> Json:
    """A macro."""
    return {
        "url": f"{store.url}/api/v2/macros/{macro.id}.json",
        "id": macro.id,
        "title": macro.title,
        "active": macro.active,
        "updated_at": second(macro.at),
        "created_at": second(macro.at),
        "default": False,
        "position": 9999,
        "description": macro.description,
        "actions": macro.actions,
        "restriction": None,
        "raw_title": macro.title,
    }


def _column(store: Store, column: object) -> Json:
    known = store.fields.get(int(str(column))) if str(column).isdigit() else None
    if known is None:
        return {"id": column, "title": TITLES.get(str(column), str(column)), "filterable": True, "sortable": True}
    return {
        "id": known.id,
        "title": known.title,
        "type": known.kind,
        "url": f"{store.url}/api/v2/ticket_fields/{known.id}.json",
    }


def _change_view(store: Store, view: View, given: Json) -> None:
    for name in ("title", "description", "active"):
        setattr(view, name, given.get(name, getattr(view, name)))
    if {"all", "any"} & set(given):
        view.all, view.any = _conditions(given.get("all")), _conditions(given.get("any"))
    if "output" in given:
        view.columns = list(given["output"].get("columns") or USUAL)
    view.at = store.stamp()


def _conditions(given: list[Json] | None) -> list[Json]:
    """Values come back as words, as Zendesk's do."""
    return [{**condition, "value": str(condition.get("value", ""))} for condition in given or []]


def _known(records: dict[int, Any], record_id: int) -> Any:
    if record_id not in records:
        raise NotFound
    return records[record_id]
