"""The simple records of administration: triggers, overviews, macros, jobs, core workflows, settings, packages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Response, jsonify

from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.zammad import rights
from sandbox.zammad.door import api, caller, given, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.refusals import unknown, unprocessable
from sandbox.zammad.selector import check_condition

Check = Callable[[Json], None]


@dataclass(frozen=True)
class Shelf:
    """One kind of record: its path, who may, its columns with what they hold by themselves, what it must have."""

    path: str
    permission: str
    kind: str
    columns: Json
    required: tuple[str, ...] = ()
    unique: bool = True
    newer: Json = field(default_factory=dict)
    readers: tuple[str, ...] = ()

    def known(self) -> Json:
        """The columns in this version."""
        return self.columns | (self.newer if the_office().at_least("6.0") else {})


RULE: Json = {"condition": {}, "perform": {}, "disable_notification": True}
SHELVES = (
    Shelf(
        "triggers",
        "admin.trigger",
        "Trigger",
        {"name": None} | RULE | {"note": None, "active": True},
        ("name", "condition", "perform"),
        newer={"activator": "action", "execution_condition_mode": "selective", "localization": "system"},
    ),
    Shelf(
        "overviews",
        "admin.overview",
        "Overview",
        {"name": None, "link": None, "prio": 0, "condition": {}, "order": {}, "group_by": None}
        | {"group_direction": None, "organization_shared": False, "out_of_office": False, "view": {}, "active": True}
        | {"role_ids": [], "user_ids": []},
        ("name", "condition"),
        unique=False,
    ),
    Shelf(
        "macros",
        "admin.macro",
        "Macro",
        {"name": None, "perform": {}, "active": True, "ux_flow_next_up": "none", "note": None, "group_ids": []},
        ("name", "perform"),
        readers=("ticket.agent",),
    ),
    Shelf(
        "jobs",
        "admin.scheduler",
        "Job",
        {"name": None, "timeplan": {}}
        | RULE
        | {"last_run_at": None, "next_run_at": None, "running": False, "processed": 0, "matching": 0, "pid": None}
        | {"note": None, "active": False},
        ("timeplan", "condition", "perform"),
    ),
    Shelf(
        "core_workflows",
        "admin.core_workflow",
        "CoreWorkflow",
        {"name": None, "object": "Ticket", "preferences": {}, "condition_saved": {}, "condition_selected": {}}
        | {"perform": {}, "active": True, "stop_after_match": False, "changeable": True, "priority": 500},
        ("name",),
    ),
)


def _stand_up(shelf: Shelf) -> None:
    """The five routes of a kind of record."""
    path = f"/{shelf.path}"
    api.add_url_rule(path, f"list_{shelf.path}", lambda: _list(shelf), methods=["GET"])
    api.add_url_rule(path, f"create_{shelf.path}", lambda: _create(shelf), methods=["POST"])
    api.add_url_rule(f"{path}/<number>", f"show_{shelf.path}", lambda number: _show(shelf, number), methods=["GET"])
    api.add_url_rule(f"{path}/<number>", f"change_{shelf.path}", lambda number: _update(shelf, number), methods=["PUT"])
    api.add_url_rule(f"{path}/<number>", f"drop_{shelf.path}", lambda number: _drop(shelf, number), methods=["DELETE"])


def _list(shelf: Shelf) -> Response:
    need(shelf.permission, *shelf.readers)
    return jsonify(list(the_office().shelves[shelf.path].values()))


def _show(shelf: Shelf, number: str) -> Response:
    need(shelf.permission, *shelf.readers)
    return jsonify(_record(shelf, number))


def _record(shelf: Shelf, number: str) -> Json:
    record = the_office().shelves[shelf.path].get(int(number)) if number.isdigit() else None
    if record is None:
        raise unknown(shelf.kind, number)
    return record


def _create(shelf: Shelf) -> tuple[Response, int]:
    need(shelf.permission)
    wanted, known = given(), shelf.known()
    for name in shelf.required:
        if not wanted.get(name):
            raise unprocessable(f"Attribute '{name}\" of relation \"{shelf.path}' required!")
    if shelf.unique and the_office().named(shelf.path, wanted.get("name")):
        raise unprocessable("This object already exists.")
    record = known | {name: value for name, value in wanted.items() if name in known}
    if shelf.path == "overviews":
        record["link"] = _link(str(record["name"]))
    _check_newer(shelf, record)
    now = moment(the_store().stamp())
    made = {"updated_by_id": caller().id, "created_by_id": caller().id, "created_at": now, "updated_at": now}
    return jsonify(the_office().put(shelf.path, record | made)), 201


def _check_newer(shelf: Shelf, record: Json) -> None:
    """5.5 stores any trigger; newer versions look at the condition and the orders."""
    if shelf.path != "triggers" or not the_office().at_least("6.0"):
        return
    check_condition(the_store(), record["condition"])
    hook = record["perform"].get("notification.webhook")
    if hook is not None and int(str(hook.get("webhook_id") or 0)) not in the_office().shelves["webhooks"]:
        raise unprocessable("The provided webhook is unknown.")


def _link(name: str) -> str:
    """The overview's address: letters, digits and underscores; a second one of the name gets a number."""
    link = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    taken = {record["link"] for record in the_office().shelves["overviews"].values()}
    number, found = 0, link
    while found in taken:
        number += 1
        found = f"{link}_{number}"
    return found


def _update(shelf: Shelf, number: str) -> Response:
    need(shelf.permission)
    record, known = _record(shelf, number), shelf.known()
    changed: dict[str, Any] = {name: value for name, value in given().items() if name in known}
    _check_newer(shelf, record | changed)
    record |= changed | {"updated_by_id": caller().id, "updated_at": moment(the_store().stamp())}
    return jsonify(record)


def _drop(shelf: Shelf, number: str) -> Response:
    need(shelf.permission)
    del the_office().shelves[shelf.path][_record(shelf, number)["id"]]
    return jsonify({})


for _one in SHELVES:
    _stand_up(_one)


@api.get("/settings")
def list_settings() -> Response:
    """All settings, for any kind of admin."""
    need(*rights.ADMINS)
    return jsonify(list(the_office().shelves["settings"].values()))


@api.get("/settings/<number>")
def show_setting(number: str) -> Response:
    """One setting, by id."""
    need("admin")
    return jsonify(_setting(number))


@api.put("/settings/<number>")
def update_setting(number: str) -> Response:
    """Change the state of a setting; only a full admin may."""
    need("admin")
    record = _setting(number)
    record |= {"state_current": given().get("state_current", record["state_current"])}
    record["updated_at"] = moment(the_store().stamp())
    return jsonify(record)


def _setting(number: str) -> Json:
    record = the_office().shelves["settings"].get(int(number)) if number.isdigit() else None
    if record is None:
        raise unknown("Setting", number)
    return record
