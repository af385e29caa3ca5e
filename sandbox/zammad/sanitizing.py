"""What Zammad leaves of HTML: scripts, styles, handlers and odd links are taken out, comments too."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

ALLOWED = {
    *("a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "hr", "i", "img", "li", "ol", "p", "pre"),
    *("span", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"),
}
EMPTY = {"br", "hr", "img"}
SILENT = {"script", "style"}
KEPT = {"a": ("href",), "img": ("src", "alt"), "td": ("colspan",), "div": ("data-signature",)}


def sanitized(html: str) -> str:
    """The HTML without what could run; unknown elements lose their tags and keep their text."""
    reader = _Sanitizer()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Sanitizer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag in ALLOWED:
            known = {name: value or "" for name, value in attrs if name in KEPT.get(tag, ())}
            if "javascript:" in known.get("href", "").lower():
                return
            if tag == "a" and known:
                known |= {"rel": "nofollow noreferrer noopener", "target": "_blank"}
            written = "".join(f' {name}="{escape(value)}"' for name, value in known.items())
            self.parts.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ALLOWED - EMPTY:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(escape(data, quote=False))
