"""Why a case asked to be looked at again when nothing happens to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """What a wake-up is for, so that each job of the clock wakes its own cases and no others.

    CLOCK: a promise warns or falls due. REMINDER: a member who owes an answer is written to, or no longer waited for.
    DELETION: documents are due, or are looked for once more. TURN: time alone turns a condition. HELD: a limit kept the
    case waiting.
    """

    CLOCK = "clock"
    REMINDER = "reminder"
    DELETION = "deletion"
    TURN = "turn"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Wake:
    """An instant (aware) and what it is for."""

    at: datetime
    why: Why


def first(wakes: Iterable[Wake | None]) -> Wake | None:
    """The earliest of those that there are; of several at one instant the one that comes first."""
    return min((wake for wake in wakes if wake is not None), key=lambda wake: wake.at, default=None)


def wake(at: datetime | None, why: Why) -> Wake | None:
    """The wake-up at that instant, None when there is none."""
    return None if at is None else Wake(at, why)
