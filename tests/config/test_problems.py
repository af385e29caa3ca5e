"""Every way to break a policy is told with its line, its column and what to do."""

from pathlib import Path

import pytest

from tests.config.mistakes import MISTAKES
from tests.config.small import SMALL, edited, problems, written


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES.values(), ids=MISTAKES.keys())
def test_each_mistake_is_told_where_it_is(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert problems(written(tmp_path, edited(SMALL, old, new))) == [f"policy.yaml:{told}"]


def test_the_small_policy_itself_is_fine(tmp_path: Path) -> None:
    assert problems(written(tmp_path)) == []


def test_all_problems_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    policy = SMALL
    for case in ("time zone", "unknown item", "unknown clock", "rule id twice", "tag that tells", "duration in French"):
        policy = edited(policy, *MISTAKES[case][:2])
    assert [problem.split(":")[1] for problem in problems(written(tmp_path, policy))] == [
        "2",
        "7",
        "8",
        "15",
        "16",
        "21",
    ]


def test_a_payment_clock_needs_to_know_what_accepts(tmp_path: Path) -> None:
    policy = edited(edited(SMALL, "accepted: [oui], ", ""), "paiement: {from: submitted", "paiement: {from: accepted")
    told = "this never happens: say under `decisions` which options of the decision field mean accepted or partly"
    assert problems(written(tmp_path, policy)) == [f"policy.yaml:22:20: {told}"]


def test_a_part_of_the_wrong_shape_hides_no_other_problem(tmp_path: Path) -> None:
    policy = edited(SMALL, "  - id: mots\n", "  - rien\n  - id: [a]\n")
    policy = edited(policy, "[remboursement, Autre]", "[remboursement, 7]")
    policy = edited(policy, "    when: {category: facturation}", "    when: {category: 7}")
    assert [problem.split(":")[1] for problem in problems(written(tmp_path, policy))] == ["6", "10", "16", "17"]


def test_problems_of_messages_come_with_those_of_the_policy(tmp_path: Path) -> None:
    file = written(tmp_path, edited(SMALL, "language: fr", "langue: fr"))
    english = tmp_path / "messages" / "en.yaml"
    english.write_text(edited(english.read_text("utf-8"), "  thanks: Thank", "  thank: Thank"), "utf-8")
    assert [problem.split(": ")[0].rsplit(":", 2)[0] for problem in problems(file)] == [
        "policy.yaml",
        "policy.yaml",
        "messages/en.yaml",
        "messages/en.yaml",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "this file is empty"),
        (b"- a\n- b\n", "this file must be a list of `key: value` lines"),
        ("langue: français".encode("latin-1"), "this file is not UTF-8: save it again as UTF-8"),
        (b"a: " + b"[" * 500 + b"]" * 500, "this file is nested too deeply to be a policy"),
    ],
    ids=["empty", "a list", "latin-1", "nested"],
)
def test_a_file_that_is_no_policy_at_all(tmp_path: Path, content: bytes, told: str) -> None:
    file = written(tmp_path)
    file.write_bytes(content)
    assert problems(file) == [f"policy.yaml:1:1: {told}"]


def test_a_character_that_no_editor_shows(tmp_path: Path) -> None:
    told = "3:17: this is not YAML: special characters are not allowed (character 0x7)"
    assert problems(written(tmp_path, edited(SMALL, "categor", "categor\a"))) == [f"policy.yaml:{told}"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problems(tmp_path / "policy.yaml") == [
        "policy.yaml:1:1: this file cannot be read: check its path and its rights"
    ]


def test_a_folder_without_messages(tmp_path: Path) -> None:
    file = written(tmp_path)
    for messages in (tmp_path / "messages").iterdir():
        messages.unlink()
    assert problems(file) == ['policy.yaml:1:11: there are no messages in "fr": add messages/fr.yaml']
