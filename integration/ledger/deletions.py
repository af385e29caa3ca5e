"""The chain of deletions over one open database: append, read back, check."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.core.chain import UNREADABLE, Checked, Entry, Head, Kind, Link, check, link, written
from integration.ledger.deletion_tables import Deletion

LOCK = 0x6465_6C65_7465
"""The PostgreSQL advisory lock under which one process at a time appends ("delete" in ASCII)."""

_COPIED = tuple(one.name for one in fields(Entry) if one.name not in {"kind", "at", "evidence"})


class Deletions:
    """The chain over one open database. Every method is one transaction; times come back in UTC."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def append(self, entry: Entry) -> Link:
        """Put the entry at the end. However many workers do so at once, there is one chain and no fork."""
        with Session(self._engine) as session, session.begin():
            return append_within(session, entry)

    def extend(self, entries: Iterable[Entry]) -> None:
        """Put the entries at the end, one after the other and all at once."""
        with Session(self._engine) as session, session.begin():
            _one_at_a_time(session)
            head = _head(session)
            for entry in entries:
                new = link(head, entry)
                session.add(_row(new))
                head = Head(new.position, new.hash)

    def of(self, helpdesk: str, ticket_id: str) -> tuple[Link, ...]:
        """What happened to the documents of one ticket, oldest first."""
        wanted = _in_order().where(Deletion.helpdesk == helpdesk, Deletion.ticket_id == ticket_id)
        with Session(self._engine) as session:
            return tuple(read_link(row) for row in session.scalars(wanted))

    def head(self) -> Head:
        """The end of the chain now; `Head()` when nothing was ever appended."""
        with Session(self._engine) as session:
            return _head(session)

    def verify(self, known: Mapping[int, str] | None = None) -> Checked:
        """Check every link against the one before, and against the hashes `known` from elsewhere, by position."""
        with Session(self._engine) as session:
            return check(_links(session), known)


def append_within(session: Session, entry: Entry) -> Link:
    """Put the entry at the end within a transaction that has read nothing yet, for what must be stored with it."""
    _one_at_a_time(session)
    new = link(_head(session), entry)
    session.add(_row(new))
    return new


def _one_at_a_time(session: Session) -> None:
    """The end of the chain is read under the lock that the new row is written under; the primary key stands guard."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    else:
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")


def _head(session: Session) -> Head:
    last = sa.select(Deletion.position, Deletion.hash).order_by(Deletion.position.desc()).limit(1)
    row = session.execute(last).first()
    return Head(row.position, row.hash) if row else Head()


def _in_order() -> sa.Select[Deletion]:
    return sa.select(Deletion).order_by(Deletion.position)


def _links(session: Session) -> Iterator[Link]:
    """Every link, as bare rows: with an object for each, checking a long chain took twice the time."""
    columns = sa.select(*Deletion.__table__.columns).order_by(Deletion.position)
    for row in session.execute(columns.execution_options(yield_per=1000)):
        yield read_link(row)


def _row(new: Link) -> Deletion:
    entry = new.entry
    place = {"position": new.position, "before": new.before, "hash": new.hash}
    texts = {"kind": entry.kind.value, "at": written(entry.at), "evidence": json.dumps(entry.evidence)}
    return Deletion(**place, **texts, **{name: getattr(entry, name) for name in _COPIED})


def read_link(row: Deletion | sa.Row[Any]) -> Link:
    """The row as a link; a row that somebody spoilt so far that it is no entry any more never matches its hash."""
    try:
        entry = _entry(row)
    except (ValueError, TypeError):
        entry = UNREADABLE
    return Link(row.position, row.before, row.hash, entry)


def _entry(row: Deletion | sa.Row[Any]) -> Entry:
    evidence = tuple((name, result) for name, result in json.loads(row.evidence))
    copied = {name: getattr(row, name) for name in _COPIED}
    return Entry(kind=Kind(row.kind), at=datetime.fromisoformat(row.at), evidence=evidence, **copied)
