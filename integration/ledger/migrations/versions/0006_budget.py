"""The budget of calls that all processes share."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "budget_accounts",
        *_words("helpdesk"),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", name="pk_budget_accounts"),
    )
    _batches()
    _told()
    _turns()
    op.create_table(
        "budget_waits",
        *_words("helpdesk", "purpose", "ticket_id"),
        *_times("since", "until"),
        sa.PrimaryKeyConstraint("helpdesk", "purpose", "ticket_id", name="pk_budget_waits"),
    )


def downgrade() -> None:
    """Drop the tables: for a minute nobody knows what was called."""
    for table in ("budget_waits", "budget_turns", "budget_told", "budget_batches", "budget_accounts"):
        op.drop_table(table)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _times(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, TIME, nullable=False) for name in names]


def _batches() -> None:
    op.create_table(
        "budget_batches",
        sa.Column("id", sa.Integer, nullable=False),
        *_words("helpdesk", "bucket"),
        sa.Column("calls", sa.Integer, nullable=False),
        *_times("until"),
        sa.PrimaryKeyConstraint("id", name="pk_budget_batches"),
    )
    op.create_index("ix_budget_batches_helpdesk_bucket", "budget_batches", ["helpdesk", "bucket"])
    op.create_index("ix_budget_batches_until", "budget_batches", ["until"])


def _told() -> None:
    op.create_table(
        "budget_told",
        *_words("helpdesk", "bucket"),
        sa.Column("calls", sa.Integer),
        sa.Column("remaining", sa.Integer),
        sa.Column("resets_at", TIME),
        *_times("at"),
        sa.Column("paused_until", TIME),
        sa.PrimaryKeyConstraint("helpdesk", "bucket", name="pk_budget_told"),
    )


def _turns() -> None:
    op.create_table(
        "budget_turns",
        *_words("id", "helpdesk"),
        *_times("until"),
        sa.PrimaryKeyConstraint("id", name="pk_budget_turns"),
    )
    op.create_index("ix_budget_turns_helpdesk", "budget_turns", ["helpdesk"])
