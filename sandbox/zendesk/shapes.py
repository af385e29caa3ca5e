"""Zendesk's JSON for the records of the store: same keys, same types, same nulls as recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sandbox.acts import file_address
from sandbox.records import STATUSES, Attachment, Audit, Comment, Entry, Field, Form, Group, Ticket, User
from sandbox.store import FIRST_ID, Store

Json = dict[str, Any]

ORIGIN: Json = {"from": {}, "to": {}, "rel": None}
LOCALE_IDS = {"en-US": 1, "fr": 16, "de": 8, "es": 2}


def second(moment: datetime) -> str:
    """A moment as Zendesk writes it: UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def custom_status_id(status: str) -> int:
    """The account's default custom status of this category."""
    return FIRST_ID - 100 + STATUSES.index(status) if status in STATUSES else FIRST_ID - 50


def via(channel: str) -> Json:
    """Through which channel something came."""
    return {"channel": channel, "source": ORIGIN}


def ticket_json(store: Store, ticket: Ticket) -> Json:
    """A ticket, with all its custom fields twice, as the real one gives them."""
    fields = [{"id": f.id, "value": ticket.fields.get(f.id)} for f in store.fields.values() if f.active]
    return {
        "url": f"{store.url}/api/v2/tickets/{ticket.id}.json",
        "id": ticket.id,
        "external_id": ticket.external_id,
        "via": via(ticket.channel),
        "created_at": second(ticket.created_at),
        "updated_at": second(ticket.updated_at),
        "generated_timestamp": int(ticket.generated_at.timestamp()),
        "type": ticket.type,
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": ticket.description,
        "priority": ticket.priority,
        "status": ticket.status,
        "recipient": None,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.submitter_id,
        "assignee_id": ticket.assignee_id,
        "organization_id": None,
        "group_id": ticket.group_id,
        "collaborator_ids": [],
        "follower_ids": [],
        "email_cc_ids": [],
        "forum_topic_id": None,
        "problem_id": None,
        "has_incidents": False,
        "is_public": any(comment.public for comment in ticket.comments),
        "due_at": ticket.due_at,
        "tags": list(ticket.tags),
        "custom_fields": fields,
        "satisfaction_rating": None,
        "sharing_agreement_ids": [],
        "custom_status_id": custom_status_id(ticket.status),
        "fields": fields,
        "followup_ids": [],
        "ticket_form_id": ticket.form_id,
        "brand_id": store.brand_id,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": ticket.channel == "native_messaging",
    }


def attachment_json(store: Store, attachment: Attachment) -> Json:
    """A file of a comment; redacted or not, it looks the same but for its name and size."""
    address = file_address(store, attachment)
    return {
        "url": f"{store.url}/api/v2/attachments/{attachment.id}.json",
        "id": attachment.id,
        "file_name": attachment.name,
        "content_url": address,
        "mapped_content_url": address,
        "content_type": attachment.content_type,
        "size": len(attachment.content),
        "width": None,
        "height": None,
        "inline": attachment.inline,
        "deleted": False,
        "malware_access_override": False,
        "malware_scan_result": "not_scanned",
        "thumbnails": [],
    }


def comment_event(store: Store, comment: Comment, *, inline: bool = True) -> Json:
    """A comment as an audit shows it; inline images count as attachments only when asked for."""
    files = [attachment_json(store, a) for a in comment.attachments if inline or not a.inline]
    return {
        "id": comment.id,
        "type": "Comment",
        "author_id": comment.author_id,
        "body": comment.text,
        "html_body": comment.html,
        "plain_body": comment.text,
        "public": comment.public,
        "attachments": files,
        "audit_id": comment.audit_id,
    }


def metadata(audit: Audit | None) -> Json:
    """What the system and the program noted about an act."""
    if audit is None or not audit.client:
        return {"system": {}, "custom": audit.custom if audit else {}}
    system = {"client": audit.client, "ip_address": "127.0.0.1", "location": "", "latitude": 0.0, "longitude": 0.0}
    return {"system": system, "custom": audit.custom}


def comment_json(store: Store, ticket: Ticket, comment: Comment, *, inline: bool) -> Json:
    """A comment as the list of comments shows it, with the metadata of its audit."""
    audit = next((audit for audit in ticket.audits if audit.id == comment.audit_id), None)
    return comment_event(store, comment, inline=inline) | {
        "via": via(comment.channel),
        "created_at": second(comment.created_at),
        "metadata": metadata(audit),
    }


def audit_json(store: Store, ticket: Ticket, audit: Audit) -> Json:
    """An audit with its events."""
    return {
        "id": audit.id,
        "ticket_id": audit.ticket_id,
        "created_at": second(audit.created_at),
        "author_id": audit.author_id,
        "metadata": metadata(audit),
        "events": [event for entry in audit.entries if (event := _audit_event(store, ticket, entry))],
        "via": via(audit.channel),
    }


