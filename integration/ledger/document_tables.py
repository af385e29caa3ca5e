"""The tables of documents: what became of each file, which reviews are over, who holds what, and who let it begin."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integration.ledger.tables import Table


class DocumentRow(Table):
    """One row per file that has to go, or went (see `core/documents.py`); `copied_to` is where a merge copied it."""

    __tablename__ = "documents"
    __table_args__ = (sa.Index(None, "helpdesk", "copied_to"),)

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    comment_id: Mapped[str]
    sort: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    why: Mapped[str]
    rule: Mapped[str]
    decided_by: Mapped[str]
    policy_version: Mapped[str]
    name_hash: Mapped[str]
    size: Mapped[int] = mapped_column(sa.BigInteger)
    content_type: Mapped[str]
    marked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tries: Mapped[int]
    requested_at: Mapped[datetime | None] = mapped_column(index=True)
    verified_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    checks: Mapped[int]
    event: Mapped[str]
    copied_to: Mapped[str] = mapped_column(server_default="")


class ReviewRow(Table):
    """One row per ticket whose review is over, with what ended it, who did, and when by the helpdesk's clock."""

    __tablename__ = "reviews"

    helpdesk: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str]
    decided_by: Mapped[str]
    over_at: Mapped[datetime]


class HoldRow(Table):
    """One row each time a person holds a ticket's documents; it always ends, at `expires_at` or when it is lifted."""

    __tablename__ = "holds"
    __table_args__ = (sa.Index(None, "helpdesk", "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    helpdesk: Mapped[str]
    ticket_id: Mapped[str]
    reason: Mapped[str]
    author: Mapped[str]
    placed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str] = mapped_column(server_default="")


class StartRow(Table):
    """One row when a person lets deletions begin; before it, documents are only marked."""

    __tablename__ = "deletion_starts"

    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
