from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from console.demo.stage import free_port
from console.secrets import rotate
from integration import envfile
from integration.certificates.signing import genuine
from integration.core.errors import NotConfigured
from integration.settings import Settings
from integration.wiring import build_ledger, signer
from tests.doctor.conftest import furnished, serving
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town

SECRETS = "GUICHET_ZENDESK_WEBHOOK_SECRETS"
ENV = Path(".env")


@pytest.fixture(autouse=True)
def installed(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A furnished sandbox, and the settings of an installation in the folder's `.env` alone."""
    root = Path.cwd()
    monkeypatch.chdir(tmp_path)
    for name in (SECRETS, "GUICHET_ZENDESK_CLIENT_ID", "GUICHET_ZENDESK_CLIENT_SECRET", "GUICHET_SIGNING_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GUICHET_ZENDESK_URL", town.url)
    monkeypatch.setenv("GUICHET_POLICY", str(root / "config" / "policy.yaml"))
    monkeypatch.setenv("GUICHET_PUBLIC_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{tmp_path}/var/guichet.db")
    envfile.put(ENV, {"GUICHET_ZENDESK_CLIENT_ID": CLIENT_ID, "GUICHET_ZENDESK_CLIENT_SECRET": CLIENT_SECRET})
    ledger = build_ledger(Settings())
    envfile.put(ENV, {SECRETS: furnished(Settings(), ledger)})
    ledger.close_down()


def run(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(rotate, arguments, input=answers, catch_exceptions=False)


def stored() -> list[str]:
    return envfile.read(ENV)[SECRETS].split(",")


def hooks(town: Town) -> list[tuple[str, str]]:
    auth = ("guichet@adherents.example/token", "sandbox-token")
    found = requests.get(f"{town.url}/api/v2/webhooks", auth=auth, timeout=10).json()["webhooks"]
    return [(one["id"], one["status"]) for one in found]


def test_a_webhooks_secret_changes_without_a_gap(town: Town) -> None:
    old = stored()[0]
    assert run("webhook").exit_code == 0
    assert len(stored()) == 2
    assert stored()[1] == old
    assert sorted(status for _, status in hooks(town)) == ["active", "inactive"]
    new = stored()[0]
    with serving(Settings()):
        assert "signs with the new secret" in run("webhook", "--finish").output
    assert [status for _, status in hooks(town)] == ["active"]
    ledger = build_ledger(Settings())
    assert ledger.provisioned.ids("zendesk")["webhook:guichet"] == hooks(town)[0][0]
    ledger.close_down()
    run("webhook", "--forget")
    assert stored() == [new]


def test_beginning_twice_is_beginning_once(town: Town) -> None:
    run("webhook")
    first = stored()
    run("webhook")
    assert stored()[0] == first[0]
    assert len(hooks(town)) == 2


def test_nothing_changes_while_the_web_process_does_not_know_the_new_secret(town: Town) -> None:
    before = Settings()
    run("webhook")
    with serving(before), pytest.raises(NotConfigured, match="restart it first"):
        run("webhook", "--finish")
    assert sorted(status for _, status in hooks(town)) == ["active", "inactive"]


def test_the_second_step_needs_the_first() -> None:
    with pytest.raises(NotConfigured, match="begin with"):
        run("webhook", "--finish")


def test_no_secret_is_ever_shown() -> None:
    output = run("webhook").output
    assert not any(secret in output for secret in stored())


def test_other_credentials_are_tried_before_they_are_written() -> None:
    with pytest.raises(NotConfigured):
        run("oauth", "--client-id", CLIENT_ID, answers="wrong\n")
    assert envfile.read(ENV)["GUICHET_ZENDESK_CLIENT_SECRET"] == CLIENT_SECRET
    result = run("oauth", "--client-id", CLIENT_ID, answers=f"{CLIENT_SECRET}\n")
    assert "are accepted (role admin)" in result.output
    assert CLIENT_SECRET not in result.output
    assert "another user" not in result.output


def test_a_new_signing_key_leaves_old_signatures_good() -> None:
    before = signer(Settings())
    signature = before.sign(b"a certificate")
    result = run("signing-key")
    after = signer(Settings())
    assert after.public != before.public
    assert after.public in result.output
    assert genuine(b"a certificate", signature, before.public)
    assert Path("var/signing.keys").read_text().startswith(before.public)
    assert Path("var/signing.key").stat().st_mode & 0o777 == 0o600


def test_a_signing_key_of_the_settings_is_changed_there() -> None:
    envfile.put(ENV, {"GUICHET_SIGNING_KEY": "ab" * 32})
    run("signing-key")
    assert envfile.read(ENV)["GUICHET_SIGNING_KEY"] != "ab" * 32
    assert signer(Settings()).public.startswith("ed25519:")