def _audit_event(store: Store, ticket: Ticket, entry: Entry) -> Json | None:
    if entry.kind == "comment":
        return comment_event(store, next(c for c in ticket.comments if c.id == entry.comment_id))
    if entry.kind == "attachment_redaction":
        ids = {"attachment_id": entry.attachment_id, "comment_id": entry.comment_id}
        return {"id": entry.id, "type": "AttachmentRedactionEvent"} | ids
    if entry.kind == "comment_redaction":
        return {"id": entry.id, "type": "CommentRedactionEvent", "comment_id": entry.comment_id}
    if entry.kind == "merge":
        return None  # how a merge looks in an audit was not recorded
    value = {"id": entry.id, "value": _audit_value(entry.value), "field_name": entry.name}
    if entry.kind == "create":
        return {"type": "Create"} | value
    return {"type": "Change"} | value | {"previous_value": _audit_value(entry.previous)}


def _audit_value(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def user_json(store: Store, user: User) -> Json:
    """A person; the member number is a user field."""
    staff = user.is_staff
    return {
        "id": user.id,
        "url": f"{store.url}/api/v2/users/{user.id}.json",
        "name": user.name,
        "email": user.email,
        "created_at": second(user.created_at),
        "updated_at": second(user.created_at),
        "time_zone": user.time_zone,
        "iana_time_zone": user.time_zone,
        "phone": None,
        "shared_phone_number": None,
        "photo": None,
        "locale_id": LOCALE_IDS.get(user.locale, 1),
        "locale": user.locale,
        "organization_id": None,
        "role": user.role,
        "verified": True,
        "external_id": None,
        "tags": [],
        "alias": None,
        "active": True,
        "shared": False,
        "shared_agent": False,
        "last_login_at": None,
        "two_factor_auth_enabled": None,
        "signature": None,
        "details": None,
        "notes": None,
        "role_type": {"admin": 4, "agent": 0}.get(user.role),
        "custom_role_id": None,
        "moderator": staff,
        "ticket_restriction": None if staff else "requested",
        "only_private_comments": False,
        "restricted_agent": user.role != "admin",
        "suspended": user.suspended,
        "default_group_id": user.group_ids[0] if user.group_ids else None,
        "report_csv": user.role == "admin",
        "user_fields": {"numero_adherent": user.member_number},
    }


def group_json(store: Store, group: Group) -> Json:
    """A group of agents."""
    return {
        "url": f"{store.url}/api/v2/groups/{group.id}.json",
        "id": group.id,
        "is_public": True,
        "name": group.name,
        "description": "",
        "default": group.default,
        "deleted": False,
        "created_at": second(group.created_at),
        "updated_at": second(group.created_at),
    }


def field_json(store: Store, field: Field, position: int) -> Json:
    """A custom ticket field, with its options if it is a drop-down."""
    patterns = {
        "decimal": r"\A[-+]?[0-9]*[.,]?[0-9]+\z",
        "integer": r"\A[-+]?\d+\z",
        "date": r"\A([0-9]{4})-(1[0-2]|0[1-9])-(3[01]|[12][0-9]|0[1-9])\z",
    }
    shown = {
        "url": f"{store.url}/api/v2/ticket_fields/{field.id}.json",
        "id": field.id,
        "type": field.kind,
        "title": field.title,
        "raw_title": field.title,
        "description": field.description,
        "raw_description": field.description,
        "position": position,
        "active": field.active,
        "required": False,
        "collapsed_for_agents": False,
        "regexp_for_validation": patterns.get(field.kind),
        "title_in_portal": field.title,
        "raw_title_in_portal": field.title,
        "visible_in_portal": field.in_portal,
        "editable_in_portal": field.in_portal,
        "required_in_portal": field.required_in_portal,
        "tag": field.tag,
        "created_at": second(field.created_at),
        "updated_at": second(field.updated_at),
        "removable": True,
        "key": field.key,
        "agent_description": None,
    }
    if field.kind in ("tagger", "multiselect"):
        shown["custom_field_options"] = options_json(field)
    return shown


def options_json(field: Field) -> list[Json]:
    """The options of a drop-down."""
    return [
        {"id": option.id, "name": option.name, "raw_name": option.name, "value": option.value, "default": False}
        for option in field.options
    ]


def form_json(store: Store, form: Form) -> Json:
    """A ticket form."""
    return {
        "url": f"{store.url}/api/v2/ticket_forms/{form.id}.json",
        "id": form.id,
        "name": form.name,
        "raw_name": form.name,
        "display_name": form.name,
        "raw_display_name": form.name,
        "end_user_visible": True,
        "position": 1,
        "active": True,
        "default": form.default,
        "in_all_brands": True,
        "restricted_brand_ids": [],
        "ticket_field_ids": form.field_ids,
        "created_at": second(form.created_at),
        "updated_at": second(form.created_at),
        "end_user_conditions": [],
        "agent_conditions": [],
    }


def sideloads(store: Store, tickets: Iterable[Ticket], wanted: str) -> Json:
    """What `?include=users,groups` adds to an answer; other words are ignored here."""
    names = {name.strip() for name in wanted.split(",")}
    people = {i for t in tickets for i in (t.requester_id, t.submitter_id, t.assignee_id) if i}
    teams = {t.group_id for t in tickets if t.group_id}
    found: Json = {}
    if "users" in names:
        found["users"] = [user_json(store, store.users[i]) for i in sorted(people)]
    if "groups" in names:
        found["groups"] = [group_json(store, store.groups[i]) for i in sorted(teams)]
    return found
