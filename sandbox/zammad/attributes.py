"""Object attributes: custom fields, made in two steps (create, then execute the migrations)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask import Response, jsonify

from sandbox.office import NOBODY, Json
from sandbox.parts import the_store
from sandbox.records import Field, Option
from sandbox.store import Store
from sandbox.zammad.door import api, caller, given, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.refusals import hidden, unknown, unprocessable

KINDS = {
    "input": "text",
    "textarea": "textarea",
    "richtext": "textarea",
    "date": "date",
    "datetime": "datetime",
    "integer": "integer",
    "boolean": "checkbox",
    "select": "tagger",
    "tree_select": "tagger",
    "multiselect": "multiselect",
}
DATA_TYPES = {
    "tagger": "select",
    "multiselect": "multiselect",
    "date": "date",
    "integer": "integer",
    "checkbox": "boolean",
    "textarea": "textarea",
}
BUILT_IN = (
    ("number", "#", "input"),
    ("title", "Title", "input"),
    ("customer_id", "Customer", "user_autocompletion"),
    ("organization_id", "Organization", "autocompletion_ajax_customer_organization"),
    ("group_id", "Group", "select"),
    ("owner_id", "Owner", "select"),
    ("state_id", "State", "select"),
    ("pending_time", "Pending till", "datetime"),
    ("priority_id", "Priority", "select"),
    ("tags", "Tags", "tag"),
)
RESERVED = ("type", "note", "id", "created_at", "updated_at", "preferences", "article")
TOLD = ("display", "data_type", "active", "position", "screens")
MADE = {"to_create": False, "to_migrate": False}
LONGEST = {"input": 255, "textarea": 5000}


def name_for(title: str) -> str:
    """The name of the column for a title: small letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def adopt(store: Store, field: Field) -> None:
    """Make the object attribute of a field that a scene brought along; it is migrated already."""
    field.key = name_for(field.title)
    data_type = DATA_TYPES.get(field.kind, "input")
    option: Json = {"null": True, "default": "" if data_type in ("input", "select") else None, "options": {}}
    if field.options:
        option |= {"options": {choice.value: choice.name for choice in field.options}, "nulloption": True}
    if data_type in LONGEST:
        option |= {"type": "text", "maxlength": LONGEST[data_type]}
    if data_type == "boolean":
        option |= {"default": False, "options": {"true": "yes", "false": "no"}}
    given = {"name": field.key, "object": "Ticket", "display": field.title, "data_type": data_type}
    record = _record(store, given | {"data_option": option, "screens": _screens(field), "active": True}, NOBODY)
    store.office.put("attributes", record | MADE | {"field_id": field.id})


def build_in(store: Store) -> None:
    """The attributes every Zammad has of tickets: they can be neither changed nor removed."""
    for name, title, kind in BUILT_IN:
        given = {"name": name, "object": "Ticket", "display": title, "data_type": kind, "data_option": {"null": True}}
        store.office.put("attributes", _record(store, given, NOBODY) | {"editable": False} | MADE)


def _screens(field: Field) -> Json:
    """Who sees the field where: the member's form shows what the portal shows."""
    agent = {"shown": True, "required": False}
    member = {"shown": field.in_portal, "required": field.required_in_portal}
    return {"create_middle": {"ticket.agent": agent, "ticket.customer": member}, "edit": {"ticket.agent": agent}}


def _record(store: Store, given: Json, user_id: int) -> Json:
    now = moment(store.stamp())
    return {
        "object_lookup_id": 1 if given["object"] == "Ticket" else 2,
        "object": given["object"],
        "name": given["name"],
        "display": given.get("display"),
        "data_type": given["data_type"],
        "data_option": {"options": {}, "relation": ""} | given["data_option"],
        "data_option_new": {},
        "editable": True,
        "active": given.get("active", True),
        "screens": given.get("screens", {}),
        "to_create": True,
        "to_migrate": True,
        "to_delete": False,
        "to_config": False,
        "position": given.get("position", 1550),
        "created_by_id": user_id,
        "updated_by_id": user_id,
        "created_at": now,
        "updated_at": now,
    }


def _shown(record: Json) -> Json:
    return {name: value for name, value in record.items() if name not in ("field_id", "object")}


def _listed(record: Json) -> Json:
    """The list says the object by name where a single answer says it by id."""
    shown = {name: value for name, value in _shown(record).items() if name != "object_lookup_id"}
    return shown | {"object": record["object"], "deletable": record["editable"]}


def _found(number: str) -> Json:
    record = the_office().shelves["attributes"].get(int(number)) if number.isdigit() else None
    if record is None:
        raise unknown("ObjectManager::Attribute", number)
    return record


@api.get("/object_manager_attributes")
def list_attributes() -> Response:
    """All custom attributes; nothing can be filtered."""
    need("admin.object")
    return jsonify([_listed(record) for record in the_office().shelves["attributes"].values()])


@api.get("/object_manager_attributes/<number>")
def show_attribute(number: str) -> Response:
    """One attribute."""
    need("admin.object")
    return jsonify(_shown(_found(number)))


