import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.doctor import doctor
from integration import envfile
from integration.core.errors import NotConfigured
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that knows no helpdesk, in a folder of its own."""
    policy = Path("config/policy.yaml").resolve()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{tmp_path}/var/guichet.db")
    monkeypatch.setenv("GUICHET_POLICY", str(policy))
    for name in ("URL", "CLIENT_ID", "CLIENT_SECRET", "WEBHOOK_SECRETS"):
        monkeypatch.delenv(f"GUICHET_ZENDESK_{name}", raising=False)


def connect(url: str) -> None:
    settings = {"URL": url, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET}
    envfile.put(Path(".env"), {f"GUICHET_ZENDESK_{name}": value for name, value in settings.items()})


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doctor, arguments, catch_exceptions=False)


def test_without_a_helpdesk_there_is_nothing_to_examine() -> None:
    with pytest.raises(NotConfigured, match="No helpdesk is configured"):
        run()


def test_a_fault_is_told_with_what_to_do_and_ends_with_1(town: Town) -> None:
    connect(town.url)
    result = run()
    assert result.exit_code == 1
    assert "X door            zendesk: No webhook secret is set, so the door is shut." in result.output
    assert "`guichet apply` makes the webhook and writes its secret." in result.output
    assert CLIENT_SECRET not in result.output


def test_the_same_as_json(town: Town) -> None:
    connect(town.url)
    told = json.loads(run("--json", "--helpdesk", "zendesk").stdout)
    assert told["worst"] == "fault"
    assert all({"check", "grade", "what", "why", "todo", "helpdesk"} == set(one) for one in told["findings"])
    assert next(one for one in told["findings"] if one["check"] == "credentials")["grade"] == "good"
