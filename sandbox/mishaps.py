"""Mishaps on demand for outgoing webhooks: doubled, lost, late or in another order."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.records import Invocation

KINDS = ("duplicate", "lose", "delay", "reorder")


@dataclass
class Mishap:
    """What happens to the next `count` deliveries that fit; `reorder` sends that many together, last one first."""

    kind: str
    count: int = 1
    event_type: str | None = None
    ticket_id: int | None = None
    times: int = 2
    seconds: float = 1.0
    new_invocation: bool = False
    collected: list[Invocation] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {KINDS}")

    def fits(self, invocation: Invocation) -> bool:
        """Whether this delivery is meant; an event type may be given by its last word."""
        meant = (
            self.event_type is None or invocation.event_type.rpartition(".")[2] == self.event_type.rpartition(".")[2]
        )
        return meant and self.ticket_id in (None, invocation.ticket_id)

    def as_json(self) -> dict[str, Any]:
        """The mishap as the control API shows it."""
        return {name: value for name, value in asdict(self).items() if name != "collected"}


class Mishaps:
    """The mishaps in force, in the order they were asked for."""

    def __init__(self) -> None:
        self.mishaps: list[Mishap] = []

    def clear(self) -> None:
        """Lift them all; deliveries collected for reordering are dropped with them."""
        self.mishaps.clear()

    def take(self, invocation: Invocation) -> Mishap | None:
        """The mishap this delivery meets, used up by one."""
        for mishap in self.mishaps:
            if mishap.count and mishap.fits(invocation):
                mishap.count -= 1
                return mishap
        return None

    @staticmethod
    def collect(mishap: Mishap, invocation: Invocation) -> list[Invocation]:
        """Keep a delivery back for reordering; the whole group, last one first, once it is complete."""
        mishap.collected.append(invocation)
        return [] if mishap.count else mishap.collected[::-1]
