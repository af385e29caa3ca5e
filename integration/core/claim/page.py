"""How a text is looked at: folded to plain small letters of the same length, and cut into words with their places."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from operator import methodcaller

_WORD = re.compile(r"(?:[a-z]+|[0-9]+|[^a-z0-9 ]) *")
_word = methodcaller("rstrip", " ")
_LONGEST_LATIN = 0x250
_SAME = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "œ": "o", "Œ": "o", "æ": "a", "Æ": "a", "ß": "s", "ø": "o"}
_DASHES = "‐‑‒–—―−﹣－"
_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\r\t\x0b\x0c\x1c\x1d\x1e\x1f"
)


def _letter(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char)[0].lower() if char.isalpha() else char
    return plain if len(plain) == 1 else char


_FOLD = {code: _letter(chr(code)) for code in range(_LONGEST_LATIN)}
_FOLD |= {ord(char): plain for char, plain in _SAME.items()}
_FOLD |= dict.fromkeys(map(ord, _DASHES), "-")
_FOLD |= dict.fromkeys(map(ord, _BLANKS), " ")
_FOLD |= dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
# "²" and "①" pass for digits in Python, but no number can be made of them.
_FOLD |= dict.fromkeys((code for code in range(0x1F10C) if chr(code).isdigit() and not chr(code).isdecimal()), "^")


def composed(body: str) -> str:
    """Compose accents into their letters (Unicode NFC), the form in which positions are counted."""
    return body if body.isascii() else unicodedata.normalize("NFC", body)


def fold(text: str) -> str:
    """Fold case, accents, dashes, apostrophes and invisible signs, one character for one, so positions stay true."""
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Page:
    """A folded text and its words; a word is a run of letters, a run of digits, a line's end or one sign.

    Three blank words close the page so that a reader may look a little ahead without asking where the end is.
    """

    folded: str
    words: list[str]
    starts: list[int]

    def end(self, index: int) -> int:
        """Return the position just after a word."""
        return self.starts[index] + len(self.words[index])

    def glued(self, index: int) -> bool:
        """Tell whether the word follows the one before it without any space."""
        return index > 0 and self.starts[index - 1] + len(self.words[index - 1]) == self.starts[index]


def page_of(folded: str) -> Page:
    """Cut a folded text into words."""
    blank = len(folded) - len(folded.lstrip(" "))
    pieces = _WORD.findall(folded, blank)
    starts = list(accumulate(map(len, pieces), initial=blank))
    end = starts.pop() + 1
    return Page(folded, [*map(_word, pieces), "", "", ""], [*starts, end, end, end])
