"""The versions of the policy with their files, when each came into force, and what finds duplicates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "policy_files",
        *_words("version", "name"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("version", "name", name="pk_policy_files"),
    )
    op.create_table(
        "policy_publications",
        sa.Column("id", sa.Integer, nullable=False),
        *_words("version", "source", "author", "reason"),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policy_publications"),
    )
    _fingerprints()
    op.create_table("secrets", *_words("name", "value"), sa.PrimaryKeyConstraint("name", name="pk_secrets"))


def downgrade() -> None:
    """Drop the tables: old policies can no longer be shown, and duplicates are found only among tickets seen anew."""
    for table in ("secrets", "fingerprints", "policy_publications", "policy_files"):
        op.drop_table(table)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _fingerprints() -> None:
    op.create_table(
        "fingerprints",
        *_words("helpdesk", "ticket_id", "fingerprint", "before"),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", "ticket_id", name="pk_fingerprints"),
    )
    op.create_index("ix_fingerprints_fingerprint", "fingerprints", ["fingerprint"])
    op.create_index("ix_fingerprints_closed_seen_at", "fingerprints", ["closed", "seen_at"])
