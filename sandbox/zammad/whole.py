"""A ticket with everything around it (`?all=true`): articles, tags, people, and the form an agent would fill in."""

from __future__ import annotations

from sandbox.office import Json
from sandbox.records import Ticket, User
from sandbox.store import Store
from sandbox.zammad import rights
from sandbox.zammad.assets import everything_around
from sandbox.zammad.attributes import BUILT_IN, choices, columns
from sandbox.zammad.names import PRIORITIES, STATES

UNSET = ("merged", "removed")  # nobody can choose these states
NEEDED = ("title", "customer_id", "group_id", "state_id", "priority_id")
CHOSEN = ("select", "tree_select", "multiselect")


def whole(store: Store, ticket: Ticket, caller: User) -> Json:
    """The answer with everything, as the caller would see it."""
    return {
        "ticket_id": ticket.id,
        "ticket_article_ids": [comment.id for comment in ticket.comments],
        "assets": everything_around(store, ticket, caller),
        "links": _links(ticket),
        "tags": list(ticket.tags),
        "mentions": [],
        "form_meta": _form(store, caller, ticket),
    }


def _form(store: Store, caller: User, ticket: Ticket) -> Json:
    """Built-in fields first, then the custom ones, as `configure_attributes` has them."""
    shown: list[Json] = [{"name": name, "display": title, "tag": kind, "null": True} for name, title, kind in BUILT_IN]
    for _, record in columns(store):
        if record["active"]:
            screen = {where: rules.get("ticket.agent", {}) for where, rules in record["screens"].items()}
            named = {"name": record["name"], "display": record["display"], "tag": record["data_type"]}
            shown.append(named | {"screen": screen} | record["data_option"])
    names = [attribute["name"] for attribute in shown]
    workflow = {
        "restrict_values": _allowed(store, caller, ticket),
        "request_id": "default",
        "visibility": dict.fromkeys(names, "show"),
        "mandatory": {name: name in NEEDED for name in names},
        "readonly": dict.fromkeys(names, False),
        "select": {},
        "fill_in": {},
        "eval": [],
        "matched_workflows": [],
        "rerun_count": 0,
    }
    types = {"filter": {"type_id": [10, 5]}, "dependencies": None}
    return types | {"configure_attributes": shown, "core_workflow": workflow}


def _allowed(store: Store, caller: User, ticket: Ticket) -> Json:
    """What may be chosen: groups the caller may change tickets in, owners with full rights in the ticket's group."""
    office = store.office
    groups = [str(number) for number in store.groups if "change" in rights.on_group(office, caller, number)]
    owners = [str(one.id) for one in store.users.values() if rights.may_own(office, one, ticket.group_id)]
    found: Json = {
        "group_id": ["", *groups],
        "owner_id": ["", *owners],
        "state_id": [str(number) for number, name in STATES.items() if name not in UNSET],
        "priority_id": [str(number) for number in PRIORITIES],
    }
    for _, record in columns(store):
        if record["data_type"] in CHOSEN:
            found[record["name"]] = ["", *choices(record)]
    return found


def _links(ticket: Ticket) -> list[Json]:
    """A merged ticket's parent is the one it went into."""
    into = ticket.merged_into
    return [{"link_type": "parent", "link_object": "Ticket", "link_object_value": into}] if into else []
