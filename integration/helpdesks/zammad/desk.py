"""One Zammad: read a ticket, write a whole step in one update, find what we said, see what there is."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from integration.core.changes import Assign, Change, RedactAttachment
from integration.core.documents import Removed
from integration.core.errors import TicketGone, TicketMoved
from integration.core.ticket import Comment, Status, Ticket
from integration.helpdesks.budget import Turns, begun
from integration.helpdesks.contract import AgentInfo, Applied, FieldInfo, Moved, Said, Survey, Suspended
from integration.helpdesks.on_hand import OnHand
from integration.helpdesks.zammad import finding, meanwhile, redaction, whole
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.agents import ask_agents, by_id
from integration.helpdesks.zammad.catalog import FieldEntry, Form, ask_account, ask_form, form_in
from integration.helpdesks.zammad.mapping import columns_in, said_on, ticket_in
from integration.helpdesks.zammad.session import Sessions
from integration.helpdesks.zammad.writing import Update, update_for

Json = dict[str, Any]

CANNOT = frozenset({"brand", "requester_tags", "status: hold"})
"""Parts of a policy that mean nothing in any Zammad: it has no brands and no tickets on hold, its users no tags."""


def utc_now() -> datetime:
    """The current time, for whoever brings no clock of its own."""
    return datetime.now(UTC)


class ZammadDesk:
    """The reading and writing half for Zammad; one object serves all threads, each with its own session.

    `clock` gives the current time, aware. Every method may raise TryLater, Refused, or NotConfigured when Zammad does
    not accept the token. The token's user is an agent (`ticket.agent`) whose role may read, create and change in the
    groups it looks after; nothing here needs the right of an administrator.
    """

    removes_singly = False

    def __init__(
        self, access: ZammadAccess, clock: Callable[[], datetime] = utc_now, turns: Turns | None = None
    ) -> None:
        self._sessions = Sessions(access, clock, turns)
        self._clock = clock
        self._account = OnHand(lambda: ask_account(self._sessions.here), clock)
        self._agents = OnHand(lambda: ask_agents(self._sessions.here), clock)
        self._forms = OnHand(lambda: ask_form(self._sessions.here), clock)
        self._seen = threading.local()

    def read(self, ticket_id: str) -> Ticket:
        """The ticket as it is now, in one call: its columns, articles, tags, people and form, all of one moment.

        Raises TicketGone when it does not exist, cannot be seen, or was removed.
        """
        path = f"/api/v1/tickets/{_number(ticket_id)}"
        return self._shown(self._sessions.here.call("GET", path, all="true"))

    def apply(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Applied:
        """Write the changes, in one update and a call for each tag that differs.

        Zammad protects no ticket from being overwritten. So it is looked at just before, and what the write left is
        compared with what it should have left. Raises TicketMoved when somebody else wrote: before, and nothing was
        written; meanwhile, and our own comment will be found in the ticket. Raises TicketGone; TryLater when the
        answer was lost.
        """
        update = self._update(ticket, changes, key)
        if not update:
            return Applied(ticket)
        self._stop_if_moved(ticket)
        after = self._written(ticket.id, update)
        said = meanwhile.said(ticket, after, changes, key, self.user_id())
        if meanwhile.overtaken(ticket, after, changes, said):
            raise TicketMoved(f"Ticket {ticket.id} was changed while it was written.")
        return Applied(after, said.id if said else "")

    def elsewhere(self, ticket: Ticket) -> tuple[Comment, ...]:  # noqa: ARG002 - the contract's own argument
        """None: every file of a ticket is an article's."""
        return ()

    def redact(self, ticket: Ticket, files: tuple[RedactAttachment, ...]) -> tuple[tuple[str, str], ...]:
        """Ask for the files of one article to be removed for good (see `redaction`)."""
        return redaction.redact(self._sessions.here, ticket, files)

    def delete(self, ticket: Ticket) -> None:
        """Delete the whole ticket where there is no add-on (see `whole`); just before, it is looked at once more."""
        whole.stop_if_files_can_go(self._sessions.here, ticket)
        self._stop_if_moved(ticket)
        whole.delete(self._sessions.here, ticket)

    def absent(self, ticket_id: str, comment_ids: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """The evidence that the ticket, its articles and their raw mails are gone, () unless Zammad says so of each."""
        return whole.absent(self._sessions.here, ticket_id, comment_ids)

    def removed(self, ticket_id: str) -> Removed:
        """Zammad's history says nothing of removed files: the ticket, read again, is all the proof there is.

        But a merge takes the articles of a ticket elsewhere with all their files, so that of a merged ticket nothing
        proves that a file is gone; and beside an article the raw mail may still lie.
        """
        answer = self._sessions.here.call("GET", f"/api/v1/tickets/{_number(ticket_id)}", all="true")
        left = redaction.raw_mails(self._sessions.here, answer)
        return Removed(kept=self._shown(answer).status is Status.CLOSED, left=left)

    def said(self, ticket_id: str) -> tuple[Said, ...]:
        """Every comment of ours on this ticket; what we write with an article stays with it."""
        return tuple(said_on(self.read(ticket_id)))

    def find(self, since: datetime) -> Iterator[str]:
        """The ids of the tickets filed since that day, oldest first."""
        found = self._sessions.here.found(finding.filed_since(since))
        return (str(ticket["id"]) for ticket in found)

    def moved(self, since: datetime) -> Iterator[Moved]:
        """The tickets that changed since then, closed and merged ones as well, in the order of their ids."""
        return finding.moves(self._sessions.here.found(finding.moved_since(since)))

    def unsolved(self) -> Iterator[str]:
        """The ids of all tickets that are not closed; all are asked for at once, before some leave the list."""
        states = self._account.fresh().states
        return iter([str(ticket["id"]) for ticket in self._sessions.here.found(finding.not_ended(states))])

    def requested_by(self, requester_id: str) -> Iterator[str]:
        """The ids of all tickets of one customer that we may see."""
        found = self._sessions.here.found(finding.filed_by(requester_id))
        return (str(ticket["id"]) for ticket in found)

    def suspended(self) -> Iterator[Suspended]:
        """Nothing: what Zammad does not take for spam becomes a ticket."""
        return iter(())

    def user_id(self) -> str:
        """Our own user there; asked once."""
        return self._account.where(lambda _: True).user_id

    def survey(self) -> Survey:
        """Who we are there and which groups, fields and agents exist now; also makes what is at hand new."""
        account, agents, form = self._account.fresh(), self._agents.fresh(), self._forms.fresh()
        return Survey(
            user_id=account.user_id,
            role=account.role,
            groups=tuple(group.name for group in form.groups),
            fields=tuple(_info(field) for field in form.fields),
            agents=tuple(AgentInfo(name, email) for _, name, email in agents.people),
            cannot=CANNOT | account.lacking(),
        )

    def _shown(self, answer: Json) -> Ticket:
        columns, form = columns_in(answer), form_in(answer) or self._forms.where(lambda _: True)
        account = self._account.where(lambda known: known.covers(columns.get("state_id"), columns.get("priority_id")))
        self._seen.form = form
        ticket = ticket_in(answer, account, form)
        if ticket.status is Status.DELETED:
            raise TicketGone(f"Ticket {ticket.id} was removed.")
        return ticket

    def _form(self) -> Form:
        """What the ticket that this thread read last offered, the lists where it read none."""
        form: Form | None = getattr(self._seen, "form", None)
        return form or self._forms.where(lambda _: True)

    def _update(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Update:
        named = [change.agent for change in changes if isinstance(change, Assign)]
        if named:
            agents = self._agents.where(lambda known: all(known.named(agent) for agent in named))
            changes = by_id(changes, agents)
        account = self._account.where(lambda _: True)
        return update_for(ticket, changes, key, account, self._form(), self._clock())

    def _stop_if_moved(self, ticket: Ticket) -> None:
        now = self._sessions.here.call("GET", f"/api/v1/tickets/{_number(ticket.id)}")
        if now.get("updated_at") != ticket.stamp:
            raise TicketMoved(f"Ticket {ticket.id} was changed since it was read.")

    def _written(self, ticket_id: str, update: Update) -> Ticket:
        """The update first: when Zammad refuses it, nothing was written. Calls for tags tell nothing of it."""
        session, path, shown = self._sessions.here, f"/api/v1/tickets/{_number(ticket_id)}", None
        if update.body:
            shown = _whole(session.call("PUT", path, update.body, all="true"))
        with begun():
            if update.then:
                shown = _whole(session.call("PUT", path, update.then, all="true"))
            for tag in update.add:
                session.call("POST", "/api/v1/tags/add", _tagged(ticket_id, tag))
            for tag in update.remove:
                session.call("DELETE", "/api/v1/tags/remove", _tagged(ticket_id, tag))
            if shown is None or update.add or update.remove:
                return self.read(ticket_id)
        return self._shown(shown)


def _whole(answer: Json) -> Json | None:
    """The answer when it holds the whole ticket, as it does where it is asked to."""
    return answer if "assets" in answer else None


def _tagged(ticket_id: str, tag: str) -> Json:
    return {"object": "Ticket", "o_id": _number(ticket_id), "item": tag}


def _info(field: FieldEntry) -> FieldInfo:
    values, labels = tuple(value for value, _ in field.options), tuple(label for _, label in field.options)
    return FieldInfo(field.title, field.type, values, labels)


def _number(ticket_id: str) -> int:
    """An id fit for a path; what is no number can be no ticket of Zammad's."""
    if not (ticket_id.isascii() and ticket_id.isdigit()):
        raise TicketGone("A Zammad id is a number, and this one is not.")
    return int(ticket_id)
