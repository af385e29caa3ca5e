"""One time for the helpdesk and for Guichet: it jumps from what happens to what happens next, and nobody ever waits."""

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event as database_event

from config.load import load_policy
from integration.core.delivery import Delivery, Ending
from integration.core.event import Event
from integration.core.waking import Why
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.webhook import ZendeskDoor
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.pipeline import Parts, accept, process
from jobs.known import JOBS
from jobs.overdue import OURS
from jobs.turn import Turn, take
from sandbox.app import create_app
from sandbox.plain_words import act_as_agent, file_as_member, reply_as_member
from sandbox.records import Ticket
from sandbox.scene import read_scene
from sandbox.zendesk.sending import signed_headers
from tests.year.line import Line
from tests.year.wire import InProcess

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-for-the-year"
NAME, URL, OURS_THERE = "zendesk", "http://127.0.0.1:1", "guichet@adherents.example"

GRIDS = {"overdue": timedelta(seconds=20), "reminders": timedelta(minutes=1), "strip_attachments": timedelta(minutes=5)}
REASONS = {
    "overdue": OURS,
    "reminders": frozenset({Why.REMINDER}),
    "strip_attachments": frozenset({Why.DELETION}),
}
DAILY = {"catch_up": time(0, 0), "prune": time(3, 45), "statement": time(4, 30)}
SWEEP = time(1, 30)


@dataclass
class Lost:
    """Which webhooks never arrive: one in so many, and all of them within these times."""

    one_in: int
    spans: tuple[tuple[datetime, datetime], ...]
    chance: random.Random

    def takes(self, at: datetime) -> bool:
        """Whether the one that is sent now is lost."""
        return any(start <= at < end for start, end in self.spans) or self.chance.randrange(self.one_in) == 0


