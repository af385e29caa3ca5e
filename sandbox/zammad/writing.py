"""From a request's JSON to edits of a ticket: names become ids, unknown names are refused, unknown fields are lost."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime
from html import escape
from typing import Any

from sandbox import accounts
from sandbox.acts import Edits, Message, file_address, new_file
from sandbox.office import NOBODY, Json
from sandbox.records import Attachment, Letter, Ticket, User
from sandbox.store import Store
from sandbox.zammad import letters, rights
from sandbox.zammad.attributes import columns
from sandbox.zammad.names import COMMUNICATION, MEANS, PRIORITIES, SENDERS, STATES, TYPES, id_of, weight_named
from sandbox.zammad.refusals import hidden, unprocessable
from sandbox.zammad.sanitizing import sanitized
from sandbox.zammad.values import kept

LONGEST_TITLE = 250
DATA_IMAGE = re.compile(r'src="data:(image/[a-z+.]+);base64,([A-Za-z0-9+/=\s]+)"')


def edits_from(store: Store, given: Json, ticket: Ticket | None) -> Edits:
    """What a ticket object asks for. `tags`, `number`, `created_at`, unknown names: accepted, and nothing happens."""
    edits = Edits()
    if given.get("title") is not None:
        edits.values["subject"] = str(given["title"])[:LONGEST_TITLE]
    _state(given, ticket, edits)
    if (priority := _lookup(given, "priority", PRIORITIES)) is not None:
        edits.values["priority"] = weight_named(priority)
    if (group := _group(store, given)) is not None:
        edits.values["group_id"] = group
    if (customer := _user(store, given, "customer")) is not None:
        edits.values["requester_id"] = customer
    for field, record in columns(store):
        if record["name"] in given:
            edits.fields[field.id] = kept(record, given[record["name"]])
    _owner(store, given, ticket, edits)
    return edits


def _lookup(given: Json, word: str, names: dict[int, str]) -> int | None:
    """The id that `word` or `word_id` says."""
    if given.get(word) not in (None, ""):
        found = id_of(names, given[word])
        if found is None:
            raise unprocessable(f"No lookup value found for '{word}': \"{given[word]}\"")
        return found
    number = given.get(f"{word}_id")
    if number in (None, ""):
        return None
    if not str(number).isdigit() or int(str(number)) not in names:
        raise hidden(422, f"Invalid value '{number}' for field '{word}_id'!")
    return int(str(number))


def _state(given: Json, ticket: Ticket | None, edits: Edits) -> None:
    """Pending states have a time, a past one will do; any other state takes the time away."""
    time = _time(given.get("pending_time"))
    number = _lookup(given, "state", STATES)
    if number is None:
        if time and ticket and ticket.status == "pending":
            edits.values["pending_until"] = time
        return
    name = STATES[number]
    status = MEANS[name]
    if status == "solved" and ticket and ticket.status == "closed":
        status = "closed"  # closed is closed: the store's two words for it are one here
    edits.values |= {"status": status, "state": name}
    if status == "pending":
        time = time or (ticket.pending_until if ticket and ticket.status == "pending" else None)
        if time is None:
            raise hidden(422, "Missing required value for field 'pending_time'!")
    edits.values["pending_until"] = time if status == "pending" else None


def _time(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)


def _group(store: Store, given: Json) -> int | None:
    if given.get("group") not in (None, ""):
        group = store.group_named(str(given["group"]))
        if group is None:
            raise unprocessable(f"No lookup value found for 'group': \"{given['group']}\"")
        return group.id
    number = given.get("group_id")
    if number in (None, ""):
        return None
    if not str(number).isdigit() or int(str(number)) not in store.groups:
        raise hidden(422, f"Invalid value '{number}' for field 'group_id'!")
    return int(str(number))


def _user(store: Store, given: Json, word: str) -> int | None:
    """A user by login or address, by id, or (`guess:`) by an address that may be new."""
    if given.get(word) not in (None, ""):
        user = rights.user_called(store, str(given[word]))
        if user is None:
            raise unprocessable(f"No lookup value found for '{word}': \"{given[word]}\"")
        return user.id
    number = str(given.get(f"{word}_id") or "")
    if number.startswith("guess:"):
        return accounts.member_with(store, number.removeprefix("guess:")).id
    return int(number) if number.isdigit() and int(number) in store.users else None


def _owner(store: Store, given: Json, ticket: Ticket | None, edits: Edits) -> None:
    """Who has no full rights in the group is not made owner: silently, nobody is."""
    owner = _user(store, given, "owner")
    group = edits.values.get("group_id", ticket.group_id if ticket else None)
    if owner is None and ticket and ticket.assignee_id and "group_id" in edits.values:
        owner = ticket.assignee_id
    if owner is None:
        return
    user = store.users[owner]
    able = owner != NOBODY and rights.may_own(store.office, user, group)
    edits.values["assignee_id"] = owner if able else None


def message_from(store: Store, given: Json, author: User, ticket: Ticket | None, requester_id: int) -> Message:
    """The article a request carries. Without a word about it, it is a public note."""
    body = given.get("body")
    if body is None or (body == "" and not store.office.at_least("6.0")):
        raise unprocessable("Need at least an 'article body' field.")
    kind = TYPES[_lookup(given, "type", TYPES) or 10]
    html = str(given.get("content_type") or "").startswith("text/html")
    public = str(given.get("internal", False)).lower() not in ("true", "1")
    files = [_file(store, number, item) for number, item in enumerate(given.get("attachments") or [])]
    text = str(body)
    if html:
        text = _images_apart(store, sanitized(text), files)
    message = Message(text, text if html else None, public=public, author=author, attachments=files)
    if not author.is_staff:
        message.public = True
    message.letter = _letter(store, given, author, kind, "text/html" if html else "text/plain", requester_id)
    if kind == "email" and author.is_staff:
        _check_address(store, given, ticket)
    return message


def _letter(store: Store, given: Json, author: User, kind: str, content_type: str, requester_id: int) -> Letter:
    """Agents may say on whose behalf they write; a customer's article is always the customer's."""
    sender = SENDERS[_lookup(given, "sender", SENDERS) or 1] if author.is_staff else "Customer"
    origin = given.get("origin_by_id") if author.is_staff else None
    if not author.is_staff:
        from_, kind = letters.address_of(store, author), "web" if kind not in ("note", "web") else kind
    elif sender == "Customer" and kind in COMMUNICATION:
        from_ = letters.address_of(store, store.users[int(origin or requester_id)])
    else:
        from_ = str(given.get("from") or letters.full_name(store, author))
    letter = Letter(kind, sender, from_, content_type, store.clock.now(), author.id)
    for name in ("to", "cc", "subject", "reply_to", "in_reply_to", "references", "message_id"):
        setattr(letter, name, given.get(name))
    letter.origin_id = int(origin) if origin else None
    letter.preferences = dict(given["preferences"]) if isinstance(given.get("preferences"), dict) else {}
    return letter


def _check_address(store: Store, given: Json, ticket: Ticket | None) -> None:
    """A mail needs an address of the group to come from; a missing recipient breaks the call as well."""
    group_id = ticket.group_id if ticket else None
    group = store.groups.get(group_id or 0)
    if group and not store.office.group_more.get(group.id, {}).get("address"):
        raise hidden(500, f"No email address found for group '{group.name}' ({group.id})")
    if not given.get("to"):
        raise hidden(500, "No recipient")


def _file(store: Store, number: int, given: Json) -> Attachment:
    try:
        content = base64.b64decode(str(given.get("data", "")), validate=True)
    except (binascii.Error, ValueError):
        raise unprocessable(f"Invalid base64 for attachment with index '{number}'") from None
    kind = given.get("mime-type") or "application/octet-stream"
    return new_file(store, str(given.get("filename", "")), kind, content)


def _images_apart(store: Store, html: str, files: list[Attachment]) -> str:
    """Images within the HTML become inline attachments, in front of the others."""
    found: list[Attachment] = []

    def part(match: re.Match[str]) -> str:
        name = f"image{len(found) + 1}.{match.group(1).rpartition('/')[2]}"
        image = new_file(store, name, match.group(1), base64.b64decode(match.group(2)), inline=True)
        found.append(image)
        return f'src="{escape(file_address(store, image))}"'

    html = DATA_IMAGE.sub(part, html)
    files[:0] = found
    return html
