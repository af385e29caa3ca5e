"""When messages came in that a helpdesk had set aside, so that a recovered one counts from then on."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "set_aside",
        sa.Column("helpdesk", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", "fingerprint", name="pk_set_aside"),
    )


def downgrade() -> None:
    """Forget the times: recovered messages count from their recovery."""
    op.drop_table("set_aside")
