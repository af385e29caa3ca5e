"""A ticket as any helpdesk has it: frozen values that the adapters fill and the core reads."""

from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a ticket stands; the closed list every helpdesk's own words are mapped to."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    HOLD = "hold"
    SOLVED = "solved"
    CLOSED = "closed"
    DELETED = "deleted"
    UNKNOWN = "unknown"

    @property
    def writable(self) -> bool:
        """Whether the helpdesk still accepts an ordinary update."""
        return self not in {Status.CLOSED, Status.DELETED, Status.UNKNOWN}


class Priority(StrEnum):
    """How urgent a ticket is; NONE where nobody has said."""

    NONE = "none"
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Who wrote a comment, as far as Guichet needs to know."""

    REQUESTER = "requester"
    AGENT = "agent"
    GUICHET = "guichet"
    OTHER = "other"


class Kind(StrEnum):
    """What a comment written by Guichet was for."""

    ASK = "ask"
    THANKS = "thanks"
    MESSAGE = "message"
    NOTE = "note"
    REMIND = "remind"
    CLOSE = "close"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Mark:
    """What Guichet said with a comment, so that it never says it twice.

    The helpdesk keeps it beside the comment (Zendesk: `metadata.custom`); the ledger keeps it as well.
    `about` holds the codes of what was asked ("amount", "transaction_date:ambiguous"), or the name of the policy's own
    template that was said; never a member's words.
    """

    kind: Kind
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on a comment. The name stays in memory: it can reveal an illness, so it is never stored or logged.

    `removed` is true of what a helpdesk puts in the place of a file that was removed for good.
    """

    id: str
    name: str
    content_type: str
    size: int
    url: str = ""
    inline: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """One message of the conversation, public or internal.

    `mark` and `key` (the write it came with) are set on Guichet's own comments only. `html` is kept only of a comment
    whose pictures stand within its text, and where such a picture is removed through it.
    """

    id: str
    author: Role
    author_id: str
    public: bool
    body: str
    created_at: datetime
    attachments: tuple[Attachment, ...] = ()
    mark: Mark | None = None
    key: str = ""
    html: str = dataclass_field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Requester:
    """The member the ticket belongs to; `language` is a primary tag such as "fr", or empty when unknown."""

    id: str
    language: str = ""
    email: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Field:
    """A custom field by its title. `value` is what the helpdesk stores, `label` what a person sees in a drop-down.

    Of a field that takes several choices, `options` holds each one chosen, as stored and as seen.
    """

    title: str
    value: str
    label: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket with its whole conversation, as it was at one reading.

    `stamp` is the helpdesk's own version word (Zendesk: `updated_at` as written), handed back when writing so that a
    ticket that moved is never overwritten. `group` is the group's name, "" when unset. Times are aware.
    `merged_into` is the ticket that took over this one and copies of its files, "" for none. `submitted_at` is when the
    member wrote, where the helpdesk had set the message aside and made the ticket only later.
    """

    id: str
    subject: str
    status: Status
    status_raw: str
    priority: Priority
    priority_raw: str
    requester: Requester
    created_at: datetime
    updated_at: datetime
    stamp: str
    group: str = ""
    assignee: str = ""
    brand: str = ""
    organization: str = ""
    channel: str = ""
    form: str = ""
    tags: frozenset[str] = frozenset()
    fields: tuple[Field, ...] = ()
    comments: tuple[Comment, ...] = ()
    merged_into: str = ""
    submitted_at: datetime | None = None

    @property
    def filed_at(self) -> datetime:
        """When the member submitted it: what promises count from."""
        return self.submitted_at or self.created_at

    def field(self, title: str) -> Field | None:
        """The custom field with that title, or None when this ticket has no such field."""
        return next((field for field in self.fields if field.title == title), None)

    def value(self, title: str) -> str:
        """The stored value of a field, "" when it is empty or absent."""
        field = self.field(title)
        return field.value if field else ""

    def with_field(self, title: str, value: str) -> "Ticket":
        """The same ticket with one field set."""
        return replace(self, fields=self.fields_with(title, value))

    def fields_with(self, title: str, value: str) -> tuple[Field, ...]:
        """The fields, one of them set."""
        return (*(field for field in self.fields if field.title != title), Field(title, value))

    def marks(self) -> tuple[tuple[Comment, Mark], ...]:
        """Guichet's own comments, oldest first, each with what it was for."""
        return tuple((comment, comment.mark) for comment in self.comments if comment.mark)
