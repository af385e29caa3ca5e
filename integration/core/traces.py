"""What is remembered of a case's clocks between two passes, so that nothing is said twice and no date is forgotten.

The ledger keeps it. Where it is lost, every clock is computed anew from the ticket, and nothing worse happens than that
a date which an agent wrote and one which Guichet wrote look alike.
"""

from dataclasses import dataclass
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
