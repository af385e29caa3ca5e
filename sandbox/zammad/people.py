"""Users, roles, groups, tokens, organizations; whatever is named twice is refused, whatever is unknown too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify

from sandbox import accounts
from sandbox.office import Key, Profile
from sandbox.parts import the_store
from sandbox.records import Group, User
from sandbox.zammad import rights
from sandbox.zammad.account_shapes import group_json, group_named, role_json, role_named
from sandbox.zammad.door import Json, api, caller, given, is_true, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.refusals import forbidden, unknown, unprocessable
from sandbox.zammad.settling import add_role
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
    if (groups := _group_rights(wanted)) is not None:
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


def _group_rights(wanted: Json) -> dict[int, list[str]] | None:
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
    if (groups := _group_rights(wanted)) is not None:
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


@api.get("/user_access_token")
def list_tokens() -> Response:
    """The caller's tokens, without their values, and what could be asked for."""
    need("user_preferences.access_token")
    shown = [
        {
            "id": key.id,
            "user_id": key.user_id,
            "action": "api",
            "label" if not the_office().at_least("6.0") else "name": key.label,
            "preferences": {"permission": key.permissions},
            "last_used_at": None,
            "expires_at": moment(key.expires_at),
            "created_at": moment(key.created_at),
            "updated_at": moment(key.created_at),
        }
        for key in the_office().keys.values()
        if key.user_id == caller().id
    ]
    names = [{"id": number, "name": name} for number, name in enumerate(rights.KNOWN, start=1)]
    return jsonify({"tokens": shown, "permissions": names})


@api.post("/user_access_token")
def create_token() -> Response:
    """A token of the caller's own, shown this once. What it is called by differs: `label` in 5.5, `name` later."""
    need("user_preferences.access_token")
    wanted, modern = given(), the_office().at_least("6.0")
    word = "name" if modern else "label"
    if not wanted.get(word):
        raise unprocessable(f"Need {word}!")
    until = wanted.get("expires_at")
    expires = datetime.fromisoformat(str(until)).replace(tzinfo=UTC) if until else None
    value, number = the_store().new_token(), len(the_office().keys) + 1
    permissions = [str(name) for name in wanted.get("permission") or []]
    now = the_store().clock.now()
    the_office().keys[value] = Key(number, caller().id, str(wanted[word]), permissions, now, expires)
    return jsonify({"token" if modern else "name": value})


@api.delete("/user_access_token/<int:number>")
def delete_token(number: int) -> Response:
    """Take one of the caller's tokens out of use."""
    need("user_preferences.access_token")
    for value, key in list(the_office().keys.items()):
        if key.id == number and key.user_id == caller().id:
            del the_office().keys[value]
            return jsonify({})
    raise unknown("Token", number)


@api.route("/organizations", methods=["POST"])
def create_organization() -> tuple[Response, int]:
    """A new organization."""
    need("admin.organization", "ticket.agent")
    name = str(given().get("name") or "")
    if name in the_store().organizations.values():
        raise unprocessable(TWICE)
    number = accounts.organization_named(the_store(), name)
    return jsonify({"id": number, "name": name, "shared": True, "active": True, "member_ids": []}), 201


@api.get("/version")
def version() -> Response:
    """Which version this is; for admins only."""
    need("admin.version")
    return jsonify({"version": f"{the_office().version}.0"})
