"""Three clocks and two workers, all of them killed now and then: every tick of a week has exactly one effect."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from integration.core.delivery import WAKE, Outcome
from integration.engine.payload import tick_key
from integration.engine.queue import Queue
from integration.engine.rows import State
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.rows import Facts
from integration.ledger.runs import Colour
from tests.engine.conftest import Start
from tests.engine.process import Process
from tests.engine.samples import Attempts, Gate, ended
from tests.engine.week import ENTRIES, MONDAY, running, strikes

CASES = 40


def waiting_cases(ledger: Ledger) -> None:
    """Cases that ask to be woken, one after the other, all through the week."""
    for number in range(CASES):
        facts = Facts("complete", policy_version="v1", wake_at=MONDAY + timedelta(hours=4 * number + 1))
        ledger.close(
            "zendesk",
            str(number),
            delivery_id=f"d{number}",
            outcome=Outcome.WRITTEN,
            read_at=MONDAY,
            at=MONDAY,
            facts=facts,
        )


def after(process: Process, lines: int) -> Process:
    """The process once it has said so many lines."""
    for _ in range(lines):
        assert process.says()
    return process


@pytest.fixture
def ledger(postgres_url: str) -> Iterator[Ledger]:
    migrate(postgres_url)
    ledger = Ledger(connect(postgres_url))
    yield ledger
    ledger.close_down()


@pytest.fixture
def line(postgres_url: str) -> Iterator[Queue]:
    queue = Queue(postgres_url)
    yield queue
    queue.close()


@pytest.mark.timeout(400)  # eight processes, some started twice: slow where other tests run beside it
def test_every_tick_of_a_week_has_one_effect_whoever_is_killed(postgres_url: str, ledger: Ledger, line: Queue) -> None:
    waiting_cases(ledger)
    with running("worker", postgres_url) as second, running("clock", postgres_url), running("clock", postgres_url):
        with running("worker", postgres_url) as first, running("clock", postgres_url) as clock:
            after(clock, 90).kill()
            after(first, 20).kill()
        with running("worker", postgres_url) as third, running("clock", postgres_url) as again:
            after(second, 40).kill()
            after(third, 10)
            again.says_to_the_end()
            week = list(strikes())
            states = Counter(ended(line, tick_key(job, due)).state for due, job in week)

    assert states == {State.DONE: len(week)}
    runs = [run for entry in ENTRIES for run in ledger.runs.of(entry.job, 10_000)]
    assert sorted((run.due_at, run.job) for run in runs) == week
    assert {run.colour for run in runs} == {Colour.GREEN}
    put = Counter(row.ticket_id for row in line.deliveries(limit=10_000) if row.kind == WAKE)
    assert put == {str(number): 1 for number in range(CASES)}
    nights = Counter(row.ticket_id for row in line.deliveries(limit=10_000) if row.kind == "sweep")
    assert set(nights.values()) == {7}


def test_a_long_job_does_not_overlap_itself_and_holds_up_no_other(queue: Queue, start: Start) -> None:
    took: list[str] = []
    gate = Gate()

    def long(due: object) -> None:
        took.append("long")
        gate(None)  # type: ignore[arg-type] # it looks at no delivery

    start(Attempts(), {"long": long, "short": lambda _due: took.append("short")})
    for minutes in (0, 1):
        queue.put_tick("long", MONDAY + timedelta(minutes=minutes))
    queue.put_tick("short", MONDAY)

    assert ended(queue, tick_key("short", MONDAY)).state is State.DONE
    assert sorted(took) == ["long", "short"]
    gate.open()
    assert ended(queue, tick_key("long", MONDAY + timedelta(minutes=1))).state is State.DONE
    assert took.count("long") == 2
