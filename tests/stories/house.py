"""The corridor in this process, over real HTTP to a sandbox whose time is ours: a day passes in an instant."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from config.load import load_policy
from integration.core.chain import Kind
from integration.core.delivery import WAKE, Delivery, Ending
from integration.core.documents import Document
from integration.core.policy import Policy, Retention
from integration.core.waking import Why
from integration.helpdesks.contract import Helpdesk
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.pipeline import Parts, process
from tests.helpdesks.town import AGENT, BOT_TOKEN, Town
from tests.helpdesks.zendesk.samples import access

ROOT = Path(__file__).resolve().parents[2]
POLICY = replace(load_policy(ROOT / "config/policy.yaml"), retention=Retention())
DEATH = {"name": "acte-de-deces-DUPONT.pdf", "content_type": "application/pdf", "text": "acte"}
SCAN = {"name": "certificat-cancer.png", "content_type": "image/png", "text": "x" * 30_000, "inline": True}
NOTE = "Note Guichet"
BEGAN = datetime(2026, 11, 23, 9, tzinfo=UTC)
Json = dict[str, Any]


@contextmanager
def sandbox() -> Iterator[str]:
    """A sandbox in a process of its own; its address."""
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            yield line.split()[-1]
        finally:
            process.terminate()
            process.stdout.read()


@dataclass
class House:
    """One Zendesk account, the people around it, and Guichet's corridor with a ledger of its own."""

    town: Town
    ledger: Ledger
    policy: Policy = POLICY
    time: datetime = BEGAN
    deliveries: int = 0
    name: str = "zendesk"
    desk: Helpdesk = field(init=False)

    def __post_init__(self) -> None:
        self.town.post("reset")
        self._set_clock()
        self.desk = ZendeskDesk(access(self.town), clock=lambda: self.time)
        self.desk.survey()

    def becomes_zammad(self, *, addon: str | None, token: str = BOT_TOKEN) -> None:
        """The account is one of Zammad, with our add-on of that version or without it; `token` is Guichet's there."""
        self.town.becomes("zammad", version="6.5")
        self._set_clock()
        self.town.post("zammad", addon=addon)
        self.desk = ZammadDesk(ZammadAccess(self.town.url, token), clock=lambda: self.time)

    def retain(self, **changes: Any) -> None:
        """Let the policy say something else about documents."""
        assert self.policy.retention
        self.policy = replace(self.policy, retention=replace(self.policy.retention, **changes))

    def start(self) -> None:
        """A person lets deletions begin."""
        self.ledger.documents.start("dpo", "essai", self.time)

    def files(self, *attachments: Json, motif: str = "Remboursement", **more: Any) -> str:
        """A member files a ticket with documents."""
        description = more.pop("description", "Bonjour, mon père est décédé, je joins un document.")
        return self.town.member_files(motif=motif, description=description, attachments=list(attachments), **more)

    def event(self, ticket_id: str, actor: str = "601", kind: str = "moved") -> Ending:
        """The helpdesk says that the ticket moved; a second passes."""
        self.deliveries += 1
        self.pass_(seconds=1)
        delivery = Delivery(f"{kind}:{self.deliveries}", self.name, ticket_id, kind, self.time, self.time, actor)
        return process(delivery, self.parts())

    def parts(self) -> Parts:
        """What the corridor needs; other workers may have their own."""
        return Parts({self.name: self.desk}, self.ledger, lambda _: self.policy, lambda: self.time, pepper=b"poivre")

    def pass_(self, **time: float) -> None:
        """Let time pass, for the helpdesk as for us."""
        self.time += timedelta(**time)
        self._set_clock()

    def wake(self) -> list[Ending]:
        """The clock strikes: everything that wanted to be looked at by now is."""
        due = self.ledger.due(self.time, 500, frozenset({Why.DELETION}))
        endings = []
        for case in due:
            self.ledger.woken(case)
            endings.append(self.event(case.ticket_id, actor="", kind=WAKE))
        return endings

    def decide(self, ticket_id: str, decision: str = "guichet_decision_refusee") -> None:
        """An agent records the decision."""
        self.town.agent(ticket_id, fields={"Décision": decision})

    def solve(self, ticket_id: str) -> None:
        """An agent solves the ticket."""
        self.town.agent(ticket_id, assignee=AGENT, status="solved")

    def documents(self, ticket_id: str) -> tuple[Document, ...]:
        """Where each document stands."""
        return self.ledger.documents.papers(self.name, ticket_id, self.time).documents

    def states(self, ticket_id: str) -> list[str]:
        """Where the documents stand, in the order they were marked."""
        return [document.state.value for document in self.documents(ticket_id)]

    def mend(self) -> None:
        """The helpdesk is well again."""
        requests.delete(f"{self.town.url}/sandbox/faults", timeout=10).raise_for_status()

    def story(self, ticket_id: str) -> list[str]:
        """What the chain of deletions tells of the ticket, in order."""
        return [link.entry.kind.value for link in self.ledger.deletions.of(self.name, ticket_id)]

    def left(self, ticket_id: str) -> list[str]:
        """The files that the helpdesk really still has."""
        seen = self.town.seen(ticket_id)
        return [file["name"] for one in seen["comments"] for file in one["attachments"] if not file["redacted"]]

    def note(self, ticket_id: str) -> str:
        """What agents read."""
        return str(self.town.seen(ticket_id)["fields"].get(NOTE) or "")

    def redactions(self) -> list[str]:
        """The calls that asked for a removal."""
        return [path for method, path in self.town.calls() if method == "PUT" and "redact" in path]

    def proven(self, ticket_id: str) -> bool:
        """Whether the chain says of anything on this ticket that it is gone."""
        return any(link.entry.kind is Kind.VERIFIED for link in self.ledger.deletions.of(self.name, ticket_id))

    def stored(self) -> str:
        """Everything the database holds, as text."""
        with self.ledger._engine.connect() as connection:
            tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")]
            rows = {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608 - names of our own tables
        return json.dumps(rows, default=str, ensure_ascii=False)

    def _set_clock(self) -> None:
        self.town.post("clock", set=self.time.isoformat(), frozen=True)


@contextmanager
def house(url: str, folder: Path) -> Iterator[House]:
    """A house over the sandbox at this address, its ledger new and empty."""
    database = f"sqlite:///{folder / 'ledger.db'}"
    migrate(database)
    engine, town = connect(database), Town(url)
    try:
        yield House(town, Ledger(engine))
    finally:
        town.close()
        engine.dispose()
