"""When the messages came in that a helpdesk had set aside: a ticket that an agent makes of one says nothing of it."""

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.ledger.set_aside_tables import SetAsideRow

_FIRST = (
    sa.select(SetAsideRow.since)
    .where(
        SetAsideRow.helpdesk == sa.bindparam("whose"),
        SetAsideRow.fingerprint.in_(sa.bindparam("prints", expanding=True)),
    )
    .order_by(SetAsideRow.since)
    .limit(1)
)


class SetAside:
    """Over the ledger's own database. Every method is one transaction; times are aware."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, helpdesk: str, found: Mapping[str, datetime]) -> None:
        """Remember messages by their fingerprints; one that is known keeps its first time."""
        with Session(self._engine) as session, session.begin():
            for fingerprint, since in found.items():
                known = session.get(SetAsideRow, (helpdesk, fingerprint))
                first = min(since, known.since) if known else since
                session.merge(SetAsideRow(helpdesk=helpdesk, fingerprint=fingerprint, since=first))

    def since(self, helpdesk: str, fingerprints: Collection[str]) -> datetime | None:
        """When a message with one of these fingerprints first came in; None when there was none."""
        with self._engine.connect() as connection:
            return connection.scalar(_FIRST, {"whose": helpdesk, "prints": list(fingerprints)})
