"""`guichet messages preview` shows every message of every language, printed or as a page."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.messages import messages
from tests.config.small import NOTED, OWN, SHIPPED, SMALL, edited, with_texts, written

SPEAKING = edited(NOTED, "{group: Niveau 2,", "{group: Niveau 2, message: suite, note: consigne,")


def preview(*options: str) -> Result:
    return CliRunner().invoke(messages, ["preview", *options])


def test_every_message_of_every_language_is_printed() -> None:
    result = preview("--policy", str(SHIPPED / "policy.yaml"))

    assert result.exit_code == 0
    for language in ("fr", "en"):
        for name in ("ask", "ask_care", "thanks", "thanks_care", "message", "message_care", "note", "document"):
            assert f"━━ {language} · {name} · " in result.output
    assert "  Il vous suffit de répondre à ce message." in result.output
    assert "  Just reply to this message." in result.output
    assert "joindre à votre réponse un justificatif" in result.output


def test_one_language_alone() -> None:
    result = preview("--policy", str(SHIPPED / "policy.yaml"), "--language", "en")

    assert "━━ en · ask · the member is asked for what is missing ━" in result.output
    assert "━━ fr" not in result.output


def test_a_language_without_messages_is_told(tmp_path: Path) -> None:
    result = preview("--policy", str(written(tmp_path)), "--language", "de")

    assert result.exit_code == 2
    assert "there are no messages in 'de', only in fr, en." in result.output


def test_what_a_rule_says_stands_in_its_letter(tmp_path: Path) -> None:
    result = preview("--policy", str(with_texts(tmp_path, SPEAKING)), "--language", "en")

    assert "━━ en · suite · what a rule says, in its letter ━" in result.output
    assert "  Hello. Until 26 March 2026." in result.output
    assert "━━ en · consigne · what a rule adds to the note ━" in result.output


def test_cases_that_read_alike_are_shown_once(tmp_path: Path) -> None:
    result = preview("--policy", str(with_texts(tmp_path, SPEAKING)), "--language", "en")

    assert result.output.count("Read twice.") == 1


def test_a_broken_policy_says_why(tmp_path: Path) -> None:
    result = preview("--policy", str(written(tmp_path, edited(SMALL, "Europe/Paris", "Europe/Pari"))))

    assert result.exit_code == 1
    assert "policy.yaml:2:11" in result.output


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag}?" if attrs and tag != "article" else tag)


def test_a_page_shows_the_html_form(tmp_path: Path) -> None:
    loud = edited(OWN, "Until {{ due }}.", "Until <b>{{ due }}</b>.")
    page = tmp_path / "page.html"
    result = preview("--policy", str(with_texts(tmp_path, SPEAKING, loud, loud)), "--html", str(page))

    assert result.exit_code == 0
    assert result.output.endswith(f"messages are in {page}.\n")
    words = _Words()
    words.feed(page.read_text("utf-8"))
    assert words.tags.count("h2") == 28
    assert "li" in words.tags
    assert not {"b", "b?"}.intersection(words.tags)


@pytest.mark.parametrize("options", [(), ("--language", "fr")])
def test_without_an_option_it_shows_what_the_service_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.setenv("GUICHET_POLICY", str(written(tmp_path)))

    assert "━━ fr · thanks" in preview(*options).output
