"""The two ways of removing a file for good. https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from sandbox import redaction, texts
from sandbox.acts import file_address
from sandbox.parts import the_store
from sandbox.records import Attachment, Comment
from sandbox.zendesk.door import NO_ACCESS, api, by, caller, count_update, ticket_or_404
from sandbox.zendesk.refusals import BadRequest, Forbidden, NotFound
from sandbox.zendesk.shapes import attachment_json, comment_event


@api.put("/comment_redactions/<int:comment_id>")
def redact_comment(comment_id: int) -> Response:
    """Files by address, passages between <redact>, images with the attribute `redact`; closed tickets too."""
    _may_redact()
    if not the_store().agent_workspace:  # what it answers then was never recorded
        raise Forbidden(NO_ACCESS)
    given = request.get_json(silent=True) or {}
    ticket_id = given.get("ticket_id")
    if not isinstance(ticket_id, int):
        raise BadRequest("InvalidValue", "Parameter ticket_id is required")
    ticket = ticket_or_404(ticket_id)
    comment = next((c for c in ticket.comments if c.id == comment_id), None)
    if comment is None:
        raise NotFound
    count_update(ticket)
    files, passages = _named_files(comment, given), texts.marked_texts(given.get("html_body") or "")
    redaction.redact(the_store(), by(), ticket, comment, files, passages)
    return jsonify({"comment": comment_event(the_store(), comment)})


def _named_files(comment: Comment, given: dict[str, Any]) -> list[Attachment]:
    """The files of this comment that are named by address, or shown by an image marked for redaction."""
    addresses = set(given.get("external_attachment_urls") or [])
    images = texts.marked_images(given.get("html_body") or "")
    return [
        attachment
        for attachment in comment.attachments
        if not attachment.redacted
        and (file_address(the_store(), attachment) in addresses or any(attachment.token in image for image in images))
    ]


@api.put("/tickets/<int:ticket_id>/comments/<int:comment_id>/attachments/<int:attachment_id>/redact")
def redact_attachment(ticket_id: int, comment_id: int, attachment_id: int) -> Response:
    """One file of a ticket that is not closed. As recorded, the answer still shows the ORIGINAL file."""
    _may_redact()
    ticket = ticket_or_404(ticket_id)
    comment = next((c for c in ticket.comments if c.id == comment_id), None)
    attachment = next((a for a in comment.attachments if a.id == attachment_id), None) if comment else None
    if comment is None or attachment is None:
        raise NotFound
    count_update(ticket)
    shown = attachment_json(the_store(), attachment)
    redaction.redact_open(the_store(), by(), ticket, comment, attachment)
    return jsonify({"attachment": shown})


@api.put("/tickets/<int:ticket_id>/comments/<int:comment_id>/redact")
def redact_text(ticket_id: int, comment_id: int) -> Response:
    """Black out a passage of one comment of a ticket that is not closed."""
    _may_redact()
    ticket = ticket_or_404(ticket_id)
    comment = next((c for c in ticket.comments if c.id == comment_id), None)
    if comment is None:
        raise NotFound
    count_update(ticket)
    passage = str((request.get_json(silent=True) or {}).get("text", ""))
    redaction.redact_passage(the_store(), by(), ticket, comment, passage)
    return jsonify({"comment": comment_event(the_store(), comment)})


@api.put("/chat_file_redactions/<int:ticket_id>")
def redact_chat_files(ticket_id: int) -> Response:
    """Files of a chat, by their places in it."""
    _may_redact()
    ticket, given = ticket_or_404(ticket_id), request.get_json(silent=True) or {}
    count_update(ticket)
    entry = redaction.redact_chat(ticket, str(given.get("chat_id")), list(given.get("chat_indexes") or []))
    if entry is None:
        raise NotFound
    return jsonify({"chat_event": {"id": entry.id, "type": "ChatStartedEvent", "value": entry.value}})


def _may_redact() -> None:
    """Admins, and agents who were given the right."""
    if caller().role != "admin" and not caller().may_redact:
        raise Forbidden(NO_ACCESS)
