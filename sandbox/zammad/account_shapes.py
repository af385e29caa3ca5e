"""Zammad's JSON for groups, roles, organizations, priorities and states."""

from __future__ import annotations

from sandbox.office import NOBODY, Json
from sandbox.records import Group
from sandbox.store import Store
from sandbox.zammad import rights
from sandbox.zammad.names import KINDS, PRIORITIES, STATE_TYPES, STATES, id_of, moment


def group_json(store: Store, group: Group) -> Json:
    """A group with the ids of the agents who have rights on it by themselves."""
    more = store.office.group_more.get(group.id, {})
    users = [number for number, profile in store.office.profiles.items() if group.id in profile.rights]
    return {
        "id": group.id,
        "signature_id": None,
        "email_address_id": group.id if more.get("address") else None,
        "name": group.name,
        "assignment_timeout": None,
        "follow_up_possible": more.get("follow_up_possible", "yes"),
        "reopen_time_in_days": None,
        "follow_up_assignment": more.get("follow_up_assignment", True),
        "active": more.get("active", True),
        "shared_drafts": True,
        "note": more.get("note"),
        "updated_by_id": more.get("updated_by_id", NOBODY),
        "created_by_id": more.get("created_by_id", NOBODY),
        "created_at": moment(group.created_at),
        "updated_at": more.get("updated_at", moment(group.created_at)),
        "user_ids": users,
    }


def group_named(store: Store, group: Group) -> Json:
    """A group with the names behind the ids, as webhooks and `expand` show it."""
    shown = group_json(store, group)
    profiles = store.office.profiles
    return shown | {
        "users": [profiles[number].login for number in shown["user_ids"]],
        "created_by": profiles[shown["created_by_id"]].login,
        "updated_by": profiles[shown["updated_by_id"]].login,
    }


def organization_json(store: Store, number: int) -> Json:
    """An organization."""
    members = [user.id for user in store.users.values() if user.organization_id == number]
    return {
        "id": number,
        "name": store.organizations[number],
        "shared": True,
        "domain": "",
        "domain_assignment": False,
        "active": True,
        "note": "",
        "updated_by_id": NOBODY,
        "created_by_id": NOBODY,
        "member_ids": members,
        "secondary_member_ids": [],
    }


def priority_json(number: int) -> Json:
    """A priority."""
    looks = {1: "low-priority", 3: "high-priority"}.get(number)
    icon = {1: "low-priority", 3: "important"}.get(number)
    shown = {"id": number, "name": PRIORITIES[number], "default_create": number == 2, "ui_icon": icon}
    return shown | {"ui_color": looks, "note": None, "active": True, "updated_by_id": NOBODY, "created_by_id": NOBODY}


def state_json(number: int, *, expand: bool) -> Json:
    """A state with its kind, by name too if that is wanted; "removed" cannot be chosen."""
    name = STATES[number]
    kind = KINDS.get(name, name)
    more = {"state_type": kind, "created_by": "-", "updated_by": "-"} if expand else {}
    return more | {
        "id": number,
        "state_type_id": id_of(STATE_TYPES, kind),
        "name": name,
        "next_state_id": None,
        "ignore_escalation": name not in ("new", "open"),
        "default_create": name == "new",
        "default_follow_up": name == "open",
        "note": None,
        "active": name != "removed",
        "updated_by_id": NOBODY,
        "created_by_id": NOBODY,
    }


def role_json(role: Json) -> Json:
    """A role: its permissions by id."""
    ids = sorted(rights.KNOWN.index(name) + 1 for name in role["permissions"] if name in rights.KNOWN)
    shown = {name: value for name, value in role.items() if name not in ("permissions", "group_ids")}
    return shown | {"permission_ids": ids, "group_ids": role["group_ids"]}


def role_named(store: Store, role: Json) -> Json:
    """A role with the names behind the ids."""
    profiles, groups = store.office.profiles, role["group_ids"].items()
    return role_json(role) | {
        "created_by": profiles[role["created_by_id"]].login,
        "updated_by": profiles[role["updated_by_id"]].login,
        "permissions": list(role["permissions"]),
        "knowledge_base_permissions": [],
        "groups": {store.groups[int(n)].name: names for n, names in groups if int(n) in store.groups},
    }
