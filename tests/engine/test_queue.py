import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from integration.core.errors import CannotRecord
from integration.engine.queue import NotFound, Queue, WrongState
from integration.engine.rows import Backlog, State
from integration.engine.tables import prepare, queue_url
from integration.ledger.database import connect, parse
from tests.engine import postgres
from tests.engine.samples import delivery


@pytest.fixture
def hurried(sqlite_url: str) -> Iterator[Queue]:
    """A queue that waits for nobody."""
    prepare(sqlite_url)
    queue = Queue(sqlite_url, patience=0.1)
    yield queue
    queue.close()


def test_what_was_put_is_listed_as_waiting(queue: Queue) -> None:
    put = delivery()
    queue.put(put)

    found = queue.find("z:d1")
    assert found
    assert (found.helpdesk, found.ticket_id, found.kind) == ("z", "7", "ticket.moved")
    assert (found.state, found.received_at) == (State.WAITING, put.received_at)
    assert queue.deliveries() == queue.deliveries(State.WAITING) == (found,)
    assert queue.deliveries(State.DONE) == ()
    assert queue.find("z:other") is None


def test_the_same_delivery_fifty_times_at_once_is_one(queue: Queue) -> None:
    threads = [threading.Thread(target=queue.put, args=(delivery(),)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert queue.waiting().count == 1


def test_the_same_id_from_another_helpdesk_is_another_delivery(queue: Queue) -> None:
    queue.put(delivery(helpdesk="z"))
    queue.put(delivery(helpdesk="y"))

    assert queue.waiting().count == 2


def test_the_backlog_says_since_when_the_oldest_waits(queue: Queue) -> None:
    assert queue.waiting() == Backlog(0, None)
    before = datetime.now(UTC)
    queue.put(delivery("d1"))
    queue.put(delivery("d2"))

    backlog = queue.waiting()

    assert backlog.count == 2
    assert backlog.oldest
    assert before - timedelta(seconds=1) <= backlog.oldest <= datetime.now(UTC)


def test_the_newest_are_listed_first_and_no_more_than_asked(queue: Queue) -> None:
    for number in range(3):
        queue.put(delivery(f"d{number}"))

    assert len(queue.deliveries(limit=2)) == 2


def test_a_tick_is_put_once_whatever_the_zone_it_is_told_in(queue: Queue) -> None:
    due = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    queue.put_tick("overdue", due)
    queue.put_tick("overdue", due.astimezone())
    queue.put_tick("overdue", due + timedelta(minutes=1))
    queue.put_tick("reminders", due)

    assert queue.counts()[State.WAITING] == 3
    assert queue.waiting().count == 0  # ticks are no deliveries
    tick = queue.find("tick:overdue:2026-11-22T09:00:00+00:00")
    assert tick
    assert (tick.kind, tick.helpdesk, tick.ticket_id) == ("overdue", "", "")


def test_what_waits_can_be_cancelled_but_not_replayed(queue: Queue) -> None:
    queue.put(delivery())
    with pytest.raises(WrongState, match="is waiting"):
        queue.replay("z:d1")

    queue.cancel("z:d1")

    found = queue.find("z:d1")
    assert found
    assert found.state is State.CANCELLED
    assert queue.waiting().count == 0


def test_what_was_cancelled_stays_cancelled_when_it_is_sent_again(queue: Queue) -> None:
    queue.put(delivery())
    queue.cancel("z:d1")
    queue.put(delivery())

    assert queue.waiting().count == 0


@pytest.mark.parametrize("act", ["replay", "cancel"])
def test_an_unknown_id_is_said_to_be_unknown(queue: Queue, act: str) -> None:
    with pytest.raises(NotFound, match="z:nothing"):
        getattr(queue, act)("z:nothing")


def test_purging_forgets_what_has_ended_and_keeps_what_waits(queue: Queue) -> None:
    queue.put(delivery("gone"))
    queue.cancel("z:gone")
    queue.put(delivery("kept"))

    assert queue.purge(datetime.now(UTC) - timedelta(minutes=1)) == 0
    assert queue.purge(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert [row.id for row in queue.deliveries()] == ["z:kept"]


def test_only_ids_and_times_lie_on_disk(queue: Queue, database_url: str) -> None:
    queue.put(delivery())
    engine = connect(queue_url(database_url))
    table = "workflow_input" if engine.dialect.name == "sqlite" else "dbos.workflow_input"
    with engine.connect() as connection:
        stored = connection.exec_driver_sql(f"SELECT inputs FROM {table}").scalar_one()  # noqa: S608, two fixed names
    engine.dispose()

    put = json.loads(stored)["positionalArgs"][0]  # JSON: a pickle would run what a stranger wrote there
    assert set(put) == {"id", "helpdesk", "ticket_id", "kind", "occurred_at", "received_at", "actor"}


def test_a_locked_file_cannot_be_recorded_in_and_that_is_said_at_once(hurried: Queue, sqlite_url: str) -> None:
    other = sqlite3.connect(str(queue_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    began = time.monotonic()
    with pytest.raises(CannotRecord) as refused:
        hurried.put(delivery())
    took = time.monotonic() - began
    other.execute("ROLLBACK")
    other.close()

    assert took < 2
    assert "ticket.moved" not in f"{refused.value} {refused.value.__cause__}"
    hurried.put(delivery())
    assert hurried.waiting().count == 1


def test_a_database_without_tables_cannot_be_recorded_in(sqlite_url: str) -> None:
    queue = Queue(sqlite_url)
    with pytest.raises(CannotRecord):
        queue.put(delivery())
    with pytest.raises(CannotRecord):
        queue.waiting()
    queue.close()


def test_a_server_that_is_away_is_said_to_be_away_at_once() -> None:
    queue = Queue("postgresql://guichet:s3cret@127.0.0.1:1/guichet")

    began = time.monotonic()
    with pytest.raises(CannotRecord) as refused:
        queue.put(delivery())
    took = time.monotonic() - began

    assert took < 5
    assert "s3cret" not in f"{refused.value} {refused.value.__cause__}"


def test_a_server_that_came_back_is_used_again(postgres_url: str) -> None:
    prepare(postgres_url)
    queue = Queue(postgres_url)
    queue.put(delivery("before"))
    admin = sa.create_engine(parse(postgres_url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    queue.put(delivery("after"))

    assert queue.waiting().count == 2
    queue.close()


def test_the_queue_lies_beside_the_ledger_on_sqlite_and_with_it_on_postgresql() -> None:
    assert str(queue_url("sqlite:////var/lib/guichet.db")) == "sqlite:////var/lib/guichet-queue.db"
    assert str(queue_url("sqlite:///a.b/guichet")) == "sqlite:///a.b/guichet-queue.db"
    assert queue_url("postgresql://h/d") == parse("postgresql://h/d")


def test_several_processes_may_prepare_at_once_on_sqlite(sqlite_url: str) -> None:
    _prepare_at_once(sqlite_url)


def test_several_processes_may_prepare_at_once_on_postgresql(postgres_server: str) -> None:
    with postgres.fresh_database(postgres_server) as empty:
        _prepare_at_once(empty)


def _prepare_at_once(url: str) -> None:
    failures: list[Exception] = []

    def one() -> None:
        try:
            prepare(url)
        except Exception as error:  # noqa: BLE001, whatever it is, it fails the test
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
