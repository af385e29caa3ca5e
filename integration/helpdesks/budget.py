"""Asking for leave to call a helpdesk: on what errand we are, and the two ways a helpdesk is shared."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from integration.core.budget import Purpose, Told
from integration.core.delivery import CATCH_UP, SWEEP, WAKE, Delivery
from integration.core.errors import NoBudget, TryLater

CALLS, UPDATES = "calls", "updates"
"""The limits of an account: all calls, and updates of tickets."""


def of_ticket(ticket_id: str) -> str:
    """The limit of updates of one ticket."""
    return f"ticket:{ticket_id}"


@dataclass(slots=True)
class Place:
    """A place among the calls at once, kept until then."""

    id: str
    until: datetime


@dataclass(slots=True)
class Errand:
    """What the calling thread is about: why, and for which ticket ("" for none).

    `ends` closes with it, None when nobody says where it ends; `places` are those it has, by helpdesk.
    """

    purpose: Purpose = Purpose.AGENT
    ticket_id: str = ""
    ends: ExitStack | None = None
    places: dict[str, Place] = field(default_factory=dict)


_errand: ContextVar[Errand | None] = ContextVar("errand", default=None)


def errand() -> Errand:
    """The errand of the calling thread; a person at the console counts as an agent."""
    return _errand.get() or Errand()


@contextmanager
def on_errand(purpose: Purpose, ticket_id: str = "") -> Iterator[None]:
    """Let every call made within be for that purpose."""
    with ExitStack() as ends:
        before = _errand.set(Errand(purpose, ticket_id, ends))
        try:
            yield
        finally:
            _errand.reset(before)


def purpose_of(delivery: Delivery) -> Purpose:
    """How urgent a delivery is. What only agents can do comes after what a member may have done."""
    if delivery.kind in _BY_CLOCK:
        return _BY_CLOCK[delivery.kind]
    return Purpose.AGENT if delivery.kind.endswith(_OF_AGENTS) else Purpose.ANSWER


_BY_CLOCK = {WAKE: Purpose.CLOCK, CATCH_UP: Purpose.CLOCK, SWEEP: Purpose.SWEEP}
_OF_AGENTS = ("_changed", "merged", "deleted", "redacted", "redacted_from_comment")


@contextmanager
def begun() -> Iterator[None]:
    """Around what follows a write: being without budget no longer means that nothing was written."""
    try:
        yield
    except NoBudget as lack:
        raise TryLater(str(lack), lack.after, counts=False) from None


class Budget(Protocol):
    """So many calls in a window of time, shared by all processes. Thread-safe."""

    def spend(self, *buckets: str) -> None:
        """One call that counts against each of these limits. Raises NoBudget when one of them has no room for it."""
        ...

    def told(self, bucket: str, told: Told) -> None:
        """Take note of what the helpdesk said of its own count."""
        ...

    def pause(self, bucket: str, until: datetime) -> None:
        """Make no call of that kind before `until`: the helpdesk refused one."""
        ...


class Turns(Protocol):
    """So many calls at once, shared by all processes. Thread-safe."""

    def turn(self) -> AbstractContextManager[None]:
        """Around one call. Raises NoBudget when too many are under way."""
        ...


class Unlimited:
    """Keeps no count: for tests, and for a helpdesk that nobody else asks."""

    def spend(self, *buckets: str) -> None:
        """Every call may go."""

    def told(self, bucket: str, told: Told) -> None:
        """Nobody is told."""

    def pause(self, bucket: str, until: datetime) -> None:
        """Nobody waits."""

    def turn(self) -> AbstractContextManager[None]:
        """Every call may begin."""
        return nullcontext()


CALL_AT_MOST = timedelta(seconds=70)
"""Longer than any call takes with all its time limits."""
