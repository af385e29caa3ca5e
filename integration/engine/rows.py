"""What the queue shows of its work: one row per delivery or tick, in our words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from dbos import WorkflowStatus

from integration.engine.tables import TICK


class State(StrEnum):
    """Where a piece of work stands. One that waits for its next attempt is still running."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery, or a tick (then `kind` is its job, with no helpdesk or ticket). Times are aware, in UTC.

    `id` is what `find`, `replay` and `cancel` take. `outcome` is set when it is done, `reason` when it is dead.
    """

    id: str
    helpdesk: str
    ticket_id: str
    kind: str
    state: State
    received_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many deliveries no worker has taken yet, and since when the oldest of them waits."""

    count: int
    oldest: datetime | None


STATUSES = {
    State.WAITING: ("ENQUEUED", "DELAYED"),
    State.RUNNING: ("PENDING",),
    State.DONE: ("SUCCESS",),
    State.DEAD: ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"),
    State.CANCELLED: ("CANCELLED",),
}
"""Our words and DBOS's."""

CRASHED = "The worker died again and again while working on it."


def row(found: WorkflowStatus) -> Row:
    """A piece of work as DBOS lists it, in our words."""
    state = next(state for state, statuses in STATUSES.items() if found.status in statuses)
    arguments = _arguments(found)
    stored = arguments[0] if found.name != TICK and arguments and isinstance(arguments[0], dict) else {}
    return Row(
        id=found.workflow_id,
        helpdesk=stored.get("helpdesk", ""),
        ticket_id=stored.get("ticket_id", ""),
        kind=str(arguments[0]) if found.name == TICK and arguments else stored.get("kind", ""),
        state=state,
        received_at=_received_at(stored, found),
        ended_at=when(found.completed_at) if found.completed_at else None,
        outcome=str(found.output or "") if state is State.DONE else "",
        reason=_reason(found) if state is State.DEAD else "",
    )


def when(milliseconds: int) -> datetime:
    """A time as DBOS keeps it, in milliseconds since 1970, made aware."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _arguments(found: WorkflowStatus) -> Sequence[object]:
    # What cannot be read any more is given as text by DBOS: the row must still be listed.
    return found.input["args"] if isinstance(found.input, dict) else ()


def _received_at(stored: dict[str, str], found: WorkflowStatus) -> datetime:
    # DBOS's own time of it is cut to the second on SQLite.
    return datetime.fromisoformat(stored["received_at"]) if stored else when(found.created_at or 0)


def _reason(found: WorkflowStatus) -> str:
    return str(found.error) if found.error else CRASHED
