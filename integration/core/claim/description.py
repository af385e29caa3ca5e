"""The member's own account of what happened, when there is one."""

import re
from itertools import islice

from integration.core.claim.calendar_words import MONTHS, WEEKDAYS
from integration.core.claim.model import Finding, Item
from integration.core.claim.own_words import OwnWords
from integration.core.claim.page import Page
from integration.core.claim.small_words import NEUTRAL

_GREETING = re.compile(
    r"\s*(?:(?:bonjour|bonsoir|madame|monsieur|messieurs|mesdames|hello|hi|dear|salut|sir|hola|hallo|ciao|ola"
    r"|guten tag|buongiorno|a tous|ou|et|or|m|mme)\b[ ,!./]*)*\s*"
)
_IDLE = NEUTRAL - {"vous", "debit", "prelevement", "erreur", "trompe", "deux", "fois", "pas", "not"}
_FEWEST_WORDS = 2
_LEAST_LETTERS = 3


def description_in(source: str, typed: str, own: OwnWords, page: Page, taken: list[tuple[int, int]]) -> Finding | None:
    """Return the member's words without greeting, quotes and signature, when they say more than the values do."""
    if not _says_something(page, own.signature, taken):
        return None
    greeting = _GREETING.match(own.folded)
    start = greeting.end() if greeting else 0
    end = len(own.folded[: own.closing].rstrip())
    kept = typed[start:end] if own.whole else _kept(typed[start:end], own.folded[start:end])
    value = "\n".join(" ".join(line.split()) for line in kept.splitlines() if line.strip())
    return Finding(Item.DESCRIPTION, value, source, start, end, "own_words") if value else None


def _kept(typed: str, folded: str) -> str:
    return "".join(letter if plain != " " else " " for letter, plain in zip(typed, folded, strict=True))


def _says_something(page: Page, signature: int, taken: list[tuple[int, int]]) -> bool:
    """Count the words that are neither values, labels nor politeness."""
    own = (word for word, start in zip(page.words, page.starts, strict=True) if _tells(word, start, signature, taken))
    return len(list(islice(own, _FEWEST_WORDS))) == _FEWEST_WORDS


def _tells(word: str, start: int, signature: int, taken: list[tuple[int, int]]) -> bool:
    return (
        len(word) >= _LEAST_LETTERS
        and word.isalpha()
        and not _is_idle(word)
        and start < signature
        and not _is_taken(start, taken)
    )


def _is_idle(word: str) -> bool:
    return word in _IDLE or word in MONTHS or word in WEEKDAYS


def _is_taken(start: int, taken: list[tuple[int, int]]) -> bool:
    return any(first <= start < last for first, last in taken)
