"""The documents of a case and what became of each: ids, codes and times, never a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a document stands. Only VERIFIED lets anybody say that it is deleted."""

    TO_DELETE = "to_delete"
    DELETING = "deleting"
    VERIFIED = "verified"
    REAPPEARED = "reappeared"
    NOT_DELETABLE = "not_deletable"
    ON_HOLD = "on_hold"


class Sort(StrEnum):
    """What kind of copy a document is: a file, a picture within a text, a file of a chat, a copy that a merge made."""

    ATTACHMENT = "attachment"
    INLINE_IMAGE = "inline_image"
    CHAT_FILE = "chat_file"
    MERGED_COPY = "merged_copy"


class Reason(StrEnum):
    """Why a document is not gone: somebody holds it, or the helpdesk does not remove it."""

    NOT_STARTED = "not_started"
    HOLD_TAG = "hold_tag"
    HOLD = "hold"
    REOPENED = "reopened"
    NOT_MEANT = "not_meant"
    UNANSWERED = "unanswered"
    UNPROVEN = "unproven"
    STAYS = "stays"
    RIGHTS = "rights"
    REFUSED = "refused"
    MERGED = "merged"
    RAW_MAIL = "raw_mail"
    NO_ADDRESS = "no_address"
    NO_ADDON = "no_addon"
    WHOLE_TICKET = "whole_ticket"
    TICKET_RIGHTS = "ticket_rights"
    TICKET_GONE = "ticket_gone"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a case as the ledger remembers it. Times are aware.

    `rule` is what ended the review ("decision:refused", "solved", "closed"), `decided_by` the helpdesk's id of who did.
    `due_at` is when it may go, `requested_at` when its removal was last asked for, for the `tries`-th time. A proven
    removal was first read at `verified_at` and last at `checked_at`, `checks` of the later readings done; `event` is
    the id of the helpdesk's own record of it, "" where it keeps none. `why` is a Reason or "". Of the file itself there
    are the peppered hash of its name, its size in bytes and its bare type.
    """

    id: str
    comment_id: str
    sort: Sort
    state: State
    rule: str
    marked_at: datetime
    due_at: datetime
    decided_by: str = ""
    why: str = ""
    tries: int = 0
    requested_at: datetime | None = None
    verified_at: datetime | None = None
    checked_at: datetime | None = None
    checks: int = 0
    event: str = ""
    name_hash: str = field(default="", repr=False)
    size: int = 0
    content_type: str = ""
    policy_version: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """That a review is over: by which rule, decided by whom, and when by the helpdesk's own clock (aware)."""

    rule: str
    decided_by: str
    over_at: datetime


@dataclass(frozen=True, slots=True)
class Removed:
    """What a helpdesk's own history says was removed from a ticket: the id of its record by that of the file.

    A text whose pictures were removed stands under its comment's id. `kept` is false of a helpdesk that keeps no such
    history: there the conversation, read again, is the proof, but for the comments in `left`, beside which the raw mail
    still holds the files.
    """

    events: Mapping[str, str] = field(default_factory=dict)
    kept: bool = True
    left: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Papers:
    """What is known of a case's documents beside the ticket itself.

    `review` is what was last known of its end. `held_until` is until when a person holds them, None when nobody does.
    `copies` are the ids of files that a merge brought here.
    """

    documents: tuple[Document, ...] = ()
    review: Review | None = None
    held_until: datetime | None = None
    copies: frozenset[str] = frozenset()
