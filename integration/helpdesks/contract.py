"""What every helpdesk can be asked, in helpdesk words: the one interface between the house and the outside."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from integration.core.changes import Change, RedactAttachment
from integration.core.documents import Removed
from integration.core.event import Event, Ignored
from integration.core.provisioning.things import Found, Step, Thing
from integration.core.ticket import Comment, Mark, Ticket


@dataclass(frozen=True, slots=True)
class Applied:
    """What a write left behind, read from the helpdesk's own answer.

    `ticket` is the ticket as the helpdesk now shows it (conversation as it was read before, plus what was said);
    `comment_id` is the id of the comment written, "" when none was.
    """

    ticket: Ticket
    comment_id: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of ours found again in the helpdesk's history: which one, under which write, and what it was for."""

    comment_id: str
    key: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A custom field the helpdesk has: title, type word of the helpdesk, and what a drop-down allows.

    `options` are the values it stores, `labels` what people see, in the same order.
    """

    title: str
    type: str
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentInfo:
    """Somebody who can be given a ticket. Names of people are compared, never logged, so they do not print."""

    name: str = field(repr=False)
    email: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the helpdesk has that a policy can name, and who we are there; no `brands` where we may not see them.

    `cannot` are the parts of a policy that mean nothing there: "brand", "requester_tags", "priority: urgent".
    """

    user_id: str
    role: str
    groups: tuple[str, ...]
    fields: tuple[FieldInfo, ...]
    brands: tuple[str, ...] = ()
    agents: tuple[AgentInfo, ...] = ()
    cannot: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket that changed, and when by the helpdesk's own clock (aware)."""

    ticket_id: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Suspended:
    """A message that the helpdesk set aside and made no ticket of: no webhook ever tells of it.

    `words` is what the sender wrote, to be judged in memory only. `since` is when it came in (aware), `cause` the
    helpdesk's own word for why it was set aside.
    """

    id: str
    since: datetime
    cause: str
    words: str = field(repr=False, default="")


class Door(Protocol):
    """The receiving half of a helpdesk: headers and bytes in, an event out. Pure; no network, no clock."""

    def receive(self, headers: dict[str, str], body: bytes, now: datetime, path: str = "") -> Event | Ignored:
        """Verify, then parse one call.

        `headers` has lower-case names; their values are latin-1, as WSGI gives them, whatever the sender meant. `path`
        is "created" or "updated" where the address says so (/webhooks/NAME/created), else "". Raises BadSignature when
        the call is not proven, BadPayload when it is but cannot be read, NotConfigured when no secret is set (the door
        is shut, not open).
        """
        ...


class Reads(Protocol):
    """What can be asked of a helpdesk without changing anything. Raises as `Helpdesk` does."""

    def read(self, ticket_id: str) -> Ticket:
        """The ticket with its whole conversation, as it is now, in at most two calls. Raises TicketGone."""
        ...

    def said(self, ticket_id: str) -> tuple[Said, ...]:
        """Every comment Guichet wrote on this ticket, found in the helpdesk's own history. One or more calls."""
        ...

    def find(self, since: datetime) -> Iterator[str]:
        """The ids of the tickets filed since that day (aware), oldest first; a call for every hundred."""
        ...


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """A helpdesk to look at: there is no way through it to a write."""

    read: Callable[[str], Ticket]
    said: Callable[[str], tuple[Said, ...]]
    find: Callable[[datetime], Iterator[str]]

    @classmethod
    def of(cls, desk: "Helpdesk") -> "ReadOnly":
        """Only the reading of that helpdesk."""
        return cls(desk.read, desk.said, desk.find)


