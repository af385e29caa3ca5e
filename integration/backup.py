"""A copy of everything an installation keeps in SQLite, taken while it runs, and put back whole."""

import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from integration.core.errors import GuichetError, NotConfigured
from integration.engine.slots import FilePlace
from integration.engine.tables import queue_url
from integration.ledger.database import connect, parse
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.settings import Settings
from integration.wiring import key_file

QUEUE, LEDGER = "queue.db", "ledger.db"
KEYS = ("signing.key", "signing.keys")

POSTGRES = (
    "The database is PostgreSQL: back it up with its own tools, both of Guichet's schemas at one instant. "
    'pg_dump --format=custom --file=guichet.dump "$GUICHET_DATABASE_URL"; `pg_restore --clean` brings it back.'
)


class BrokenBackup(GuichetError):
    """The copy is not whole, or is none of ours: nothing was changed."""


def back_up(settings: Settings, file: Path) -> tuple[str, ...]:
    """Write the archive (mode 600) and check the copy; the names of what is in it.

    The queue is copied before the ledger: what is done in between then waits in the copy, and is folded when it is
    looked at again. The other way round it would be lost. Raises NotConfigured on PostgreSQL, BrokenBackup.
    """
    ledger, queue = _files(settings)
    if not ledger.exists():
        raise NotConfigured(f"There is no database at {ledger} yet.")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.resolve().parent) as name:
        folder = Path(name)
        for source, copy in ((queue, QUEUE), (ledger, LEDGER)):
            if source.exists():
                _copied(source, folder / copy)
        check(folder)
        keys = [path for path in (key_file(settings).with_name(one) for one in KEYS) if path.exists()]
        whole = folder / "whole.tar.gz"
        names = _packed(whole, [*sorted(folder.glob("*.db"), reverse=True), *keys])
        whole.replace(file)
    return names


def restore(settings: Settings, file: Path, now: datetime) -> Path | None:
    """Put the archive's databases and keys in place; what was there goes into a folder beside, whose path is given.

    Raises NoPlace while a worker runs, BrokenBackup for an archive that is not whole, NotConfigured on PostgreSQL.
    """
    ledger, queue = _files(settings)
    ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = FilePlace(queue_url(settings.database_url))
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=ledger.parent) as name:
            folder = Path(name)
            _unpacked(file, folder)
            check(folder)
            moves = {folder / QUEUE: queue, folder / LEDGER: ledger}
            moves |= {folder / one: key_file(settings).with_name(one) for one in KEYS}
            aside = _put_aside(moves, now)
            for copy, target in moves.items():
                if copy.exists():
                    copy.replace(target)
    finally:
        place.leave()
    return aside


def check(folder: Path) -> None:
    """Whether the copies are whole: as SQLite files, and as a ledger of deletions. Raises BrokenBackup."""
    for copy in folder.glob("*.db"):
        if not _is_whole(copy):
            raise BrokenBackup(f"{copy.name} in this backup is damaged: take another one.")
    url = f"sqlite:///{folder / LEDGER}"
    if not (folder / LEDGER).exists():
        raise BrokenBackup("There is no ledger in this backup: take another one.")
    migrate(url)
    ledger = Ledger(connect(url))
    registered = {one.position: one.head for one in ledger.certificates.listed()}
    faults = (*ledger.deletions.verify(registered).faults, *ledger.certificates.faults())
    ledger.close_down()
    if faults:
        raise BrokenBackup(f"The ledger in this backup has {len(faults)} faults: see `guichet audit verify`.")
    with closing(sqlite3.connect(folder / LEDGER)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # one file again, with nothing beside it


def _files(settings: Settings) -> tuple[Path, Path]:
    parsed = parse(settings.database_url)
    if parsed.get_backend_name() != "sqlite":
        raise NotConfigured(POSTGRES)
    return Path(str(parsed.database)), Path(str(queue_url(settings.database_url).database))


def _copied(source: Path, copy: Path) -> None:
    """SQLite's online backup: other processes go on reading and writing. https://www.sqlite.org/backup.html."""
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
        here.execute("PRAGMA journal_mode=DELETE")


def _is_whole(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _packed(whole: Path, files: Sequence[Path]) -> tuple[str, ...]:
    with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz") as archive:
            for file in files:
                archive.add(file, file.name)
        raw.flush()
        os.fsync(raw.fileno())
    return tuple(file.name for file in files)


def _unpacked(file: Path, folder: Path) -> None:
    """Only our own names are taken out, each as a plain file."""
    try:
        with tarfile.open(file) as archive:
            for name in (QUEUE, LEDGER, *KEYS):
                if name in archive.getnames() and (content := archive.extractfile(name)):
                    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as target:
                        target.write(content.read())
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BrokenBackup(f"{file} cannot be read as a backup ({type(error).__name__}).") from None


def _put_aside(moves: dict[Path, Path], now: datetime) -> Path | None:
    """What stands in the way, with SQLite's files beside it, into a folder of its own."""
    ways = [Path(f"{target}{more}") for copy, target in moves.items() if copy.exists() for more in ("", "-wal", "-shm")]
    there = [path for path in ways if path.exists()]
    if not there:
        return None
    aside = there[0].parent / f"before-restore-{now:%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    for path in there:
        path.replace(aside / path.name)
    return aside
