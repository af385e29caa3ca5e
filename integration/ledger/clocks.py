"""What is remembered of the clocks of each case: read before deciding, kept with the pass that decided."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.core.stand import Stand
from integration.core.traces import Memory, Span, Trace
from integration.ledger.clock_tables import ClockRow
from integration.ledger.tables import Case

_INCOMPLETE = {Stand.ASK, Stand.WAITING, Stand.PERSON}


class Clocks:
    """Over the ledger's own database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def memory(self, helpdesk: str, ticket_id: str) -> Memory:
        """What earlier passes over the case left behind, empty for a case that is not known."""
        with Session(self._engine) as session:
            case = session.get(Case, (helpdesk, ticket_id))
        incomplete = case and case.state in _INCOMPLETE
        return Memory(
            traces=self.of(helpdesk, ticket_id),
            completed_at=case.completed_at if case else None,
            incomplete_at=case.read_at if case and incomplete else None,
        )

    def of(self, helpdesk: str, ticket_id: str) -> tuple[Trace, ...]:
        """The traces of one case, () when nothing is remembered."""
        wanted = sa.select(ClockRow).where(*_of(helpdesk, ticket_id)).order_by(ClockRow.clock)
        with Session(self._engine) as session:
            return tuple(_trace(row) for row in session.scalars(wanted))


def keep(session: Session, helpdesk: str, ticket_id: str, traces: tuple[Trace, ...]) -> None:
    """Bring the case's rows to these traces, within the caller's transaction; a clock that has none is forgotten."""
    names = [trace.clock for trace in traces]
    session.execute(sa.delete(ClockRow).where(*_of(helpdesk, ticket_id), ClockRow.clock.not_in(names)))
    for trace in traces:
        session.merge(
            ClockRow(
                helpdesk=helpdesk,
                ticket_id=ticket_id,
                clock=trace.clock,
                started_at=trace.started_at,
                shown=trace.shown,
                warned_at=trace.warned_at,
                late_at=trace.late_at,
                ended_at=trace.ended_at,
                stops=tuple(f"{stop.start.isoformat()}/{stop.end.isoformat()}" for stop in trace.stops),
            )
        )


def _of(helpdesk: str, ticket_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return ClockRow.helpdesk == helpdesk, ClockRow.ticket_id == ticket_id


def _trace(row: ClockRow) -> Trace:
    return Trace(
        row.clock,
        row.started_at,
        row.shown,
        row.warned_at,
        row.late_at,
        row.ended_at,
        tuple(_span(written) for written in row.stops),
    )


def _span(written: str) -> Span:
    start, _, end = written.partition("/")
    return Span(datetime.fromisoformat(start), datetime.fromisoformat(end))