class Helpdesk(Reads, Protocol):
    """The reading and writing half. Every method may raise TryLater, Refused, or NotConfigured.

    That is: come back later; a person must look; the credentials are missing or not accepted.
    """

    def apply(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Applied:
        """Write the changes in one call, refused when the ticket moved since it was read.

        `key` travels with the write so that it can be found again when its answer was lost. Never sent twice by
        itself: a write whose answer did not come raises TryLater. Raises TicketMoved, TicketGone.
        """
        ...

    @property
    def removes_singly(self) -> bool:
        """Whether one file of a comment can be removed while the others stay."""
        ...

    def elsewhere(self, ticket: Ticket) -> tuple[Comment, ...]:
        """Files of the ticket that its conversation does not show (chats), as comments `chat:<id>`; mostly no call."""
        ...

    def redact(self, ticket: Ticket, files: tuple[RedactAttachment, ...]) -> tuple[tuple[str, str], ...]:
        """Ask for these files, all of one comment, to be removed for good; works on closed tickets where any way does.

        That it ends well proves nothing: read the ticket again. Returns what the helpdesk says of places that nobody
        can read (a search index), as evidence that is only that: its answer. Raises CannotRemove for what the helpdesk
        refuses, TryLater when nobody knows whether it was done, TicketGone.
        """
        ...

    def delete(self, ticket: Ticket) -> None:
        """Ask for the whole ticket to be deleted, where that is the only way to remove its files.

        Refused when the ticket moved since it was read (TicketMoved), or when its files could go alone. That it ends
        well proves nothing (see `absent`). Raises CannotRemove, TryLater when nobody knows whether it was done.
        """
        ...

    def absent(self, ticket_id: str, comment_ids: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """What was read to know that a ticket and these comments are gone, as evidence; () when nothing proves it.

        "You may not see it" proves nothing, nor does a ticket that lies in a waste-basket.
        """
        ...

    def removed(self, ticket_id: str) -> Removed:
        """What the helpdesk's own history says was removed from this ticket. One or more calls; none where none is."""
        ...

    def moved(self, since: datetime) -> Iterator[Moved]:
        """The tickets that changed since then (aware), closed ones as well; a search, so the newest may be missing.

        In any order, and a ticket may come twice: whoever asks lets the periods overlap.
        """
        ...

    def unsolved(self) -> Iterator[str]:
        """The ids of all tickets that are neither solved nor closed, whoever filed them and whatever they are about."""
        ...

    def requested_by(self, requester_id: str) -> Iterator[str]:
        """The ids of all tickets of one requester, whatever their status, by the helpdesk's id of that person."""
        ...

    def suspended(self) -> Iterator[Suspended]:
        """What the helpdesk set aside and nobody has recovered; nothing where a helpdesk sets nothing aside."""
        ...

    def user_id(self) -> str:
        """Our own user there, so that we know our own updates when they come back. Asked once, then remembered."""
        ...

    def survey(self) -> Survey:
        """Who we are there and which groups, fields and agents exist: a few calls, for start-up and checks only."""
        ...


@dataclass(frozen=True, slots=True)
class Right:
    """Something our user must be allowed to do there: whether it is (None: it cannot be told), why, and who grants it.

    `why` and `where` are sentences for an admin who is no developer.
    """

    name: str
    held: bool | None
    why: str
    where: str


class Ground(Protocol):
    """The furnishing of a helpdesk: what it has, what it needs beside the policy's blueprint, and one step at a time.

    Every method may raise TryLater, Refused (with a sentence on the right that is missing), or NotConfigured.
    """

    def look(self) -> tuple[Found, ...]:
        """Everything of the kinds that a plan knows, ours with our key."""
        ...

    def needs(self, blueprint: tuple[Thing, ...], found: tuple[Found, ...], receiver: str) -> tuple[Thing, ...]:
        """The blueprint in this helpdesk's own words, and its webhook, triggers and roles beside it.

        `found` is what `look` just gave; `receiver` is the public address that the webhook calls.
        """
        ...

    def carry_out(self, step: Step, ids: Mapping[str, str]) -> str:
        """Do one step and say the thing's id; `ids` are those of our things made so far, by key."""
        ...

    def secret(self, webhook_id: str) -> str:
        """The secret our webhook signs with. Never printed, never logged."""
        ...

    def rights(self) -> tuple[Right, ...]:
        """What our user may and may not do, as far as it can be told without changing anything."""
        ...
