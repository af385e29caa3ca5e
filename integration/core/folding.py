"""Comparing words as people do: without accents, case or kind of apostrophe."""

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain apostrophes and spaces ("Décès" -> "deces")."""
    if text.isascii():
        return text.casefold()
    # NFKD makes plain blanks of no-break spaces, but leaves apostrophes as they are.
    decomposed = unicodedata.normalize("NFKD", text).replace("\u2019", "'").replace("\u02bc", "'")
    return _BEYOND_ASCII.sub(_uncombined, decomposed).casefold()


def _uncombined(run: re.Match[str]) -> str:
    return "".join(filterfalse(unicodedata.combining, run[0]))


def mentions(folded_text: str, word: str) -> bool:
    """Whether a folded text holds a folded word or phrase, whole; a final "*" stands for any ending."""
    return _pattern(word).search(folded_text) is not None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    stem = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+")
    ending = "" if word.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){stem}{ending}")
