from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from integration.engine import slots
from integration.engine.slots import NoPlace, Place, PostgresPlace, take
from integration.engine.tables import queue_url

Takes = Callable[[str], Place]


@pytest.fixture
def taken() -> Iterator[Takes]:
    """Take a place; all are left at the end."""
    held: list[Place] = []

    def one(url: str) -> Place:
        held.append(take(queue_url(url)))
        return held[-1]

    yield one
    for place in held:
        place.leave()


def test_sqlite_has_one_place_which_is_free_again_once_it_is_left(sqlite_url: str) -> None:
    first = take(queue_url(sqlite_url))
    with pytest.raises(NoPlace, match="stop it first, or move to PostgreSQL"):
        take(queue_url(sqlite_url))
    first.leave()

    second = take(queue_url(sqlite_url))
    assert second.still_held()
    with second.orphaned("worker-2") as free:
        assert not free
    second.leave()


def test_postgresql_gives_each_worker_the_first_free_place(postgres_url: str, taken: Takes) -> None:
    first, second = taken(postgres_url), taken(postgres_url)
    assert (first.name, second.name) == ("worker-1", "worker-2")

    first.leave()

    assert taken(postgres_url).name == "worker-1"


def test_postgresql_has_so_many_places_and_no_more(
    postgres_url: str, taken: Takes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "PLACES", 1)
    taken(postgres_url)

    with pytest.raises(NoPlace, match="All 1 places"):
        take(queue_url(postgres_url))


def test_a_place_is_orphaned_when_nobody_holds_it(postgres_url: str, taken: Takes) -> None:
    first, second = taken(postgres_url), taken(postgres_url)
    for name, orphan in (("worker-1", False), ("worker-2", False), ("worker-3", True), ("local", False)):
        with first.orphaned(name) as free:
            assert free is orphan
    second.leave()

    with first.orphaned("worker-2") as free:
        assert free
        assert taken(postgres_url).name == "worker-3"  # it stays empty while its work is adopted
    with first.orphaned("worker-2") as free:
        assert free  # and it was let go


def test_a_place_is_no_longer_held_once_its_session_is_gone(postgres_url: str, taken: Takes) -> None:
    place = taken(postgres_url)
    assert isinstance(place, PostgresPlace)
    assert place.still_held()
    other = sa.create_engine(place._engine.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with other.connect() as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")

    assert not place.still_held()
