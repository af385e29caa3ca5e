"""Zendesk's JSON becomes our ticket here and nowhere else: strict about what we need, tolerant of all the rest.

Shapes: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ and …/tickets/ticket_comments/
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from integration.core.errors import Refused
from integration.core.ticket import (
    Attachment,
    Comment,
    Field,
    Kind,
    Mark,
    Priority,
    Requester,
    Role,
    Status,
    Ticket,
)
from integration.helpdesks.contract import Said
from integration.helpdesks.zendesk.catalog import Catalog, FieldEntry

Json = dict[str, Any]

# Flat names and plain text: Zendesk's pages only ever show custom metadata of that shape.
KEY, KIND, ABOUT = "guichet_key", "guichet_kind", "guichet_about"

_MERGED = "closed_by_merge"
_TICKET_NUMBER = re.compile(r"(?:#|\bn[°o]\s?)([0-9]{1,20})\b")

_STATUSES = {status.value: status for status in Status if status is not Status.UNKNOWN}
_PRIORITIES = {priority.value: priority for priority in Priority if priority is not Priority.UNKNOWN}
_KINDS = {kind.value: kind for kind in Kind}
_STAFF = {"agent", "admin"}


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in one conversation: our own user, the requester, and what Zendesk sent along: users, names by id."""

    own_id: str
    requester_id: str
    users: dict[str, Json] = field(repr=False)
    organizations: Mapping[str, str] = field(default_factory=dict)

    def role(self, author_id: str, *, marked: bool) -> Role:
        """What an author is to this ticket; a person may share our account, so only marked comments are Guichet's."""
        if author_id == self.own_id and marked:
            return Role.GUICHET
        if author_id == self.requester_id:
            return Role.REQUESTER
        kind = self.users.get(author_id, {}).get("role")
        if kind == "end-user":
            return Role.REQUESTER
        return Role.AGENT if kind in _STAFF or author_id == self.own_id else Role.OTHER


def people_of(ticket: Json, users: Iterable[Json], catalog: Catalog, organizations: Iterable[Json] = ()) -> People:
    """Who is who on a ticket; `users` and `organizations` are those sideloaded with it and with its comments."""
    return People(
        own_id=catalog.user_id,
        requester_id=_id(ticket.get("requester_id")),
        users={_id(user.get("id")): user for user in users},
        organizations={_id(one.get("id")): str(one.get("name") or "") for one in organizations},
    )


def ticket_from(ticket: Json, comments: tuple[Comment, ...], people: People, catalog: Catalog) -> Ticket:
    """A ticket from Zendesk's own. Raises Refused when something that we need is missing or unreadable."""
    try:
        return _ticket(ticket, comments, people, catalog)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"Zendesk's ticket {_id(ticket.get('id'))} cannot be read: {_missing(error)}.") from None


def _ticket(ticket: Json, comments: tuple[Comment, ...], people: People, catalog: Catalog) -> Ticket:
    status, priority = str(ticket["status"]), ticket.get("priority") or ""
    return Ticket(
        id=str(int(ticket["id"])),
        subject=ticket.get("subject") or "",
        status=_STATUSES.get(status, Status.UNKNOWN),
        status_raw=status,
        priority=_PRIORITIES.get(priority or "none", Priority.UNKNOWN),
        priority_raw=priority,
        requester=_requester(people),
        created_at=time_of(ticket["created_at"]),
        updated_at=time_of(ticket["updated_at"]),
        stamp=ticket["updated_at"],
        group=catalog.group_name(ticket.get("group_id")),
        assignee=_id(ticket.get("assignee_id")),
        brand=catalog.brand_name(ticket.get("brand_id")),
        organization=people.organizations.get(_id(ticket.get("organization_id")), _id(ticket.get("organization_id"))),
        channel=(ticket.get("via") or {}).get("channel") or "",
        form=_id(ticket.get("ticket_form_id")),
        tags=frozenset(ticket["tags"]),
        fields=_fields(ticket["custom_fields"], catalog),
        comments=comments,
        merged_into=_merged_into(ticket, comments),
    )


def _merged_into(ticket: Json, comments: tuple[Comment, ...]) -> str:
    """The ticket this one was merged into, "" for none.

    No property of a ticket tells. A merge leaves its tag, and its note names the other ticket in the account's words.
    """
    if _MERGED not in ticket["tags"] or not comments:
        return ""
    numbers = _TICKET_NUMBER.findall(comments[-1].body) if comments[-1].author is not Role.REQUESTER else []
    return str(numbers[-1]) if numbers else ""


def is_covered(ticket: Json, catalog: Catalog) -> bool:
    """Whether the catalog knows the ticket's group and every field it has."""
    field_ids = frozenset(field.get("id") for field in ticket.get("custom_fields") or ())
    return catalog.covers(ticket.get("group_id"), field_ids)


