"""One Zendesk account: read a ticket, write a whole step in one update, find what we said, see what there is.

Writes and the catalog go through zenpy. Reads of cases are raw calls on the same session: zenpy's objects make calls of
their own when touched, and its results drop the users that Zendesk sends along.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from integration.core.changes import Assign, Change, RedactAttachment
from integration.core.documents import Reason, Removed
from integration.core.errors import CannotRemove, Refused, TicketGone, TicketMoved
from integration.core.ticket import Comment, Status, Ticket
from integration.helpdesks.budget import Budget, begun
from integration.helpdesks.contract import AgentInfo, Applied, FieldInfo, Moved, Said, Survey, Suspended
from integration.helpdesks.on_hand import OnHand
from integration.helpdesks.zendesk import auth, finding, redaction
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.agents import ask_agents, by_id
from integration.helpdesks.zendesk.answers import TicketClosed
from integration.helpdesks.zendesk.catalog import Catalog, FieldEntry, ask_catalog
from integration.helpdesks.zendesk.client import Clients, zenpy_ticket
from integration.helpdesks.zendesk.mapping import (
    People,
    comment_from,
    comment_in,
    comments_from,
    is_covered,
    people_of,
    said_from,
    ticket_from,
)
from integration.helpdesks.zendesk.session import address
from integration.helpdesks.zendesk.writing import Update, update_for

Json = dict[str, Any]


def utc_now() -> datetime:
    """The current time, for whoever brings no clock of its own."""
    return datetime.now(UTC)


class ZendeskDesk:
    """The reading and writing half for Zendesk; one object serves all threads, each with its own session.

    `clock` gives the current time, aware: for the life of tokens and for how often the catalog is asked for again.
    Every method may raise TryLater, Refused, or NotConfigured when Zendesk does not accept the credentials.
    """

    removes_singly = True

    def __init__(
        self, access: ZendeskAccess, clock: Callable[[], datetime] = utc_now, budget: Budget | None = None
    ) -> None:
        self._clients = Clients(address(access.url), auth.sign_in(access, clock), clock, budget)
        self._catalog = OnHand(lambda: ask_catalog(self._clients.zenpy), clock)
        self._agents = OnHand(lambda: ask_agents(self._clients.session), clock)

    def read(self, ticket_id: str) -> Ticket:
        """The ticket as it is now, in two calls (and one more for every further hundred comments).

        Raises TicketGone when it does not exist, cannot be seen, or was deleted.
        """
        path = f"/api/v2/tickets/{_number(ticket_id)}"
        answer = self._clients.session.fetch(path, include="users,organizations")
        ticket: Json = answer.get("ticket") or {}
        if ticket.get("status") == Status.DELETED.value:
            raise TicketGone(f"Ticket {ticket_id} was deleted.")
        # Without the flag, pictures within a text are not among its attachments.
        query = {"include": "users", "include_inline_images": "true"}
        pages = list(self._clients.session.pages(f"{path}/comments", **query))
        users = [user for page in (answer, *pages) for user in page.get("users") or ()]
        catalog = self._catalog.where(lambda known: is_covered(ticket, known))
        people = people_of(ticket, users, catalog, answer.get("organizations") or ())
        comments = comments_from((comment for page in pages for comment in page.get("comments") or ()), people)
        return ticket_from(ticket, comments, people, catalog)

    def apply(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Applied:
        """Write the changes in one update, which Zendesk refuses when the ticket moved since it was read.

        Raises TicketMoved, TicketGone; TryLater when the answer was lost.
        """
        update = self._update(ticket, self._assigned(changes), key)
        return self._write(ticket, update, key) if update else Applied(ticket)

    def elsewhere(self, ticket: Ticket) -> tuple[Comment, ...]:
        """The files of the chats of a ticket that was one, from its audits; of any other ticket none, and no call."""
        return redaction.chats(self._audits(ticket.id)) if ticket.channel in redaction.CHANNELS else ()

    def redact(self, ticket: Ticket, files: tuple[RedactAttachment, ...]) -> tuple[tuple[str, str], ...]:
        """Ask for files of one comment to be removed for good; what the answer shows is no proof (see `redaction`)."""
        redaction.redact(self._clients.session, ticket, files)
        return ()

    def delete(self, ticket: Ticket) -> None:
        """Never: here documents go alone, and a deleted ticket lies in a waste-basket for a month."""
        raise CannotRemove(f"Ticket {ticket.id}: Guichet deletes no whole ticket from Zendesk.", Reason.REFUSED)

    def absent(self, ticket_id: str, comment_ids: frozenset[str]) -> tuple[tuple[str, str], ...]:  # noqa: ARG002 - the contract's own arguments
        """Nothing: of a deleted ticket nobody can read what became of its files."""
        return ()

    def removed(self, ticket_id: str) -> Removed:
        """What the ticket's audits say was removed (an OAuth token needs the scope `read` for those)."""
        return redaction.removed(self._audits(ticket_id))

    def said(self, ticket_id: str) -> tuple[Said, ...]:
        """Every comment of ours on this ticket, from its audits (an OAuth token needs the scope `read` for those)."""
        own_id = self.user_id()
        return said_from(self._audits(ticket_id), own_id)

    def find(self, since: datetime) -> Iterator[str]:
        """The ids of the tickets filed since that day, oldest first: take all of them before reading any."""
        return finding.filed(self._clients.session, since)

    def moved(self, since: datetime) -> Iterator[Moved]:
        """The tickets that changed since then, as far as Zendesk's search knows by now."""
        return finding.moved(self._clients.session, since)

    def unsolved(self) -> Iterator[str]:
        """The ids of all tickets that are neither solved nor closed."""
        return finding.unsolved(self._clients.session)

    def requested_by(self, requester_id: str) -> Iterator[str]:
        """The ids of all tickets of one requester; what is minutes old may be missing."""
        return finding.requested_by(self._clients.session, requester_id)

    def suspended(self) -> Iterator[Suspended]:
        """What Zendesk set aside and nobody has recovered. Raises Refused when we may not see it."""
        return finding.suspended(self._clients.session)

    def user_id(self) -> str:
        """Our own user there; asked once, with the catalog."""
        return self._catalog.where(lambda _: True).user_id

    def survey(self) -> Survey:
        """Who we are there and which groups, fields and agents exist now; also makes what is at hand new."""
        catalog, agents = self._catalog.fresh(), self._agents.fresh()
        return Survey(
            user_id=catalog.user_id,
            role=catalog.role,
            groups=tuple(name for _, name in catalog.groups),
            brands=tuple(name for _, name in catalog.brands),
            fields=tuple(FieldInfo(field.title, field.type, *_options(field)) for field in catalog.fields),
            agents=tuple(AgentInfo(name, email) for _, name, email in agents.people),
        )

    def _assigned(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """The changes with agents by id; who they are is only asked when somebody is named."""
        named = [change.agent for change in changes if isinstance(change, Assign)]
        if not named:
            return changes
        agents = self._agents.where(lambda known: all(known.named(agent) for agent in named))
        return by_id(changes, agents)

    def _update(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Update:
        def knows(catalog: Catalog) -> bool:
            try:
                update_for(ticket, changes, key, catalog)
            except Refused:
                return False
            return True

        return update_for(ticket, changes, key, self._catalog.where(knows))

    def _write(self, ticket: Ticket, update: Update, key: str) -> Applied:
        try:
            answer = self._clients.zenpy.tickets.update(zenpy_ticket(ticket.id, ticket.stamp, update)).to_dict()
        except TicketClosed:
            if ticket.status.writable:
                raise TicketMoved(f"Ticket {ticket.id} was closed since it was read.") from None
            raise
        if answer.get("ticket") and answer.get("audit"):
            with begun():
                return self._applied(ticket, answer)
        with begun():
            after = self.read(ticket.id)
        return Applied(after, next((comment.id for comment in after.comments if comment.key == key), ""))

    def _applied(self, before: Ticket, answer: Json) -> Applied:
        catalog = self._catalog.where(lambda known: is_covered(answer["ticket"], known))
        people = people_of(answer["ticket"], (), catalog)
        new = _new_comments(answer["audit"], people)
        after = ticket_from(answer["ticket"], (*before.comments, *new), people, catalog)
        if after.requester.id == before.requester.id:
            # The answer to an update brings no users and no organizations along.
            after = replace(after, requester=before.requester, organization=before.organization)
        return Applied(after, new[0].id if new else "")

    def _audits(self, ticket_id: str) -> Iterator[Json]:
        pages = self._clients.session.pages(f"/api/v2/tickets/{_number(ticket_id)}/audits")
        return (audit for page in pages for audit in page.get("audits") or ())


def _new_comments(audit: Json, people: People) -> tuple[Comment, ...]:
    comment = comment_in(audit)
    return (comment_from(comment, people),) if comment else ()


def _number(ticket_id: str) -> int:
    """An id fit for a path; what is no number can be no ticket of Zendesk's."""
    if not (ticket_id.isascii() and ticket_id.isdigit()):
        raise TicketGone("A Zendesk id is a number, and this one is not.")
    return int(ticket_id)


def _options(field: FieldEntry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(value for value, _ in field.options), tuple(label for _, label in field.options)
