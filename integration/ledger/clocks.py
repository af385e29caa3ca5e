"""What is remembered of the clocks of each case: read before deciding, kept with the pass that decided."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integration.core.stand import Stand
from integration.core.traces import Memory, Span, Trace
from integration.ledger.clock_tables import ClockRow
from integration.ledger.prepared import is_of, of, table_of
from integration.ledger.tables import Case

_INCOMPLETE = {Stand.ASK, Stand.WAITING, Stand.PERSON}

_CASES, _CLOCKS = table_of(Case), table_of(ClockRow)
_CASE = sa.select(_CASES).where(is_of(_CASES))
_OF_TICKET = sa.select(_CLOCKS).where(is_of(_CLOCKS)).order_by(_CLOCKS.c.clock)
_IT = sa.and_(is_of(_CLOCKS), _CLOCKS.c.clock == sa.bindparam("its_clock"))
_NEW, _CHANGED, _GONE = sa.insert(_CLOCKS), sa.update(_CLOCKS).where(_IT), sa.delete(_CLOCKS).where(_IT)


class Clocks:
    """Over the ledger's own database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def memory(self, helpdesk: str, ticket_id: str) -> Memory:
        """What earlier passes over the case left behind, empty for a case that is not known."""
        with self._engine.connect() as connection:
            case = connection.execute(_CASE, of(helpdesk, ticket_id)).first()
            return memory(connection, helpdesk, ticket_id, case)

    def of(self, helpdesk: str, ticket_id: str) -> tuple[Trace, ...]:
        """The traces of one case, () when nothing is remembered."""
        with self._engine.connect() as connection:
            return _traces(connection, helpdesk, ticket_id)


def memory(connection: sa.Connection, helpdesk: str, ticket_id: str, case: sa.Row[Any] | None) -> Memory:
    """The same for a caller who has the row of the case, None where there is none."""
    incomplete = case and case.state in _INCOMPLETE
    return Memory(
        traces=_traces(connection, helpdesk, ticket_id),
        completed_at=case.completed_at if case else None,
        incomplete_at=case.read_at if case and incomplete else None,
    )


def keep(connection: sa.Connection, helpdesk: str, ticket_id: str, traces: tuple[Trace, ...]) -> None:
    """Bring the case's rows to these traces, within the caller's transaction; a clock that has none is forgotten."""
    known = {trace.clock: trace for trace in _traces(connection, helpdesk, ticket_id)}
    for clock in known.keys() - {trace.clock for trace in traces}:
        connection.execute(_GONE, {**of(helpdesk, ticket_id), "its_clock": clock})
    for trace in traces:
        if trace.clock not in known:
            row = {"helpdesk": helpdesk, "ticket_id": ticket_id, "clock": trace.clock, **_written(trace)}
            connection.execute(_NEW, row)
        elif trace != known[trace.clock]:
            connection.execute(_CHANGED, {**of(helpdesk, ticket_id), "its_clock": trace.clock, **_written(trace)})


def _traces(connection: sa.Connection, helpdesk: str, ticket_id: str) -> tuple[Trace, ...]:
    return tuple(_trace(row) for row in connection.execute(_OF_TICKET, of(helpdesk, ticket_id)))


def _written(trace: Trace) -> dict[str, object]:
    return {
        "started_at": trace.started_at,
        "shown": trace.shown,
        "warned_at": trace.warned_at,
        "late_at": trace.late_at,
        "ended_at": trace.ended_at,
        "stops": tuple(f"{stop.start.isoformat()}/{stop.end.isoformat()}" for stop in trace.stops),
    }


def _trace(row: sa.Row[Any]) -> Trace:
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
