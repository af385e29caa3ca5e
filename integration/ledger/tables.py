"""The ledger's tables: cases, passes and writes; the policies that ran; the fingerprints that find duplicates."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from integration.ledger.columns import Codes, Time


class Table(DeclarativeBase):
    """The tables Alembic compares its migrations with. Columns hold ids, hashes and codes, never a word of a member."""

    type_annotation_map = {  # noqa: RUF012, SQLAlchemy reads it as a plain class attribute
        datetime: Time,
        tuple[str, ...]: Codes,
    }
    metadata = sa.MetaData(
        naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"},
    )


TO_WAKE = sa.text("(woken_for IS NULL OR woken_for != wake_at)")
"""Of the cases that wait for a time, those that were not put into the queue for it."""


class Case(Table):
    """One row per ticket, as the last good pass left it; `woken_for` is the wake-up already put in the queue.

    `held` is the limit that its next write waits for, "" when it waits for none. `wake_for` is a `Why`; `completed_at`
    is since when nothing was missing. `seen_by` is what first told of it (webhook, catch_up, sweep); `version_at` is
    the helpdesk's own time of the version last read or written.
    """

    __tablename__ = "cases"
    __table_args__ = (
        # What was woken already is not in it: after a long failure that may be most of what is due.
        sa.Index("ix_cases_to_wake", "wake_at", sqlite_where=TO_WAKE, postgresql_where=TO_WAKE),
    )

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    category: Mapped[str]
    rule: Mapped[str]
    policy_version: Mapped[str]
    missing: Mapped[tuple[str, ...]]
    read_at: Mapped[datetime | None]
    wake_at: Mapped[datetime | None]
    woken_for: Mapped[datetime | None]
    wake_for: Mapped[str] = mapped_column(server_default="clock")
    completed_at: Mapped[datetime | None]
    held: Mapped[str] = mapped_column(index=True, server_default="")
    closed_at: Mapped[datetime]
    seen_by: Mapped[str] = mapped_column(server_default="")
    first_seen_at: Mapped[datetime | None]
    version_at: Mapped[datetime | None]


class Pass(Table):
    """One row per look at a ticket, appended and never changed: what was found and done, under which policy."""

    __tablename__ = "passes"
    __table_args__ = (sa.Index(None, "helpdesk", "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    helpdesk: Mapped[str]
    ticket_id: Mapped[str]
    delivery_id: Mapped[str]
    outcome: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    category: Mapped[str]
    rule: Mapped[str]
    policy_version: Mapped[str]
    missing: Mapped[tuple[str, ...]]
    verdicts: Mapped[tuple[str, ...]]
    changes: Mapped[tuple[str, ...]]
    read_at: Mapped[datetime | None]
    wake_at: Mapped[datetime | None]
    closed_at: Mapped[datetime] = mapped_column(index=True)


class Write(Table):
    """One row per write to the helpdesk: intended before it is sent, then proven, or dropped when it was refused."""

    __tablename__ = "writes"
    __table_args__ = (sa.Index(None, "helpdesk", "ticket_id"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    helpdesk: Mapped[str]
    ticket_id: Mapped[str]
    delivery_id: Mapped[str]
    kinds: Mapped[tuple[str, ...]]
    mark_kind: Mapped[str]
    mark_about: Mapped[tuple[str, ...]]
    comment_id: Mapped[str]
    intended_at: Mapped[datetime] = mapped_column(index=True)
    proven_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]


class Lift(Table):
    """One row each time a person let things go on beyond a limit, appended and never changed; "" is every helpdesk."""

    __tablename__ = "lifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    helpdesk: Mapped[str] = mapped_column(server_default="")
    author: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class PolicyFile(Table):
    """One file of one version of the policy, to the byte; the version is the hash of all of them."""

    __tablename__ = "policy_files"

    version: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class Publication(Table):
    """One row each time a version came into force, appended and never changed: from where, by whom, when and why.

    `helpdesk` is the one whose own policy it is, "" for the policy that helpdesks share.
    """

    __tablename__ = "policy_publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    helpdesk: Mapped[str] = mapped_column(index=True, server_default="")
    version: Mapped[str]
    source: Mapped[str]
    author: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class Fingerprint(Table):
    """What a ticket is about, as a peppered hash that finds duplicates; "" when that is not known (any more).

    `seen_at` is when the case was last seen open. A fingerprint that is new since `since` has to be `told` to the
    tickets that share it, and to those that shared the one `before`.
    """

    __tablename__ = "fingerprints"
    __table_args__ = (sa.Index(None, "closed", "seen_at"),)

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(index=True)
    before: Mapped[str]
    closed: Mapped[bool]
    told: Mapped[bool]
    since: Mapped[datetime]
    seen_at: Mapped[datetime]


class Secret(Table):
    """A random secret of this installation, made once."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
