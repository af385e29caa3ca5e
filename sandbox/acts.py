"""What people and programs do to tickets: file, change, delete, merge; each act leaves one audit, published once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from sandbox import texts
from sandbox.records import Attachment, Audit, Comment, Entry, Letter, Ticket, User
from sandbox.store import Store

PROPERTIES = (
    "subject",
    "status",
    "priority",
    "type",
    "group_id",
    "assignee_id",
    "requester_id",
    "external_id",
    "due_at",
)
KEPT = (*PROPERTIES, "state", "pending_until")


class Moved(Exception):
    """The ticket was changed after the caller read it."""


@dataclass(frozen=True)
class By:
    """Who acts, through which channel and program, and what they note in the audit."""

    user: User
    channel: str
    client: str = ""
    custom: dict[str, Any] = field(default_factory=dict)


@dataclass
class Message:
    """A comment to be written."""

    text: str = ""
    html: str | None = None
    public: bool = True
    author: User | None = None
    attachments: list[Attachment] = field(default_factory=list)
    letter: Letter | None = None


@dataclass
class Edits:
    """What an act wants changed; what is not named stays."""

    values: dict[str, Any] = field(default_factory=dict)
    tags: list[str] | None = None
    fields: dict[int, Any] = field(default_factory=dict)
    message: Message | None = None

    def touched(self) -> set[str]:
        """The names of everything these edits want to change."""
        names = set(self.values)
        names |= {"tags"} if self.tags is not None else set()
        names |= {"fields"} if self.fields else set()
        return names | ({"comment"} if self.message else set())


def file_ticket(store: Store, by: By, edits: Edits, form_id: int | None = None) -> tuple[Ticket, Audit]:
    """A new ticket with its first comment."""
    edits.values = store.law.first_values(store, edits.values)
    store.law.check_values(store, None, edits.values)
    for field_id, value in edits.fields.items():
        store.law.check_field(store.fields[field_id], value)
    now = store.stamp()
    requester_id = edits.values.get("requester_id") or by.user.id
    ticket = Ticket(
        store.next_ticket_id(), edits.values.get("subject") or "", requester_id, by.user.id, by.channel, now, now, now
    )
    ticket.form_id = form_id or next((form.id for form in store.forms.values() if form.default), None)
    audit = _new_audit(store, ticket, by)
    if edits.message:
        edits.message.author = edits.message.author or store.users[requester_id]
        _add_comment(store, ticket, audit, by, edits.message)
    _record(store, audit, "create", "subject", ticket.subject, None)
    _record(store, audit, "create", "requester_id", requester_id, None)
    _apply_values(store, ticket, audit, {**edits.values, "status": _first_status(store, edits)}, "create")
    _apply_tags_and_fields(store, ticket, audit, edits, "create")
    store.tickets[ticket.id] = ticket
    store.publish(ticket, audit)
    return ticket, audit


def _first_status(store: Store, edits: Edits) -> str:
    status = edits.values.get("status") or ("open" if edits.values.get("assignee_id") else "new")
    store.law.check_solvable(status, edits.values.get("assignee_id"))
    return str(status)


def change(store: Store, by: By, ticket: Ticket, edits: Edits) -> Audit:
    """Change a ticket in one act. An act that alters nothing leaves no audit and does not move the stamp."""
    law = store.law
    law.check_not_closed(store, ticket, by.user, edits.touched())
    law.check_values(store, ticket, edits.values)
    for field_id, value in edits.fields.items():
        law.check_field(store.fields[field_id], value)
    author = (edits.message.author or by.user) if edits.message else None
    assigned = edits.values.get("assignee_id") is not None
    wanted = edits.values.get("status")
    status = law.status_after(ticket, wanted, assigned=assigned, comment_by=author, channel=by.channel)
    if status != ticket.status:
        law.check_solvable(status, edits.values.get("assignee_id", ticket.assignee_id))
    audit = _new_audit(store, ticket, by)
    if edits.message:
        _add_comment(store, ticket, audit, by, edits.message)
    _apply_values(store, ticket, audit, {**edits.values, "status": status}, "change")
    _apply_tags_and_fields(store, ticket, audit, edits, "change")
    finish(store, ticket, audit)
    return audit


def finish(store: Store, ticket: Ticket, audit: Audit) -> None:
    """Close an act: stamp the ticket and publish, if anything happened at all."""
    if audit.entries:
        ticket.updated_at = ticket.generated_at = audit.created_at
        store.publish(ticket, audit)


def begin(store: Store, ticket: Ticket, by: By) -> Audit:
    """Open an act on a ticket; `finish` closes it."""
    return _new_audit(store, ticket, by)


def delete(store: Store, by: By, ticket: Ticket) -> None:
    """Put the ticket in the bin, where nobody sees it any more."""
    audit = _new_audit(store, ticket, by)
    _record(store, audit, "delete", "status", "deleted", ticket.status)
    ticket.deleted = True
    finish(store, ticket, audit)


def merge(store: Store, by: By, source: Ticket, target: Ticket, *, public: bool = False) -> None:
    """Close the source into the target; the last comment's files are copied, as Zendesk does, so they exist twice."""
    if store.law.MERGE_MOVES:
        _move_comments(store, by, source, target)
        return
    for ticket in (source, target):
        store.law.check_not_closed(store, ticket, by.user, {"comment"})
    copies = [new_file(store, a.name, a.content_type, a.content) for c in source.comments for a in c.attachments]
    for copy, original in zip(copies, (a for c in source.comments for a in c.attachments), strict=True):
        copy.redacted = original.redacted
    note = f"La demande n° {source.id} a été fermée et fusionnée avec celle-ci."
    change(store, by, target, Edits(message=Message(note, public=public, attachments=copies)))
    target.comments[-1].by_merge = True
    audit = _new_audit(store, source, by)
    note = f"Cette demande a été fermée et fusionnée avec la demande n° {target.id}."
    _add_comment(store, source, audit, by, Message(note, public=False))
    _apply_tags_and_fields(store, source, audit, Edits(tags=[*source.tags, "closed_by_merge"]), "change")
    _record(store, audit, "change", "status", "closed", source.status)
    source.status = "closed"
    _record(store, audit, "merge", "target", target.id, None)
    source.merged_into = target.id
    finish(store, source, audit)


