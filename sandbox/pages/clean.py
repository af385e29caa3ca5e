"""Lets through the few harmless marks of a comment's HTML; everything else is shown as text or left out."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

MARKS = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "blockquote", "h3", "a", "img"}
SILENT = {"script", "style"}


def cleaned(html: str, files_at: str) -> Markup:
    """The comment's HTML, safe to show; images only if they are files of this helpdesk."""
    reader = _Cleaner(files_at)
    reader.feed(html)
    reader.close()
    return Markup("".join(reader.parts))  # noqa: S704 - every part is escaped or one of MARKS


class _Cleaner(HTMLParser):
    def __init__(self, files_at: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._files_at = files_at
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "img":
            self.parts.append(self._image(dict(attrs).get("src") or ""))
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            safe = escape(address) if address.startswith(("http://", "https://")) else ""
            self.parts.append(f'<a href="{safe}" rel="noopener noreferrer">')
        elif tag in MARKS:
            self.parts.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in MARKS - {"br", "img"}:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(escape(data))

    def _image(self, source: str) -> str:
        return f'<img src="{escape(source)}" alt="image jointe">' if source.startswith(self._files_at) else ""
