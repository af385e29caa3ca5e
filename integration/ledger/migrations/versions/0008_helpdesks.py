"""Which helpdesk a published policy, and a lifted limit, is for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was published or lifted before is for every helpdesk."""
    for table in ("policy_publications", "lifts"):
        op.add_column(table, sa.Column("helpdesk", sa.String, nullable=False, server_default=""))
    op.create_index("ix_policy_publications_helpdesk", "policy_publications", ["helpdesk"])


def downgrade() -> None:
    """Forget for whom they were; helpdesks with a policy of their own then have to share one."""
    op.drop_index("ix_policy_publications_helpdesk", "policy_publications")
    for table in ("lifts", "policy_publications"):
        op.drop_column(table, "helpdesk")
