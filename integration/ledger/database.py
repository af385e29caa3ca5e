"""Where the database lies and how to open it: one SQLite file by default, PostgreSQL by URL."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

BUSY_MILLISECONDS = 5_000
"""How long a SQLite writer waits for another one; writes here last a few milliseconds."""

POSTGRES_CONNECTIONS = 10


def parse(url: str) -> sa.URL:
    """The URL as SQLAlchemy wants it: `postgres://` and `postgresql://` get the psycopg driver. Raises ValueError.

    The error never repeats the URL, which may hold a password.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ValueError("The database URL cannot be read: expected sqlite:///PATH or postgresql://...") from None
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ValueError(f"Guichet knows sqlite and postgresql databases, not {parsed.get_backend_name()}.")
    if parsed.get_backend_name() == "sqlite" and not parsed.database:
        raise ValueError("The database URL names no file: expected sqlite:///PATH.")
    return parsed


def connect(url: str) -> sa.Engine:
    """Open the database, making a SQLite file's folder (for our eyes only) when it is not there yet.

    On SQLite there is one connection per process: SQLite's wait for the write lock is unfair between connections, and
    with several of them the slowest writes took twenty times as long.
    """
    parsed = parse(url)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(parsed, pool_size=POSTGRES_CONNECTIONS, max_overflow=0, pool_pre_ping=True)
    Path(str(parsed.database)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(parsed, pool_size=1, max_overflow=0)
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # A write takes SQLite's lock when it begins: a lock taken half-way can fail at once, whatever the busy time-out.
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
