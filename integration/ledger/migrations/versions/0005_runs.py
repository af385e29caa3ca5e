"""What each run of a job saw and did, how far catching up got, who is to be told, and how each case was first seen."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the columns of cases."""
    _runs()
    op.create_table(
        "caught_up",
        *_words("helpdesk"),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("helpdesk", name="pk_caught_up"),
    )
    _notices()
    op.add_column("cases", sa.Column("seen_by", sa.String, nullable=False, server_default=""))
    op.add_column("cases", sa.Column("first_seen_at", TIME))
    op.add_column("cases", sa.Column("version_at", TIME))


def downgrade() -> None:
    """Forget them: catching up begins anew, and notices that were not sent are lost."""
    for column in ("version_at", "first_seen_at", "seen_by"):
        op.drop_column("cases", column)
    for table in ("notices", "caught_up", "runs"):
        op.drop_table(table)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _runs() -> None:
    op.create_table(
        "runs",
        *_words("job"),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        *(_count(name) for name in ("seen", "changed", "refused", "left")),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("listed", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("job", "due_at", name="pk_runs"),
    )
    op.create_index("ix_runs_ended_at", "runs", ["ended_at"])


def _notices() -> None:
    op.create_table(
        "notices",
        *_words("helpdesk", "ticket_id", "clock", "kind"),
        sa.Column("at", TIME, nullable=False),
        *_words("channel"),
        sa.Column("made_at", TIME, nullable=False),
        _count("tries"),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("sent_at", TIME),
        sa.PrimaryKeyConstraint("helpdesk", "ticket_id", "clock", "kind", "at", "channel", name="pk_notices"),
    )
    op.create_index("ix_notices_sent_at_next_at", "notices", ["sent_at", "next_at"])
