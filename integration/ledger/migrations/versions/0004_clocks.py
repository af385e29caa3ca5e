"""What is remembered of each clock, why a case asked to be woken, and since when it is complete."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("cases", sa.Column("wake_for", sa.String, nullable=False, server_default="clock"))
    op.add_column("cases", sa.Column("completed_at", sa.DateTime(timezone=True)))
    op.create_table(
        "clocks",
        sa.Column("helpdesk", sa.String, nullable=False),
        sa.Column("ticket_id", sa.String, nullable=False),
        sa.Column("clock", sa.String, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.Date),
        sa.Column("warned_at", sa.DateTime(timezone=True)),
        sa.Column("late_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("stops", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", "ticket_id", "clock", name="pk_clocks"),
    )


def downgrade() -> None:
    """Forget what clocks remember; they are computed anew from the tickets."""
    op.drop_table("clocks")
    op.drop_column("cases", "completed_at")
    op.drop_column("cases", "wake_for")
