"""Which tickets Guichet knows and where they stand, for those who look for what was forgotten."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.core.delivery import Outcome
from integration.core.stand import Stand
from integration.ledger.tables import Case

REST = (Stand.OVER.value, Stand.OUTSIDE.value, Outcome.GONE.value)
"""Where nothing is left to be done, unless the case asked to be looked at again."""


class Cases:
    """Over the ledger's own database. Every method is one transaction; times are aware."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def open(self, helpdesk: str) -> frozenset[str]:
        """The ids of the cases that are not over, and of those that are and still wait for something."""
        awake = sa.or_(Case.state.not_in(REST), Case.wake_at.is_not(None))
        return self._ids(Case.helpdesk == helpdesk, awake)

    def outside(self, helpdesk: str, policy_version: str, since: datetime) -> frozenset[str]:
        """The ids of the tickets that were read since then and do not concern us under that policy."""
        read = (Case.read_at >= since, Case.policy_version == policy_version)
        return self._ids(Case.helpdesk == helpdesk, Case.state == Stand.OUTSIDE.value, *read)

    def version(self, helpdesk: str, ticket_id: str) -> datetime | None:
        """The helpdesk's own time of the version last read or written; None when it was never read."""
        with Session(self._engine) as session:
            case = session.get(Case, (helpdesk, ticket_id))
            return case.version_at if case else None

    def _ids(self, *where: sa.ColumnElement[bool]) -> frozenset[str]:
        with Session(self._engine) as session:
            return frozenset(session.scalars(sa.select(Case.ticket_id).where(*where)))
