"""A ledger, a helpdesk in memory and a queue that remembers, for turns of jobs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from integration.core.delivery import Delivery, Outcome
from integration.core.errors import CannotRecord
from integration.core.policy import Policy
from integration.core.waking import Why
from integration.helpdesks.contract import Helpdesk, Moved, Suspended
from integration.ledger.ledger import Ledger
from integration.ledger.rows import Facts
from integration.notices import Courier
from integration.pipeline import Parts
from integration.reach import Reach
from jobs.turn import Turn
from tests.core.build import NOW, POLICY
from tests.pipeline.desk import MemoryDesk


@dataclass
class Line:
    """A queue that remembers what was put, or is away once it has taken `room` of them."""

    room: int = 1_000_000
    deliveries: list[Delivery] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    purged: list[tuple[datetime, bool]] = field(default_factory=list)

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:
        if len(self.deliveries) >= self.room:
            raise CannotRecord("The queue's database cannot be used (OperationalError).")
        self.deliveries.append(delivery)
        self.delays.append(delay)

    def purge(self, before: datetime, *, ticks: bool = False) -> int:
        self.purged.append((before, ticks))
        return 1

    @property
    def ids(self) -> list[str]:
        return [delivery.id for delivery in self.deliveries]


@dataclass
class Searched(MemoryDesk):
    """A helpdesk whose searches find what a test says; `suffers` is raised after that."""

    changed: tuple[Moved, ...] = ()
    open: tuple[str, ...] = ()
    aside: tuple[Suspended, ...] = ()
    suffers: Exception | None = None
    hidden: Exception | None = None
    asked: list[datetime] = field(default_factory=list)

    def moved(self, since: datetime) -> Iterator[Moved]:
        self.asked.append(since)
        yield from (moved for moved in self.changed if moved.updated_at >= since)
        if self.suffers:
            raise self.suffers

    def unsolved(self) -> Iterator[str]:
        yield from self.open
        if self.suffers:
            raise self.suffers

    def requested_by(self, requester_id: str) -> Iterator[str]:
        raise NotImplementedError

    def suspended(self) -> Iterator[Suspended]:
        if self.hidden:
            raise self.hidden
        yield from self.aside


@dataclass
class House:
    """Jobs run here; `now` is the time."""

    ledger: Ledger
    desks: dict[str, Searched]
    policy: Policy = POLICY
    now: datetime = NOW
    line: Line = field(default_factory=Line)
    couriers: dict[str, Courier] = field(default_factory=dict)
    reach: Reach = field(default_factory=Reach)

    def turn(self, due: datetime | None = None, *, apply: bool = True) -> Turn:
        desks: dict[str, Helpdesk] = {**self.desks}
        parts = Parts(desks, self.ledger, lambda _: self.policy, lambda: self.now, reach=self.reach)
        return Turn(parts, self.line, due or self.now, self.couriers, apply=apply)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def closed(
        self,
        ticket: str,
        state: str = "complete",
        *,
        wake_at: datetime | None = None,
        why: Why = Why.CLOCK,
        version_at: datetime | None = None,
        outcome: Outcome = Outcome.WRITTEN,
        read_at: datetime | None = None,
        helpdesk: str = "zendesk",
    ) -> None:
        """A pass over a ticket ended."""
        facts = Facts(state, policy_version=self.policy.version, wake_at=wake_at, wake_for=why, version_at=version_at)
        self.ledger.close(
            helpdesk,
            ticket,
            delivery_id=f"d{ticket}",
            outcome=outcome,
            read_at=read_at or self.now,
            at=read_at or self.now,
            facts=None if outcome is Outcome.GONE else facts,
        )
