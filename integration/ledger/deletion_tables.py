"""The tables of proof: the chain of deletions, and the register of certificates."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from integration.ledger.tables import Table


class Deletion(Table):
    """One row per link of the chain (see `core/chain.py`), appended and never changed: the database itself refuses.

    `at` and `evidence` are kept as the texts that were hashed, so that a row which somebody spoilt can still be read.
    """

    __tablename__ = "deletions"
    __table_args__ = (sa.Index(None, "helpdesk", "ticket_id"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before: Mapped[str]
    hash: Mapped[str]
    kind: Mapped[str]
    helpdesk: Mapped[str]
    ticket_id: Mapped[str]
    comment_id: Mapped[str]
    attachment_id: Mapped[str]
    name_hash: Mapped[str]
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    content_type: Mapped[str]
    why: Mapped[str]
    rule: Mapped[str]
    policy_version: Mapped[str]
    decided_by: Mapped[str]
    at: Mapped[str]
    evidence: Mapped[str]


class CertificateRow(Table):
    """One row per certificate that was signed, by its number; `content_hash` and the head tie it to the chain."""

    __tablename__ = "certificates"
    __table_args__ = (sa.Index(None, "helpdesk", "ticket_id"),)

    number: Mapped[str] = mapped_column(primary_key=True)
    helpdesk: Mapped[str]
    ticket_id: Mapped[str]
    at: Mapped[datetime]
    content_hash: Mapped[str]
    position: Mapped[int]
    head: Mapped[str]
    key: Mapped[str]
