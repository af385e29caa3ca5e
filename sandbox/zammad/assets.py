"""The records around tickets, by kind and id, as answers without `expand` carry them."""

from __future__ import annotations

from sandbox.office import NOBODY, Json
from sandbox.records import Ticket
from sandbox.store import Store
from sandbox.zammad.account_shapes import group_json, role_json
from sandbox.zammad.shapes import article_json, user_json, with_lists


def assets_of(store: Store, tickets: list[Ticket], *, articles: bool = False) -> Json:
    """Tickets with their groups, people, the people's roles."""
    if not tickets:
        return {}
    users = {NOBODY} | {ticket.requester_id for ticket in tickets} | {ticket.submitter_id for ticket in tickets}
    users |= {ticket.assignee_id for ticket in tickets if ticket.assignee_id}
    people = {str(number): user_json(store, store.users[number]) for number in sorted(users)}
    roles = {number for person in people.values() for number in person["role_ids"]}
    groups = {ticket.group_id for ticket in tickets if ticket.group_id in store.groups}
    found = {
        "Ticket": {str(ticket.id): with_lists(store, ticket) for ticket in tickets},
        "Group": {str(number): group_json(store, store.groups[number or 0]) for number in groups},
        "User": people,
        "Role": {str(number): role_json(store.office.shelves["roles"][number]) for number in sorted(roles)},
        "Organization": {},
    }
    if articles:
        found["TicketArticle"] = {str(c.id): article_json(store, t, c) for t in tickets for c in t.comments}
    return found
