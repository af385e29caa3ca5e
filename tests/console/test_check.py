"""`guichet check` prints every problem where an editor can jump to it, and its exit code is for scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from console.check import check
from integration.core.errors import NotConfigured
from tests.config.small import SHIPPED, SMALL, edited, written
from tests.sandbox.running import start, stop


def test_a_policy_that_is_fine(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, ["--policy", str(written(tmp_path))])
    assert result.exit_code == 0
    assert result.output.startswith("The policy is fine: 2 categories, 2 rules, 2 clocks, messages in fr, en (version ")
    assert result.output.count("\n") == 1


def test_each_problem_on_its_own_line(tmp_path: Path) -> None:
    broken = edited(edited(SMALL, "Europe/Paris", "Europe/Pari"), "requires: [amount]", "requires: []\n    colour: red")
    result = CliRunner().invoke(check, ["--policy", str(written(tmp_path, broken))])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        'policy.yaml:2:11: "Europe/Pari" is not a time zone (did you mean "Europe/Paris"?); write it as Europe/Paris',
        'policy.yaml:8:5: unknown key "colour"',
    ]
    assert result.stderr == "2 problems: this policy cannot be loaded.\n"


def test_one_problem_is_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, ["--policy", str(tmp_path / "policy.yaml")])
    assert (result.exit_code, result.stderr) == (1, "1 problem: this policy cannot be loaded.\n")


def test_without_an_option_it_checks_what_the_service_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_POLICY", str(written(tmp_path, edited(SMALL, "language: fr", "language: es"))))
    result = CliRunner().invoke(check, [])
    assert result.exit_code == 1
    assert "policy.yaml:1:11" in result.stdout


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    process, url = start()
    monkeypatch.setenv("GUICHET_ZENDESK_URL", url)
    monkeypatch.setenv("GUICHET_ZENDESK_CLIENT_ID", "guichet-sandbox")
    monkeypatch.setenv("GUICHET_ZENDESK_CLIENT_SECRET", "sandbox-secret")
    yield
    stop(process)


@pytest.mark.usefixtures("connected")
def test_the_shipped_policy_fits_the_sandbox() -> None:
    result = CliRunner().invoke(check, ["--policy", str(SHIPPED / "policy.yaml"), "--helpdesk"])

    assert result.exit_code == 0, result.output
    assert "The helpdesk zendesk has everything it names." in result.output


@pytest.mark.usefixtures("connected")
def test_what_the_helpdesk_lacks_is_told_with_its_place(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, ["--policy", str(written(tmp_path)), "--helpdesk"])

    assert result.exit_code == 1
    assert 'policy.yaml:15:19: the helpdesk has no group "Niveau 2"' in result.stdout
    assert result.stderr.endswith("the policy can be loaded, but it does not fit the helpdesk zendesk.\n")


def test_without_a_helpdesk_there_is_nothing_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_ZENDESK_URL", "")
    result = CliRunner().invoke(check, ["--policy", str(written(tmp_path)), "--helpdesk"])

    assert isinstance(result.exception, NotConfigured)


def test_a_name_that_is_no_helpdesk_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, ["--policy", str(written(tmp_path)), "--helpdesk", "zammad"])

    assert str(result.exception) == "No helpdesk named zammad is configured; there is zendesk."


def test_every_policy_the_service_loads_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    common = written(tmp_path / "common", edited(SMALL, "language: fr", "language: es"))
    own = written(tmp_path / "own")
    monkeypatch.setenv("GUICHET_POLICY", str(common))
    for name, value in {
        "HELPDESKS": "marque-b",
        "MARQUE_B_KIND": "zendesk",
        "MARQUE_B_URL": "https://b.zendesk.com",
    }.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    monkeypatch.setenv("GUICHET_MARQUE_B_POLICY", str(own))
    result = CliRunner().invoke(check, [])

    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        f"{common}:",
        next(line for line in result.stdout.splitlines() if "1:11" in line),
    ]
    assert f"{own}:\nThe policy is fine" in result.stdout
