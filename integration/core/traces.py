"""What is remembered of a case's clocks between two passes, so that nothing is said twice and no date is forgotten.

The ledger keeps it. Where it is lost, every clock is computed anew from the ticket, and nothing worse happens than that
a date which an agent wrote and one which Guichet wrote look alike.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, its end not included; aware instants."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of one clock of one case.

    `started_at` is when it began to tick, `shown` the date Guichet last put into its date field. `warned_at` and
    `late_at` are since when it is flagged, None when it is not; `ended_at` when it ended. `stops` are times that do not
    count although the conversation does not tell so: solved and opened again, or waited for a member until somebody
    else brought what was missing.
    """

    clock: str
    started_at: datetime
    shown: date | None = None
    warned_at: datetime | None = None
    late_at: datetime | None = None
    ended_at: datetime | None = None
    stops: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier passes over a case left behind; all of it empty for a new case, or when the ledger is lost.

    `completed_at` is since when nothing was missing, `incomplete_at` when something last was (the time of that
    reading).
    """

    traces: tuple[Trace, ...] = ()
    completed_at: datetime | None = None
    incomplete_at: datetime | None = None

    def of(self, clock: str) -> Trace | None:
        """The trace of one clock."""
        return next((trace for trace in self.traces if trace.clock == clock), None)


NOTHING = Memory()
"""What is remembered of a new case."""


def unwritten(after: tuple[Trace, ...], before: tuple[Trace, ...]) -> tuple[Trace, ...]:
    """What to remember when the changes that go with `after` were not written: no flag was set, no date shown."""
    known = {trace.clock: trace for trace in before}
    return tuple(_as_shown(trace, known.get(trace.clock, Trace(trace.clock, trace.started_at))) for trace in after)


def _as_shown(trace: Trace, before: Trace) -> Trace:
    return replace(trace, shown=before.shown, warned_at=before.warned_at, late_at=before.late_at)
