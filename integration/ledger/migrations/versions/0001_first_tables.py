"""The first three tables: cases, passes, writes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _cases()
    _passes()
    _writes()


def downgrade() -> None:
    """Drop the tables, and with them everything the ledger knows."""
    for table in ("writes", "passes", "cases"):
        op.drop_table(table)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _codes(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.JSON, nullable=False) for name in names]


def _times(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, TIME) for name in names]


def _cases() -> None:
    op.create_table(
        "cases",
        *_words("helpdesk", "ticket_id", "state", "category", "rule", "policy_version"),
        *_codes("missing"),
        *_times("read_at", "wake_at", "woken_for"),
        sa.Column("closed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", "ticket_id", name="pk_cases"),
    )
    op.create_index("ix_cases_state", "cases", ["state"])
    op.create_index("ix_cases_wake_at", "cases", ["wake_at"])


def _passes() -> None:
    op.create_table(
        "passes",
        sa.Column("id", sa.Integer, nullable=False),
        *_words("helpdesk", "ticket_id", "delivery_id", "outcome", "state", "category", "rule", "policy_version"),
        *_codes("missing", "verdicts", "changes"),
        *_times("read_at", "wake_at"),
        sa.Column("closed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passes"),
    )
    op.create_index("ix_passes_helpdesk_ticket_id", "passes", ["helpdesk", "ticket_id"])
    op.create_index("ix_passes_outcome", "passes", ["outcome"])
    op.create_index("ix_passes_closed_at", "passes", ["closed_at"])


def _writes() -> None:
    op.create_table(
        "writes",
        *_words("key", "helpdesk", "ticket_id", "delivery_id", "mark_kind", "comment_id"),
        *_codes("kinds", "mark_about"),
        sa.Column("intended_at", TIME, nullable=False),
        *_times("proven_at", "dropped_at"),
        sa.PrimaryKeyConstraint("key", name="pk_writes"),
    )
    op.create_index("ix_writes_helpdesk_ticket_id", "writes", ["helpdesk", "ticket_id"])
