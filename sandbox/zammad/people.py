"""Users and organizations; whatever is named twice is refused, whatever is unknown too."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from sandbox import accounts
from sandbox.office import Profile
from sandbox.parts import the_store
from sandbox.records import User
from sandbox.zammad import rights
from sandbox.zammad.door import Json, api, caller, given, is_true, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.refusals import forbidden, unknown, unprocessable
from sandbox.zammad.shapes import user_json, user_named

TWICE = "This object already exists."


def _user(number: str) -> User:
    user = the_store().users.get(int(number)) if number.isdigit() else None
    if user is None:
        raise unknown("User", number)
    return user


@api.get("/users/me")
def show_me() -> Response:
    """Who the caller is."""
    shape = user_named if is_true(given().get("expand")) else user_json
    return jsonify(shape(the_store(), caller()))


@api.get("/users")
def list_users() -> Response:
    """All users; a customer sees only themselves."""
    shape = user_named if is_true(given().get("expand")) else user_json
    staff = caller().is_staff
    return jsonify([shape(the_store(), u) for u in the_store().users.values() if staff or u.id == caller().id])


@api.get("/users/search")
def search_users() -> Response:
    """Users whose name, login or address holds this text; `permissions` leaves those whose roles have it."""
    need("ticket.agent", "admin.user")
    text = str(given().get("query", "")).replace("*", "").casefold()
    wanted = str(given().get("permissions") or "")
    found = []
    for user in the_store().users.values():
        said = f"{user.name} {user.email} {rights.profile_of(the_office(), user).login}"
        if wanted and not rights.covers(rights.permissions_of(the_office(), user), wanted):
            continue
        if text in said.casefold():
            found.append(user_json(the_store(), user))
    return jsonify(found[: int(given().get("limit") or 50)])


@api.get("/users/<number>")
def show_user(number: str) -> Response:
    """One user."""
    user = _user(number)
    if not caller().is_staff and user is not caller():
        raise forbidden()
    shape = user_named if is_true(given().get("expand")) else user_json
    return jsonify(shape(the_store(), user))


@api.post("/users")
def create_user() -> tuple[Response, int]:
    """A new user, roles and groups by name or id."""
    need("admin.user", "ticket.agent")
    store, wanted = the_store(), given()
    email = str(wanted.get("email") or "")
    if store.user_with_email(email) and email:
        raise unprocessable(f"Email address '{email}' is already used for another user.")
    roles = _role_ids(wanted) or [rights.CUSTOMER]
    name = " ".join(part for part in (wanted.get("firstname"), wanted.get("lastname")) if part) or email
    user = accounts.add_user(store, name, email, _kind(roles))
    login = str(wanted.get("login") or email)
    the_office().profiles[user.id] = Profile(login, roles, firstname=str(wanted.get("firstname") or ""))
    _change(user, wanted)
    the_office().profiles[user.id].more["created_by_id"] = caller().id
    return jsonify(user_json(store, user)), 201


@api.put("/users/<number>")
def update_user(number: str) -> Response:
    """Change what is named."""
    need("admin.user")
    user = _user(number)
    _change(user, given())
    return jsonify(user_json(the_store(), user))


@api.put("/users/unlock/<number>")
def unlock_user(number: str) -> Response:
    """Forget the wrong passwords."""
    need("admin.user")
    rights.profile_of(the_office(), _user(number)).failed = 0
    return jsonify({"message": "ok"})


@api.delete("/users/<number>")
def delete_user(number: str) -> Response:
    """Remove a user whom nothing refers to."""
    need("admin.user")
    store, user = the_store(), _user(number)
    profile = rights.profile_of(the_office(), user)
    used = any(user.id in (t.requester_id, t.submitter_id, t.assignee_id) for t in store.tickets.values())
    if used or profile.rights:
        raise unprocessable("Can't delete, object has references.")
    del store.users[user.id], the_office().profiles[user.id]
    return jsonify({})


def _change(user: User, wanted: Json) -> None:
    profile = rights.profile_of(the_office(), user)
    for name in ("firstname", "lastname", "login", "password"):
        if wanted.get(name):
            setattr(profile, name, str(wanted[name]))
    if "email" in wanted:
        user.email = str(wanted["email"])
    if roles := _role_ids(wanted):
        profile.role_ids, user.role = roles, _kind(roles)
    if (groups := group_rights(wanted)) is not None:
        profile.rights = groups
        user.group_ids = list(groups)
    profile.active = bool(wanted.get("active", profile.active))
    if wanted.get("organization"):
        user.organization_id = accounts.organization_named(the_store(), str(wanted["organization"]))
    profile.more |= {"updated_by_id": caller().id, "updated_at": moment(the_store().stamp())}
    if "note" in wanted:
        profile.more["note"] = wanted["note"]


def _kind(roles: list[int]) -> str:
    """The store's word for what these roles make of somebody."""
    shelf = the_office().shelves["roles"]
    held = {name for number in roles for name in shelf[number]["permissions"]}
    if rights.covers(held, "admin"):
        return "admin"
    return "agent" if rights.covers(held, "ticket.agent") else "end-user"


def _role_ids(wanted: Json) -> list[int]:
    ids = [int(number) for number in wanted.get("role_ids") or []]
    for name in wanted.get("roles") or []:
        role = the_office().named("roles", name)
        if role is None:
            raise unprocessable(f"No lookup value found for 'roles': \"{name}\"")
        ids.append(role["id"])
    return ids


def group_rights(wanted: Json) -> dict[int, list[str]] | None:
    """Rights by group, the groups by id or by name."""
    if not isinstance(wanted.get("group_ids"), dict) and not isinstance(wanted.get("groups"), dict):
        return None
    found = {int(number): _listed(names) for number, names in (wanted.get("group_ids") or {}).items()}
    for name, names in (wanted.get("groups") or {}).items():
        group = the_store().group_named(name)
        if group is None:
            raise unprocessable(f"No lookup value found for 'groups': \"{name}\"")
        found[group.id] = _listed(names)
    return found


def _listed(names: Any) -> list[str]:
    return [names] if isinstance(names, str) else [str(name) for name in names]


@api.route("/organizations", methods=["POST"])
def create_organization() -> tuple[Response, int]:
    """A new organization."""
    need("admin.organization", "ticket.agent")
    name = str(given().get("name") or "")
    if name in the_store().organizations.values():
        raise unprocessable(TWICE)
    number = accounts.organization_named(the_store(), name)
    return jsonify({"id": number, "name": name, "shared": True, "active": True, "member_ids": []}), 201
