"""The policies that ran: their files to the byte, and when, from where, by whom and why each came into force."""

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
    """The versions over one open database. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def publish(self, version: str, files: Mapping[str, bytes], why: Why, at: datetime) -> bool:
        """Keep the files and note that they are in force from now on; False when that version already is."""
        with Session(self._engine) as session, session.begin():
            _one_at_a_time(session)
            latest = _latest(session)
            if latest and latest.version == version:
                return False
            for name, content in files.items():
                session.merge(PolicyFile(version=version, name=name, content=content))
            session.add(Publication(version=version, source=why.source, author=why.author, reason=why.reason, at=at))
            return True

    def latest(self) -> Published | None:
        """What is in force, as far as anybody told; None before the first time."""
        with Session(self._engine) as session:
            row = _latest(session)
            return _published(row) if row else None

    def history(self, limit: int) -> tuple[Published, ...]:
        """Every coming into force, the newest first."""
        newest = sa.select(Publication).order_by(Publication.id.desc()).limit(limit)
        with Session(self._engine) as session:
            return tuple(_published(row) for row in session.scalars(newest))

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


def _latest(session: Session) -> Publication | None:
    return session.scalars(sa.select(Publication).order_by(Publication.id.desc()).limit(1)).first()


def _published(row: Publication) -> Published:
    return Published(row.id, row.version, row.source, row.author, row.reason, row.at)


def _one_at_a_time(session: Session) -> None:
    """Web and worker see a change at the same moment, and it must be noted once; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
