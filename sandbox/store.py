"""The one memory of the sandbox: every record, behind one lock, with a bell that rings whenever something changes."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sandbox import rules
from sandbox.clock import Clock
from sandbox.law import Law
from sandbox.office import Office
from sandbox.records import (
    Audit,
    Brand,
    Client,
    Field,
    Form,
    Group,
    Invocation,
    Ticket,
    Token,
    Trigger,
    Upload,
    User,
    Webhook,
)

Record = TypeVar("Record")
Listener = Callable[[Ticket, Audit], None]

FIRST_ID = rules.FIRST_ID


class Store:
    """All state of one helpdesk account. Hold `bell` (a condition over a re-entrant lock) while reading or writing."""

    def __init__(self, clock: Clock | None = None, url: str = "http://localhost") -> None:
        self.clock = clock or Clock()
        self.url = url
        self.bell = threading.Condition(threading.RLock())
        self.listeners: list[Listener] = []
        self.clear()

    def clear(self) -> None:
        """Forget everything but the listeners: an account of Zendesk's that holds nothing."""
        self.become("zendesk", rules)
        self.account_id = 22129848
        self.brand_id = FIRST_ID - 1
        self.modify_closed = False  # the account's setting that lets admins change a little of closed tickets
        self.agent_workspace = True  # off: redacted one file at a time, and not once closed
        self.mail_lag = timedelta(0)  # how long after a redaction the original e-mail still holds the file
        self.search_lag = timedelta(0)  # how long a new ticket is not found by search
        self.users: dict[int, User] = {}
        self.brands = {self.brand_id: Brand(self.brand_id, "Adhérents")}
        self.organizations: dict[int, str] = {}  # names by id
        self.groups: dict[int, Group] = {}
        self.fields: dict[int, Field] = {}
        self.forms: dict[int, Form] = {}
        self.tickets: dict[int, Ticket] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.invocations: dict[str, Invocation] = {}
        self.triggers: dict[int, Trigger] = {}
        self.uploads: dict[str, Upload] = {}
        self.clients: dict[str, Client] = {}
        self.tokens: dict[str, Token] = {}
        self.token_life: int | None = None  # seconds; None: as long as the caller asks
        self.remembered: dict[str, Any] = {}  # answers by idempotency key
        self.has_forms = True  # whether the account's plan has ticket forms
        self.views: dict[int, Any] = {}
        self.macros: dict[int, Any] = {}
        self.suspended: dict[int, Any] = {}  # messages that were set aside and are no tickets
        self.office = Office()  # what only Zammad has

    def become(self, helpdesk: str, law: Law) -> None:
        """Be an account of this helpdesk, with its rules and its kind of ids."""
        self.helpdesk, self.law = helpdesk, law
        self._last_id = law.FIRST_ID

    def next_id(self) -> int:
        """A fresh id; ids grow, with gaps, as a real account's do."""
        self._last_id += self.law.ID_STEP
        return self._last_id

    def next_ticket_id(self) -> int:
        """Tickets are numbered 1, 2, 3 and so on."""
        return max(self.tickets, default=0) + 1

    def stamp(self, ticket: Ticket | None = None) -> datetime:
        """The second at which an action on this ticket takes place.

        Stamps are coarse (whole seconds on Zendesk), so two actions at once would look alike and a test of lost
        updates would depend on luck. Here an action comes at least one tick after the ticket's last one, which a real
        helpdesk does not promise.
        """
        now, tick = self.clock.now(), self.law.TICK
        now -= (now - now.replace(microsecond=0)) % tick
        return max(now, ticket.updated_at + tick) if ticket else now

    def publish(self, ticket: Ticket, audit: Audit) -> None:
        """Keep the audit, tell the listeners, ring the bell."""
        ticket.audits.append(audit)
        for listener in self.listeners:
            listener(ticket, audit)
        self.bell.notify_all()

    def ticket(self, ticket_id: int) -> Ticket | None:
        """The ticket of this id, unless it was deleted."""
        ticket = self.tickets.get(ticket_id)
        return None if ticket is None or ticket.deleted else ticket

    def field_titled(self, title: str) -> Field | None:
        """The first custom field of this title (titles are not unique)."""
        return first(f for f in self.fields.values() if f.title == title)

    def group_named(self, name: str) -> Group | None:
        """The group of this name."""
        return first(g for g in self.groups.values() if g.name == name)

    def user_with_email(self, email: str) -> User | None:
        """The user of this address, whatever its case."""
        return first(u for u in self.users.values() if u.email.casefold() == email.casefold())

    def new_token(self) -> str:
        """An unguessable token for an upload, a file or an access."""
        return secrets.token_urlsafe(18)

    def wait_for(self, met: Callable[[], bool], timeout: float) -> bool:
        """Wait until the condition is met, at most so many seconds; say whether it was."""
        with self.bell:
            return self.bell.wait_for(met, timeout)


def first(records: Iterable[Record]) -> Record | None:
    """The first of the records, if there is one."""
    return next(iter(records), None)
