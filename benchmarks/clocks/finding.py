"""Finding the due cases among 1,000 to 1,000,000 open ones, on SQLite and PostgreSQL (target: 50 ms at 100,000, flat).

A hundred are due. In the second column a fifth of all cases were woken and wait in the queue, as after a long failure.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from integration.core.waking import Why
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.tables import Case
from tests.engine import postgres

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 9
DUE = 100
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def main() -> None:
    """Print the median time to find the due cases, and how it grows from size to size."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    print(f"finding {DUE} due cases among the open ones, median of {ROUNDS} (in brackets: a fifth waits in the queue)")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name, urls in _databases(stack, folder).items():
            first: list[float] = []
            for size in sizes:
                rest, backlog = _measured(next(urls), size)
                first = first or [rest, backlog]
                ratios = f"x {rest / first[0]:.1f} ({backlog / first[1]:.1f})"
                print(f"  {name:<11}{size:>9} open {rest:8.2f} ms ({backlog:8.2f} ms)   {ratios}", flush=True)


def _databases(stack: ExitStack, folder: Path) -> dict[str, Iterator[str]]:
    """A new database for each size; PostgreSQL only where it is installed."""
    found: dict[str, Iterator[str]] = {"sqlite": (f"sqlite:///{folder}/{n}.db" for n in range(99))}
    programs = postgres.programs()
    if programs is None:
        print("  PostgreSQL is not installed, so only SQLite is measured.")
        return found
    server = stack.enter_context(postgres.server(programs))
    found["postgresql"] = (stack.enter_context(postgres.fresh_database(server)) for _ in range(99))
    return found


def _measured(url: str, size: int) -> tuple[float, float]:
    migrate(url)
    engine = connect(url)
    with engine.begin() as connection:
        for start in range(0, size, 10_000):
            connection.execute(sa.insert(Case), [_row(n) for n in range(start, min(start + 10_000, size))])
    _statistics(engine)
    ledger = Ledger(engine)
    rest = _median(ledger)
    backlog = sa.update(Case).where(sa.cast(Case.ticket_id, sa.Integer) % 5 == 4, Case.wake_at > NOW)
    with engine.begin() as connection:
        connection.execute(backlog.values(wake_at=NOW - SECOND, woken_for=NOW - SECOND))
    _statistics(engine)
    both = rest, _median(ledger)
    engine.dispose()
    return both


def _statistics(engine: sa.Engine) -> None:
    """What PostgreSQL does by itself within a minute; SQLite plans without."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE cases")


def _median(ledger: Ledger) -> float:
    def once() -> float:
        began = time.perf_counter()
        found = ledger.due(NOW, 1001, frozenset(Why))
        took = time.perf_counter() - began
        assert len(found) == DUE
        return took * 1000

    once()
    return statistics.median(once() for _ in range(ROUNDS))


def _row(number: int) -> dict[str, Any]:
    """An open case; the first hundred are due, the others within the next fortnight."""
    late = number < DUE
    return {
        "helpdesk": "zendesk",
        "ticket_id": str(number),
        "state": "complete",
        "category": "facturation",
        "rule": "facturation",
        "policy_version": "v1",
        "missing": (),
        "wake_at": NOW - number * SECOND if late else NOW + (number + 1) * SECOND,
        "wake_for": tuple(Why)[number % len(Why)].value,
        "closed_at": NOW,
    }


if __name__ == "__main__":
    main()
