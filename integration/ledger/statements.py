"""What a statement of the day counts, and the statements that were made."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from integration.core.delivery import Outcome
from integration.core.documents import State
from integration.core.stand import Stand
from integration.core.statement import Documents, Known
from integration.ledger.clock_tables import ClockRow
from integration.ledger.document_tables import DocumentRow, ReviewRow
from integration.ledger.statement_tables import StatementRow
from integration.ledger.tables import Case

Sheet = Mapping[str, Any]
"""A statement as it is stored: counts, ids, times as text."""

_NOT_OURS = (Stand.OUTSIDE.value, Outcome.GONE.value)


class Statements:
    """Over the ledger's own database. Every method is one transaction; times are aware."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def known(self, helpdesk: str, since: datetime) -> tuple[Known, ...]:
        """The refund tickets that are open, and those that ended since then."""
        ended_at = sa.func.coalesce(ReviewRow.over_at, Case.closed_at)
        wanted = (
            sa.select(Case, ReviewRow.over_at, _flagged(ClockRow.warned_at), _flagged(ClockRow.late_at))
            .outerjoin(ReviewRow, sa.and_(ReviewRow.helpdesk == Case.helpdesk, ReviewRow.ticket_id == Case.ticket_id))
            .where(Case.helpdesk == helpdesk, Case.state.not_in(_NOT_OURS))
            .where(sa.or_(Case.state != Stand.OVER.value, ended_at >= since))
        )
        with Session(self._engine) as session:
            return tuple(
                Known(case.ticket_id, case.state, case.seen_by, case.first_seen_at, warned, late, over_at)
                for case, over_at, warned, late in session.execute(wanted)
            )

    def outside(self, helpdesk: str) -> frozenset[str]:
        """The tickets that were read and are none of our business."""
        wanted = sa.select(Case.ticket_id).where(Case.helpdesk == helpdesk, Case.state == Stand.OUTSIDE.value)
        with Session(self._engine) as session:
            return frozenset(session.scalars(wanted))

    def documents(self, helpdesk: str, since: datetime, until: datetime) -> Documents:
        """Where the documents stand; deleted ones also between two instants."""
        mine = DocumentRow.helpdesk == helpdesk
        counted = sa.select(DocumentRow.state, sa.func.count()).where(mine).group_by(DocumentRow.state)
        lately = (DocumentRow.verified_at >= since, DocumentRow.verified_at < until)
        gone = sa.select(sa.func.count()).select_from(DocumentRow)
        with Session(self._engine) as session:
            by_state = {row[0]: row[1] for row in session.execute(counted)}
            that_day = session.scalar(gone.where(mine, DocumentRow.state == State.VERIFIED.value, *lately)) or 0
        return Documents(
            held=sum(by_state.get(state, 0) for state in (State.TO_DELETE, State.DELETING, State.REAPPEARED)),
            deleted=by_state.get(State.VERIFIED, 0),
            deleted_that_day=that_day,
            not_deletable=by_state.get(State.NOT_DELETABLE, 0),
            on_hold=by_state.get(State.ON_HOLD, 0),
        )

    def keep(self, helpdesk: str, day: date, at: datetime, *, balanced: bool, sheet: Sheet) -> None:
        """Store the statement of a day, in place of an earlier one."""
        with Session(self._engine) as session, session.begin():
            session.merge(StatementRow(helpdesk=helpdesk, day=day, at=at, balanced=balanced, sheet=dict(sheet)))

    def of(self, helpdesk: str, day: date) -> Sheet | None:
        """The statement of a day, None when none was made."""
        with Session(self._engine) as session:
            row = session.get(StatementRow, (helpdesk, day))
            return row.sheet if row else None


def _flagged(since: InstrumentedAttribute[datetime | None]) -> sa.ColumnElement[bool]:
    """Whether one of the case's clocks that still tick is flagged."""
    same = (ClockRow.helpdesk == Case.helpdesk, ClockRow.ticket_id == Case.ticket_id)
    return sa.exists().where(*same, since.is_not(None), ClockRow.ended_at.is_(None))
