"""Add-on packages, which write code into Zammad and need a restart; and tasks that delete people's data."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, jsonify, request

from sandbox import acts
from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.zammad.door import api, by, caller, given, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.refusals import unknown, unprocessable


@api.get("/packages")
def list_packages() -> Response:
    """What is installed."""
    need("admin.package")
    return jsonify({"packages": list(the_office().shelves["packages"].values()), "commercial": False})


@api.post("/packages")
def install_package() -> tuple[Response, int] | Response:
    """Install a .zpm; ours adds its routes at once here, a real Zammad has to be restarted."""
    need("admin.package")
    sent = request.files.get("file_upload")
    try:
        package: Any = json.loads(sent.read()) if sent else None
    except ValueError:
        package = None
    if not isinstance(package, dict) or not package.get("name"):
        raise unprocessable("The package is invalid or missing.")
    now = moment(the_store().stamp())
    told = {name: package.get(name) for name in ("name", "vendor", "version")}
    made: Json = {"state": "installed", "created_by_id": caller().id, "updated_by_id": caller().id}
    the_office().put("packages", told | made | {"created_at": now, "updated_at": now})
    if "guichet" in str(package["name"]).lower():
        the_office().addon = str(package.get("version") or "1.0.0")
    return jsonify({"success": True})


@api.delete("/packages")
def uninstall_package() -> Response:
    """Take a package out again."""
    need("admin.package")
    number = str(given().get("id", ""))
    shelf = the_office().shelves["packages"]
    if not number.isdigit() or int(number) not in shelf:
        raise unknown("Package", number)
    if "guichet" in str(shelf.pop(int(number))["name"]).lower():
        the_office().addon = None
    return jsonify({"success": True})


@api.post("/data_privacy_tasks")
def data_privacy_task() -> tuple[Response, int]:
    """Delete a user with all their tickets; since 6.0 a single ticket too. Done at once here, within minutes there."""
    need("admin.data_privacy")
    store, wanted = the_store(), given()
    kind, number = str(wanted.get("deletable_type")), int(wanted.get("deletable_id") or 0)
    if kind == "Ticket" and the_office().at_least("6.0"):
        tickets = [ticket for ticket in store.tickets.values() if ticket.id == number and not ticket.deleted]
    elif kind == "User" and number in store.users:
        if number == caller().id:
            raise unprocessable("Deletable is your current account")
        tickets = [t for t in store.tickets.values() if t.requester_id == number and not t.deleted]
    else:
        raise unprocessable("Deletable is not a User")
    for ticket in tickets:
        acts.delete(store, by(), ticket)
    now = moment(store.stamp())
    told = {"owner_tickets": [], "customer_tickets": [str(31000 + ticket.id) for ticket in tickets]}
    task = {"state": "in process", "deletable_type": kind, "deletable_id": number, "preferences": told}
    made = {"updated_by_id": caller().id, "created_by_id": caller().id, "created_at": now, "updated_at": now}
    return jsonify(the_office().put("data_privacy_tasks", task | made)), 201


@api.get("/data_privacy_tasks")
def list_tasks() -> Response:
    """The tasks so far."""
    need("admin.data_privacy")
    return jsonify(list(the_office().shelves["data_privacy_tasks"].values()))
