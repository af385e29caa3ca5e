"""What people do, said in the helpdesk's words (titles and names, no ids), and a ticket told the same way."""

from __future__ import annotations

import base64
from typing import Any

from sandbox import accounts
from sandbox.acts import By, Edits, Message, change, file_address, file_ticket, new_file
from sandbox.records import Attachment, Comment, Field, Ticket, User
from sandbox.redaction import in_original
from sandbox.store import Store, first

Json = dict[str, Any]
CATEGORY = "Motif"


class Unknown(ValueError):
    """A title, name or address that this account does not have."""


def file_as_member(store: Store, given: Json) -> Ticket:
    """A member files a ticket: requester, subject, motif, description, fields by title, attachments, channel."""
    person = given.get("requester") or {}
    member = accounts.member_with(store, person.get("email", "anonyme@courriel.example"), person.get("name", ""))
    member.locale = person.get("locale", member.locale)
    member.member_number = person.get("member_number", member.member_number)
    titled = dict(given.get("fields") or {})
    if given.get("motif"):
        titled[CATEGORY] = given["motif"]
    subject = given.get("subject") or given.get("motif") or ""
    edits = Edits({"subject": subject, "requester_id": member.id}, fields=field_values(store, titled))
    edits.tags = list(given["tags"]) if given.get("tags") else None
    edits.message = Message(given.get("description", ""), attachments=files_from(store, given.get("attachments")))
    return file_ticket(store, By(member, given.get("channel", "web"), "Mozilla/5.0"), edits)[0]


def reply_as_member(store: Store, ticket: Ticket, given: Json) -> None:
    """The member answers, with text, files, or fields that they fill in."""
    member = store.users[ticket.requester_id]
    edits = Edits(fields=field_values(store, given.get("fields") or {}))
    if given.get("text") or given.get("attachments"):
        files = files_from(store, given.get("attachments"))
        edits.message = Message(given.get("text", ""), author=member, attachments=files)
    change(store, By(member, given.get("channel", "web"), "Mozilla/5.0"), ticket, edits)


def act_as_agent(store: Store, ticket: Ticket, given: Json) -> None:
    """An agent changes tags, group, assignee, fields, status, priority, and writes a public or internal comment."""
    agent = staff(store, given.get("as"))
    values: Json = {name: given[name] for name in ("status", "priority", "type", "subject") if name in given}
    if "group" in given:
        values["group_id"] = group_id(store, given["group"])
    if "assignee" in given:
        values["assignee_id"] = staff(store, given["assignee"]).id if given["assignee"] else None
    edits = Edits(values, fields=field_values(store, given.get("fields") or {}))
    tags = given.get("tags") or {}
    if tags:
        gone = set(tags.get("remove", []))
        edits.tags = [tag for tag in [*ticket.tags, *tags.get("add", [])] if tag not in gone]
    if given.get("comment"):
        files = files_from(store, given.get("attachments"))
        edits.message = Message(given["comment"], public=given.get("public", True), attachments=files)
    change(store, By(agent, given.get("channel", "web"), "Mozilla/5.0"), ticket, edits)


def staff(store: Store, address: str | None) -> User:
    """The agent of this address or name; without one, the first agent."""
    agents = [user for user in store.users.values() if user.is_staff]
    if not address:
        return first(user for user in agents if user.role == "agent") or agents[0]
    found = first(user for user in agents if address.casefold() in (user.email.casefold(), user.name.casefold()))
    if found is None:
        raise Unknown(f"no agent is called {address}")
    return found


def group_id(store: Store, name: str | None) -> int | None:
    """The id of the group of this name."""
    if not name:
        return None
    group = store.group_named(name)
    if group is None:
        raise Unknown(f"there is no group {name}; there are {', '.join(g.name for g in store.groups.values())}")
    return group.id


def field_values(store: Store, titled: Json) -> dict[int, Any]:
    """Values by field id, from values by title; an option may be given by its name or by its value."""
    found: dict[int, Any] = {}
    for title, value in titled.items():
        field = store.field_titled(title)
        if field is None:
            raise Unknown(f"there is no field {title}; there are {', '.join(f.title for f in store.fields.values())}")
        found[field.id] = _option_value(field, value)
    return found


def _option_value(field: Field, value: Any) -> Any:
    if value in (None, ""):
        return None
    option = first(option for option in field.options if value in (option.name, option.value))
    return option.value if option else value if field.kind in ("checkbox", "multiselect") else str(value)


def files_from(store: Store, given: list[Json] | None) -> list[Attachment]:
    """Files from {name, content_type, text} or {name, content_type, content: base64}, inline if they say so."""
    files = []
    for item in given or []:
        content = base64.b64decode(item["content"]) if "content" in item else str(item.get("text", "")).encode()
        kind = item.get("content_type", "application/octet-stream")
        files.append(new_file(store, item["name"], kind, content, inline=bool(item.get("inline"))))
    return files


def told(store: Store, ticket: Ticket) -> Json:
    """A whole ticket, readable: names instead of ids, the conversation, the history."""
    group = store.groups.get(ticket.group_id or 0)
    assignee = store.users.get(ticket.assignee_id or 0)
    requester = store.users[ticket.requester_id]
    return {
        "id": ticket.id,
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "group": group.name if group else None,
        "assignee": assignee.name if assignee else None,
        "requester": {"id": requester.id, "name": requester.name, "email": requester.email, "locale": requester.locale},
        "tags": list(ticket.tags),
        "fields": {field.title: ticket.fields.get(field.id) for field in store.fields.values()},
        "channel": ticket.channel,
        "created_at": ticket.created_at.isoformat(),
        "updated_at": ticket.updated_at.isoformat(),
        "version": ticket.version,
        "deleted": ticket.deleted,
        "merged_into": ticket.merged_into,
        "comments": [_told_comment(store, comment) for comment in ticket.comments],
        "audits": [_told_audit(store, ticket, number) for number in range(len(ticket.audits))],
    }


def _told_comment(store: Store, comment: Comment) -> Json:
    author = store.users[comment.author_id]
    return {
        "id": comment.id,
        "author": author.name,
        "role": author.role,
        "public": comment.public,
        "text": comment.text,
        "html": comment.html,
        "channel": comment.channel,
        "at": comment.created_at.isoformat(),
        "attachments": [_told_file(store, comment, attachment) for attachment in comment.attachments],
    } | _told_letter(comment)


def _told_letter(comment: Comment) -> Json:
    """How the comment travelled, where the helpdesk keeps that."""
    letter = comment.letter
    if letter is None:
        return {}
    return {"kind": letter.kind, "sender": letter.sender, "to": letter.to, "subject": letter.subject}


def _told_file(store: Store, comment: Comment, attachment: Attachment) -> Json:
    return {
        "id": attachment.id,
        "name": attachment.name,
        "content_type": attachment.content_type,
        "size": len(attachment.content),
        "inline": attachment.inline,
        "redacted": attachment.redacted,
        "in_original": in_original(store, comment, attachment),
        "url": file_address(store, attachment),
    }


def _told_audit(store: Store, ticket: Ticket, number: int) -> Json:
    audit = ticket.audits[number]
    changes = [
        {"kind": e.kind, "name": _title(store, e.name), "value": e.value, "previous": e.previous} for e in audit.entries
    ]
    return {
        "id": audit.id,
        "by": store.users[audit.author_id].name,
        "channel": audit.channel,
        "at": audit.created_at.isoformat(),
        "custom": audit.custom,
        "changes": changes,
    }


def _title(store: Store, name: str) -> str:
    return store.fields[int(name)].title if name.isdigit() and int(name) in store.fields else name
