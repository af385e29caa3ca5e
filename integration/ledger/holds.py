"""Who holds the documents of which ticket, until when and why, over one open database."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.core.waking import Why
from integration.ledger.document_tables import HoldRow
from integration.ledger.tables import Case


@dataclass(frozen=True, slots=True)
class Hold:
    """A person's word that a ticket's documents stay, until `expires_at` or until it is lifted. Times are aware."""

    id: int
    helpdesk: str
    ticket_id: str
    reason: str
    author: str
    placed_at: datetime
    expires_at: datetime
    lifted_at: datetime | None = None
    lifted_by: str = ""


class Holds:
    """The holds over one open database. Every method is one transaction; whoever is held or not any more is woken."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, hold: Hold) -> None:
        """Place a hold; its id is given here. The ticket is looked at at once, so that its note says so."""
        with Session(self._engine) as session, session.begin():
            row = {name: getattr(hold, name) for name in _NAMES}
            session.add(HoldRow(**row, lifted_at=None, lifted_by=""))
            session.execute(_wake(hold.helpdesk, hold.ticket_id, hold.placed_at))

    def lift(self, helpdesk: str, ticket_id: str, author: str, at: datetime) -> int:
        """Lift every hold of the ticket that still holds; returns how many there were. It is looked at at once."""
        mine = (HoldRow.helpdesk == helpdesk, HoldRow.ticket_id == ticket_id)
        open_ = sa.select(HoldRow).where(*mine, HoldRow.lifted_at.is_(None), HoldRow.expires_at > at)
        with Session(self._engine) as session, session.begin():
            rows = list(session.scalars(open_))
            for row in rows:
                row.lifted_at, row.lifted_by = at, author
            if rows:
                session.execute(_wake(helpdesk, ticket_id, at))
            return len(rows)

    def listed(self, now: datetime, *, ended: bool = False) -> tuple[Hold, ...]:
        """The holds that hold now, those that end first before the others; with `ended` all there ever were."""
        wanted = sa.select(HoldRow).order_by(HoldRow.expires_at, HoldRow.id)
        if not ended:
            wanted = wanted.where(HoldRow.lifted_at.is_(None), HoldRow.expires_at > now)
        with Session(self._engine) as session:
            return tuple(_hold(row) for row in session.scalars(wanted))


_NAMES = ("helpdesk", "ticket_id", "reason", "author", "placed_at", "expires_at")


def _hold(row: HoldRow) -> Hold:
    names = {name: getattr(row, name) for name in _NAMES}
    return Hold(id=row.id, **names, lifted_at=row.lifted_at, lifted_by=row.lifted_by)


def _wake(helpdesk: str, ticket_id: str, at: datetime) -> sa.Update:
    this = (Case.helpdesk == helpdesk, Case.ticket_id == ticket_id)
    return sa.update(Case).where(*this).values(wake_at=at, wake_for=Why.DELETION.value, woken_for=None)
