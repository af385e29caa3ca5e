"""An article's HTML as plain lines: what a person reads, without the markup of mail programs."""

import re
from html.parser import HTMLParser

_PARAGRAPHS = frozenset({"p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINES = _PARAGRAPHS | {"div", "li", "tr", "hr"}
_UNREAD = frozenset({"script", "style", "head", "title"})


def text_of(html: str) -> str:
    """The words of some HTML: a line for each block, an empty line between paragraphs, "- " before what is listed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[^\S\n\u00a0\u202f]+", " ", line).strip(" ") for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects the words; `_begun` says whether the present line has any yet."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._begun = False
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "br" or (tag in _LINES and self._begun):
            self._end_line()
        if tag == "li":
            self.parts.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _LINES and self._begun:
            self._end_line()
        if tag in _PARAGRAPHS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        # Line breaks in the source of HTML are spaces to a reader.
        if not self._unread:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))
            self._begun = self._begun or bool(data.strip())

    def _end_line(self) -> None:
        self.parts.append("\n")
        self._begun = False
