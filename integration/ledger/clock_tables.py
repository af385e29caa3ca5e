"""The table of clocks: what is remembered of each promise that was made on a ticket."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integration.ledger.tables import Table


class ClockRow(Table):
    """One row per case and clock, as `Trace` has it.

    `stops` are written "from/to". A clock is named by its id in the policy.
    """

    __tablename__ = "clocks"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    clock: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    shown: Mapped[date | None] = mapped_column(sa.Date)
    warned_at: Mapped[datetime | None]
    late_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stops: Mapped[tuple[str, ...]]
