"""Suspended tickets: what the helpdesk set aside and made no ticket of; no webhook tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Response, jsonify

from sandbox.acts import By, Edits, Message, file_ticket
from sandbox.parts import the_store
from sandbox.records import Ticket, User
from sandbox.store import Store
from sandbox.zendesk.bodies import Json
from sandbox.zendesk.door import api
from sandbox.zendesk.paging import page_of
from sandbox.zendesk.refusals import NotFound
from sandbox.zendesk.shapes import second, via


@dataclass
class Suspended:
    """A message that waits for an agent; `cause` is why it was set aside."""

    id: int
    member: User
    subject: str
    text: str
    cause: str
    channel: str
    created_at: datetime


def suspend(store: Store, member: User, given: Json) -> Suspended:
    """Set a member's message aside."""
    one = Suspended(
        id=store.next_id(),
        member=member,
        subject=given.get("subject") or "",
        text=given.get("text") or "",
        cause=given.get("cause", "Detected as spam"),
        channel=given.get("channel", "email"),
        created_at=store.stamp(),
    )
    store.suspended[one.id] = one
    return one


def recover(store: Store, one: Suspended) -> Ticket:
    """An agent takes the message for what it is: it becomes a ticket of its sender, filed now."""
    edits = Edits({"subject": one.subject, "requester_id": one.member.id}, message=Message(one.text))
    ticket = file_ticket(store, By(one.member, one.channel, ""), edits)[0]
    del store.suspended[one.id]
    return ticket


@api.get("/suspended_tickets")
def list_suspended() -> Response:
    """All that waits, by cursor."""
    return jsonify(page_of("suspended_tickets", list(the_store().suspended.values()), _shape))


@api.get("/suspended_tickets/<int:suspended_id>")
def show_suspended(suspended_id: int) -> Response:
    """One of them, in a list, as documented."""
    one = the_store().suspended.get(suspended_id)
    if one is None:
        raise NotFound
    return jsonify({"suspended_ticket": [_shape(one)]})


def _shape(one: Suspended) -> Json:
    at, store = second(one.created_at), the_store()
    return {
        "id": one.id,
        "url": f"{store.url}/api/v2/suspended_tickets/{one.id}.json",
        "author": {"id": one.member.id, "name": one.member.name, "email": one.member.email},
        "subject": one.subject,
        "content": one.text,
        "cause": one.cause,
        "cause_id": 0,
        "error_messages": None,
        "message_id": None,
        "ticket_id": None,
        "recipient": None,
        "brand_id": store.brand_id,
        "attachments": [],
        "created_at": at,
        "updated_at": at,
        "via": via(one.channel),
    }
