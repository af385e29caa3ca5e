"""Documents and what became of them, the chained ledger of deletions, holds and certificates."""

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


def downgrade() -> None:
    """Drop the tables, and with them every proof that this installation has."""
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
