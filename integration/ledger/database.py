"""Where the database lies and how to open it: one SQLite file by default, PostgreSQL by URL."""

import sqlite3
import time
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from integration.core.errors import NotConfigured

PATIENCE = 5.0
"""Seconds to wait for another writer, or for a server that does not answer; writes here last milliseconds."""

POSTGRES_CONNECTIONS = 10


def parse(url: str) -> sa.URL:
    """The URL as SQLAlchemy wants it: `postgres://` and `postgresql://` get the psycopg driver. Raises NotConfigured.

    The error never repeats the URL, which may hold a password.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise NotConfigured("The database URL cannot be read: expected sqlite:///PATH or postgresql://...") from None
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise NotConfigured(f"Guichet knows sqlite and postgresql databases, not {parsed.get_backend_name()}.")
    if parsed.get_backend_name() == "sqlite" and not parsed.database:
        raise NotConfigured("The database URL names no file: expected sqlite:///PATH.")
    return parsed


def connect(url: str | sa.URL, *, patience: float = PATIENCE, connections: int = POSTGRES_CONNECTIONS) -> sa.Engine:
    """Open the database, making a SQLite file's folder (for our eyes only) when it is not there yet.

    Nothing is reached before the first use. On SQLite there is one connection per process, whatever is asked: SQLite's
    wait for the write lock is unfair between connections, and with several of them the slowest writes took twenty
    times as long. Errors never repeat what was being stored (`hide_parameters`).
    """
    parsed = parse(str(url)) if isinstance(url, str) else url
    if parsed.get_backend_name() == "postgresql":
        return _postgres(parsed, patience, connections)
    Path(str(parsed.database)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(parsed, pool_size=1, max_overflow=0, pool_timeout=patience, hide_parameters=True)
    event.listen(engine, "connect", partial(_prepare, patience))
    return engine


def _postgres(url: sa.URL, patience: float, connections: int) -> sa.Engine:
    """A dead server or network is noticed within `patience`, before a sender's own time-out (Zendesk: 12 s)."""
    milliseconds = int(patience * 1000)
    return sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "application_name": "guichet",
            "connect_timeout": max(2, int(patience)),
            "tcp_user_timeout": milliseconds,
            "options": f"-c lock_timeout={milliseconds}",
        },
    )


def _prepare(patience: float, connection: sqlite3.Connection, _record: object) -> None:
    # A write takes SQLite's lock when it begins: a lock taken half-way can fail at once, whatever the busy time-out.
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    _write_ahead(connection, time.monotonic() + patience)


def _write_ahead(connection: sqlite3.Connection, until: float) -> None:
    """Switch a new file over to write-ahead logging.

    One process at a time can do that, and SQLite turns the others away at once, whatever their busy time-out.
    """
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
