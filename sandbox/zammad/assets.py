"""The records around tickets, by kind and id, as answers without `expand` carry them."""

from __future__ import annotations

from sandbox.office import NOBODY, Json
from sandbox.records import Ticket, User
from sandbox.store import Store
from sandbox.zammad import rights
from sandbox.zammad.account_shapes import group_json, organization_json, priority_json, role_json
from sandbox.zammad.names import PRIORITIES
from sandbox.zammad.shapes import article_columns, user_json, with_lists


def assets_of(store: Store, tickets: list[Ticket]) -> Json:
    """Tickets with their groups, people, the people's roles."""
    if not tickets:
        return {}
    users = {NOBODY} | {ticket.requester_id for ticket in tickets} | {ticket.submitter_id for ticket in tickets}
    users |= {ticket.assignee_id for ticket in tickets if ticket.assignee_id}
    users |= {comment.author_id for ticket in tickets for comment in ticket.comments}
    people = {str(number): user_json(store, store.users[number]) for number in sorted(users)}
    roles = {number for person in people.values() for number in person["role_ids"]}
    groups = {ticket.group_id for ticket in tickets if ticket.group_id in store.groups}
    firms = {person["organization_id"] for person in people.values() if person["organization_id"]}
    return {
        "Ticket": {str(ticket.id): with_lists(store, ticket) for ticket in tickets},
        "Group": {str(number): group_json(store, store.groups[number or 0]) for number in groups},
        "User": people,
        "Role": {str(number): role_json(store.office.shelves["roles"][number]) for number in sorted(roles)},
        "Organization": {str(number): organization_json(store, number) for number in sorted(firms)},
    }


def everything_around(store: Store, ticket: Ticket, user: User) -> Json:
    """What `all=true` carries besides: the articles, the priorities, and every group this user has a right on."""
    found = assets_of(store, [ticket])
    for group in store.groups.values():
        if rights.on_group(store.office, user, group.id):
            found["Group"][str(group.id)] = group_json(store, group)
    found["TicketPriority"] = {str(number): priority_json(number) for number in PRIORITIES}
    found["TicketArticle"] = {str(c.id): article_columns(store, ticket, c) for c in ticket.comments}
    return found
