"""Which cases wait for a limit, who lifted one, and an index for counting what was written lately."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, its index, the table and the index of writes by time."""
    op.add_column("cases", sa.Column("held", sa.String, nullable=False, server_default=""))
    op.create_index("ix_cases_held", "cases", ["held"])
    op.create_index("ix_writes_intended_at", "writes", ["intended_at"])
    op.create_table(
        "lifts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lifts"),
    )


def downgrade() -> None:
    """Forget which cases wait; they are looked at again at their wake-up all the same."""
    op.drop_table("lifts")
    op.drop_index("ix_writes_intended_at", "writes")
    op.drop_index("ix_cases_held", "cases")
    op.drop_column("cases", "held")
