"""From a request's JSON to what the store understands: edits of a ticket, comments, stamps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request

from sandbox.acts import PROPERTIES, Edits, Message, Moved
from sandbox.records import Attachment, Field, Ticket, User
from sandbox.rules import Refused
from sandbox.store import Store
from sandbox.zendesk.refusals import BadRequest
from sandbox.zendesk.shapes import status_of

Json = dict[str, Any]

LONGEST = 65_536  # characters of a comment; the rest is cut off without a word


def body_under(name: str) -> Json:
    """The object under this key of the request's JSON."""
    given = request.get_json(silent=True)
    inner = given.get(name) if isinstance(given, dict) else None
    if not isinstance(inner, dict):
        raise BadRequest("InvalidValue", f"Parameter {name} is required")
    return inner


def edits_from(store: Store, given: Json) -> Edits:
    """The edits a ticket object asks for. `tags` replaces all tags; unknown properties and fields are ignored."""
    edits = Edits({name: given[name] for name in PROPERTIES if name in given})
    if edits.values.get("status") is None:
        edits.values.pop("status", None)
        if given.get("custom_status_id") is not None:
            edits.values["status"] = status_of(given["custom_status_id"])
    if isinstance(given.get("tags"), list):
        edits.tags = [str(tag) for tag in given["tags"]]
    for field_id, value in _field_values(given.get("custom_fields") or given.get("fields") or []):
        if field_id in store.fields:
            edits.fields[field_id] = _fitting(store.fields[field_id], value)
    if isinstance(given.get("comment"), dict):
        edits.message = message_from(store, given["comment"])
    return edits


def _field_values(given: Any) -> list[tuple[int, Any]]:
    """Custom fields come as a list of {id, value} or as an object of id: value."""
    if not isinstance(given, dict) and not all(isinstance(item, dict) for item in given):
        raise BadRequest("InvalidValue", "custom_fields must be a list of {id, value}")
    pairs = given.items() if isinstance(given, dict) else [(item.get("id"), item.get("value")) for item in given]
    return [(int(field_id), value) for field_id, value in pairs if str(field_id).isdigit()]


def _fitting(field: Field, value: Any) -> Any:
    """Numbers become text, an empty text becomes nothing, as the real answers show them."""
    if value == "" or value is None:
        return None
    if field.kind in ("decimal", "integer", "text", "textarea", "date", "regexp"):
        return str(value)
    return value


def message_from(store: Store, given: Json) -> Message:
    """The comment a ticket object carries; its uploads are used up."""
    author = _author(store, given.get("author_id"))
    text = given.get("body") or given.get("plain_body") or ""
    if not text and not given.get("html_body"):
        raise Refused({"comment": ["Comment: cannot be blank"]})
    public = given.get("public") is not False
    html = given["html_body"][:LONGEST] if given.get("html_body") else None
    return Message(text[:LONGEST], html, public, author, uploaded(store, given.get("uploads")))


def _author(store: Store, author_id: Any) -> User | None:
    if author_id is None:
        return None
    if int(author_id) not in store.users:
        raise Refused({"comment": ["Comment: author is invalid"]})
    return store.users[int(author_id)]


def uploaded(store: Store, tokens: Any) -> list[Attachment]:
    """The files behind one upload token or several; each token works once."""
    names = [tokens] if isinstance(tokens, str) else list(tokens or [])
    found = [store.uploads.pop(name) for name in names if name in store.uploads]
    return [attachment for upload in found for attachment in upload.attachments]


def check_stamp(ticket: Ticket, given: Json) -> None:
    """Refuse an update made from an old reading.

    `safe_update` counts as soon as it is named: `false` has the same effect as `true`. It is compared with the second
    of the ticket's last update; without a stamp it is refused here, so that nobody believes himself protected.
    """
    if "safe_update" not in given:
        return
    stamp = given.get("updated_stamp")
    if not stamp:
        raise Refused({"updated_stamp": ["updated_stamp is required with safe_update"]})
    try:
        read_at = datetime.fromisoformat(str(stamp))
    except ValueError:
        raise Refused({"updated_stamp": ["updated_stamp is not a time"]}) from None
    if read_at.tzinfo is None or read_at < ticket.updated_at:
        raise Moved