def _move_comments(store: Store, by: By, source: Ticket, target: Ticket) -> None:
    """Merge as Zammad does: the comments go over to the target, ids and files unchanged; the source keeps a note."""
    target.comments = sorted([*target.comments, *source.comments], key=lambda comment: comment.created_at)
    source.comments = []
    audit = _new_audit(store, source, by)
    _add_comment(store, source, audit, by, Message("merged", public=False, author=by.user))
    _record(store, audit, "merge", "target", target.id, None)
    source.status, source.merged_into, source.assignee_id = "closed", target.id, None
    finish(store, source, audit)
    received = _new_audit(store, target, by)
    _record(store, received, "received_merge", "source", source.id, None)
    finish(store, target, received)


def new_file(store: Store, name: str, content_type: str, content: bytes, *, inline: bool = False) -> Attachment:
    """A file that a comment can carry."""
    return Attachment(store.next_id(), name, content_type, content, store.new_token(), inline)


def file_address(store: Store, attachment: Attachment) -> str:
    """The public address of a file, as comments and events show it."""
    return f"{store.url}/attachments/token/{attachment.token}/?name={quote(attachment.name)}"


def _new_audit(store: Store, ticket: Ticket, by: By) -> Audit:
    stamp = store.stamp(ticket) if ticket.audits else ticket.created_at
    return Audit(store.next_id(), ticket.id, by.user.id, by.channel, by.client, stamp, [], dict(by.custom))


def _add_comment(store: Store, ticket: Ticket, audit: Audit, by: By, message: Message) -> None:
    author = message.author or by.user
    images = [file_address(store, a) for a in message.attachments if a.inline]
    html = texts.wrapped(message.html) if message.html is not None else texts.html_of(message.text, images)
    text = texts.text_of(html) if message.html is not None else message.text
    comment = Comment(
        store.next_id(),
        author.id,
        text,
        html,
        message.public,
        list(message.attachments),
        audit.id,
        audit.created_at,
        by.channel,
        message.letter,
    )
    if comment.letter:
        comment.letter.updated_at = comment.created_at
    ticket.comments.append(comment)
    audit.entries.append(Entry(comment.id, "comment", comment_id=comment.id))


def _apply_values(store: Store, ticket: Ticket, audit: Audit, values: dict[str, Any], kind: str) -> None:
    for name in KEPT:
        if name in values and getattr(ticket, name) != values[name]:
            _record(store, audit, kind, name, values[name], getattr(ticket, name))
            setattr(ticket, name, values[name])


def _apply_tags_and_fields(store: Store, ticket: Ticket, audit: Audit, edits: Edits, kind: str) -> None:
    """Tags first, then fields: a field that is named wins over what the tag list says of it."""
    before = list(ticket.tags)
    fields = dict(edits.fields)
    tags = store.law.kept_tags(before)
    if edits.tags is not None:
        tags = store.law.kept_tags(edits.tags)
        fields = store.law.fields_after_tags(store, ticket, tags) | fields
    for field_id, value in fields.items():
        tags = store.law.tags_after_field(store.fields[field_id], value, tags)
        held = ticket.fields.get(field_id)
        if _filled(value) == _filled(held):
            ticket.fields.setdefault(field_id, value)  # emptied: no longer what the field holds by itself
        else:
            ticket.fields[field_id] = value
            _record(store, audit, kind, str(field_id), value, held)
    if tags != before:
        ticket.tags = tags
        _record(store, audit, kind, "tags", tags, before)


def _filled(value: Any) -> Any:
    """The value, None for all that means that nothing was filled in; a zero is something."""
    return None if value is False or value in ("", []) else value


def _record(store: Store, audit: Audit, kind: str, name: str, value: Any, previous: Any) -> None:
    audit.entries.append(Entry(store.next_id(), kind, name, value, previous))
