"""The statement of each day, and an index of exactly the cases that are to be woken."""

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
    to_wake = sa.text("(woken_for IS NULL OR woken_for != wake_at)")
    op.create_index("ix_cases_to_wake", "cases", ["wake_at"], sqlite_where=to_wake, postgresql_where=to_wake)
    op.drop_index("ix_cases_wake_at", "cases")


def downgrade() -> None:
    """Drop the table: the sheets of past days can no longer be shown."""
    op.create_index("ix_cases_wake_at", "cases", ["wake_at"])
    op.drop_index("ix_cases_to_wake", "cases")
    op.drop_table("statements")
