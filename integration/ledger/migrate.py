"""Bring a database's tables to what this version of the ledger expects; safe to run from every process at start."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from integration.ledger.database import connect

LOCK = 0x6775_6963_6865_74
"""The PostgreSQL advisory lock that lets one process migrate at a time ("guichet" in ASCII)."""


def migrate(url: str) -> None:
    """Apply the migrations that this database has not had yet. Another process doing the same is waited for."""
    engine = connect(url)
    try:
        with engine.begin() as connection:
            _lock(connection)
            command.upgrade(configuration(connection), "head")
    finally:
        engine.dispose()


def configuration(connection: sa.Connection) -> Config:
    """Alembic's configuration over an open connection; there is no ini file to keep."""
    config = Config()
    config.set_main_option("script_location", "integration.ledger:migrations")
    config.attributes["connection"] = connection
    return config


def _lock(connection: sa.Connection) -> None:
    """Hold off the other processes until this transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
