"""The budget's tables: what was taken of each limit, what the helpdesks say, who has a turn, who waits."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integration.ledger.tables import Table


class BudgetAccount(Table):
    """One row per helpdesk; whoever takes a call of its budget updates this row first, so that one takes at a time."""

    __tablename__ = "budget_accounts"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    turn: Mapped[int]


class BudgetBatch(Table):
    """Calls of one limit that a process took and may make until `until`."""

    __tablename__ = "budget_batches"
    __table_args__ = (sa.Index(None, "helpdesk", "bucket"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    helpdesk: Mapped[str]
    bucket: Mapped[str]
    calls: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)


class BudgetTold(Table):
    """What the helpdesk last said of one limit; `paused_until` when it asked for a pause."""

    __tablename__ = "budget_told"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(primary_key=True)
    calls: Mapped[int | None]
    remaining: Mapped[int | None]
    resets_at: Mapped[datetime | None]
    at: Mapped[datetime]
    paused_until: Mapped[datetime | None]


class BudgetTurn(Table):
    """One call, or one look at a ticket, that a helpdesk without call limits lets run beside others."""

    __tablename__ = "budget_turns"

    id: Mapped[str] = mapped_column(primary_key=True)
    helpdesk: Mapped[str] = mapped_column(index=True)
    until: Mapped[datetime]


class BudgetWait(Table):
    """What waits for the budget: a ticket, or "" for a job or a person at the console, until it may ask again."""

    __tablename__ = "budget_waits"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
