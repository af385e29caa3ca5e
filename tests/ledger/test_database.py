import sqlite3
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from integration.core.errors import NotConfigured
from integration.ledger.database import connect, parse


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_is_spoken_to_through_psycopg(url: str) -> None:
    assert parse(url).drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("no url: s3cret", "cannot be read"),
        ("mysql://u:s3cret@h/d", "not mysql"),
        ("sqlite://", "names no file"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_repeating_it(url: str, says: str) -> None:
    with pytest.raises(NotConfigured, match=says) as refused:
        parse(url)

    assert "s3cret" not in str(refused.value)


def test_sqlite_survives_a_power_cut_by_its_settings(sqlite_url: str) -> None:
    engine = connect(sqlite_url)
    with engine.connect() as connection:
        read = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        foreign_keys = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    engine.dispose()

    assert read == {"journal_mode": "wal", "synchronous": 2}  # 2 is FULL
    assert foreign_keys == 1


def test_a_locked_sqlite_file_is_not_waited_for_longer_than_said(sqlite_url: str) -> None:
    engine = connect(sqlite_url, patience=0.1)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (word TEXT)")
    other = sqlite3.connect(str(sa.make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    began = time.monotonic()
    with pytest.raises(sa.exc.OperationalError) as refused, engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO t VALUES (:word)"), {"word": "douleur"})
    took = time.monotonic() - began
    other.close()
    engine.dispose()

    assert took < 2
    assert "douleur" not in str(refused.value)


def test_a_new_file_that_another_process_is_just_making_is_waited_for(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    other = sqlite3.connect(tmp_path / "var" / "guichet.db", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE t (word TEXT)")
    other.execute("BEGIN IMMEDIATE")  # as long as this lasts, SQLite refuses to switch to write-ahead logging
    release = threading.Timer(0.2, other.execute, ["ROLLBACK"])
    release.start()

    engine = connect(sqlite_url)
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    engine.dispose()
    release.join()
    other.close()

    assert mode == "wal"


def test_a_new_file_that_stays_locked_is_given_up(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    other = sqlite3.connect(tmp_path / "var" / "guichet.db", isolation_level=None)
    other.execute("CREATE TABLE t (word TEXT)")
    other.execute("BEGIN IMMEDIATE")
    engine = connect(sqlite_url, patience=0.05)

    with pytest.raises(sa.exc.OperationalError, match="locked"):
        engine.connect()
    other.close()
    engine.dispose()
