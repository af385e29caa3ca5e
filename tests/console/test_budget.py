"""`guichet budget` over a ledger that other processes write in."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from console.cli import guichet
from integration.core.budget import Purpose, Told
from integration.core.errors import NoBudget
from integration.helpdesks.budget import CALLS, UPDATES, of_ticket, on_errand
from integration.helpdesks.zendesk.counting import limits
from integration.ledger.budgets import Budgets
from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.purse import Purse

SECOND = timedelta(seconds=1)


@pytest.fixture
def budgets(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Budgets:
    monkeypatch.setenv("GUICHET_DATABASE_URL", sqlite_url)
    migrate(sqlite_url)
    return Budgets(connect(sqlite_url))


def shown() -> str:
    result = CliRunner().invoke(guichet, ["budget"])
    assert result.exit_code == 0, result.output
    return result.output


def test_nothing_was_called_yet(budgets: Budgets) -> None:
    assert "zendesk  calls        0 of 200 taken (200 for answer, 180 for agent, 150 for clock" in shown()
    assert "Nothing waits for the budget." in shown()


def test_what_was_taken_said_and_waits_is_shown(budgets: Budgets) -> None:
    now = datetime.now(UTC)
    purse = Purse("zendesk", budgets, limits(200), lambda: datetime.now(UTC))
    with on_errand(Purpose.ANSWER, "12"):
        purse.spend(CALLS, UPDATES, of_ticket("12"))
    purse.told(CALLS, Told(150, 20, now + 50 * SECOND, now))
    purse.pause(UPDATES, now + 600 * SECOND)
    with on_errand(Purpose.SWEEP, "34"), pytest.raises(NoBudget):
        purse.spend(CALLS)

    told = shown()

    assert "zendesk  calls        1 of 150 taken" in told
    assert "the helpdesk said 20 of 150 were left at" in told
    assert "it asked for a pause until" in told
    assert "zendesk  ticket:12    1 of 25 taken" in told
    assert "1 wait for calls to zendesk (sweep), the first since" in told
    assert "  zendesk  ticket 34  sweep" in told


def test_of_a_zammad_the_places_are_shown(budgets: Budgets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_ZAMMAD_URL", "https://helpdesk.example.org")
    now = datetime.now(UTC)
    with budgets.alone("zammad") as books:
        assert books.begin_turn("a", now, now + 60 * SECOND, 4)
        books.waits("answer", "", now, now + SECOND)

    assert "zammad  1 of 4 places are taken" in shown()
    assert "  zammad  a job, or the console  answer" in shown()
