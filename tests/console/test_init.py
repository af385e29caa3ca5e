from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.load import load_policy
from console.init import init
from integration import envfile
from integration.core.errors import NotConfigured
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town

PUBLIC = "https://guichet.example"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with nothing in it, and no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("ZENDESK_URL", "ZENDESK_CLIENT_ID", "ZENDESK_CLIENT_SECRET", "PUBLIC_URL", "ZAMMAD_URL", "POLICY"):
        monkeypatch.delenv(f"GUICHET_{name}", raising=False)


def run(*arguments: str, secret: str = CLIENT_SECRET) -> Result:
    environment = {"GUICHET_ZENDESK_CLIENT_SECRET": secret}
    return CliRunner().invoke(init, arguments, env=environment, catch_exceptions=False)


def flags(town: Town) -> tuple[str, ...]:
    return ("--helpdesk", "zendesk", "--url", town.url, "--client-id", CLIENT_ID, "--public-url", PUBLIC, "--yes")


def test_an_account_is_connected_without_a_question(town: Town) -> None:
    Path(".env").write_text("# mine\nGUICHET_LOG_LEVEL=DEBUG\n")
    result = run(*flags(town))
    assert "as an admin; it has 4 groups and 8 fields" in result.output
    assert CLIENT_SECRET not in result.output
    assert Path(".env").stat().st_mode & 0o777 == 0o600
    assert Path(".env").read_text().startswith("# mine\nGUICHET_LOG_LEVEL=DEBUG\n")
    assert envfile.read(Path(".env"))["GUICHET_ZENDESK_CLIENT_SECRET"] == CLIENT_SECRET
    assert envfile.read(Path(".env"))["GUICHET_POLICY"] == "policy/policy.yaml"
    assert load_policy(Path("policy/policy.yaml")).fields.category == "Motif"
    assert "taken over: Motif, Compte" in result.output


def test_questions_are_asked_for_what_is_not_known(town: Town) -> None:
    given = f"zendesk\n{town.url}\n{CLIENT_ID}\n{PUBLIC}\n"
    result = CliRunner().invoke(
        init, ["--language", "en"], input=given, env={"GUICHET_ZENDESK_CLIENT_SECRET": CLIENT_SECRET}
    )
    assert result.exit_code == 0, result.output
    assert "make a confidential OAuth client" in result.output
    assert load_policy(Path("policy/policy.yaml")).language == "en"


def test_a_second_run_needs_no_flag_and_keeps_the_policy(town: Town) -> None:
    run(*flags(town))
    Path("policy/policy.yaml").write_text("mine")
    before = Path(".env").read_text()
    result = run("--yes", secret="")
    assert "was kept" in result.output
    assert Path("policy/policy.yaml").read_text() == "mine"
    assert Path(".env").read_text() == before


def test_wrong_credentials_write_nothing(town: Town) -> None:
    with pytest.raises(NotConfigured, match="does not accept the credentials"):
        run(*flags(town), secret="wrong")
    assert not Path(".env").exists()
    assert not Path("policy").exists()


def test_what_is_missing_is_named_with_its_setting(town: Town) -> None:
    with pytest.raises(NotConfigured, match="set GUICHET_ZENDESK_CLIENT_ID, or give --client-id"):
        run("--helpdesk", "zendesk", "--url", town.url, "--yes")
    with pytest.raises(NotConfigured, match="Say which helpdesk"):
        run("--yes")


def test_a_right_that_is_missing_is_told_with_the_place_to_grant_it(town: Town) -> None:
    town.post("people", email="guichet@adherents.example", role="agent")
    result = run(*flags(town))
    assert "as an agent" in result.output
    assert "Cannot be told: ticket_redaction" in result.output
    assert "Admin Center > People > Team > Roles" in result.output


def test_a_zammad_admins_token_is_warned_of(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.becomes("zammad")
    monkeypatch.setenv("GUICHET_ZAMMAD_TOKEN", "sandbox-token")
    result = run("--helpdesk", "zammad", "--url", town.url, "--public-url", PUBLIC, "--yes")
    assert "This token is an admin's" in result.output
    assert envfile.read(Path(".env"))["GUICHET_ZAMMAD_TOKEN"] == "sandbox-token"
