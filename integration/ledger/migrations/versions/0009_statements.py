"""The statement of each day."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "statements",
        sa.Column("helpdesk", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("balanced", sa.Boolean, nullable=False),
        sa.Column("sheet", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", "day", name="pk_statements"),
    )


def downgrade() -> None:
    """Drop it: the sheets of past days can no longer be shown."""
    op.drop_table("statements")
