"""Documents and what became of them, the chained ledger of deletions, holds and certificates."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _deletions()
    _append_only()
    _certificates()
    _documents()
    _reviews()
    _holds()


def downgrade() -> None:
    """Drop the tables, and with them every proof that this installation has."""
    for table in ("deletion_starts", "holds", "reviews", "documents"):
        op.drop_table(table)
    op.drop_table("certificates")
    op.drop_table("deletions")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION deletions_append_only")


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _deletions() -> None:
    entry = ("kind", "helpdesk", "ticket_id", "comment_id", "attachment_id", "name_hash")
    why = ("content_type", "why", "rule", "policy_version", "decided_by", "at", "evidence")
    op.create_table(
        "deletions",
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        *_words("before", "hash", *entry),
        sa.Column("size", sa.BigInteger),
        *_words(*why),
        sa.PrimaryKeyConstraint("position", name="pk_deletions"),
    )
    op.create_index("ix_deletions_helpdesk_ticket_id", "deletions", ["helpdesk", "ticket_id"])


def _append_only() -> None:
    """The database refuses to change or remove a row; who may drop the trigger is found out by the chain."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER deletions_no_{verb.lower()} BEFORE {verb} ON deletions "
                "BEGIN SELECT RAISE(ABORT, 'The ledger of deletions is append-only.'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION deletions_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'The ledger of deletions is append-only.'; END $$"
    )
    op.execute(
        "CREATE TRIGGER deletions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON deletions "
        "FOR EACH STATEMENT EXECUTE FUNCTION deletions_append_only()"
    )


def _certificates() -> None:
    op.create_table(
        "certificates",
        *_words("number", "helpdesk", "ticket_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_words("content_hash"),
        sa.Column("position", sa.Integer, nullable=False),
        *_words("head", "key"),
        sa.PrimaryKeyConstraint("number", name="pk_certificates"),
    )
    op.create_index("ix_certificates_helpdesk_ticket_id", "certificates", ["helpdesk", "ticket_id"])


def _times(*names: str, nullable: bool = False) -> list[sa.Column[datetime]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _documents() -> None:
    names = ("comment_id", "sort", "state", "why", "rule", "decided_by", "policy_version", "name_hash")
    op.create_table(
        "documents",
        *_words("helpdesk", "ticket_id", "id", *names),
        sa.Column("size", sa.BigInteger, nullable=False),
        *_words("content_type"),
        *_times("marked_at", "due_at"),
        sa.Column("tries", sa.Integer, nullable=False),
        *_times("requested_at", "verified_at", "checked_at", nullable=True),
        sa.Column("checks", sa.Integer, nullable=False),
        *_words("event"),
        sa.Column("copied_to", sa.String, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("helpdesk", "ticket_id", "id", name="pk_documents"),
    )
    op.create_index("ix_documents_state", "documents", ["state"])
    op.create_index("ix_documents_requested_at", "documents", ["requested_at"])
    op.create_index("ix_documents_helpdesk_copied_to", "documents", ["helpdesk", "copied_to"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        *_words("helpdesk", "ticket_id", "rule", "decided_by"),
        *_times("over_at"),
        sa.PrimaryKeyConstraint("helpdesk", "ticket_id", name="pk_reviews"),
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer, nullable=False),
        *_words("helpdesk", "ticket_id", "reason", "author"),
        *_times("placed_at", "expires_at"),
        *_times("lifted_at", nullable=True),
        sa.Column("lifted_by", sa.String, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index("ix_holds_helpdesk_ticket_id", "holds", ["helpdesk", "ticket_id"])
    op.create_table(
        "deletion_starts",
        sa.Column("id", sa.Integer, nullable=False),
        *_words("author", "reason"),
        *_times("at"),
        sa.PrimaryKeyConstraint("id", name="pk_deletion_starts"),
    )
