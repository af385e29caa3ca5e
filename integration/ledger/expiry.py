"""What no longer has to be known is forgotten; what proves a deletion, and who decided what, is not touched here."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.ledger.cases import REST
from integration.ledger.clock_tables import ClockRow
from integration.ledger.run_tables import NoticeRow, RunRow
from integration.ledger.set_aside_tables import SetAsideRow
from integration.ledger.statement_tables import StatementRow
from integration.ledger.tables import Case, Pass, Table, Write

QUIET = timedelta(days=2)
"""How long a run that had nothing to do is remembered."""

RUNS = timedelta(days=90)
NOTICES = timedelta(days=30)

BATCH = 1000
"""So many rows in one transaction, so that no writer has to wait for long."""


class Expiry:
    """Over the ledger's own database. Times are aware."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def expired(self, now: datetime, keep: timedelta) -> Mapping[str, int]:
        """How many rows of each table may go; `keep` is for all but runs and notices."""
        with Session(self._engine) as session:
            return {
                table.__tablename__: session.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0
                for table, where in _expired(now, keep)
            }

    def forget(self, now: datetime, keep: timedelta) -> None:
        """Let them go."""
        for table, where in _expired(now, keep):
            while self._batch(table, where):
                pass

    def _batch(self, table: type[Table], where: tuple[sa.ColumnElement[bool], ...]) -> bool:
        """Forget some; whether there may be more."""
        keys = tuple(sa.inspect(table).primary_key)
        with Session(self._engine) as session, session.begin():
            some = session.execute(sa.select(*keys).where(*where).limit(BATCH)).all()
            if some:
                session.execute(sa.delete(table).where(sa.tuple_(*keys).in_([tuple(row) for row in some])))
            return len(some) == BATCH


_Expired = tuple[type[Table], tuple[sa.ColumnElement[bool], ...]]


def _expired(now: datetime, keep: timedelta) -> tuple[_Expired, ...]:
    """Cases last: as long as there is one that is not at rest, what was said to the member has to be known."""
    before = now - keep
    nothing = (RunRow.seen == 0, RunRow.refused == 0, RunRow.left == 0)
    return (
        (RunRow, (sa.or_(RunRow.started_at < now - RUNS, sa.and_(RunRow.ended_at < now - QUIET, *nothing)),)),
        (NoticeRow, (NoticeRow.made_at < now - NOTICES,)),
        (StatementRow, (StatementRow.at < before,)),
        (SetAsideRow, (SetAsideRow.since < before,)),
        (Pass, (Pass.closed_at < before, ~_awake(Pass))),
        (Write, (Write.intended_at < before, ~_awake(Write))),
        (ClockRow, (ClockRow.started_at < before, ~_awake(ClockRow))),
        (Case, (Case.closed_at < before, Case.state.in_(REST), Case.wake_at.is_(None))),
    )


def _awake(row: type[Pass | Write | ClockRow]) -> sa.ColumnElement[bool]:
    """The ticket's case is not at rest, or waits for something."""
    same = (Case.helpdesk == row.helpdesk, Case.ticket_id == row.ticket_id)
    return sa.exists().where(*same, sa.or_(Case.state.not_in(REST), Case.wake_at.is_not(None)))
