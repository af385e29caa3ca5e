"""Whether the work goes on: read from the queue and the ledger, never from memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from integration.core.errors import GuichetError
from integration.engine.queue import Queue
from integration.engine.rows import State
from integration.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at queue and ledger. `oldest_seconds` is the age of the oldest delivery not finished, 0 for none.

    `held` is how many cases wait for which limit.
    """

    waiting: int
    oldest_seconds: float
    dead: int
    cases: tuple[tuple[str, int], ...]
    passes: tuple[tuple[str, int], ...]
    held: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at queue and ledger on request."""

    queue: Queue
    ledger: Ledger
    now: Callable[[], datetime]
    shut: tuple[str, ...] = ()

    def look(self) -> Seen:
        """The figures of now. Raises what the database raises when it is away."""
        backlog, counts = self.queue.waiting(), self.queue.counts()
        return Seen(
            waiting=backlog.count + counts[State.RUNNING],
            oldest_seconds=self._age(backlog.oldest),
            dead=counts[State.DEAD],
            cases=tuple(sorted(self.ledger.cases_by_state().items())),
            passes=tuple(sorted(self.ledger.passes_by_outcome().items())),
            held=tuple(sorted(self.ledger.tally.held().items())),
        )

    def problems(self, within: int) -> list[str]:
        """Why the service is not ready, one sentence each; none when it is."""
        try:
            oldest = self._age(self.queue.waiting().oldest)
            held = self.ledger.tally.held()
        except (SQLAlchemyError, GuichetError):
            return [*self.shut, "The database cannot be read, so no delivery can be recorded."]
        late = oldest > within
        waits = f"The oldest waiting delivery is {oldest:.0f} s old (allowed: {within} s): is a worker running?"
        limits = [
            f"{cases} cases wait because the limit {limit} was reached: see `guichet limits show`."
            for limit, cases in sorted(held.items())
        ]
        return [*self.shut, *([waits] if late else []), *limits]

    def _age(self, at: datetime | None) -> float:
        return max(0.0, (self.now() - at).total_seconds()) if at else 0.0
