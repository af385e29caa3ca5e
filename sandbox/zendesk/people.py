"""Users, groups, brands, custom statuses: who is who."""

from __future__ import annotations

from flask import Response, jsonify, request

from sandbox import accounts
from sandbox.parts import the_store
from sandbox.records import STATUSES, User
from sandbox.store import Store
from sandbox.zendesk.account_shapes import brand_json, group_json, user_json
from sandbox.zendesk.door import api, caller
from sandbox.zendesk.paging import page_of
from sandbox.zendesk.refusals import NotFound
from sandbox.zendesk.shapes import custom_status_id


@api.get("/users/me")
def show_me() -> Response:
    """The caller; as recorded, with an authenticity token on top."""
    return jsonify({"user": user_json(the_store(), caller()) | {"authenticity_token": the_store().new_token()}})


@api.get("/users/<int:user_id>")
def show_user(user_id: int) -> Response:
    """One person."""
    return jsonify({"user": user_json(the_store(), _user(user_id))})


def _user(user_id: int) -> User:
    user = the_store().users.get(user_id)
    if user is None:
        raise NotFound
    return user


@api.get("/users")
def list_users() -> Response:
    """Everybody, or those of one role."""
    store, roles = the_store(), request.args.getlist("role") + request.args.getlist("role[]")
    users = [user for user in store.users.values() if not roles or user.role in roles]
    return jsonify(page_of("users", users, lambda user: user_json(store, user)))


@api.get("/users/show_many")
def show_many_users() -> Response:
    """Up to 100 people by id."""
    store = the_store()
    ids = [int(i) for i in request.args.get("ids", "").split(",")[:100] if i.strip().isdigit()]
    users = [store.users[i] for i in ids if i in store.users]
    return jsonify(page_of("users", users, lambda user: user_json(store, user)))


@api.get("/users/search")
def search_users() -> Response:
    """People by address or part of their name."""
    store, query = the_store(), request.args.get("query", "").removeprefix("email:").strip('"').casefold()
    users = [u for u in store.users.values() if query in (u.email.casefold(), *u.name.casefold().split())]
    return jsonify(page_of("users", users, lambda user: user_json(store, user)))


@api.get("/groups")
@api.get("/groups/assignable")
def list_groups() -> Response:
    """All groups."""
    store = the_store()
    return jsonify(page_of("groups", list(store.groups.values()), lambda group: group_json(store, group)))


@api.get("/groups/<int:group_id>")
def show_group(group_id: int) -> Response:
    """One group."""
    group = the_store().groups.get(group_id)
    if group is None:
        raise NotFound
    return jsonify({"group": group_json(the_store(), group)})


@api.post("/groups")
def create_group() -> tuple[Response, int]:
    """A new group."""
    store = the_store()
    name = str((request.get_json(silent=True) or {}).get("group", {}).get("name", ""))
    return jsonify({"group": group_json(store, accounts.add_group(store, name))}), 201


@api.get("/brands")
def list_brands() -> Response:
    """All brands."""
    store = the_store()
    return jsonify(page_of("brands", list(store.brands.values()), lambda brand: brand_json(store, brand)))


@api.get("/custom_statuses")
def list_custom_statuses() -> Response:
    """The account has the default custom status of each category and no other."""
    return jsonify(
        {"custom_statuses": [_custom_status(the_store(), status) for status in STATUSES if status != "closed"]}
    )


def _custom_status(store: Store, status: str) -> dict[str, object]:
    number, name = custom_status_id(status), status.capitalize()
    labels = ("agent_label", "raw_agent_label", "end_user_label", "raw_end_user_label")
    texts = ("description", "raw_description", "end_user_description", "raw_end_user_description")
    return {
        "url": f"{store.url}/api/v2/custom_statuses/{number}.json",
        "id": number,
        "status_category": status,
        "active": True,
        "default": True,
        "created_at": "2026-01-05T08:00:00Z",
        "updated_at": "2026-01-05T08:00:00Z",
        **dict.fromkeys(labels, name),
        **dict.fromkeys(texts, ""),
    }
