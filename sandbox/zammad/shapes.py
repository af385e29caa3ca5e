"""Zammad's JSON for tickets and articles: same keys, same types, same nulls as recorded."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sandbox.office import NOBODY, Json
from sandbox.records import Attachment, Comment, Ticket, User
from sandbox.store import Store
from sandbox.zammad import letters, rights
from sandbox.zammad.attributes import columns
from sandbox.zammad.names import (
    PRIORITIES,
    SENDERS,
    TYPES,
    id_of,
    moment,
    number_of,
    priority_id,
    state_id,
    state_of,
)

SENT_AFTER = timedelta(seconds=1)  # when the background job has sent a mail
COUNTED = ("create", "change", "comment")


def updated_by(ticket: Ticket) -> int:
    """Who changed the ticket last; tags and files do not count."""
    acts = [a for a in ticket.audits if any(e.kind in COUNTED and e.name != "tags" for e in a.entries)]
    return acts[-1].author_id if acts else ticket.submitter_id


def ticket_json(store: Store, ticket: Ticket) -> Json:
    """A ticket's columns: ids only, no tags. A table of the recorded properties, hence the length."""
    first = ticket.comments[0] if ticket.comments else None
    letter = letters.letter_of(store, ticket, first) if first else None
    closed = closed_at(ticket)
    last = {side: _last_contact(store, ticket, side) for side in ("Agent", "Customer")}
    nothing: Json = dict.fromkeys(("first_response_at", "first_response_escalation_at", "first_response_in_min"))
    return (
        {
            "id": ticket.id,
            "group_id": ticket.group_id,
            "priority_id": priority_id(ticket),
            "state_id": state_id(ticket),
            "organization_id": store.users[ticket.requester_id].organization_id,
            "number": number_of(ticket),
            "title": ticket.subject,
            "owner_id": ticket.assignee_id or NOBODY,
            "customer_id": ticket.requester_id,
            "note": None,
        }
        | nothing
        | {"first_response_diff_in_min": None, "close_at": closed}
        | dict.fromkeys(("close_escalation_at", "close_in_min", "close_diff_in_min"))
        | dict.fromkeys(("update_escalation_at", "update_in_min", "update_diff_in_min"))
        | {
            "last_close_at": closed,
            "last_contact_at": max((when for when in last.values() if when), default=None),
            "last_contact_agent_at": last["Agent"],
            "last_contact_customer_at": last["Customer"],
            "last_owner_update_at": None,
            "create_article_type_id": letters.type_id(letter, TYPES) if letter else None,
            "create_article_sender_id": id_of(SENDERS, letter.sender) if letter else None,
            "article_count": len(ticket.comments) or None,
            "escalation_at": None,
            "pending_time": moment(ticket.pending_until) if ticket.status == "pending" else None,
            "type": ticket.type,
            "time_unit": None,
            "preferences": {},
            "updated_by_id": updated_by(ticket),
            "created_by_id": ticket.submitter_id,
            "created_at": moment(ticket.created_at),
            "updated_at": moment(ticket.updated_at),
        }
        | custom_values(store, ticket)
    )


def closed_at(ticket: Ticket) -> str | None:
    """When the ticket was closed, if it is."""
    if state_of(ticket) != "closed":
        return None
    acts = [audit for audit in ticket.audits for entry in audit.entries if entry.name in ("status", "state")]
    return moment(acts[-1].created_at) if acts else moment(ticket.created_at)


def _last_contact(store: Store, ticket: Ticket, side: str) -> str | None:
    """When that side last wrote something that counts as communication: notes do not."""
    found = None
    for comment in ticket.comments:
        letter = letters.letter_of(store, ticket, comment)
        if letter.sender == side and letter.kind != "note" and comment.public:
            found = moment(comment.created_at)
    return found


def custom_values(store: Store, ticket: Ticket) -> Json:
    """The custom columns; what was never set holds the column's default."""
    found: Json = {}
    for field, record in columns(store):
        value = ticket.fields.get(field.id, record["data_option"].get("default"))
        found[record["name"]] = value
    return found


def with_lists(store: Store, ticket: Ticket) -> Json:
    """A ticket as the answer to a write shows it: with the ids of its articles."""
    articles = [comment.id for comment in ticket.comments]
    return ticket_json(store, ticket) | {"article_ids": articles, "ticket_time_accounting_ids": []}


def expanded(store: Store, ticket: Ticket) -> Json:
    """A ticket with the names behind its ids."""
    shown = with_lists(store, ticket)
    group = store.groups.get(ticket.group_id or 0)
    return shown | {
        "group": group.name if group else None,
        "organization": store.organizations.get(shown["organization_id"] or 0),
        "ticket_time_accounting": [],
        "state": state_of(ticket),
        "priority": PRIORITIES[shown["priority_id"]],
        "owner": login_of(store, shown["owner_id"]),
        "customer": login_of(store, ticket.requester_id),
        "created_by": login_of(store, shown["created_by_id"]),
        "updated_by": login_of(store, shown["updated_by_id"]),
        "create_article_type": TYPES.get(shown["create_article_type_id"] or 0),
        "create_article_sender": SENDERS.get(shown["create_article_sender_id"] or 0),
    }


def login_of(store: Store, user_id: int) -> str | None:
    """The login of a user."""
    user: User | None = store.users.get(user_id)
    return rights.profile_of(store.office, user).login if user else None


