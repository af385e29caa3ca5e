"""What was made or adopted in a helpdesk, by our key."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "provisioned",
        sa.Column("helpdesk", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("thing_id", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", "key", name="pk_provisioned"),
    )


def downgrade() -> None:
    """Forget the ids; what carries our marker or a title of ours is found again without them."""
    op.drop_table("provisioned")
