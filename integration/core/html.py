"""The HTML form of what Guichet says: made from the one plain text, so that nobody keeps two versions in step."""

import re
from html import escape

_ITEM = re.compile(r"[-•*] +")


def html_of(text: str) -> str:
    """Plain text as HTML: paragraphs at blank lines, lists of lines that begin with a dash or bullet.

    Everything is escaped, so what a member wrote stays words. Quotes are left alone: no text ever goes into an
    attribute.
    """
    safe = escape(text.strip(), quote=False)
    return "".join(_block(block) for block in re.split(r"\n\s*\n", safe))


def _block(block: str) -> str:
    parts: list[str] = []
    lines: list[str] = []
    items: list[str] = []

    def close() -> None:
        if lines:
            parts.append(f"<p>{'<br>'.join(lines)}</p>")
        if items:
            parts.append(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
        lines.clear()
        items.clear()

    for line in block.splitlines():
        item = _ITEM.match(line.strip())
        if bool(item) != bool(items):
            close()
        (items if item else lines).append(line.strip()[item.end() if item else 0 :])
    close()
    return "".join(parts)
