"""A ticket with everything around it (`?all=true`), as Zammad's own pages ask for it and as recorded."""

from __future__ import annotations

from sandbox.office import Json
from sandbox.records import Ticket, User
from sandbox.store import Store
from sandbox.zammad import rights
from sandbox.zammad.account_shapes import group_json
from sandbox.zammad.assets import assets_of
from sandbox.zammad.attributes import columns
from sandbox.zammad.names import PRIORITIES
from sandbox.zammad.shapes import user_json

BUILT_IN = (("number", "#"), ("title", "Title"), ("customer_id", "Customer"), ("group_id", "Group"), ("tags", "Tags"))


def whole(store: Store, ticket: Ticket, caller: User) -> Json:
    """Articles, tags, people, and the form with the groups, fields and priorities that this agent may choose."""
    assets = assets_of(store, [ticket], articles=True)
    usable = [group for group in store.groups.values() if rights.on_group(store.office, caller, group.id)]
    assets["Group"] |= {str(group.id): group_json(store, group) for group in usable}
    assets["User"] |= {str(caller.id): user_json(store, caller)}
    assets["TicketPriority"] = {str(n): {"id": n, "name": name, "active": True} for n, name in PRIORITIES.items()}
    return {
        "ticket_id": ticket.id,
        "ticket_article_ids": [comment.id for comment in ticket.comments],
        "assets": assets,
        "links": [],
        "tags": list(ticket.tags),
        "mentions": [],
        "form_meta": {"filter": {}, "dependencies": None, "configure_attributes": _form(store)},
    }


def _form(store: Store) -> list[Json]:
    """The attributes of a ticket as a page shows them: with what the data type is told."""
    built_in: list[Json] = [{"name": name, "display": title, "tag": "input"} for name, title in BUILT_IN]
    own = [
        {"name": record["name"], "display": record["display"], "tag": record["data_type"]} | record["data_option"]
        for _, record in columns(store)
        if record["active"]
    ]
    return built_in + own
