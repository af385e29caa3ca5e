"""From plain text to a comment's HTML and back, and what redaction leaves of both."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from sandbox.records import Attachment

BLACK = "▇"
BLOCKS = ("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "tr")
MARKED_TEXT = re.compile(r"<redact>(.*?)</redact>", re.DOTALL | re.IGNORECASE)
MARKED_IMAGE = re.compile(r"<img\b(?=[^>]*\sredact\b)[^>]*>", re.IGNORECASE)
SOURCE = re.compile(r"""\bsrc=["']([^"']+)["']""", re.IGNORECASE)


def html_of(text: str, images: list[str]) -> str:
    """The HTML of a plain text, paragraph by paragraph, its inline images (addresses) at the end."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip()) if part]
    lines = ['<p dir="auto">' + escape(part, quote=False).replace("\n", "\n<br> ") + "</p>" for part in paragraphs]
    lines += [f'<p dir="auto"><img src="{escape(image)}" style="max-width: 100%"></p>' for image in images]
    return wrapped("\n\n".join(lines))


def wrapped(html: str) -> str:
    """The same HTML inside the box that every comment has."""
    return f'<div class="zd-comment" dir="auto">{html}</div>'


def text_of(html: str) -> str:
    """The plain text of an HTML comment; paragraphs become blank lines."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.parts))).strip()


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own signature
        if tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data if data.strip() else " " if "\n" not in data else "")


def marked_texts(html: str) -> list[str]:
    """The passages between <redact> marks, as plain text."""
    return [text_of(passage) for passage in MARKED_TEXT.findall(html)]


def marked_images(html: str) -> list[str]:
    """The addresses of the images that carry the attribute `redact`."""
    found = (SOURCE.search(image) for image in MARKED_IMAGE.findall(html))
    return [source.group(1) for source in found if source]


def blackened(text: str, passage: str) -> str:
    """The text with every occurrence of the passage blackened out."""
    return text.replace(passage, BLACK * len(passage)) if passage else text


def without_image(html: str, attachment: Attachment) -> str:
    """The HTML without the image that shows this file."""
    return re.sub(rf"<img\b[^>]*{re.escape(attachment.token)}[^>]*>", "", html)
