"""The names of months and days in the languages members write, from CLDR, with their usual abbreviations and slips."""

from babel.dates import get_day_names, get_month_names

from integration.core.claim.page import fold
from integration.core.claim.wordlists import word_set

LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pt")

# Abbreviations that are words of their own in another language: "10 days ago", "3 out of 4", "a set of".
_TREACHEROUS = word_set("ago out set mag do so di me ma sa je ve lu dom")
# Abbreviations people use that CLDR does not list.
_MORE_MONTHS = {"sept": 9, "sep": 9, "jan": 1, "fev": 2, "feb": 2, "avr": 4, "jul": 7, "juill": 7, "dec": 12, "jui": 0}
_NOT_MONTHS = frozenset(
    {"marche", "marches", "marque", "marques"}
)  # one letter away from a month, and words themselves
_SHORTEST_TYPO = 5  # a shorter word is too near to other words to be repaired


def _months() -> dict[str, int]:
    named: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    named.setdefault(fold(name).rstrip("."), number)
    return {
        name: number for name, number in (named | _MORE_MONTHS).items() if name.isalpha() and name not in _TREACHEROUS
    }


def _wide() -> set[str]:
    return {fold(name) for language in LANGUAGES for name in get_month_names("wide", "format", language).values()}


def _weekdays() -> dict[str, int]:
    named: dict[str, int] = {}
    for language in LANGUAGES:
        names = list(get_day_names("wide", locale=language).items())
        if language in {"fr", "en"}:
            names += get_day_names("abbreviated", locale=language).items()
        for number, name in names:
            named.setdefault(fold(name).rstrip(".").removesuffix("-feira"), number)
    return {name: number for name, number in named.items() if name.isalpha()}


def _slips(word: str) -> set[str]:
    """Return what is left of a word when one letter is missed, and the word with two neighbours swapped."""
    missed = {word[:at] + word[at + 1 :] for at in range(len(word))}
    return missed | {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}


def _misspelled(names: dict[str, int]) -> dict[str, int]:
    """Index every one-letter slip of the long names; a slip that two names share is nobody's."""
    index: dict[str, set[int]] = {}
    for name, number in names.items():
        if len(name) >= _SHORTEST_TYPO:
            for slip in _slips(name) | {name}:
                index.setdefault(slip, set()).add(number)
    return {slip: numbers.pop() for slip, numbers in index.items() if len(numbers) == 1}


MONTHS = _months()
WEEKDAYS = _weekdays()
ABBREVIATIONS = frozenset(name for name in MONTHS if name not in _wide())
LONG_MONTHS = frozenset(name for name in MONTHS if len(name) > 3 and name not in {"mars", "march", "sept", "juin"})
_MONTH_SLIPS = _misspelled(MONTHS)


def month_of(word: str) -> int | None:
    """Return the number of a month behind a day, one typing mistake forgiven in a long name ("septembr", "fevirer")."""
    known = MONTHS.get(word)
    if known is not None or len(word) < _SHORTEST_TYPO or word in _NOT_MONTHS:
        return known or None
    if (number := _MONTH_SLIPS.get(word)) is not None:
        return number
    met = {_MONTH_SLIPS[slip] for slip in _slips(word) if slip in _MONTH_SLIPS}
    return met.pop() if len(met) == 1 else None
