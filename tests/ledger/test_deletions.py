"""The chain of deletions in a real database: nothing forks it, nothing changes it unseen."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from integration.core.chain import Head, Kind
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from tests.core.test_chain import ENTRY


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    migrate(database_url)
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def ledger(engine: sa.Engine) -> Ledger:
    ledger = Ledger(engine)
    for ticket in ("1", "2", "1", "3", "1"):
        ledger.deletions.append(replace(ENTRY, ticket_id=ticket))
    return ledger


def tamper(engine: sa.Engine, *statements: str) -> None:
    """Do what only somebody with the rights of the database's owner can: take the guard away first."""
    guards = ["DROP TRIGGER deletions_no_update", "DROP TRIGGER deletions_no_delete"]
    if engine.dialect.name == "postgresql":
        guards = ["DROP TRIGGER deletions_append_only ON deletions"]
    with engine.begin() as connection:
        for statement in (*guards, *statements):
            connection.execute(sa.text(statement))


def faults(ledger: Ledger) -> list[tuple[int, str]]:
    return [(fault.position, fault.what) for fault in ledger.deletions.verify().faults]


def test_what_was_appended_comes_back_for_its_ticket(ledger: Ledger) -> None:
    links = ledger.deletions.of("zendesk", "1")

    assert [link.position for link in links] == [1, 3, 5]
    assert {link.entry for link in links} == {replace(ENTRY, ticket_id="1")}
    assert ledger.deletions.of("zammad", "1") == ()
    assert ledger.deletions.head() == Head(5, links[-1].hash)


def test_a_chain_nobody_touched_is_whole(ledger: Ledger) -> None:
    checked = ledger.deletions.verify()

    assert (checked.faults, checked.head) == ((), ledger.deletions.head())


def test_an_empty_chain_has_a_head_too(engine: sa.Engine) -> None:
    assert Ledger(engine).deletions.head() == Head()


@pytest.mark.parametrize("statement", ["UPDATE deletions SET size = 1", "DELETE FROM deletions"])
def test_the_database_itself_refuses_changes(ledger: Ledger, engine: sa.Engine, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text(statement))

    assert faults(ledger) == []


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'lifted'",
        "kind = 'nonsense'",
        "ticket_id = '9'",
        "size = 1",
        "size = NULL",
        "why = 'a whole sentence'",
        "at = '2020-01-01T00:00:00.000000+00:00'",
        "at = 'rubbish'",
        "evidence = '[]'",
        "evidence = 'rubbish'",
        "evidence = '3'",
        "hash = 'ab'",
        "before = 'ab'",
    ],
)
def test_a_changed_row_is_found_at_its_place(ledger: Ledger, engine: sa.Engine, change: str) -> None:
    tamper(engine, f"UPDATE deletions SET {change} WHERE position = 3")  # noqa: S608, the test's own words

    assert faults(ledger)[0] == (3, "changed")


def test_a_removed_row_is_found(ledger: Ledger, engine: sa.Engine) -> None:
    tamper(engine, "DELETE FROM deletions WHERE position = 2")

    assert faults(ledger) == [(2, "missing")]


def test_swapped_rows_are_found(ledger: Ledger, engine: sa.Engine) -> None:
    moves = [(2, 102), (3, 2), (102, 3)]
    tamper(engine, *(f"UPDATE deletions SET position = {to} WHERE position = {at}" for at, to in moves))  # noqa: S608

    assert faults(ledger) == [(2, "changed"), (3, "changed"), (4, "not_following")]


def test_an_inserted_row_is_found(ledger: Ledger, engine: sa.Engine) -> None:
    columns = "before, hash, kind, helpdesk, ticket_id, comment_id, attachment_id, name_hash, size, content_type"
    columns += ", why, rule, policy_version, decided_by, at, evidence"
    tamper(
        engine,
        "UPDATE deletions SET position = position + 100 WHERE position > 3",
        "UPDATE deletions SET position = position - 99 WHERE position > 100",
        f"INSERT INTO deletions (position, {columns}) SELECT 4, {columns} FROM deletions WHERE position = 3",  # noqa: S608
    )

    assert faults(ledger) == [(4, "changed"), (5, "changed"), (6, "changed")]


def _append(url: str, number: int) -> None:
    engine = connect(url)
    for _ in range(number):
        Ledger(engine).deletions.append(ENTRY)
    engine.dispose()


def test_workers_that_append_at_once_make_one_chain(database_url: str) -> None:
    migrate(database_url)
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_append, args=(database_url, 25)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    engine = connect(database_url)
    checked = Ledger(engine).deletions.verify()
    engine.dispose()

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert (checked.head.position, checked.faults) == (75, ())


def test_every_kind_can_be_stored(engine: sa.Engine) -> None:
    ledger = Ledger(engine)
    for kind in Kind:
        ledger.deletions.append(replace(ENTRY, kind=kind))

    assert [link.entry.kind for link in ledger.deletions.of("zendesk", "4")] == list(Kind)
