"""What the queue carries and how each piece of it ends: ids and times only, so that it may lie on disk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

WAKE = "wake"
"""The kind of a delivery that the clock put, not the helpdesk; its id begins with this word."""

CATCH_UP = "catch_up"
SWEEP = "sweep"
"""The kinds of deliveries for tickets that were looked for: no webhook told of them, or it was lost."""

WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A reason to look at one ticket: a webhook call, or a clock's wake-up.

    `helpdesk` is the configured name, `kind` the sender's own word, `actor` the helpdesk's id of who caused it ("" when
    unknown). `received_at` is when Guichet recorded it. Times are aware.
    """

    id: str
    helpdesk: str
    ticket_id: str
    kind: str
    occurred_at: datetime
    received_at: datetime
    actor: str = ""

    @property
    def seen_by(self) -> str:
        """How the ticket was found: by looking for it, or because the helpdesk said something."""
        return self.kind if self.kind in {CATCH_UP, SWEEP} else WEBHOOK

    @property
    def patient(self) -> bool:
        """Whether nobody waits for it: Guichet itself had the idea to look."""
        return self.kind in {WAKE, CATCH_UP, SWEEP}


class Outcome(StrEnum):
    """How a delivery that was looked at ended."""

    WRITTEN = "written"
    NOTHING_TO_DO = "nothing_to_do"
    SHADOW = "shadow"
    HELD = "held"
    FOLDED = "folded"
    OWN_UPDATE = "own_update"
    GONE = "gone"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Done:
    """The delivery is finished; nothing about it needs to be remembered but how it ended."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Later:
    """Look again after `after` seconds, or after the usual back-off when None; `counts` as a failed attempt or not."""

    reason: str
    after: float | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Dead:
    """It cannot be done and a person has to look; the delivery stays listed until it is replayed or cancelled."""

    reason: str


Ending = Done | Later | Dead
