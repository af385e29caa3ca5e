"""The policies that ran: their files to the byte, and when, from where, by whom and why each came into force.

Helpdesks share one policy unless a helpdesk has its own; each of these has a history of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.ledger.tables import PolicyFile, Publication

LOCK = 0x706F_6C69_6379
"""The PostgreSQL advisory lock under which one process at a time publishes ("policy" in ASCII)."""


@dataclass(frozen=True, slots=True)
class Published:
    """One coming into force; `id` grows with each, `source` is "files" or "console", `at` is aware, in UTC."""

    id: int
    version: str
    source: str
    author: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Why:
    """Who brings a version into force, from which source, and why."""

    source: str
    author: str
    reason: str


class Policies:
    """The versions over one open database. Every method is one transaction.

    `helpdesk` is whose policy it is about, "" for the one that helpdesks share; files are found whoever they were for.
    """

    def __init__(self, engine: sa.Engine, helpdesk: str = "") -> None:
        self._engine, self._helpdesk = engine, helpdesk

    def of(self, helpdesk: str) -> "Policies":
        """The same for the policy that this helpdesk has of its own, or for the common one with ""."""
        return Policies(self._engine, helpdesk)

    def publish(self, version: str, files: Mapping[str, bytes], why: Why, at: datetime) -> bool:
        """Keep the files and note that they are in force from now on; False when that version already is."""
        with Session(self._engine) as session, session.begin():
            _one_at_a_time(session)
            latest = self._latest(session)
            if latest and latest.version == version:
                return False
            for name, content in files.items():
                session.merge(PolicyFile(version=version, name=name, content=content))
            said = {"source": why.source, "author": why.author, "reason": why.reason}
            session.add(Publication(helpdesk=self._helpdesk, version=version, at=at, **said))
            return True

    def latest(self) -> Published | None:
        """What is in force, as far as anybody told; None before the first time."""
        with Session(self._engine) as session:
            row = self._latest(session)
            return _published(row) if row else None

    def history(self, limit: int) -> tuple[Published, ...]:
        """Every coming into force, the newest first."""
        with Session(self._engine) as session:
            return tuple(_published(row) for row in session.scalars(self._newest(limit)))

    def files(self, version: str) -> Mapping[str, bytes]:
        """The files of a version, to the byte; none when it never ran here."""
        wanted = sa.select(PolicyFile).where(PolicyFile.version == version)
        with Session(self._engine) as session:
            return {row.name: row.content for row in session.scalars(wanted)}

    def beginning_with(self, version: str) -> tuple[str, ...]:
        """The versions that begin with these digits."""
        wanted = sa.select(PolicyFile.version).where(PolicyFile.version.startswith(version, autoescape=True)).distinct()
        with Session(self._engine) as session:
            return tuple(session.scalars(wanted.order_by(PolicyFile.version)))

    def _latest(self, session: Session) -> Publication | None:
        return session.scalars(self._newest(1)).first()

    def _newest(self, limit: int) -> sa.Select[Publication]:
        mine = sa.select(Publication).where(Publication.helpdesk == self._helpdesk)
        return mine.order_by(Publication.id.desc()).limit(limit)


def _published(row: Publication) -> Published:
    return Published(row.id, row.version, row.source, row.author, row.reason, row.at)


def _one_at_a_time(session: Session) -> None:
    """Web and worker see a change at the same moment, and it must be noted once; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