@dataclass
class Year:
    """A helpdesk, Guichet beside it, and the clock of both."""

    folder: Path
    now: datetime
    lost: Lost
    down: tuple[datetime, datetime]
    acts: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    statements: int = 0
    red: list[tuple[str, datetime, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(read_scene().with_webhook("http://guichet.invalid/webhooks/zendesk", SECRET))
        self.box = self.app.extensions["sandbox"]
        self.store = self.box.store
        self.store.clock.set(self.now, frozen=True)
        self.box.sender.post = self._posted
        self.wire = InProcess(self.app)
        self.door = ZendeskDoor((SECRET,), "")
        self.line = Line(lambda: self.now)
        self.parts = Parts(
            {NAME: self._desk()}, self._ledger(), lambda _: self.policy, lambda: self.now, pepper=b"pepper"
        )
        self.policy = load_policy(ROOT / "config/policy.yaml")
        self.parts.ledger.documents.start("the year", "a test", self.now)
        self._numbers = itertools.count()
        self._catch_up = False
        self._struck = dict.fromkeys(GRIDS, self.now)
        self._daily = {name: self._next(at) for name, at in {**DAILY, "sweep": SWEEP}.items()}

    def at(self, when: datetime, act: Callable[[], None]) -> None:
        """Something that somebody will do."""
        heapq.heappush(self.acts, (when, next(self._numbers), act))

    def run(self, until: datetime) -> None:
        """Let the time pass."""
        while True:
            when, step = min(self._ahead(), key=lambda one: one[0])
            if when > until:
                return
            self.now = max(self.now, when)
            self.wire.down = self.down[0] <= self.now < self.down[1]
            self.store.clock.set(self.now, frozen=True)
            step()

    def files(self, given: dict[str, Any]) -> Ticket:
        """A member files a ticket."""
        with self.store.bell:
            return file_as_member(self.store, given)

    def replies(self, ticket: Ticket, given: dict[str, Any]) -> None:
        """The member answers."""
        with self.store.bell:
            reply_as_member(self.store, ticket, given)

    def agent(self, ticket: Ticket, given: dict[str, Any]) -> None:
        """An agent does something."""
        with self.store.bell:
            act_as_agent(self.store, ticket, given)

    def _ahead(self) -> list[tuple[datetime, Callable[[], None]]]:
        found: list[tuple[datetime, Callable[[], None]]] = []
        if self.acts:
            found.append((self.acts[0][0], self._act))
        if line := self.line.due_at():
            found.append((line, lambda: self.line.work(self._attempt)))
        found += [(at, lambda name=name: self._strike(name)) for name, at in self._daily.items()]  # type: ignore[misc]
        for name, why in REASONS.items():
            if wakes := self._first_wake(why):
                earliest = max(wakes, self.now, self._struck[name] + timedelta(seconds=1))
                found.append((_grid(earliest, GRIDS[name]), lambda name=name: self._job(name)))  # type: ignore[misc]
        if self._catch_up:
            found.append((_grid(self.now + timedelta(seconds=1), timedelta(minutes=5)), lambda: self._job("catch_up")))
        return found

    def _act(self) -> None:
        heapq.heappop(self.acts)[2]()

    def _strike(self, name: str) -> None:
        at = self._daily[name]
        self._daily[name] = self._next(DAILY.get(name, SWEEP), at + timedelta(days=7 if self._rests(name) else 1))
        self._job(name)

    def _rests(self, name: str) -> bool:
        """A sweep a night would look at every open case 365 times: once a week, and after the helpdesk was away."""
        return name == "sweep" and not self.down[0] <= self.now < self.down[1] + timedelta(days=1)

    def _job(self, name: str) -> None:
        self._struck[name] = self.now
        report = take(JOBS[name], Turn(self.parts, self.line, self.now))
        if name == "catch_up":
            self._catch_up = bool(report and report.left)
        if name == "statement":
            self.statements += 1
        if report and (report.left or report.refused):
            self.red.append((name, self.now, " ".join((*report.words, *report.listed))))

    def _attempt(self, delivery: Delivery) -> Ending:
        return process(delivery, self.parts)

    def _first_wake(self, why: frozenset[Why]) -> datetime | None:
        due = self._due.get(why)
        if due is None:
            words = ", ".join(f"'{one.value}'" for one in why)
            due = self._due[why] = sa.text(
                f"SELECT min(wake_at) FROM cases WHERE wake_for IN ({words}) AND wake_at IS NOT NULL "  # noqa: S608 - our own words
                "AND (woken_for IS NULL OR woken_for != wake_at)"
            )
        with self.engine.connect() as connection:
            found = connection.execute(due).scalar()
        return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None

    def _posted(self, webhook: Any, event_type: str, ticket_id: int, body: str, _context: Any = None) -> None:
        """A webhook leaves the helpdesk: it is lost, or it is signed, verified and recorded as any other."""
        del event_type, ticket_id
        if self.lost.takes(self.now):
            self._catch_up = True
            return
        sent = signed_headers(webhook, f"hook-{next(self._numbers)}", self.now, body.encode(), self.store.account_id)
        heard = self.door.receive({name.lower(): value for name, value in sent.items()}, body.encode(), self.now)
        if isinstance(heard, Event):
            accept(heard, NAME, self.line, self.now)

    def _desk(self) -> ZendeskDesk:
        desk = ZendeskDesk(ZendeskAccess(URL, email=OURS_THERE, api_token="sandbox-token"), lambda: self.now)
        desk._clients.session.mount("http://", self.wire)
        return desk

    def _ledger(self) -> Ledger:
        url = f"sqlite:///{self.folder}/guichet.db"
        migrate(url)
        self._due: dict[frozenset[Why], sa.TextClause] = {}
        self.engine = connect(url)
        database_event.listen(self.engine, "connect", _carelessly)
        return Ledger(self.engine)

    def _next(self, at: time, after: datetime | None = None) -> datetime:
        first = datetime.combine((after or self.now).date(), at, UTC)
        return first if after or first > self.now else first + timedelta(days=1)


def _carelessly(connection: Any, _record: object) -> None:
    """No power is lost within a test: writing to the disk is left to the system."""
    connection.execute("PRAGMA synchronous=OFF")


def _grid(at: datetime, every: timedelta) -> datetime:
    """The first tick at or after an instant."""
    seconds = every.total_seconds()
    return datetime.fromtimestamp(-(-at.timestamp() // seconds) * seconds, UTC)
