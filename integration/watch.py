"""Whether the work goes on: read from the queue and the ledger, never from memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from integration.core.budget import Purpose
from integration.core.errors import GuichetError
from integration.engine.queue import Queue
from integration.engine.rows import State
from integration.ledger.budgets import Waiting
from integration.ledger.ledger import Ledger
from integration.ledger.runs import Run

Counts = tuple[tuple[tuple[str, str], int], ...]
"""How many there are, by helpdesk and by a word."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at queue and ledger. `oldest_seconds` is the age of the oldest delivery not finished, 0 for none.

    `cases`, `passes` and `held` (how many cases wait for which limit) are counted for each helpdesk by itself.
    `without_budget` is what waits for calls, by purpose; `runs` are the last ones of the jobs.
    """

    waiting: int
    oldest_seconds: float
    dead: int
    cases: Counts
    passes: Counts
    held: Counts = ()
    without_budget: Counts = ()
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at queue and ledger on request. `shut` says of each door that cannot be opened why."""

    queue: Queue
    ledger: Ledger
    now: Callable[[], datetime]
    shut: tuple[str, ...] = ()
    helpdesks: tuple[str, ...] = ()

    def look(self) -> Seen:
        """The figures of now. Raises what the database raises when it is away."""
        backlog, counts = self.queue.waiting(), self.queue.counts()
        return Seen(
            waiting=backlog.count + counts[State.RUNNING],
            oldest_seconds=self._age(backlog.oldest),
            dead=counts[State.DEAD],
            cases=tuple(sorted(self.ledger.cases_by_state().items())),
            passes=tuple(sorted(self.ledger.passes_by_outcome().items())),
            held=self._held(),
            without_budget=tuple(((one.helpdesk, one.purpose), one.count) for one in self._waiting()),
            runs=tuple(run for _, run in sorted(self.ledger.runs.latest().items())),
        )

    def problems(self, within: int) -> list[str]:
        """Why the service is not ready, one sentence each; none when it is."""
        try:
            oldest = self._age(self.queue.waiting().oldest)
            held, waiting = self._held(), self._waiting()
        except (SQLAlchemyError, GuichetError):
            return [*self.shut, "The database cannot be read, so no delivery can be recorded."]
        late = oldest > within
        waits = f"The oldest waiting delivery is {oldest:.0f} s old (allowed: {within} s): is a worker running?"
        limits = [
            f"{cases} cases of {name} wait because the limit {limit} was reached: see `guichet limits show`."
            for (name, limit), cases in held
        ]
        calls = [
            f"{one.count} things ({one.purpose}) wait for the budget of calls to {one.helpdesk}: see `guichet budget`."
            for one in waiting
            if one.purpose == Purpose.ANSWER and self._age(one.since) > within
        ]
        return [*self.shut, *([waits] if late else []), *limits, *calls]

    def _waiting(self) -> tuple[Waiting, ...]:
        return self.ledger.budgets.waiting(self.now())

    def _held(self) -> Counts:
        by_helpdesk = {name: self.ledger.tally.of(name).held() for name in self.helpdesks}
        return tuple(
            ((name, limit), cases) for name, held in by_helpdesk.items() for limit, cases in sorted(held.items())
        )

    def _age(self, at: datetime | None) -> float:
        return max(0.0, (self.now() - at).total_seconds()) if at else 0.0
