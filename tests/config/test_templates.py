"""Texts that rules name: each in every language, each with a place to go, and none that nobody says."""

from pathlib import Path

import pytest

from config.load import load_policy
from tests.config.small import MESSAGES, NOTED, OWN, SMALL, edited, problems, with_texts, written

SPEAKING = edited(NOTED, "{group: Niveau 2,", "{group: Niveau 2, message: suite, note: consigne,")


def test_a_rule_may_name_texts_that_every_language_has(tmp_path: Path) -> None:
    policy = load_policy(with_texts(tmp_path, SPEAKING))

    assert (policy.rules[0].then.message, policy.rules[0].then.note) == ("suite", "consigne")
    assert dict(dict(policy.messages.texts)["en"])["message:suite"] == "Until {{ due }}."
    assert dict(dict(policy.messages.texts)["fr"])["note:consigne"] == "Read twice."


def test_the_last_resort_may_name_them_too(tmp_path: Path) -> None:
    policy = edited(NOTED, "{group: Service clients}", "{group: Service clients, message: suite, note: consigne}")

    assert load_policy(with_texts(tmp_path, policy)).otherwise.message == "suite"


def test_a_language_that_lacks_one_is_told_so(tmp_path: Path) -> None:
    assert problems(with_texts(tmp_path, SPEAKING, english=MESSAGES)) == [
        'messages/en.yaml:1:1: the message "suite", which a rule names, is missing in this language',
        'messages/en.yaml:1:1: the note "consigne", which a rule names, is missing in this language',
    ]


def test_a_name_that_is_misspelt_in_the_policy_is_told_with_the_right_one(tmp_path: Path) -> None:
    policy = edited(SPEAKING, "message: suite", "message: suites")

    assert [problem.split(": ", 1)[1] for problem in problems(with_texts(tmp_path, policy))] == [
        'there is no message "suites" (did you mean "suite"?): write it under `messages` in every language',
        'no rule names the message "suite": name it in one, or take it away',
        'no rule names the message "suite": name it in one, or take it away',
    ]


def test_a_note_needs_the_field_it_is_written_in(tmp_path: Path) -> None:
    policy = edited(SPEAKING, ", note: Note}", "}")

    assert problems(with_texts(tmp_path, policy)) == [
        "policy.yaml:15:51: this needs the field `note`: name it under `fields`".replace("`note`", '"note"')
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Until {{ due }}.",
            "Until {{ dew }}.",
            '16:10: unknown placeholder "dew" in the message "suite" (did you mean "due"?)',
        ),
        ("Until {{ due }}.", "'{{ due }}'", '16:10: the message "suite" says nothing for a sample case'),
        ("Read twice.", "'{{ questions }}'", '22:19: unknown placeholder "questions" in the message "consigne"'),
    ],
)
def test_they_are_tried_like_all_others(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = problems(with_texts(tmp_path, SPEAKING, english=edited(OWN, old, new)))

    assert found == [f"messages/en.yaml:{told}"]


def test_a_name_is_an_id(tmp_path: Path) -> None:
    names = edited(OWN, "{consigne:", "{Ma consigne: x, consigne:")

    assert any(
        '"Ma consigne" cannot be an id' in problem for problem in problems(with_texts(tmp_path, SPEAKING, names))
    )


def test_what_a_rule_does_is_kept_aswith_texts(tmp_path: Path) -> None:
    then = "{assignee: marie@example.org, fields: {Canal: 49.90, Urgent: true, Suivi: 3}, hold: true, group: Niveau 2,"
    policy = edited(edited(SMALL, "{group: Niveau 2,", then), "examples:", RETENTION)
    action = load_policy(written(tmp_path, policy)).rules[0].then

    assert action.assignee == "marie@example.org"
    assert action.fields == (("Canal", "49.90"), ("Urgent", "true"), ("Suivi", "3"))
    assert action.hold


RETENTION = "retention: {delete: attachments_of_requester, when: review_over}\nexamples:"
