"""Roles and groups: who may do what, and where; a new group gives nobody any right."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from sandbox import accounts
from sandbox.parts import the_store
from sandbox.records import Group
from sandbox.zammad import rights
from sandbox.zammad.account_shapes import group_json, group_named, role_json, role_named
from sandbox.zammad.door import Json, api, caller, given, is_true, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.people import TWICE, group_rights
from sandbox.zammad.refusals import unknown, unprocessable
from sandbox.zammad.settling import add_role


@api.get("/roles")
def list_roles() -> Response:
    """All roles."""
    need("admin.role")
    roles = the_office().shelves["roles"].values()
    if is_true(given().get("expand")):
        return jsonify([role_named(the_store(), role) for role in roles])
    return jsonify([role_json(role) for role in roles])


@api.post("/roles")
def create_role() -> tuple[Response, int]:
    """A new role, permissions and groups by name or id."""
    need("admin.role")
    wanted = given()
    if not wanted.get("name"):
        raise unprocessable("Name can't be blank")
    if the_office().named("roles", wanted["name"]):
        raise unprocessable(TWICE)
    role = add_role(the_store(), str(wanted["name"]), [], caller().id)
    _change_role(role, wanted)
    return jsonify(role_json(role)), 201


@api.get("/roles/<number>")
def show_role(number: str) -> Response:
    """One role."""
    need("admin.role")
    role = _role(number)
    return jsonify(role_named(the_store(), role) if is_true(given().get("expand")) else role_json(role))


@api.put("/roles/<number>")
def update_role(number: str) -> Response:
    """Change what is named. Roles are never deleted, only switched off."""
    need("admin.role")
    role = _role(number)
    _change_role(role, given())
    return jsonify(role_json(role))


def _role(number: str) -> Json:
    role = the_office().shelves["roles"].get(int(number)) if number.isdigit() else None
    if role is None:
        raise unknown("Role", number)
    return role


def _change_role(role: Json, wanted: Json) -> None:
    for name in ("name", "active", "note", "default_at_signup"):
        role[name] = wanted.get(name, role[name])
    if "permission_ids" in wanted:
        role["permissions"] = [rights.KNOWN[int(number) - 1] for number in wanted["permission_ids"]]
    if "permissions" in wanted:
        role["permissions"] = _permissions(wanted["permissions"])
    if (groups := group_rights(wanted)) is not None:
        role["group_ids"] = {str(number): names for number, names in groups.items()}
    role |= {"updated_by_id": caller().id, "updated_at": moment(the_store().stamp())}


def _permissions(names: list[Any]) -> list[str]:
    for name in names:
        known = name in rights.KNOWN and (name != "guichet.purge" or the_office().addon)
        if not known:
            raise unprocessable(f"No lookup value found for 'permissions': \"{name}\"")
    return [str(name) for name in names]


def _group(number: str) -> Group:
    group = the_store().groups.get(int(number)) if number.isdigit() else None
    if group is None:
        raise unknown("Group", number)
    return group


@api.get("/groups")
def list_groups() -> Response:
    """All groups."""
    need("admin.group")
    shape = group_named if is_true(given().get("expand")) else group_json
    return jsonify([shape(the_store(), group) for group in the_store().groups.values()])


@api.get("/groups/<number>")
def show_group(number: str) -> Response:
    """One group."""
    need("admin.group")
    shape = group_named if is_true(given().get("expand")) else group_json
    return jsonify(shape(the_store(), _group(number)))


@api.post("/groups")
def create_group() -> tuple[Response, int]:
    """A new group, on which nobody has any right yet, not even who made it."""
    need("admin.group")
    wanted = given()
    if not wanted.get("name"):
        raise unprocessable("Name can't be blank")
    if the_store().group_named(str(wanted["name"])):
        raise unprocessable(TWICE)
    group = accounts.add_group(the_store(), str(wanted["name"]))
    the_office().group_more[group.id] = {"created_by_id": caller().id}
    _change_group(group, wanted)
    return jsonify(group_json(the_store(), group)), 201


@api.put("/groups/<number>")
def update_group(number: str) -> Response:
    """Change what is named."""
    need("admin.group")
    group, wanted = _group(number), given()
    _change_group(group, wanted)
    return jsonify(group_json(the_store(), group))


def _change_group(group: Group, wanted: Json) -> None:
    group.name = str(wanted.get("name", group.name))
    more = the_office().group_more.setdefault(group.id, {})
    more |= {n: wanted[n] for n in ("note", "active", "follow_up_possible", "follow_up_assignment") if n in wanted}
    more |= {"updated_by_id": caller().id, "updated_at": moment(the_store().stamp())}


@api.delete("/groups/<number>")
def delete_group(number: str) -> Response:
    """Remove a group that has never been used."""
    need("admin.group")
    group = _group(number)
    used = any(ticket.group_id == group.id for ticket in the_store().tickets.values())
    if used or any(group.id in profile.rights for profile in the_office().profiles.values()):
        raise unprocessable("Can't delete, object has references.")
    del the_store().groups[group.id]
    return jsonify({})
