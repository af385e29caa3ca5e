from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from integration.engine.queue import Queue
from integration.engine.rows import State
from integration.engine.tables import prepare
from integration.engine.work import CRASHES
from integration.engine.worker import Worker
from integration.ledger.database import parse
from tests.engine.conftest import Start
from tests.engine.process import worker_process
from tests.engine.samples import QUICK, Attempts, delivery, ended


@contextmanager
def opened(url: str) -> Iterator[Queue]:
    prepare(url)
    queue = Queue(url)
    try:
        yield queue
    finally:
        queue.close()


def test_what_a_killed_worker_had_in_hand_is_taken_again_and_nothing_is_lost(
    queue: Queue, database_url: str, start: Start
) -> None:
    with worker_process(database_url, "a-held") as killed:
        assert killed.says() == "ready worker-1"
        queue.put(delivery("a-held", ticket_id="7"))
        assert killed.says() == "attempt a-held"
        queue.put(delivery("b-behind", ticket_id="7"))
        queue.put(delivery("elsewhere", ticket_id="8"))
        assert killed.says() == "attempt elsewhere"
        assert ended(queue, "z:elsewhere").state is State.DONE
        killed.kill()

    attempts = Attempts()
    start(attempts)

    assert ended(queue, "z:a-held").state is State.DONE
    assert ended(queue, "z:b-behind").state is State.DONE
    assert attempts.ids == ["a-held", "b-behind"]  # in order, and what was finished is not done again
    assert attempts.overlaps == 0


def test_a_worker_that_is_asked_to_end_ends_well(queue: Queue, database_url: str) -> None:
    with worker_process(database_url) as worker:
        worker.says()
        queue.put(delivery())
        assert worker.says() == "attempt d1"
        assert ended(queue, "z:d1").state is State.DONE
        worker.terminate()

        assert worker.ends() == 0


def test_what_kills_its_worker_every_time_becomes_a_dead_letter(sqlite_url: str) -> None:
    """The count is DBOS's; it is set near its end here, since twenty real kills take a minute."""
    with worker_process(sqlite_url, "poison") as killed, opened(sqlite_url) as queue:
        killed.says()
        queue.put(delivery("poison"))
        killed.says()
        killed.kill()
        with queue._engine.begin() as connection:
            connection.execute(sa.text("UPDATE workflow_status SET recovery_attempts = :n"), {"n": CRASHES + 1})

        worker = Worker(sqlite_url, Attempts(), pace=QUICK)
        worker.start()
        row = ended(queue, "z:poison")
        worker.stop()

    assert row.state is State.DEAD
    assert "died again and again" in row.reason


def test_on_postgresql_a_living_worker_adopts_the_work_of_a_killed_one(postgres_url: str) -> None:
    with worker_process(postgres_url, "held") as killed, opened(postgres_url) as queue:
        assert killed.says() == "ready worker-1"
        queue.put(delivery("held"))
        assert killed.says() == "attempt held"
        with worker_process(postgres_url) as living:
            assert living.says() == "ready worker-2"
            killed.kill()

            assert living.says() == "attempt held"
            assert ended(queue, "z:held").state is State.DONE


def test_on_postgresql_what_a_living_worker_has_in_hand_is_left_to_it(postgres_url: str) -> None:
    with worker_process(postgres_url, "held") as first, opened(postgres_url) as queue:
        first.says()
        queue.put(delivery("held"))
        assert first.says() == "attempt held"
        with worker_process(postgres_url) as second:
            second.says()
            for number in range(5):  # each takes longer than the watcher's round
                queue.put(delivery(f"d{number}", ticket_id="8"))
                ended(queue, f"z:d{number}")
            second.terminate()

            assert "attempt held" not in second.says_to_the_end()


def test_on_postgresql_a_worker_that_loses_its_place_ends_at_once(postgres_url: str) -> None:
    with worker_process(postgres_url, "held") as worker, opened(postgres_url) as queue:
        worker.says()
        queue.put(delivery("held"))
        assert worker.says() == "attempt held"
        admin = sa.create_engine(parse(postgres_url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with admin.connect() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            )

        assert worker.ends() == 1
