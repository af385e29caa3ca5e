"""What a helpdesk keeps: plain records that know nothing of any vendor's JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")


@dataclass
class User:
    """A person or a program with an account: a member ("end-user"), an agent or an admin."""

    id: int
    name: str
    email: str
    role: str
    created_at: datetime
    locale: str = "fr"
    time_zone: str = "Europe/Paris"
    member_number: str | None = None
    organization_id: int | None = None
    tags: list[str] = field(default_factory=list)
    group_ids: list[int] = field(default_factory=list)
    may_redact: bool = True
    suspended: bool = False

    @property
    def is_staff(self) -> bool:
        """Agents and admins are staff; members are not."""
        return self.role in ("agent", "admin")


@dataclass
class Brand:
    """A face the account shows to its members."""

    id: int
    name: str


@dataclass
class Group:
    """A team of agents."""

    id: int
    name: str
    created_at: datetime
    default: bool = False


@dataclass
class Option:
    """One choice of a drop-down; its value is also a tag."""

    id: int
    name: str
    value: str


@dataclass
class Field:
    """A custom field of tickets."""

    id: int
    title: str
    kind: str
    created_at: datetime
    updated_at: datetime
    options: list[Option] = field(default_factory=list)
    description: str = ""
    key: str | None = None
    tag: str | None = None
    active: bool = True
    in_portal: bool = True
    required_in_portal: bool = False


@dataclass
class Form:
    """A ticket form: which fields it shows, in which order."""

    id: int
    name: str
    field_ids: list[int]
    created_at: datetime
    default: bool = True


@dataclass
class Attachment:
    """A file of a comment. Redacting it replaces it by an empty one of another id and token."""

    id: int
    name: str
    content_type: str
    content: bytes
    token: str
    inline: bool = False
    redacted: bool = False
    redacted_at: datetime | None = None
    was: Attachment | None = None  # what stood here before it was redacted


@dataclass
class Upload:
    """Files sent ahead of the comment that will carry them."""

    token: str
    attachments: list[Attachment]
    expires_at: datetime


@dataclass
class Letter:
    """How a comment came or went: as a mail, by a form, as a note; with the raw mail, if it was one."""

    kind: str  # note, web, email, phone
    sender: str  # Customer, Agent, System
    from_: str
    content_type: str
    updated_at: datetime
    updated_by: int
    to: str | None = None
    cc: str | None = None
    subject: str | None = None
    reply_to: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    references: str | None = None
    origin_id: int | None = None
    raw: Attachment | None = None
    preferences: dict[str, Any] = field(default_factory=dict)


@dataclass
class Comment:
    """One message of a ticket's conversation, public or internal."""

    id: int
    author_id: int
    text: str
    html: str
    public: bool
    attachments: list[Attachment]
    audit_id: int
    created_at: datetime
    channel: str
    letter: Letter | None = None
    by_merge: bool = False


@dataclass
class Entry:
    """One line of an audit: what kind of thing happened, and to what."""

    id: int
    kind: str  # create, change, comment, attachment_redaction, comment_redaction, delete, merge, chat
    name: str = ""
    value: Any = None
    previous: Any = None
    comment_id: int | None = None
    attachment_id: int | None = None


@dataclass
class Audit:
    """Everything one action did to one ticket, by whom and through which channel."""

    id: int
    ticket_id: int
    author_id: int
    channel: str
    client: str
    created_at: datetime
    entries: list[Entry]
    custom: dict[str, Any] = field(default_factory=dict)


@dataclass
class Ticket:
    """A request of a member, with its conversation and its whole history."""

    id: int
    subject: str
    requester_id: int
    submitter_id: int
    channel: str
    created_at: datetime
    updated_at: datetime
    generated_at: datetime
    form_id: int | None = None
    status: str = "new"
    priority: str | None = None
    type: str | None = None
    group_id: int | None = None
    assignee_id: int | None = None
    external_id: str | None = None
    due_at: str | None = None
    tags: list[str] = field(default_factory=list)
    fields: dict[int, Any] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)
    deleted: bool = False
    merged_into: int | None = None
    state: str = ""  # a finer name of the status, where the helpdesk has one
    pending_until: datetime | None = None

    @property
    def description(self) -> str:
        """The text of the first comment."""
        return self.comments[0].text if self.comments else ""

    @property
    def version(self) -> int:
        """How many actions this ticket has seen: grows by one with each."""
        return len(self.audits)


@dataclass
class Webhook:
    """Where the helpdesk sends its news, and what news."""

    id: str
    name: str
    endpoint: str
    secret: str
    subscriptions: list[str]
    created_at: datetime
    created_by: int
    method: str = "POST"
    format: str = "json"
    status: str = "active"
    description: str | None = None
    authentication: dict[str, Any] | None = None
    custom_headers: dict[str, str] | None = None
    updated_at: datetime | None = None
    updated_by: int | None = None


@dataclass
class Attempt:
    """One sending of a delivery, with what was sent and what came back."""

    status: str
    completed_at: datetime
    sent_headers: dict[str, str]
    payload: str
    status_code: int | None = None
    answer_headers: dict[str, str] = field(default_factory=dict)
    answer: str = ""


@dataclass
class Invocation:
    """One delivery to one webhook: a series of attempts under one id."""

    id: str
    webhook_id: str
    event_type: str
    ticket_id: int
    body: str
    status: str = "waiting"
    status_code: int | None = None
    attempts: list[Attempt] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)  # what a body that is written at sending time is made of


@dataclass
class Trigger:
    """A rule of the helpdesk itself: when these conditions hold, do these actions."""

    id: int
    title: str
    conditions: dict[str, list[dict[str, Any]]]
    actions: list[dict[str, Any]]
    created_at: datetime
    updated_at: datetime
    active: bool = True
    description: str | None = None


@dataclass
class Client:
    """An OAuth client: programs that hold its secret act as its owner."""

    identifier: str
    secret: str
    owner_id: int


@dataclass
class Token:
    """An access token in use."""

    value: str
    user_id: int
    scopes: frozenset[str]
    expires_at: datetime | None = None
