"""Zendesk's JSON for the records of the store: same keys, same types, same nulls as recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.acts import file_address
from sandbox.records import STATUSES, Attachment, Audit, Comment, Entry, Ticket
from sandbox.store import FIRST_ID, Store

Json = dict[str, Any]

ORIGIN: Json = {"from": {}, "to": {}, "rel": None}


def second(moment: datetime) -> str:
    """A moment as Zendesk writes it: UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def custom_status_id(status: str) -> int:
    """The account's default custom status of this category."""
    return FIRST_ID - 100 + STATUSES.index(status) if status in STATUSES else FIRST_ID - 50


def status_of(custom_id: object) -> str:
    """The category a custom status belongs to; what is unknown is not in any list of statuses."""
    return next((status for status in STATUSES if custom_status_id(status) == custom_id), "unknown")


def via(channel: str) -> Json:
    """Through which channel something came."""
    return {"channel": channel, "source": ORIGIN}


def ticket_json(store: Store, ticket: Ticket) -> Json:
    """A ticket, its custom fields given twice: a table of the recorded properties, hence the length."""
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
        "organization_id": store.users[ticket.requester_id].organization_id,
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
    if entry.kind in ("chat", "merge"):  # how a merge looks in an audit was not recorded
        return {"id": entry.id, "type": "ChatStartedEvent", "value": entry.value} if entry.kind == "chat" else None
    value = {"id": entry.id, "value": _audit_value(entry.value), "field_name": entry.name}
    if entry.kind == "create":
        return {"type": "Create"} | value
    return {"type": "Change"} | value | {"previous_value": _audit_value(entry.previous)}


def _audit_value(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
