"""What Alembic runs: our tables, over the connection that `migrate` opened and locked."""

from alembic import context

from integration.ledger import budget_tables, clock_tables, deletion_tables, document_tables, provisioned, run_tables  # noqa: F401, its tables are part of the whole
from integration.ledger.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
