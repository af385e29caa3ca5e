"""A policy as the core knows it: checked, frozen, and free of files. `config` builds it from YAML."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from integration.core.calendar import Calendar
from integration.core.claim import Reading
from integration.core.clocks import Clock
from integration.core.conditions import Condition
from integration.core.messages import Messages
from integration.core.ticket import Priority

DOCUMENT = "document"
"""What a category may require beside the items of a claim: a file from the requester."""


@dataclass(frozen=True, slots=True)
class FieldTitles:
    """Which of the helpdesk's fields plays which part, by title; "" where the policy names none."""

    category: str = ""
    account: str = ""
    transaction_date: str = ""
    amount: str = ""
    description: str = ""
    decision: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RequiresIf:
    """What a category requires as well when the condition holds."""

    when: Condition
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of case. `when` holds the values of the category field that belong to it, folded (no accents, no case).

    `requires` names items of the claim, or DOCUMENT; `requires_if` names more of them for some of the cases.
    """

    id: str
    when: tuple[str, ...]
    requires: tuple[str, ...]
    clocks: tuple[str, ...] = ()
    care: bool = False
    requires_if: tuple[RequiresIf, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """Where a case goes and what is said of it; empty parts are left as they are.

    `assignee` is an agent's e-mail address or name, `fields` holds titles and values, `note` and `message` name
    templates. `hold` keeps the requester's files: it puts the policy's hold tag on the ticket.
    """

    group: str = ""
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    assignee: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    note: str = ""
    message: str = ""
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One routing rule; its id is what the note, the audit and `explain` name."""

    id: str
    when: Condition
    then: Action


@dataclass(frozen=True, slots=True)
class Decisions:
    """Which values of the decision field (folded: stored value or label) mean what; any of them ends the review."""

    accepted: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags Guichet itself puts on tickets; neutral on purpose, since tags travel into reports and e-mails."""

    incomplete: str = "guichet_incomplet"
    complete: str = "guichet_complet"
    person: str = "guichet_a_relire"
    duplicate: str = "guichet_doublon"
    warned: str = "guichet_bientot_en_retard"
    late: str = "guichet_en_retard"
    documents: str = "guichet_documents_a_supprimer"


@dataclass(frozen=True, slots=True)
class Reminders:
    """How long a member who owes an answer is waited for; without `after` and `close_after`, for ever and in silence.

    `after` and `close_after` count from the question. Nothing is sent between `quiet_from` and `quiet_to` (over
    midnight when it is less), nor on days without work. `close_as` is the agent in whose name a case nobody has is
    closed, "" for Guichet's own user.
    """

    after: tuple[timedelta, ...] = ()
    close_after: timedelta | None = None
    quiet_from: time = time(20)
    quiet_to: time = time(8)
    close_as: str = ""


class Mode(StrEnum):
    """Whether what is decided is also done; in shadow it is only recorded."""

    LIVE = "live"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may happen before a person is asked; on by default.

    `changed_tickets_per_run` is in per cent of the tickets looked at. `first_run` is a multiple of yesterday's volume,
    for the first day after a change of the policy.
    """

    changed_tickets_per_run: int = 30
    deletions_per_run: int = 50
    messages_per_hour: int = 200
    first_run: int = 3


@dataclass(frozen=True, slots=True)
class Retention:
    """That the requester's documents go `grace` after the review is over, except from tickets that carry `hold_tag`.

    `categories` are those it is for, () for all. Agents' files and pictures of signatures go only when it says so.
    `check_again_after` are the times after a removal was proven at which the ticket is read once more; `receipt` tells
    the member when all of them are over. With `deletes_tickets` a solved ticket goes whole from a Zammad that has no
    add-on of ours to remove its documents.
    """

    hold_tag: str = "guichet_conservation"
    grace: timedelta = timedelta(0)
    categories: tuple[str, ...] = ()
    agents_files: bool = False
    signature_images: bool = False
    check_again_after: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(hours=24))
    receipt: bool = False
    deletes_tickets: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything an admin decided. `version` is a short hash of the files it was loaded from.

    `duplicates_within_days` is for how long a case that is over still counts as a duplicate; None: none is looked for.
    """

    version: str
    language: str
    timezone: ZoneInfo
    fields: FieldTitles
    categories: tuple[Category, ...]
    reading: Reading
    rules: tuple[Rule, ...]
    otherwise: Action
    clocks: tuple[Clock, ...]
    messages: Messages
    decisions: Decisions = field(default_factory=Decisions)
    write_back: bool = True
    ask_at_most: int = 3
    calendar: Calendar = field(default_factory=Calendar)
    reminders: Reminders = field(default_factory=Reminders)
    tags: Tags = field(default_factory=Tags)
    duplicates_within_days: int | None = None
    mode: Mode = Mode.LIVE
    limits: Limits = field(default_factory=Limits)
    retention: Retention | None = None
