"""The messages: broken ones are told where they break, the shipped ones read as an agent would sign them."""

import re
from pathlib import Path

import pytest

from integration.core.messages import render
from integration.core.policy import Policy
from integration.core.samples import samples
from tests.config.small import MESSAGES, SHIPPED, edited, problems, written

LANGUAGES = ("fr", "en")

BROKEN = {
    "unknown placeholder in a block": (
        "- {{ question }}",
        "- {{ qestions }}",
        '5:10: unknown placeholder "qestions" in the message "ask" (did you mean "questions"?)',
    ),
    "unknown placeholder on one line": (
        "Thank you {{ due }}.",
        "Thank you {{ name }}.",
        '8:11: unknown placeholder "name" in the message "thanks"',
    ),
    "placeholder of another message": (
        "  thanks_care: Thank you.",
        "  thanks_care: Thank you, {{ questions | join }}.",
        '9:16: unknown placeholder "questions" in the message "thanks_care"',
    ),
    "no place for what a rule says": (
        "Hello. {{ text }}",
        "Hello.",
        '10:12: the message "message" has no place for what a rule says: write {{ text }} where it belongs',
    ),
    "unknown part of a placeholder": (
        "item.label",
        "item.labl",
        "19:1: the message \"note\" cannot be written with a sample case: 'dict object' has no attribute 'labl'",
    ),
    "broken template": (
        "{% for question",
        "{% fro question",
        "4:1: this message is not a valid template: Encountered unknown tag 'fro'.",
    ),
    "inside of Python": (
        "{{ state }}",
        "{{ state.__class__.__mro__ }}",
        (
            '17:1: the message "note" cannot be written with a sample case: '
            "access to attribute '__class__' of 'str' object is unsafe."
        ),
    ),
    "nothing to say in one case": (
        "Thank you {{ due }}. {{ text }}",
        '"{% if due %}Thank you{% endif %}{{ text }}"',
        '8:11: the message "thanks" says nothing for a sample case',
    ),
    "missing message": ("  thanks_care: Thank you. {{ text }}\n", "", '1:1: the key "thanks_care" is missing'),
    "unknown message": (
        "  thanks_care:",
        "  recall: Hello.\n  thanks_care:",
        '9:3: no rule names the message "recall": name it in one, or take it away',
    ),
    "note that no rule names": (
        "words:",
        "notes: {rappel: Read twice.}\nwords:",
        '21:9: no rule names the note "rappel": name it in one, or take it away',
    ),
    "missing word": (", comment: message}", "}", '24:3: the key "comment" is missing'),
    "pair without its value": ("{label}: {value}", "{label}", "23:9: this must hold {label} and {value}"),
    "field without its title": ("field {title}", "field", "24:18: this must hold {title}"),
    "word for no clock": (
        "  pair:",
        "  clocks: {exament: review}\n  pair:",
        '23:12: there is no clock "exament" in the policy (did you mean "examen"?): take this word away',
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), BROKEN.values(), ids=BROKEN.keys())
def test_each_mistake_is_told_where_it_is(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = written(tmp_path)
    (tmp_path / "messages" / "en.yaml").write_text(edited(MESSAGES, old, new), "utf-8")
    place, _, sentence = told.partition(": ")
    found = problems(file)
    assert [problem.removeprefix("messages/en.yaml:") for problem in found] == [f"{place}: {sentence}"]


def _said(policy: Policy, language: str) -> dict[str, list[str]]:
    names = [name for name, _ in dict(policy.messages.texts)[language]]
    return {
        name: [render(policy.messages, name, language, sample) for sample in samples(name, language)] for name in names
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_message_reads_well_on_every_path(shipped: Policy, language: str) -> None:
    for name, texts in _said(shipped, language).items():
        for text in texts:
            assert text == text.strip()
            assert "\n\n\n" not in text, name
            assert not re.search(r"[{}%]|  |[ \t]\n", text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_asks_everything_and_repeats_what_was_understood(shipped: Policy, language: str) -> None:
    for name in ("ask", "ask_care"):
        for text, sample in zip(_said(shipped, language)[name], samples(name, language), strict=True):
            questions, understood = sample["questions"], sample["understood"]
            assert isinstance(questions, tuple)
            assert isinstance(understood, tuple)
            assert [line for line in text.splitlines() if line.startswith("- ")] == [
                f"- {line}" for line in (*questions, *understood)
            ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_with_care_name_no_loss_and_ask_for_no_document(shipped: Policy, language: str) -> None:
    said = _said(shipped, language)
    words = " ".join((*said["ask_care"], *said["thanks_care"], *said["message_care"])).lower()
    assert not re.search(r"décès|décéd|deuil|condoléances|malad|santé|death|bereave|illness|condolence|health", words)
    assert not re.search(r"certificat|justificatif|certificate|proof|délai|urgent|deadline", words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_thanks_name_the_promised_date_when_there_is_one(shipped: Policy, language: str) -> None:
    for name in ("thanks", "thanks_care"):
        for text, sample in zip(_said(shipped, language)[name], samples(name, language), strict=True):
            assert str(sample["due"]) in text
            assert ("2026" in text) is bool(sample["due"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_rule_says_stands_between_greeting_and_signature(shipped: Policy, language: str) -> None:
    for name in ("thanks", "thanks_care", "message", "message_care"):
        for text, sample in zip(_said(shipped, language)[name], samples(name, language), strict=True):
            said = str(sample["text"])
            greeting, _, after = text.partition(f"\n\n{said}\n\n" if said else "\n\n")
            assert greeting
            assert len(after.split("\n\n")) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_names_the_rule_and_leaves_out_the_last_resort(shipped: Policy, language: str) -> None:
    sample = dict(samples("note", language)[0])
    assert "gros-montant" in render(shipped.messages, "note", language, sample)
    assert "otherwise" not in render(shipped.messages, "note", language, {**sample, "rule": "otherwise"})


def test_members_are_signed_to_by_the_team(shipped: Policy) -> None:
    for name, texts in _said(shipped, "fr").items():
        assert name.startswith("note") or all(text.endswith("\nL’équipe du service clients") for text in texts)


def test_french_is_typeset_as_french(shipped: Policy) -> None:
    for texts in _said(shipped, "fr").values():
        for text in texts:
            assert not re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]|'", text), text


def test_both_languages_say_the_same_things() -> None:
    """The same placeholders in the same order: a sentence lost in translation would show."""
    french, english = (
        re.findall(r"\{%.*?%\}|\{\{ *(\w+)", (SHIPPED / "messages" / f"{language}.yaml").read_text("utf-8"))
        for language in LANGUAGES
    )
    assert french == english
