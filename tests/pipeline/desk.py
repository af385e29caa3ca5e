"""A helpdesk in memory: it keeps tickets, refuses stale writes, and can be told what to suffer next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from integration.core.changes import AddComment, Change, RedactAttachment, simulate
from integration.core.documents import Removed
from integration.core.errors import TicketGone, TicketMoved
from integration.core.ticket import Comment, Role, Ticket
from integration.helpdesks.contract import Applied, Moved, Said, Survey, Suspended
from tests.core.build import NOW

GUICHET = "guichet-user"


@dataclass
class MemoryDesk:
    """Implements `Helpdesk`. `before_write` and `after_write` run around the next writes, and may raise.

    `shows_marks` is whether the conversation shows our marks by itself; without, only the history knows them.
    """

    removes_singly = True

    tickets: dict[str, Ticket] = field(default_factory=dict)
    shows_marks: bool = True
    calls: list[str] = field(default_factory=list)
    before_write: list[Callable[[], None]] = field(default_factory=list)
    after_write: list[Callable[[], None]] = field(default_factory=list)
    drops: type[Change] | None = None
    history: dict[str, tuple[Said, ...]] = field(default_factory=dict)

    def read(self, ticket_id: str) -> Ticket:
        self.calls.append("read")
        if ticket_id not in self.tickets:
            raise TicketGone(f"Ticket {ticket_id} is gone.")
        ticket = self.tickets[ticket_id]
        return ticket if self.shows_marks else replace(ticket, comments=tuple(map(_unmarked, ticket.comments)))

    def apply(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Applied:
        self.calls.append("write")
        if self.before_write:
            self.before_write.pop(0)()
        now = self.tickets[ticket.id]
        if now.stamp != ticket.stamp:
            raise TicketMoved(f"Ticket {ticket.id} moved.")
        kept = tuple(change for change in changes if self.drops is None or not isinstance(change, self.drops))
        after = self._keyed(simulate(now, kept, NOW), kept, key)
        self.tickets[ticket.id] = after
        if self.after_write:
            self.after_write.pop(0)()
        spoke = any(isinstance(change, AddComment) for change in kept)
        return Applied(after, after.comments[-1].id if spoke else "")

    def said(self, ticket_id: str) -> tuple[Said, ...]:
        self.calls.append("history")
        return self.history.get(ticket_id, ())

    def find(self, since: datetime) -> Iterator[str]:
        self.calls.append("find")
        return (ticket.id for ticket in list(self.tickets.values()) if ticket.created_at >= since)

    def elsewhere(self, ticket: Ticket) -> tuple[Comment, ...]:  # noqa: ARG002, it has no chats
        return ()

    def redact(self, ticket: Ticket, files: tuple[RedactAttachment, ...]) -> tuple[tuple[str, str], ...]:
        raise NotImplementedError

    def delete(self, ticket: Ticket) -> None:
        raise NotImplementedError

    def absent(self, ticket_id: str, comment_ids: frozenset[str]) -> tuple[tuple[str, str], ...]:
        raise NotImplementedError

    def removed(self, ticket_id: str) -> Removed:
        raise NotImplementedError

    def moved(self, since: datetime) -> Iterator[Moved]:
        return (Moved(one.id, one.updated_at) for one in list(self.tickets.values()) if one.updated_at >= since)

    def unsolved(self) -> Iterator[str]:
        return (one.id for one in list(self.tickets.values()) if one.status.writable)

    def requested_by(self, requester_id: str) -> Iterator[str]:
        raise NotImplementedError

    def suspended(self) -> Iterator[Suspended]:
        return iter(())

    def user_id(self) -> str:
        return GUICHET

    def survey(self) -> Survey:
        return Survey(GUICHET, "admin", (), ())

    def touch(self, ticket_id: str, change: Callable[[Ticket], Ticket]) -> None:
        """Somebody else changes the ticket."""
        self.tickets[ticket_id] = _newer(change(self.tickets[ticket_id]))

    def _keyed(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Ticket:
        for change in changes:
            if isinstance(change, AddComment):
                said = replace(ticket.comments[-1], id=f"k{len(ticket.comments)}", key=key)
                ticket = replace(ticket, comments=(*ticket.comments[:-1], said))
                self.history[ticket.id] = (*self.history.get(ticket.id, ()), Said(said.id, key, change.mark))
        return _newer(ticket)


def _newer(ticket: Ticket) -> Ticket:
    return replace(ticket, stamp=f"{ticket.stamp}+")


def _unmarked(comment: Comment) -> Comment:
    return replace(comment, author=Role.AGENT, mark=None, key="") if comment.mark else comment


def fail(error: Exception) -> Callable[[], None]:
    """Something to suffer: this error."""

    def suffer() -> None:
        raise error

    return suffer