def comments_from(comments: Iterable[Json], people: People) -> tuple[Comment, ...]:
    """A conversation, oldest first. Raises Refused when a comment lacks something that we need."""
    return tuple(
        sorted((comment_from(comment, people) for comment in comments), key=lambda comment: comment.created_at)
    )


def comment_from(comment: Json, people: People) -> Comment:
    """One comment, as the comments list or an audit (with the audit's `created_at` and `metadata`) shows it."""
    try:
        return _comment(comment, people)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"Zendesk's comment {_id(comment.get('id'))} cannot be read: {_missing(error)}.") from None


def _comment(comment: Json, people: People) -> Comment:
    author_id = str(comment["author_id"])
    key, mark = _marked(comment.get("metadata"))
    role = people.role(author_id, marked=mark is not None)
    ours = role is Role.GUICHET
    files = tuple(_attachment(attachment) for attachment in comment.get("attachments") or ())
    return Comment(
        id=str(int(comment["id"])),
        author=role,
        author_id=author_id,
        public=bool(comment["public"]),
        # `plain_body` is the poorer text: the recordings show it doubling line breaks and adding spaces.
        body=_lines(comment.get("body") or comment.get("plain_body") or ""),
        created_at=time_of(comment["created_at"]),
        attachments=files,
        mark=mark if ours else None,
        key=key if ours else "",
        html=str(comment.get("html_body") or "") if any(file.inline for file in files) else "",
    )


def said_from(audits: Iterable[Json], own_id: str) -> tuple[Said, ...]:
    """Our own comments in a ticket's history, found by the metadata they were written with."""
    return tuple(said for audit in audits for said in _said(audit, own_id))


def comment_in(audit: Json) -> Json | None:
    """The comment an update added, dressed as the comments list would show it; None when it added none."""
    events: Iterable[Json] = audit.get("events") or ()
    event = next((event for event in events if event.get("type") == "Comment"), None)
    if event is None:
        return None
    # The comment's own author comes last: it may differ from the audit's, who made the call.
    return {name: audit.get(name) for name in ("author_id", "created_at", "metadata")} | event


def _said(audit: Json, own_id: str) -> Iterable[Said]:
    comment = comment_in(audit)
    key, mark = _marked(audit.get("metadata"))
    if comment and mark and _id(comment.get("author_id")) == own_id:
        yield Said(comment_id=_id(comment.get("id")), key=key, mark=mark)


def _marked(metadata: object) -> tuple[str, Mark | None]:
    """The key and mark we wrote with a comment. Anything else under our name is somebody else's and no mark."""
    custom = metadata.get("custom") if isinstance(metadata, dict) else None
    if not isinstance(custom, dict):
        return "", None
    kind = _KINDS.get(str(custom.get(KIND)))
    if kind is None:
        return "", None
    about = custom.get(ABOUT)
    return str(custom.get(KEY) or ""), Mark(kind, tuple(about.split()) if isinstance(about, str) else ())


def _requester(people: People) -> Requester:
    user = people.users.get(people.requester_id, {})
    language = (user.get("locale") or "").replace("_", "-").partition("-")[0].lower()
    return Requester(people.requester_id, language, user.get("email") or "", frozenset(user.get("tags") or ()))


def _fields(values: list[Json], catalog: Catalog) -> tuple[Field, ...]:
    meant = catalog.meant()
    return tuple(_field(meant[value["id"]], value.get("value")) for value in values if value["id"] in meant)


def _field(entry: FieldEntry, value: object) -> Field:
    text = _value(value)
    chosen = sorted(map(str, value)) if isinstance(value, list) else []
    return Field(
        entry.title, text, entry.label(text), tuple(word for one in chosen for word in (one, entry.label(one)))
    )


def _value(value: object) -> str:
    """A custom field's value as text. Numbers stay as Zendesk writes them: its decimals may hold a comma or a point."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return " ".join(sorted(str(item) for item in value))
        case _:
            return _lines(str(value))


def _attachment(attachment: Json) -> Attachment:
    return Attachment(
        id=str(int(attachment["id"])),
        name=attachment.get("file_name") or "",
        content_type=attachment.get("content_type") or "",
        size=attachment.get("size") or 0,
        url=attachment.get("content_url") or "",
        inline=bool(attachment.get("inline")),
        # An empty file of this name stands where a file was removed; one of a member's own would not be empty.
        removed=attachment.get("file_name") == "redacted.txt" and not attachment.get("size"),
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _id(value: object) -> str:
    return "" if value is None else str(value)


def time_of(text: str) -> datetime:
    """A moment as Zendesk writes it. Raises ValueError for anything else."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time.astimezone(UTC)


def _missing(error: Exception) -> str:
    """What was wrong in a word that holds no value: values can be a member's."""
    return f"{error} is missing" if isinstance(error, KeyError) else "a value is not of the expected kind"
