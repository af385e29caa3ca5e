"""An article's HTML as a person reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.claim.own_words import own_words
from integration.core.claim.page import fold
from integration.core.html import html_of
from integration.helpdesks.zammad.plain import text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("Bonjour", "Bonjour"),
        ("<p>Bonjour,</p><p>Merci.</p>", "Bonjour,\n\nMerci."),
        ("<div>un</div><div>deux</div>", "un\ndeux"),
        ("<div>un<br>deux<br/>trois</div>", "un\ndeux\ntrois"),
        ("un<br><br>deux", "un\n\ndeux"),
        ("<div>un</div>\n<br>\n<div>deux</div>", "un\n\ndeux"),
        ("<p>Il manque :</p><ul><li>le montant</li><li>la date</li></ul>", "Il manque :\n\n- le montant\n- la date"),
        ("<ul>\n<li><p>le montant</p></li>\n</ul>", "- le montant"),
        ("a &lt; b &amp; c &eacute;&#8217;", "a < b & c é’"),
        ("<style>p{}</style><script>x()</script>ok<title>t</title>", "ok"),
        ("un\n  deux\tet   trois", "un deux et trois"),
        ("1\u00a0234,56\u202f€", "1\u00a0234,56\u202f€"),
        ("<p>un</p><p></p><p><br></p><p>deux</p>", "un\n\ndeux"),
        ("<b>gras</b><i>penché</i>", "graspenché"),
        ("<table><tr><td>Compte</td></tr><tr><td>104512</td></tr></table>", "Compte\n104512"),
        ("</style>un</script></p>", "un"),
        (
            '49,90 €<blockquote type="cite"><div>Le montant ?</div>La date ?</blockquote>Merci',
            "49,90 €\n> Le montant ?\n> La date ?\n\nMerci",
        ),
        ('<blockquote class="gmail_quote">un<blockquote>deux</blockquote></blockquote>trois', "> un\n> deux\n\ntrois"),
        ('<blockquote cite="mid:x"><p>un</p><p><br></p></blockquote>', "> un"),
        ("<blockquote>en retrait</blockquote></blockquote>un\0", "en retrait\n\nun"),
    ],
)
def test_what_a_person_reads(html: str, text: str) -> None:
    assert text_of(html) == text


def test_what_our_question_said_is_not_what_the_member_says() -> None:
    answer = (
        "<div>Le 3 novembre 2026, merci.<br></div><div>Le lun. 23 nov. 2026, Service clients a écrit&nbsp;:</div>"
        '<blockquote type="cite"><div>Vous indiquez un montant de 12,00 €.<br>À quelle date ?</div></blockquote>'
        "<div>Montant : 49,90 €</div>"
    )

    words = own_words(fold(text_of(answer)), ()).folded

    assert "49,90" in words
    assert "12,00" not in words
    assert "service clients" not in words


@given(st.lists(st.text(alphabet="aé<&>'\"", min_size=1), max_size=5))
def test_our_own_html_reads_as_it_was_written(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)

    assert text_of(html_of(text)) == text
