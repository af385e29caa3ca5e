"""Numbers as people write them: in digits with their separators, and in French or English words."""

from decimal import Decimal
from typing import NamedTuple

from integration.core.claim.page import Page

_LONGEST = 7  # a longer run of digits is a reference, a phone number or a card, never a count of anything
_UNITS = {
    "zero": 0,
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
_TEENS = {
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "huitante": 80,
    "nonante": 90,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_HUNDREDS = frozenset({"cent", "cents", "hundred"})
_THOUSANDS = frozenset({"mille", "mil", "thousand"})
SPELLED = frozenset({*_UNITS, *_TEENS, *_TENS, "cent", "hundred", "mille", "mil"})


class Numeral(NamedTuple):
    """A number, the word after it, and whether its separators can be read in two ways."""

    value: Decimal
    end: int
    decimals: int = 0
    doubtful: bool = False


def numeral_at(page: Page, index: int, english: bool) -> Numeral | None:
    """Read the number that starts at a word; None when it is not one ("3.4.26", a phone number, a version)."""
    word = page.words[index]
    if not word.isdecimal():
        spelled = spelled_at(page, index)
        return spelled and Numeral(Decimal(spelled[0]), spelled[1])
    if len(word) > _LONGEST:
        return None
    digits, index = _spaced_groups(page, index)
    if len(digits) > _LONGEST:
        return None
    pieces, end = _glued_pieces(page, index)
    if not pieces:
        return Numeral(Decimal(digits), end)
    return _with_separators(digits, pieces, end, "," if english else ".")


def _spaced_groups(page: Page, index: int) -> tuple[str, int]:
    """Join "1 234 567"; the groups after the first have three digits and stand one blank apart."""
    words, digits = page.words, page.words[index]
    index += 1
    if len(digits) > 3 or digits[0] == "0":
        return digits, index
    while len(words[index]) == 3 and words[index].isdecimal() and page.starts[index] == page.end(index - 1) + 1:
        digits += words[index]
        index += 1
        if len(digits) > _LONGEST:
            break
    return digits, index


def _glued_pieces(page: Page, index: int) -> tuple[list[tuple[str, str]], int]:
    """Collect the ",90" and ".234" glued behind a number."""
    pieces: list[tuple[str, str]] = []
    while len(pieces) < 4 and page.words[index] in {".", ",", "'"} and page.words[index + 1].isdecimal():
        if not (page.glued(index + 1) and (page.glued(index) or page.words[index] == ",")):
            break
        pieces.append((page.words[index], page.words[index + 1]))
        index += 2
    return pieces, index


def _with_separators(digits: str, pieces: list[tuple[str, str]], end: int, thousands: str) -> Numeral | None:
    *inner, (last, tail) = pieces
    if any(len(group) != 3 or sign != inner[0][0] or sign == last for sign, group in inner) or (
        len(digits) > 3 and inner
    ):
        return _all_thousands(digits, pieces, end)
    whole = digits + "".join(group for _, group in inner)
    if len(tail) <= 2 and last != "'":
        return Numeral(Decimal(f"{whole}.{tail}"), end, len(tail))
    if len(tail) != 3 or inner or len(digits) > 3 or digits[0] == "0":
        return None
    return Numeral(Decimal(whole + tail), end, doubtful=last not in {thousands, "'"})


def _all_thousands(digits: str, pieces: list[tuple[str, str]], end: int) -> Numeral | None:
    """Read "1.234.567": every group of three, one and the same separator."""
    if len(digits) > 3 or any(len(group) != 3 or sign != pieces[0][0] for sign, group in pieces):
        return None
    return Numeral(Decimal(digits + "".join(group for _, group in pieces)), end)


def spelled_at(page: Page, index: int) -> tuple[int, int] | None:
    """Read "quarante-neuf", "deux mille vingt-six" or "forty-nine"; gives the number and the word after it."""
    words, total, below, begun = page.words, 0, 0, index
    while True:
        step = _next_value(words[index], below, total)
        if step is None:
            break
        total, below = step
        index = _joined(page, index + 1, below)
    if index == begun:
        return None
    return total + below, _unjoined(page, index)


def _next_value(word: str, below: int, total: int) -> tuple[int, int] | None:
    """Add one word to a number under way; None when the word cannot continue it."""
    if word in _HUNDREDS and below < 10 and (below or word != "cents"):
        return total, max(below, 1) * 100
    if word in _THOUSANDS and not total:
        return max(below, 1) * 1000, 0
    value = _UNITS.get(word, _TEENS.get(word, _TENS.get(word)))
    if value is None:
        return None
    rest = below % 100
    if value == 20 and rest == 4 and word.startswith("v"):
        return total, below + 76  # quatre-vingt
    return (total, below + value) if _fits(value, rest) else None


def _fits(value: int, rest: int) -> bool:
    if value >= 20:
        return rest == 0
    if value >= 10:
        return rest in {0, 60, 80}
    return (rest % 10 == 0 and rest != 10) or (rest == 10 and value >= 7)


def _joined(page: Page, index: int, below: int) -> int:
    """Step over the hyphen or the "et" between two words of one number."""
    words = page.words
    if words[index] == "-" and words[index + 1].isalpha():
        return index + 1
    if words[index] == "et" and (words[index + 1] in {"un", "une", "onze"}) and below % 100 >= 20:
        return index + 1
    if words[index] == "and" and below >= 100 and below % 100 == 0:
        return index + 1
    return index


def _unjoined(page: Page, index: int) -> int:
    """Give back a hyphen or an "and" that turned out to join nothing."""
    return index - 1 if page.words[index - 1] in {"-", "et", "and"} else index
