"""What nobody needs any more is forgotten, and nothing else."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from integration.core.delivery import Outcome
from integration.core.ticket import Kind, Mark
from integration.core.waking import Why
from integration.ledger import expiry
from integration.ledger.outbox import Notice
from integration.ledger.runs import Report
from jobs.prune import prune
from tests.core.build import NOW
from tests.jobs.house import House

LONG_AGO = NOW - timedelta(days=401)


def rows(house: House, table: str) -> int:
    with house.ledger._engine.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608, ours


def wrote(house: House, ticket: str, at: datetime) -> None:
    house.ledger.intend(
        "zendesk", ticket, f"k{ticket}", delivery_id="d", kinds=("AddComment",), mark=Mark(Kind.ASK), at=at
    )
    house.ledger.prove(f"k{ticket}", "c1", at)


def test_a_case_long_over_is_forgotten_with_all_that_was_written_on_it(house: House) -> None:
    house.closed("1", state="over", read_at=LONG_AGO)
    wrote(house, "1", LONG_AGO)

    report = prune(house.turn())

    assert [rows(house, table) for table in ("cases", "passes", "writes")] == [0, 0, 0]
    assert report.words == ("cases: 1", "passes: 1", "writes: 1")
    assert house.line.purged == [(NOW - timedelta(days=30), False), (NOW - timedelta(days=2), True)]


def test_a_case_still_open_keeps_what_was_said_however_old_it_is(house: House) -> None:
    house.closed("1", state="waiting", read_at=LONG_AGO)
    wrote(house, "1", LONG_AGO)

    prune(house.turn())

    assert [rows(house, table) for table in ("cases", "passes", "writes")] == [1, 1, 1]


def test_a_case_over_that_still_waits_for_its_documents_is_kept(house: House) -> None:
    house.closed("1", state="over", wake_at=NOW, why=Why.DELETION, read_at=LONG_AGO)

    prune(house.turn())

    assert rows(house, "cases") == 1


def test_a_case_over_for_less_than_that_is_kept(house: House) -> None:
    house.closed("1", state="over", read_at=NOW - timedelta(days=399))

    prune(house.turn())

    assert [rows(house, table) for table in ("cases", "passes")] == [1, 1]


def test_a_deleted_ticket_is_forgotten_too(house: House) -> None:
    house.closed("1", state="waiting", read_at=LONG_AGO)
    house.closed("1", outcome=Outcome.GONE, read_at=LONG_AGO)

    prune(house.turn())

    assert rows(house, "cases") == 0


@pytest.mark.parametrize(
    ("days", "report", "kept"),
    [
        (1, Report(), 1),
        (3, Report(), 0),
        (3, Report(seen=1), 1),
        (3, Report(left=1), 1),
        (91, Report(left=1), 0),
    ],
)
def test_runs_without_anything_to_do_go_first(house: House, days: int, report: Report, kept: int) -> None:
    at = NOW - timedelta(days=days)
    house.ledger.runs.begin("overdue", at, at)
    house.ledger.runs.end("overdue", at, at, report)

    prune(house.turn())

    assert rows(house, "runs") == kept


def test_old_notices_go(house: House) -> None:
    for days in (29, 31):
        at = NOW - timedelta(days=days)
        house.ledger.outbox.put((Notice("zendesk", "1", "examen", "due", at, "chat"),), at)

    prune(house.turn())

    assert rows(house, "notices") == 1


def test_much_is_forgotten_in_small_steps(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "BATCH", 2)
    for number in range(5):
        house.closed(str(number), state="over", read_at=LONG_AGO)

    prune(house.turn())

    assert [rows(house, table) for table in ("cases", "passes")] == [0, 0]


def test_a_dry_run_counts_and_forgets_nothing(house: House) -> None:
    house.closed("1", state="over", read_at=LONG_AGO)

    report = prune(house.turn(apply=False))

    assert (report.seen, report.words) == (2, ("cases: 1", "passes: 1"))
    assert (rows(house, "cases"), house.line.purged) == (1, [])
