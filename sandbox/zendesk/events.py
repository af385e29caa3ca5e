"""Which events one act emits, and their envelopes as recorded from the real Zendesk."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from sandbox.acts import file_address
from sandbox.records import Attachment, Audit, Comment, Entry, Ticket
from sandbox.sender import Sender
from sandbox.store import Store
from sandbox.zendesk.shapes import custom_status_id, second

PREFIX = "zen:event-type:ticket."
VERSION = "2022-11-06"
CHANNELS = {"api": "web_service", "web": "web_form", "email": "mail"}

CHANGED = {
    "group_id": "group_assignment_changed",
    "assignee_id": "agent_assignment_changed",
    "priority": "priority_changed",
    "type": "type_changed",
    "subject": "subject_changed",
    "requester_id": "requester_changed",
    "external_id": "external_id_changed",
    "due_at": "task_due_at_changed",
}


class Announcer:
    """Listens to the store and posts every event to the webhooks that subscribe to it."""

    def __init__(self, store: Store, sender: Sender) -> None:
        self._store, self._sender = store, sender

    def __call__(self, ticket: Ticket, audit: Audit) -> None:
        """Turn one audit into its events and post them, in order of their position."""
        if self._store.helpdesk != "zendesk":
            return
        for position, (name, event) in enumerate(events_of(self._store, ticket, audit), start=1):
            body = None
            for webhook in self._store.webhooks.values():
                if webhook.status == "active" and subscribes(webhook.subscriptions, name):
                    body = body or printed(self.envelope(ticket, audit, name, event, position))
                    self._sender.post(webhook, PREFIX + name, ticket.id, body)

    def envelope(self, ticket: Ticket, audit: Audit, name: str, event: dict[str, Any], position: int) -> dict[str, Any]:
        """The whole message: ids as text, statuses in capitals, nanoseconds, no custom fields."""
        nanoseconds = self._store.clock.now().strftime("%H:%M:%S.%f") + f"{position * 37 % 1000:03d}Z"
        meta = {"sequence": {"id": str(audit.id).encode().hex(), "position": position}}
        return {
            "account_id": self._store.account_id,
            "detail": detail(self._store, ticket, audit),
            "event": event | {"meta": meta},
            "id": str(uuid.uuid4()),
            "subject": f"zen:ticket:{ticket.id}",
            "time": f"{self._store.clock.now():%Y-%m-%d}T{nanoseconds}",
            "type": PREFIX + name,
            "zendesk_event_version": VERSION,
        }


def subscribes(subscriptions: list[str], name: str) -> bool:
    """Whether a webhook wants this event."""
    return PREFIX + name in subscriptions or PREFIX + "*" in subscriptions


def detail(store: Store, ticket: Ticket, audit: Audit) -> dict[str, Any]:
    """The ticket as events show it."""
    return {
        "actor_id": str(audit.author_id),
        "assignee_id": _text(ticket.assignee_id),
        "brand_id": str(store.brand_id),
        "created_at": second(ticket.created_at),
        "custom_status": str(custom_status_id(ticket.status)),
        "description": ticket.description,
        "external_id": ticket.external_id,
        "form_id": _text(ticket.form_id),
        "group_id": _text(ticket.group_id),
        "id": str(ticket.id),
        "is_public": any(comment.public for comment in ticket.comments),
        "organization_id": None,
        "priority": _upper(ticket.priority),
        "requester_id": str(ticket.requester_id),
        "status": "DELETED" if ticket.deleted else ticket.status.upper(),
        "subject": ticket.subject,
        "submitter_id": str(ticket.submitter_id),
        "tags": list(ticket.tags) or None,
        "type": _upper(ticket.type),
        "updated_at": second(ticket.updated_at),
        "via": {"channel": CHANNELS.get(ticket.channel, ticket.channel)},
    }


def events_of(store: Store, ticket: Ticket, audit: Audit) -> list[tuple[str, dict[str, Any]]]:
    """The events of one act: a new ticket is announced with its comment, files and tags; a change with each change."""
    created = any(entry.kind == "create" for entry in audit.entries)
    events: list[tuple[str, dict[str, Any]]] = [("created", {})] if created else []
    for entry in audit.entries:
        if entry.kind == "comment":
            events += _comment_events(store, ticket, entry)
        elif entry.kind in ("attachment_redaction", "comment_redaction"):
            events.append(_redaction_event(entry))
        elif entry.kind == "delete":
            events.append(("soft_deleted", {}))
        elif entry.kind == "merge":
            events.append(("merged", {"target_ticket_id": str(entry.value)}))
        elif entry.kind == "change" or entry.name == "tags":
            events += _change_events(store, entry)
    return events


def _comment_events(store: Store, ticket: Ticket, entry: Entry) -> list[tuple[str, dict[str, Any]]]:
    comment = next(comment for comment in ticket.comments if comment.id == entry.comment_id)
    author = store.users[comment.author_id]
    said = {
        "author": {"id": str(author.id), "is_staff": author.is_staff, "name": author.name},
        "body": comment.text,
        "html_body": comment.html,
        "id": str(comment.id),
        "is_public": comment.public,
    }
    files = [_file_event(store, comment, attachment) for attachment in comment.attachments]
    return [("comment_added", {"comment": said}), *files]


def _file_event(store: Store, comment: Comment, attachment: Attachment) -> tuple[str, dict[str, Any]]:
    shown = {
        "content_type": attachment.content_type,
        "content_url": file_address(store, attachment),
        "filename": attachment.name,
        "id": str(attachment.id),
        "is_public": comment.public,
    }
    return "attachment_linked_to_comment", {"comment": {"attachment": shown, "id": str(comment.id)}}


def _redaction_event(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Shape not recorded: ids only, so that nobody leans on more."""
    if entry.kind == "comment_redaction":
        return "comment_redacted", {"comment": {"id": str(entry.comment_id)}}
    shown = {"id": str(entry.comment_id), "attachment": {"id": str(entry.attachment_id)}}
    return "attachment_redacted_from_comment", {"comment": shown}


def _change_events(store: Store, entry: Entry) -> list[tuple[str, dict[str, Any]]]:
    if entry.name == "tags":
        held, before = set(entry.value), set(entry.previous or [])
        return [("tags_changed", {"tags_added": sorted(held - before), "tags_removed": sorted(before - held)})]
    if entry.name == "status":
        custom = {
            "current": str(custom_status_id(entry.value)),
            "previous": str(custom_status_id(entry.previous)),
        }
        plain = {"current": entry.value.upper(), "previous": entry.previous.upper()}
        return [("status_changed", plain), ("custom_status_changed", custom)]
    if entry.name.isdigit():
        field = store.fields[int(entry.name)]
        shown = {"id": str(field.id), "title": field.title, "type": field.kind}
        change = {"current": entry.value, "previous": entry.previous, "field": shown}
        return [("custom_field_changed", change)]  # shape not recorded anywhere: read the ticket instead
    shape = _upper if entry.name in ("priority", "type") else _text
    return [(CHANGED[entry.name], {"current": shape(entry.value), "previous": shape(entry.previous)})]


def printed(message: dict[str, Any]) -> str:
    """The body as recorded: keys in order, three spaces, `{ }` for an empty object, a newline at the end."""
    text = json.dumps(message, indent=3, sort_keys=True, ensure_ascii=False)
    return re.sub(r'": \{\}(,?)$', r'": { }\1', text, flags=re.MULTILINE) + "\n"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _upper(value: str | None) -> str | None:
    return None if value is None else value.upper()
