"""Removing files for good at Zendesk, finding those of chats, and what the history says of both.

https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#redact-ticket-comment-in-agent-workspace
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from integration.core.changes import RedactAttachment
from integration.core.documents import Reason, Removed
from integration.core.errors import CannotRemove, Refused
from integration.core.retention import OF_CHAT
from integration.core.ticket import Attachment, Comment, Role, Ticket
from integration.helpdesks.zendesk.answers import NotAllowed
from integration.helpdesks.zendesk.mapping import time_of
from integration.helpdesks.zendesk.session import ZendeskSession

Json = dict[str, Any]

PLACEHOLDER = "redacted.txt"
"""What Zendesk puts, empty, in the place of a file that was removed."""

CHANNELS = frozenset({"chat", "native_messaging"})
"""Tickets whose files stand in the history of a chat and not among the attachments."""

_CHAT, _MESSAGE = OF_CHAT, "message:"
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


def redact(session: ZendeskSession, ticket: Ticket, files: tuple[RedactAttachment, ...]) -> None:
    """Remove files of one comment, in one call where it can be: on open, solved, closed and archived tickets alike.

    Where the Agent Workspace is off that call is refused, and each file of an open ticket has a call of its own. Raises
    CannotRemove when that is refused as well.
    """
    comment_id, ids = files[0].comment_id, {file.attachment_id for file in files}
    if comment_id.startswith(_CHAT):
        _redact_chat(session, ticket, comment_id, ids)
        return
    comment = next(comment for comment in ticket.comments if comment.id == comment_id)
    wanted = tuple(file for file in comment.attachments if file.id in ids)
    if any(not file.url for file in wanted):
        raise CannotRemove(f"Ticket {ticket.id}: a file has no address to remove it by.", Reason.NO_ADDRESS)
    try:
        session.put(f"/api/v2/comment_redactions/{int(comment_id)}", json=body_for(ticket.id, comment, wanted))
    except Refused as refusal:
        if not ticket.status.writable:
            raise CannotRemove(str(refusal), _why(refusal)) from None
        _one_by_one(session, ticket, comment_id, wanted)


def body_for(ticket_id: str, comment: Comment, files: tuple[Attachment, ...]) -> Json:
    """One call for files and pictures: files by address, a picture by the mark `redact` in the comment's HTML.

    A picture that the HTML does not show is named by its address too.
    """
    html, marked = _marked(comment.html, tuple(file for file in files if file.inline))
    body: Json = {"ticket_id": int(ticket_id)}
    by_address = [file.url for file in files if file.id not in marked]
    if by_address:
        body["external_attachment_urls"] = by_address
    return body | ({"html_body": html} if marked else {})


def removed(audits: Iterable[Json]) -> Removed:
    """What a ticket's audits say was removed: files, pictures of a text (under their comment's id), files of chats."""
    events: dict[str, str] = {}
    for audit in audits:
        for event in audit.get("events") or ():
            if event.get("type") == "AttachmentRedactionEvent":
                events[str(event.get("attachment_id"))] = str(event.get("id"))
            elif event.get("type") == "CommentRedactionEvent":
                events[str(event.get("comment_id"))] = str(event.get("id"))
            else:
                events |= {file.id: str(event.get("id")) for file in _chat_files(event) if file.removed}
    return Removed(events)


def chats(audits: Iterable[Json]) -> tuple[Comment, ...]:
    """The files of a ticket's chats, as one comment for each side of a chat.

    Where they stand is told in words only (`ChatStartedEvent`, its `history`, `ChatFileAttachment`): no real chat was
    ever recorded for us, so what is not as expected is left out, and no certificate speaks of it.
    """
    return tuple(comment for audit in audits for event in audit.get("events") or () for comment in _chat(event, audit))


def _chat(event: Json, audit: Json) -> Iterator[Comment]:
    for author, sender in ((Role.REQUESTER, "end-user"), (Role.AGENT, "agent")):
        files = tuple(_chat_files(event, sender))
        if files:
            chat_id = event["value"]["chat_id"]
            at = time_of(str(audit["created_at"]))
            yield Comment(f"{_CHAT}{chat_id}", author, "", public=True, body="", created_at=at, attachments=files)


def _chat_files(event: Json, sender: str = "") -> Iterator[Attachment]:
    value = event.get("value")
    if event.get("type") != "ChatStartedEvent" or not isinstance(value, dict) or not value.get("chat_id"):
        return
    for item in value.get("history") or ():
        if item.get("type") == "ChatFileAttachment" and sender in {"", item.get("actor_type")}:
            yield _chat_file(item, f"{_CHAT}{value['chat_id']}")


def _chat_file(item: Json, chat: str) -> Attachment:
    name, message = str(item.get("filename") or ""), item.get("message_id")
    return Attachment(
        id=f"{_MESSAGE}{message}" if message else f"{chat}:{item.get('chat_index')}",
        name=name,
        content_type=str(item.get("mime_type") or ""),
        size=int(item.get("size") or 0),
        url=str(item.get("url") or ""),
        removed=name == PLACEHOLDER,
    )


def _redact_chat(session: ZendeskSession, ticket: Ticket, chat: str, ids: set[str]) -> None:
    """Files of a chat, by their places in it, or by the messages they came with.

    https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/ (chat file redaction)
    """
    messages = sorted(id_.removeprefix(_MESSAGE) for id_ in ids if id_.startswith(_MESSAGE))
    places = sorted(int(id_.rpartition(":")[2]) for id_ in ids if not id_.startswith(_MESSAGE))
    by_place: Json = {"chat_id": chat.removeprefix(_CHAT), "chat_indexes": places}
    try:
        for body in ([by_place] if places else []) + ([{"message_ids": messages}] if messages else []):
            session.put(f"/api/v2/chat_file_redactions/{int(ticket.id)}", json=body)
    except Refused as refusal:
        raise CannotRemove(str(refusal), _why(refusal)) from None


def _one_by_one(session: ZendeskSession, ticket: Ticket, comment_id: str, files: tuple[Attachment, ...]) -> None:
    """The older call, which a closed ticket refuses. Every file is tried; the first refusal is the one told."""
    refusals = []
    for file in files:
        path = f"/api/v2/tickets/{int(ticket.id)}/comments/{int(comment_id)}/attachments/{int(file.id)}/redact"
        try:
            session.put(path, json={})
        except Refused as refusal:
            refusals.append(refusal)
    if refusals:
        raise CannotRemove(str(refusals[0]), _why(refusals[0])) from None


def _why(refusal: Refused) -> Reason:
    return Reason.RIGHTS if isinstance(refusal, NotAllowed) else Reason.REFUSED


def _marked(html: str, pictures: tuple[Attachment, ...]) -> tuple[str, frozenset[str]]:
    """The HTML with the mark on each of these pictures, and the ids of those that it shows."""
    paths = {urlsplit(picture.url).path: picture.id for picture in pictures}
    marked: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        tag = found[0]
        shown = {id_ for path, id_ in paths.items() if path in unescape(tag)}
        marked.update(shown)
        return f"{tag[:4]} redact{tag[4:]}" if shown else tag

    return _IMAGE.sub(mark, html), frozenset(marked)
