import threading
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from integration.ledger.database import connect
from integration.ledger.migrate import configuration, migrate
from integration.ledger.tables import Table


def test_the_migrations_make_exactly_the_tables_the_ledger_uses(database_url: str) -> None:
    migrate(database_url)

    engine = connect(database_url)
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), Table.metadata
        )
    engine.dispose()

    assert differences == []


def test_several_processes_may_migrate_at_once(database_url: str) -> None:
    failures: list[Exception] = []

    def one() -> None:
        try:
            migrate(database_url)
        except Exception as error:  # noqa: BLE001, whatever it is, it fails the test
            failures.append(error)

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_every_step_can_be_taken_back(database_url: str) -> None:
    migrate(database_url)
    engine = connect(database_url)

    with engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    with engine.connect() as connection:
        left = inspect(connection).get_table_names()
    engine.dispose()

    assert left == ["alembic_version"]


def test_a_new_folder_is_for_our_eyes_only(sqlite_url: str, tmp_path: Path) -> None:
    migrate(sqlite_url)

    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
