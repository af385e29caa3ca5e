"""The tables of the clock's jobs: their runs, how far catching up got, and the notices that wait to be sent."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integration.ledger.tables import Table


class RunRow(Table):
    """One row for each time a job was due. `words` are sentences of ours, `listed` ids that a person may look up."""

    __tablename__ = "runs"

    job: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    seen: Mapped[int] = mapped_column(server_default="0")
    changed: Mapped[int] = mapped_column(server_default="0")
    refused: Mapped[int] = mapped_column(server_default="0")
    left: Mapped[int] = mapped_column(server_default="0")
    words: Mapped[tuple[str, ...]]
    listed: Mapped[tuple[str, ...]]


class CaughtUp(Table):
    """How far catching up got with each helpdesk, by the helpdesk's own clock."""

    __tablename__ = "caught_up"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class NoticeRow(Table):
    """One row for each notice and channel. `clock` and `kind` are codes, `at` is the instant it is about.

    It waits until `next_at` while `sent_at` is empty.
    """

    __tablename__ = "notices"
    __table_args__ = (sa.Index(None, "sent_at", "next_at"),)

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    clock: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default="0")
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
