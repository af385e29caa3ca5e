import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.backup import backup, restore
from integration.backup import BrokenBackup
from integration.core.delivery import Delivery
from integration.core.errors import NotConfigured
from integration.engine.slots import FilePlace, NoPlace
from integration.engine.tables import queue_url
from integration.settings import Settings
from integration.wiring import build_ledger, build_queue, signer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DELIVERY = Delivery("d1", "zendesk", "7", "moved", NOW, NOW)


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger with something in it, a delivery in the queue, and a signing key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{tmp_path}/var/guichet.db")
    ledger, queue = build_ledger(Settings()), build_queue(Settings())
    ledger.provisioned.remember("zendesk", "field:note", "7", NOW)
    queue.put(DELIVERY)
    queue.close()
    ledger.close_down()
    signer(Settings())


def run_backup() -> Result:
    return CliRunner().invoke(backup, ["b.tar.gz"], catch_exceptions=False)


def run_restore() -> Result:
    return CliRunner().invoke(restore, ["b.tar.gz", "--yes"], catch_exceptions=False)


def kept() -> tuple[dict[str, str], int, str]:
    """What the installation has now: what it furnished, how much waits, its public key."""
    ledger, queue = build_ledger(Settings()), build_queue(Settings())
    found = dict(ledger.provisioned.ids("zendesk")), queue.waiting().count, signer(Settings()).public
    queue.close()
    ledger.close_down()
    return found


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept_aside() -> None:
    before = kept()
    result = run_backup()
    assert "queue.db, ledger.db, signing.key" in result.output
    assert Path("b.tar.gz").stat().st_mode & 0o777 == 0o600
    ledger = build_ledger(Settings())
    ledger.provisioned.forget("zendesk", "field:note")
    ledger.close_down()
    Path("var/signing.key").unlink()
    result = run_restore()
    assert kept() == before
    (aside,) = Path("var").glob("before-restore-*")
    assert aside.name in result.output
    assert (aside / "guichet.db").exists()


def test_it_is_copied_while_somebody_writes() -> None:
    with closing(sqlite3.connect("var/guichet.db", isolation_level=None)) as writer:
        writer.execute("INSERT INTO provisioned (helpdesk, key, thing_id, at) VALUES ('z', 'k', '1', '2026-11-23')")
        run_backup()
    assert run_restore().exit_code == 0
    ledger = build_ledger(Settings())
    assert ledger.provisioned.ids("z") == {"k": "1"}
    ledger.close_down()


def test_a_new_machine_is_restored_from_nothing() -> None:
    run_backup()
    before = kept()
    for file in Path("var").iterdir():
        file.unlink()
    assert "What was there" not in run_restore().output
    assert kept() == before


def test_nothing_is_restored_while_a_worker_runs() -> None:
    run_backup()
    place = FilePlace(queue_url(Settings().database_url))
    try:
        with pytest.raises(NoPlace, match="stop it first"):
            run_restore()
    finally:
        place.leave()


@pytest.mark.parametrize("content", [b"nothing of the kind", b""])
def test_a_file_that_is_no_backup_changes_nothing(content: bytes) -> None:
    before = kept()
    Path("b.tar.gz").write_bytes(content)
    with pytest.raises(BrokenBackup, match="cannot be read as a backup"):
        run_restore()
    assert kept() == before


def test_a_damaged_or_missing_ledger_changes_nothing() -> None:
    before = kept()
    Path("ledger.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with tarfile.open("b.tar.gz", "w:gz") as archive:
        archive.add("ledger.db")
    with pytest.raises(BrokenBackup, match=r"ledger.db in this backup is damaged"):
        run_restore()
    with tarfile.open("b.tar.gz", "w:gz") as archive:
        archive.add("var/signing.key", "signing.key")
    with pytest.raises(BrokenBackup, match="no ledger"):
        run_restore()
    assert kept() == before


def test_postgresql_has_tools_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_DATABASE_URL", "postgresql://guichet:hidden@127.0.0.1/guichet")
    with pytest.raises(NotConfigured, match="pg_dump") as raised:
        run_backup()
    assert "hidden" not in str(raised.value)


def test_the_sandbox_starts_empty() -> None:
    command = [sys.executable, "-m", "console.cli", "sandbox", "--empty", "--helpdesk", "zammad", "--port", "0"]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert "sandbox listening on http://127.0.0.1:" in process.stdout.readline()
        finally:
            process.terminate()
