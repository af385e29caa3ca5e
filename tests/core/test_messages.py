"""Messages are written in the member's language, and nothing a member wrote can become part of a template."""

import jinja2
import pytest

from integration.core.messages import Messages, render, word

ASK = "Bonjour,\n{% for question in questions %}\n- {{ question }}\n{% endfor %}\n"
MESSAGES = Messages(
    texts=(
        (
            "fr",
            (("ask", ASK), ("thanks", "Merci {{ due }}")),
        ),
        ("en", (("ask", "Hello {{ questions | join }}"), ("thanks", "Thank you {{ due }}"))),
    ),
    words=(
        ("fr", (("account", "compte"), ("pair", "{label} : {value}"), ("clock.examen", "examen de la demande"))),
        ("en", (("account", "account"), ("pair", "{label}: {value}"))),
    ),
)


def test_the_language_asked_for() -> None:
    assert render(MESSAGES, "thanks", "en", {"due": "1 May"}) == "Thank you 1 May"
    assert word(MESSAGES, "en", "account") == "account"


def test_an_unknown_language_falls_back_to_the_first() -> None:
    assert render(MESSAGES, "thanks", "de", {"due": "x"}) == "Merci x"
    assert word(MESSAGES, "", "account") == "compte"


def test_lists_stay_lists_and_edges_are_trimmed() -> None:
    assert render(MESSAGES, "ask", "fr", {"questions": ("Un ?", "Deux ?")}) == "Bonjour,\n- Un ?\n- Deux ?"


@pytest.mark.parametrize(
    "written",
    ["{{ 7 * 7 }}", "{% for x in y %}", "{{ due.__class__ }}", "{# gone #}", "<b>&amp;</b>", "{label}", "{% raw %}"],
)
def test_what_a_member_wrote_is_data(written: str) -> None:
    assert render(MESSAGES, "thanks", "fr", {"due": written}) == f"Merci {written}"
    assert render(MESSAGES, "ask", "en", {"questions": (written,)}) == f"Hello {written}"


def test_facts_in_a_phrase_are_data_too() -> None:
    assert word(MESSAGES, "fr", "pair", label="{value}", value="49,90 €") == "{value} : 49,90 €"


def test_a_template_cannot_reach_inside_python() -> None:
    messages = Messages(texts=(("fr", (("note", "{{ rule.__class__.__mro__ }}"),)),))
    with pytest.raises(jinja2.exceptions.SecurityError):
        render(messages, "note", "fr", {"rule": "deuil"})


def test_a_template_cannot_change_what_it_is_given() -> None:
    found = [{"label": "montant"}]
    messages = Messages(texts=(("fr", (("note", "{{ found.clear() }}"),)),))
    with pytest.raises(jinja2.exceptions.SecurityError):
        render(messages, "note", "fr", {"found": found})
    assert found == [{"label": "montant"}]


def test_something_undefined_is_never_written_as_nothing() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render(MESSAGES, "thanks", "fr", {})


def test_a_clock_without_a_word_is_called_by_its_id() -> None:
    assert word(MESSAGES, "fr", "clock.examen") == "examen de la demande"
    assert word(MESSAGES, "en", "clock.examen") == "examen"


def test_an_unknown_word_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        word(MESSAGES, "fr", "colour")