@api.post("/object_manager_attributes")
def create_attribute() -> tuple[Response, int]:
    """A new attribute, which is not usable before the migrations are executed."""
    need("admin.object")
    wanted = given()
    _check(wanted)
    if wanted["name"] in RESERVED or _column(wanted):
        raise unprocessable("This object already exists.")
    record = the_office().put("attributes", _record(the_store(), wanted, caller().id))
    return jsonify(_shown(record)), 201


def _column(wanted: Json) -> Json | None:
    return next(
        (
            record
            for record in the_office().shelves["attributes"].values()
            if (record["name"], record["object"]) == (wanted.get("name"), wanted.get("object"))
        ),
        None,
    )


def _check(wanted: Json) -> None:
    if not wanted.get("data_type"):
        raise hidden(500, "undefined method `match?' for nil:NilClass")
    name, option = str(wanted.get("name") or ""), wanted.get("data_option") or {}
    problems = []
    if not re.fullmatch(r"[a-z0-9_]+", name):
        if " " in name:
            problems.append("Name spaces are not allowed")
        problems.append("Name only lowercase letters, numbers, and '_' are allowed")
    if wanted["data_type"] == "input" and option.get("type") not in ("text", "password", "tel", "fax", "email", "url"):
        problems.append("Data option must have one of text/password/tel/fax/email/url for :type")
    if wanted["data_type"] in ("input", "textarea") and not isinstance(option.get("maxlength"), int):
        problems.append("Data option must have integer for :maxlength")
    if wanted["data_type"] not in KINDS:
        problems.append("Data type is not included in the list")
    if problems:
        raise unprocessable(f"Validation failed: {', '.join(problems)}")


@api.put("/object_manager_attributes/<number>")
def update_attribute(number: str) -> Response:
    """Change an attribute; the whole object must be sent again, and is looked up by its name, not by the id."""
    need("admin.object")
    wanted = given()
    _check(wanted)
    record = _column(wanted)
    if record is None:
        raise unknown("ObjectManager::Attribute", number)
    record |= {name: wanted[name] for name in TOLD if name in wanted}
    record |= {"data_option_new": {"options": {}, "relation": ""} | wanted["data_option"], "to_config": True}
    record["to_migrate"] = True
    record |= {"updated_at": moment(the_store().stamp()), "updated_by_id": caller().id}
    return jsonify(_shown(record))


@api.delete("/object_manager_attributes/<number>")
def delete_attribute(number: str) -> Response:
    """Mark an attribute: the next migration drops it with its data."""
    need("admin.object")
    record = _found(number)
    if not record["editable"]:
        raise unprocessable(f"{record['object']}.{record['name']} can't be removed!")
    record["to_delete"] = True
    return jsonify({})


@api.post("/object_manager_attributes_execute_migrations")
def execute_migrations() -> Response:
    """Make, change and drop the columns that wait for it."""
    need("admin.object")
    store = the_store()
    for record in list(the_office().shelves["attributes"].values()):
        if record["to_delete"]:
            _drop(store, record)
        elif record["object"] == "Ticket" and record["to_create"]:
            _make(store, record)
        elif record["to_config"]:
            record |= {"data_option": record["data_option_new"], "data_option_new": {}, "to_config": False}
            record["to_migrate"] = False
            _refresh(store, record)
    return jsonify({})


def _make(store: Store, record: Json) -> None:
    now = store.stamp()
    field = Field(store.next_id(), record["display"], KINDS[record["data_type"]], now, now, key=record["name"])
    store.fields[field.id] = field
    record |= MADE | {"field_id": field.id}
    _refresh(store, record)


def _refresh(store: Store, record: Json) -> None:
    """Let the field say what the attribute says."""
    field = store.fields[record["field_id"]]
    field.title, field.active = record["display"], record["active"]
    field.in_portal = bool(record["screens"].get("create_middle", {}).get("ticket.customer", {}).get("shown"))
    if record["data_type"] != "boolean":
        field.options = [Option(store.next_id(), name, value) for value, name in choices(record).items()]


def choices(record: Json) -> dict[str, str]:
    """The values of a select with their names; a tree's branches are values like its leaves."""
    options: Any = record["data_option"].get("options") or {}
    if isinstance(options, dict):
        return {str(value): str(name) for value, name in options.items()}
    found: dict[str, str] = {}
    for branch in options:
        found[branch["value"]] = branch["name"]
        found |= choices({"data_option": {"options": branch.get("children") or []}})
    return found


def _drop(store: Store, record: Json) -> None:
    field_id = record.get("field_id")
    store.fields.pop(field_id or 0, None)
    for ticket in store.tickets.values():
        ticket.fields.pop(field_id or 0, None)
    del store.office.shelves["attributes"][record["id"]]


def columns(store: Store) -> list[tuple[Field, Json]]:
    """The custom columns of tickets that really exist, each with its attribute."""
    records = store.office.shelves["attributes"].values()
    return [(store.fields[record["field_id"]], record) for record in records if "field_id" in record]