def article_json(store: Store, ticket: Ticket, comment: Comment) -> Json:
    """An article with its files and the names behind the ids."""
    letter = letters.letter_of(store, ticket, comment)
    origin = {"origin_by": login_of(store, letter.origin_id)} if letter.origin_id else {}
    return (
        article_columns(store, ticket, comment)
        | origin
        | {
            "created_by": login_of(store, comment.author_id),
            "updated_by": login_of(store, letter.updated_by),
            "type": letter.kind,
            "sender": letter.sender,
        }
    )


def article_columns(store: Store, ticket: Ticket, comment: Comment) -> Json:
    """An article's columns and its files; images that the body shows are not in the list."""
    letter = letters.letter_of(store, ticket, comment)
    listed = [a for a in comment.attachments if not (a.inline and letter.content_type == "text/html")]
    return {
        "id": comment.id,
        "ticket_id": ticket.id,
        "type_id": letters.type_id(letter, TYPES),
        "sender_id": id_of(SENDERS, letter.sender),
        "from": letter.from_,
        "to": letter.to,
        "cc": letter.cc,
        "subject": letter.subject,
        "reply_to": letter.reply_to,
        "message_id": letter.message_id,
        "message_id_md5": letters.md5_of(letter.message_id),
        "in_reply_to": letter.in_reply_to,
        "content_type": letter.content_type,
        "references": letter.references,
        "body": letters.body_of(store, ticket, comment),
        "internal": not comment.public,
        "preferences": _preferences(store, comment),
        "updated_by_id": letter.updated_by,
        "created_by_id": comment.author_id,
        "origin_by_id": letter.origin_id,
        "created_at": moment(comment.created_at),
        "updated_at": moment(letter.updated_at),
        "attachments": [attachment_json(store, ticket, a) for a in listed],
    }


def _preferences(store: Store, comment: Comment) -> Json:
    """An outgoing mail tells how it was delivered once the background job has sent it."""
    letter = comment.letter
    if letter is None or letter.kind != "email" or letter.sender == "Customer":
        return dict(letter.preferences) if letter else {}
    found = {"email_address_id": 1} | letter.preferences
    if store.clock.now() < comment.created_at + SENT_AFTER:
        return found
    sent = moment(comment.created_at + SENT_AFTER)
    delivery = {"delivery_retry": 1, "delivery_channel_id": 5, "delivery_status_message": None}
    return found | delivery | {"delivery_status": "success", "delivery_status_date": sent}


def attachment_json(store: Store, ticket: Ticket, attachment: Attachment) -> Json:
    """A file: its size is text."""
    preferences: Json = {"Mime-Type": attachment.content_type}
    if attachment.content_type in letters.RESIZED and not attachment.inline:
        preferences |= {"resizable": True, "content_inline": True}
    if attachment.inline:
        preferences |= {
            "Content-Type": attachment.content_type,
            "Content-ID": letters.content_id(store, ticket, attachment),
            "Content-Disposition": "inline",
        }
    return {
        "id": attachment.id,
        "store_file_id": store.office.file_id(sha_of(attachment)),
        "filename": attachment.name,
        "size": str(len(attachment.content)),
        "preferences": preferences,
    }


def sha_of(attachment: Attachment) -> str:
    """The hash under which the content is stored."""
    return hashlib.sha256(attachment.content).hexdigest()


def user_json(store: Store, user: User) -> Json:
    """A user. A table of the recorded properties, hence the length."""
    profile = rights.profile_of(store.office, user)
    first, last = letters.names_of(store, user)
    blank: Json = dict.fromkeys(("web", "phone", "fax", "mobile"), "")
    shown: Json = (
        {
            "id": user.id,
            "organization_id": user.organization_id,
            "login": profile.login,
            "firstname": first,
            "lastname": last,
            "email": user.email,
            "image": None,
            "image_source": None,
        }
        | blank
        | {"department": None, "street": "", "zip": "", "city": "", "country": "", "address": None, "vip": False}
        | {"verified": False, "active": profile.active and not user.suspended, "note": profile.more.get("note", "")}
        | {"last_login": None, "source": None, "login_failed": profile.failed, "out_of_office": False}
        | {"out_of_office_start_at": None, "out_of_office_end_at": None, "out_of_office_replacement_id": None}
        | {
            "preferences": {"locale": "fr-fr" if user.locale == "fr" else user.locale.lower()},
            "updated_by_id": profile.more.get("updated_by_id", NOBODY),
            "created_by_id": profile.more.get("created_by_id", NOBODY),
            "created_at": moment(user.created_at),
            "updated_at": profile.more.get("updated_at", moment(user.created_at)),
            "role_ids": list(profile.role_ids),
            "organization_ids": [],
            "authorization_ids": [],
            "overview_sorting_ids": [],
            "group_ids": {str(number): list(names) for number, names in profile.rights.items()},
        }
    )
    return shown


def user_named(store: Store, user: User) -> Json:
    """A user with the names behind the ids, as webhooks and `expand` show them."""
    shown = user_json(store, user)
    roles = store.office.shelves["roles"]
    return shown | {
        "roles": [roles[number]["name"] for number in shown["role_ids"] if number in roles],
        "organization": store.organizations.get(user.organization_id or 0),
        "organizations": [],
        "overview_sortings": [],
        "created_by": login_of(store, shown["created_by_id"]),
        "updated_by": login_of(store, shown["updated_by_id"]),
        "groups": {
            store.groups[int(n)].name: names for n, names in shown["group_ids"].items() if int(n) in store.groups
        },
    }
