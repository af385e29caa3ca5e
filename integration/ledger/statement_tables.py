"""The table of statements: one sheet for each helpdesk and day."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integration.ledger.tables import Table


class StatementRow(Table):
    """The statement of a day as it was last made; `sheet` holds counts and ids of tickets."""

    __tablename__ = "statements"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    at: Mapped[datetime]
    balanced: Mapped[bool]
    sheet: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
