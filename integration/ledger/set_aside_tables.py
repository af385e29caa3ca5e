"""The table of messages that a helpdesk set aside: a hash of each, and when it came in."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from integration.ledger.tables import Table


class SetAsideRow(Table):
    """One row for each message that looked like a request; `fingerprint` is a peppered hash of its words."""

    __tablename__ = "set_aside"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
