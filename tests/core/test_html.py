"""The HTML of a message is made from its plain text, and nothing a member wrote becomes markup."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.html import html_of


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Bonjour", "<p>Bonjour</p>"),
        ("un\ndeux", "<p>un<br>deux</p>"),
        ("un\n\n\ndeux\n", "<p>un</p><p>deux</p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("• un\n\nfin", "<ul><li>un</li></ul><p>fin</p>"),
        ("avant\n- un\naprès", "<p>avant</p><ul><li>un</li></ul><p>après</p>"),
        ("-5 €", "<p>-5 €</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        ("l'été « là » 🙏", "<p>l'été « là » 🙏</p>"),
    ],
)
def test_plain_text_as_html(text: str, html: str) -> None:
    assert html_of(text) == html


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(f"{tag} with attributes" if attrs else tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text(alphabet=st.sampled_from("ab <>&\"'-•/\n=!{}"), max_size=60))
def test_whatever_is_written_only_paragraphs_and_lists_come_out(text: str) -> None:
    page = _Tags()
    page.feed(html_of(text))
    page.close()

    assert page.found <= {"p", "br", "ul", "li"}
    assert re.sub(r"[-•*\s]", "", page.words) == re.sub(r"[-•*\s]", "", text)
