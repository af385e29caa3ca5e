"""An article's HTML as a person reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    ],
)
def test_what_a_person_reads(html: str, text: str) -> None:
    assert text_of(html) == text


@given(st.lists(st.text(alphabet="aé<&>'\"", min_size=1), max_size=5))
def test_our_own_html_reads_as_it_was_written(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)

    assert text_of(html_of(text)) == text
