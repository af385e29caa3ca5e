"""What a delivery holds: the ticket and one article as they are when it is sent, no event type, no tags."""

from __future__ import annotations

from sandbox.office import Json
from sandbox.records import Comment, Ticket, User
from sandbox.store import Store
from sandbox.zammad.account_shapes import group_named
from sandbox.zammad.names import PRIORITIES, moment, priority_id
from sandbox.zammad.shapes import article_json, attachment_json, expanded, user_named

UNTOLD = ("preferences", "last_login", "login_failed", "group_ids", "groups", "authorization_ids")


def payload_of(store: Store, ticket: Ticket, comment: Comment | None) -> Json:
    """Two keys, `ticket` and `article`; without an article `{}`."""
    article = _article(store, ticket, comment) if comment else {}
    return {"ticket": _ticket(store, ticket), "article": article}


def _ticket(store: Store, ticket: Ticket) -> Json:
    shown = expanded(store, ticket)
    for word in ("owner", "customer", "created_by", "updated_by"):
        shown[word] = person(store, store.users[shown[f"{word}_id"]])
    group = store.groups.get(ticket.group_id or 0)
    shown["group"] = group_named(store, group) if group else None
    shown["priority"] = _priority(ticket)
    if shown["organization_id"] in store.organizations:
        shown["organization"] = {"id": shown["organization_id"], "name": shown["organization"], "active": True}
    return dict(sorted(shown.items()))


def person(store: Store, user: User) -> Json:
    """A user without password, preferences and rights."""
    shown = user_named(store, user)
    return {name: shown[name] for name in sorted(shown) if name not in UNTOLD}


def _priority(ticket: Ticket) -> Json:
    number, now = priority_id(ticket), moment(ticket.created_at)
    nobody = {"created_by": "-", "created_by_id": 1, "updated_by": "-", "updated_by_id": 1}
    looks = {"note": None, "ui_color": None, "ui_icon": None, "active": True, "default_create": number == 2}
    shown = {"id": number, "name": PRIORITIES[number], "created_at": now, "updated_at": now} | looks | nobody
    return dict(sorted(shown.items()))


def _article(store: Store, ticket: Ticket, comment: Comment) -> Json:
    shown = article_json(store, ticket, comment)
    for word in ("created_by", "updated_by"):
        shown[word] = person(store, store.users[shown[f"{word}_id"]])
    here = f"http://{store.office.fqdn}/api/v1/ticket_attachment/{ticket.id}/{comment.id}"
    files = [attachment_json(store, ticket, file) for file in comment.attachments]
    shown["attachments"] = [file | {"url": f"{here}/{file['id']}"} for file in files]
    return dict(sorted(shown.items())) | {"accounted_time": 0.0}
