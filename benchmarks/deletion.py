"""From review over to verified, for 1,000 cases at Zendesk's published limits; time is simulated, the ledger is real.

The corridor, the core and a SQLite ledger are the real ones. The helpdesk is in memory: each call takes LATENCY and is
granted by the account's rate (400 a minute on Professional), https://developer.zendesk.com/api-reference/introduction/rate-limits/
"""

import bisect
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.load import load_policy
from integration.core.changes import Change, RedactAttachment, simulate
from integration.core.delivery import Delivery, Done
from integration.core.documents import Removed
from integration.core.policy import Policy
from integration.core.ticket import Attachment, Comment, Field, Priority, Requester, Role, Status, Ticket
from integration.helpdesks.contract import Applied, Moved, Said, Survey, Suspended
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.pipeline import Parts, process

CASES = 1_000
LATENCY = timedelta(seconds=0.3)
SETTLE = timedelta(seconds=1.1)
"""What a fresh event waits so that a burst becomes one look, and the way into the queue."""

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""Time is simulated, so that no disk needs to be waited for."""

RATE, WINDOW = 400, timedelta(minutes=1)
BEGAN = datetime(2026, 11, 23, 8, tzinfo=UTC)
TITLES = ("Motif", "Compte", "Date de la transaction", "Montant", "Décision", "Note Guichet", "Échéance d'examen")


@dataclass
class Meter:
    """The simulated time of whoever is working, and when calls were granted."""

    now: datetime = BEGAN
    granted: list[datetime] = field(default_factory=list)

    def call(self) -> None:
        """Wait for the rate, then for the answer."""
        while (free := self._free()) > self.now:
            self.now = free
        bisect.insort(self.granted, self.now)
        self.now += LATENCY

    def _free(self) -> datetime:
        window = bisect.bisect_right(self.granted, self.now - WINDOW)
        in_window = bisect.bisect_right(self.granted, self.now) - window
        return self.granted[window] + WINDOW + timedelta(milliseconds=1) if in_window >= RATE else self.now


@dataclass
class Desk:
    """A helpdesk in memory that counts what it is asked."""

    meter: Meter
    tickets: dict[str, Ticket] = field(default_factory=dict)
    gone: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: dict[str, list[str]] = field(default_factory=dict)

    def _called(self, ticket_id: str, what: str) -> None:
        self.calls.setdefault(ticket_id, []).append(what)
        self.meter.call()

    def read(self, ticket_id: str) -> Ticket:
        """Two calls."""
        for what in ("ticket", "comments"):
            self._called(ticket_id, what)
        return self.tickets[ticket_id]

    def apply(self, ticket: Ticket, changes: tuple[Change, ...], key: str) -> Applied:  # noqa: ARG002 - the contract's own
        """One call."""
        self._called(ticket.id, "write")
        self.tickets[ticket.id] = after = simulate(ticket, changes, self.meter.now)
        return Applied(after)

    def elsewhere(self, ticket: Ticket) -> tuple[Comment, ...]:  # noqa: ARG002 - as above
        """No chats."""
        return ()

    def redact(self, ticket: Ticket, files: tuple[RedactAttachment, ...]) -> tuple[tuple[str, str], ...]:
        """One call, which does what it says."""
        self._called(ticket.id, "redact")
        ids = {file.attachment_id for file in files}
        self.gone.setdefault(ticket.id, {}).update(dict.fromkeys(ids, "1"))
        left = tuple(
            replace(one, attachments=tuple(file for file in one.attachments if file.id not in ids))
            for one in self.tickets[ticket.id].comments
        )
        self.tickets[ticket.id] = replace(self.tickets[ticket.id], comments=left)
        return ()

    removes_singly = True

    def removed(self, ticket_id: str) -> Removed:
        """One call."""
        self._called(ticket_id, "audits")
        return Removed(self.gone.get(ticket_id, {}))

    def said(self, ticket_id: str) -> tuple[Said, ...]:  # noqa: ARG002 - as above
        """Nothing."""
        return ()

    def find(self, since: datetime) -> Iterator[str]:  # noqa: ARG002 - as above
        """Nothing."""
        return iter(())

    def moved(self, since: datetime) -> Iterator[Moved]:  # noqa: ARG002 - as above
        """Nothing."""
        return iter(())

    def unsolved(self) -> Iterator[str]:
        """Nothing."""
        return iter(())

    def suspended(self) -> Iterator[Suspended]:
        """Nothing."""
        return iter(())

    def user_id(self) -> str:
        """Our own."""
        return "900"

    def survey(self) -> Survey:
        """Nothing that matters here."""
        return Survey("900", "admin", (), ())


def main() -> None:
    """Print the figures of cases that end over a working day, and of cases that end all at once."""
    print(f"{CASES} cases, {RATE} calls a minute, {LATENCY.total_seconds()} s a call (simulated time)")
    day = timedelta(hours=8) / CASES
    for name, apart in (("over a working day", day), ("all at once", timedelta(0))):
        _figures(name, *_run(apart))
    print("  the shipped policy's deletions_per_run: 50 spreads what is more than 50 files an hour over more hours")


def _run(apart: timedelta) -> tuple[list[float], list[int], list[int], float]:
    meter = Meter()
    desk, policy = Desk(meter), _policy()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.db'}"
        migrate(url)
        ledger = Ledger(connect(url))
        ledger.documents.start("bench", "bench", BEGAN)
        ledger.tally.lift("bench", "bench", BEGAN)
        parts = Parts({"zendesk": desk}, ledger, lambda _: policy, lambda: meter.now, pepper=b"bench")  # type: ignore[dict-item] # what no deletion asks is left out
        took, calls, beyond = [], [], []
        draw = random.Random(20261123)  # noqa: S311 - no secret
        for number in range(CASES):
            over_at = BEGAN + number * apart
            ticket = _ticket(str(number), draw, over_at)
            desk.tickets[ticket.id] = ticket
            meter.now = over_at + SETTLE
            ending = process(Delivery(f"d{number}", "zendesk", ticket.id, "moved", over_at, meter.now, "601"), parts)
            assert isinstance(ending, Done)
            made = desk.calls[ticket.id]
            took.append((meter.now - over_at).total_seconds())
            calls.append(len(made))
            beyond.append(len(made) - sum(bool(comment.attachments) for comment in ticket.comments))
        proven = ledger.documents.by_state().get("verified", 0)
        marked = sum(ledger.documents.by_state().values())
        assert proven == marked
        ledger.close_down()
    return took, calls, beyond, proven


def _figures(name: str, took: list[float], calls: list[int], beyond: list[int], proven: float) -> None:
    ranked = sorted(took)
    p50, p95 = (ranked[int(len(ranked) * share)] for share in (0.5, 0.95))
    print(f"  {name}: {proven:.0f} documents verified; from review over p50 {p50:.1f} s, p95 {p95:.1f} s, ", end="")
    print(f"all after {max(took):.0f} s; calls a case {sum(calls) / len(calls):.1f}, ", end="")
    print(f"beyond its comments with files {min(beyond)} to {max(beyond)}")
    print("    of these: the look that every event costs 2, ticket and comments again 2, audits 1, the note 1")


def _policy() -> Policy:
    policy = load_policy(Path("config/policy.yaml"))
    return replace(policy, limits=replace(policy.limits, deletions_per_run=100_000))


def _ticket(id_: str, draw: random.Random, over_at: datetime) -> Ticket:
    """A case of special circumstances that was just solved, with one to three comments that bring files."""
    comments = tuple(
        Comment(
            id=f"{id_}-{number}",
            author=Role.REQUESTER,
            author_id="501",
            public=True,
            body="Mon père est décédé, voici un document.",
            created_at=over_at - timedelta(days=9),
            attachments=tuple(
                Attachment(f"{id_}-{number}-{file}", "acte.pdf", "application/pdf", 90_000, "https://x", inline=False)
                for file in range(draw.randint(1, 3))
            ),
        )
        for number in range(draw.choice((1, 1, 1, 2, 2, 3)))
    )
    return Ticket(
        id=id_,
        subject="Remboursement",
        status=Status.SOLVED,
        status_raw="solved",
        priority=Priority.NORMAL,
        priority_raw="normal",
        requester=Requester("501", "fr"),
        created_at=over_at - timedelta(days=9),
        updated_at=over_at,
        stamp=over_at.isoformat(),
        assignee="601",
        fields=tuple(Field(title, "remboursement" if title == "Motif" else "") for title in TITLES),
        comments=comments,
    )


if __name__ == "__main__":
    main()
