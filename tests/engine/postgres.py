"""A PostgreSQL server of the tests' own, made from the installed programs and thrown away afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from integration.ledger.database import parse

GIVEN = "GUICHET_TEST_POSTGRES"
"""The environment variable with the URL of a server to use instead; its user must be allowed to create databases."""


def programs() -> Path | None:
    """Where initdb and pg_ctl are: on the PATH, or where Debian puts them (the newest version)."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name), default=None)


@contextmanager
def server(installed: Path) -> Iterator[str]:
    """The URL of a fresh server on a free port of 127.0.0.1. Not made for a power cut: it never waits for the disk."""
    home = Path(tempfile.mkdtemp(prefix="guichet-postgres-"))
    as_user = _unprivileged(home)
    data, port = home / "data", _free_port()
    options = f"-p {port} -h 127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=200"
    try:
        _run(as_user, installed / "initdb", "-D", data, "-U", "guichet", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(as_user, installed / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start")
        try:
            yield f"postgresql://guichet@127.0.0.1:{port}/postgres"
        finally:
            _run(as_user, installed / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def fresh_database(url: str, like: str = "template0") -> Iterator[str]:
    """The URL of a new database on that server, empty or a copy of another one, dropped at the end."""
    name = f"guichet_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(parse(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _unprivileged(home: Path) -> list[str]:
    """How to run a program as somebody PostgreSQL accepts: it refuses root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(home, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _run(as_user: list[str], *command: str | Path) -> None:
    # Not to a pipe: the server would keep it open, and reading it to the end would never end.
    subprocess.run([*as_user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, timeout=60)
