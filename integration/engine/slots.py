"""A numbered place for each living worker, held by a lock that its death lets go.

DBOS hands a worker only the unfinished work of its own name, and only when it starts. So the name is a place that a
successor takes over, and a place found free while it still has unfinished work is a dead worker's, to be adopted.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from integration.core.errors import GuichetError
from integration.ledger.database import connect

PLACES = 32
"""At most so many workers at once on PostgreSQL."""

LOCKS = 0x67756963
"""The first half of our PostgreSQL advisory locks' keys ("guic" in ASCII); the place's number is the second."""


class NoPlace(GuichetError):
    """Another worker is at work already, and there can be no more."""


class Place(Protocol):
    """A place that is held."""

    name: str

    def still_held(self) -> bool:
        """Whether the lock is still ours. False, and somebody may be doing our work: stop at once."""
        ...

    @contextmanager
    def orphaned(self, name: str) -> Iterator[bool]:
        """Whether no living worker holds that other place; if so it stays empty until the block ends."""
        ...

    def leave(self) -> None:
        """Let go of the place."""
        ...


def take(queue: sa.URL) -> Place:
    """Take a free place on the queue's database. Raises NoPlace."""
    return PostgresPlace(queue) if queue.get_backend_name() == "postgresql" else FilePlace(queue)


class FilePlace:
    """The one place on a SQLite file: a lock on a small file beside it, which stays when the worker goes."""

    name = "worker-1"

    def __init__(self, queue: sa.URL) -> None:
        path = Path(f"{queue.database}.worker.lock")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise NoPlace(
                "Another worker is already at work on this SQLite database, which takes exactly one: "
                "stop it first, or move to PostgreSQL to run several."
            ) from None

    def still_held(self) -> bool:
        """Nothing but our own death takes this lock away."""
        return True

    @contextmanager
    def orphaned(self, name: str) -> Iterator[bool]:  # noqa: ARG002, there is no other place
        """There is no other place."""
        yield False

    def leave(self) -> None:
        """Let go of the place."""
        os.close(self._file)


class PostgresPlace:
    """One of many places: an advisory lock of a session kept open for nothing else."""

    def __init__(self, queue: sa.URL) -> None:
        self._engine = connect(queue, connections=1)
        self._session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        number = next((number for number in range(1, PLACES + 1) if self._locked(number)), None)
        if number is None:
            self.leave()
            raise NoPlace(f"All {PLACES} places for workers on this database are taken.")
        self.name = f"worker-{number}"

    def still_held(self) -> bool:
        """A session that no longer answers has lost its locks, or will soon."""
        try:
            self._session.execute(sa.select(1))
        except sa.exc.SQLAlchemyError:
            return False
        return True

    @contextmanager
    def orphaned(self, name: str) -> Iterator[bool]:
        """Hold the other place's lock for a moment, if it is free."""
        _, _, number = name.rpartition("-")
        free = number.isdecimal() and name != self.name and self._locked(int(number))
        try:
            yield free
        finally:
            if free:
                self._session.execute(sa.select(sa.func.pg_advisory_unlock(LOCKS, int(number))))

    def leave(self) -> None:
        """Let go of the place, then of the session: by its end alone the lock would go a moment later."""
        with suppress(sa.exc.SQLAlchemyError):
            self._session.execute(sa.select(sa.func.pg_advisory_unlock_all()))
        self._session.close()
        self._engine.dispose()

    def _locked(self, number: int) -> bool:
        return bool(self._session.execute(sa.select(sa.func.pg_try_advisory_lock(LOCKS, number))).scalar())
