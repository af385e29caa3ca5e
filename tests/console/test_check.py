"""`guichet check` prints every problem where an editor can jump to it, and its exit code is for scripts."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from console.check import check
from tests.config.small import SMALL, edited, written


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
