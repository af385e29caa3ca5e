"""An article's HTML as plain lines: what a person reads, without the markup of mail programs."""

import re
from html.parser import HTMLParser

_PARAGRAPHS = frozenset({"p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINES = _PARAGRAPHS | {"div", "li", "tr", "hr"}
_UNREAD = frozenset({"script", "style", "head", "title"})
_QUOTED = "\0"  # before the first word of a line that is quoted; no text of a ticket holds one


def text_of(html: str) -> str:
    """The words of some HTML: a line for each block, an empty line between paragraphs, "- " before what is listed.

    Mails are answered above, below and between the lines of the mail before: those begin with "> ", as in a mail that
    is plain text, so that nobody takes our own words for the member's.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (_tidied(line) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tidied(line: str) -> str:
    words = re.sub(r"[^\S\n\u00a0\u202f]+", " ", line.replace(_QUOTED, "")).strip(" ")
    return f"> {words}" if words and _QUOTED in line else words


class _Reader(HTMLParser):
    """Collects the words; `_begun` says whether the present line has any yet, `_quotes` which quotations are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._begun = False
        self._unread = 0
        self._quotes: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "br" or (tag in _LINES and self._begun):
            self._end_line()
        if tag == "blockquote":
            self._quotes.append(_cites(dict(attrs)))
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _LINES and self._begun:
            self._end_line()
        if tag in _PARAGRAPHS:
            self._end_line()
        if tag == "blockquote" and self._quotes:
            self._quotes.pop()

    def handle_data(self, data: str) -> None:
        # Line breaks in the source of HTML are spaces to a reader.
        if not self._unread:
            words = re.sub(r"[ \t\r\n\f]+", " ", data.replace(_QUOTED, ""))
            self.parts.append(_QUOTED + words if any(self._quotes) else words)
            self._begun = self._begun or bool(data.strip())

    def _end_line(self) -> None:
        self.parts.append("\n")
        self._begun = False


def _cites(attributes: dict[str, str | None]) -> bool:
    """Whether a quotation is of another mail; some programs only indent with it."""
    return "cite" in {attributes.get("type"), *attributes} or "quote" in (attributes.get("class") or "")
