"""`guichet statement` over the sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from console.cli import guichet
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.settings import Settings
from integration.statement import Taking, keep
from integration.wiring import desks, policy_in_force
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def ledger(town: Town, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setenv("GUICHET_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("GUICHET_ZENDESK_URL", town.url)
    monkeypatch.setenv("GUICHET_ZENDESK_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("GUICHET_ZENDESK_CLIENT_SECRET", CLIENT_SECRET)
    migrate(sqlite_url)
    ledger = Ledger(connect(sqlite_url))
    yield ledger
    ledger.close_down()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(guichet, ["statement", *arguments])


def test_today_is_taken_as_things_stand(ledger: Ledger, town: Town) -> None:
    town.member_files(motif="Facturation")

    result = run()

    assert "Relevé du" in result.output, result.output
    assert "À peine arrivées et en cours de lecture" in result.output
    assert result.exit_code == 0


def test_another_language_and_json(ledger: Ledger) -> None:
    assert "Refund requests" in run("--lang", "en").output
    sheet = json.loads(run("--json").output)
    assert sheet["helpdesk"] == "zendesk"
    assert sheet["total"] == 0
    assert sheet["balanced"] is True


def test_a_past_day_is_shown_as_it_was_stored(ledger: Ledger) -> None:
    settings, now = Settings(), datetime.now(UTC)
    yesterday = now.astimezone(PARIS).date() - timedelta(days=1)
    policy = policy_in_force(settings, ledger)
    made = Taking("zendesk", desks(settings)["zendesk"], policy, ledger, now).of(yesterday)
    keep(made, ledger)

    stored = run("--day", yesterday.isoformat(), "--json")
    missing = CliRunner().invoke(guichet, ["statement", "--day", "2020-01-01"])

    assert stored.exit_code == 0
    assert json.loads(stored.output)["day"] == yesterday.isoformat()
    assert "No statement of 2020-01-01 was made for zendesk" in str(missing.exception)
