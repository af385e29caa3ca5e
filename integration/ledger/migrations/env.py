"""What Alembic runs: our tables, over the connection that `migrate` opened and locked."""

from alembic import context

from integration.ledger import (  # noqa: F401, their tables are part of the whole
    budget_tables,
    clock_tables,
    deletion_tables,
    document_tables,
    provisioned,
    run_tables,
    set_aside_tables,
    statement_tables,
)
from integration.ledger.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
