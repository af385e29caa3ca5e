"""Where the queue's tables lie, how they are made and opened; what is in them is DBOS's own business."""

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer

from integration.engine.logs import quiet
from integration.ledger.database import connect, parse

APPLICATION = "guichet"
VERSION = "1"
"""What kind of queued work this program understands. By default DBOS hashes the source, which strands whatever is
queued at every deploy; raise this by hand, and only when old payloads can no longer be carried out."""

SCHEMA = "dbos"
DELIVERIES = "guichet.deliveries"
TICKS = "guichet.ticks"
"""The two queues, by name."""

DELIVERY = "guichet.delivery"
TICK = "guichet.tick"
"""The two kinds of work, by name."""


def queue_url(url: str) -> sa.URL:
    """The queue's database for the ledger's URL: the same one on PostgreSQL, a file beside it on SQLite.

    Two SQLite files have two write locks, so a webhook never waits while the worker writes in the ledger.
    """
    parsed = parse(url)
    if parsed.get_backend_name() == "postgresql":
        return parsed
    return parsed.set(database=f"{str(parsed.database).removesuffix('.db')}-queue.db")


def prepare(url: str) -> None:
    """Make the queue's tables or bring them up to date; every process may call it at start, several at once."""
    quiet()
    queue = queue_url(url)
    engine = connect(queue)
    try:
        # DBOS never asks for write-ahead logging; it has to be on before its first table is written.
        engine.connect().close()
    finally:
        engine.dispose()
    DBOS.migrate(queue.render_as_string(hide_password=False), schema=SCHEMA)


def open_client(engine: sa.Engine) -> DBOSClient:
    """A client that reads and writes rows but runs and recovers nothing, and never waits for a lost database."""
    quiet()
    return DBOSClient(
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        application_name=APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )
