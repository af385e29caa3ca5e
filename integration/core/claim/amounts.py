"""Amounts of money with their currency before, after or in the middle, in digits or in words."""

from dataclasses import dataclass
from decimal import Decimal

from integration.core.claim.calendar_words import month_of
from integration.core.claim.currencies import CENTS, CODES, EDGES, PAIRS, SIGNS, WORDS
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Item, Money, Reason
from integration.core.claim.numerals import SPELLED, Numeral, numeral_at
from integration.core.claim.page import Page
from integration.core.claim.wordlists import word_set

_PER = word_set("mois an semaine jour month year week day trimestre mes monat annee personne")
_CENT = Decimal("0.01")
_FEW = frozenset("23456789")
_NOT_CENTS = word_set("/ h x fois % jours mois ans - e eme er : days times articles")


@dataclass(frozen=True, slots=True)
class Coins:
    """What an amount is read against: the usual currency, how its language separates, and the text as it was typed."""

    currency: str
    english: bool
    typed: str


def amount_at(page: Page, index: int, coins: Coins) -> Mark | None:
    """Read the amount that starts at a number or at a currency."""
    words = page.words
    before = currency_at(page, index, coins) if words[index] in EDGES else None
    at = before[1] if before else index
    at += before is not None and words[at] in {":", "-"} and words[at + 1].isdecimal()
    if not (words[at].isdecimal() or words[at] in SPELLED):
        return None
    numeral = numeral_at(page, at, coins.english)
    if numeral is None:
        return None
    if words[numeral.end : numeral.end + 2] in ([",", "-"], [".", "-"]) and page.glued(numeral.end + 1):
        numeral = numeral._replace(end=numeral.end + 2)  # "15,- €"
    return _with_currency(page, index, at, numeral, before and before[0], coins)


def _with_currency(page: Page, first: int, at: int, numeral: Numeral, sign: str | None, coins: Coins) -> Mark | None:
    after = currency_at(page, numeral.end, coins, numeral)
    if sign is None and after is None:
        return (
            _cents_alone(page, at, numeral)
            or _spoken_point(page, at, numeral, coins)
            or _bare(page, at, numeral, coins)
        )
    value, last = numeral.value, numeral.end
    if after and (sign is None or after[0] == sign):
        sign, last = after
        if not numeral.decimals:
            value, last = _cents_behind(page, last, value)
    return _money(page, first, last, value, sign or coins.currency, numeral)


def _money(page: Page, first: int, last: int, value: Decimal, currency: str, numeral: Numeral) -> Mark:
    """Mark an amount; separators that can be read in two ways give two values."""
    values: tuple[Money, ...] = (Money(value.quantize(_CENT), currency),)
    if numeral.doubtful:
        values = (*values, Money((value / 1000).quantize(_CENT), currency))
    if times := _times(page, first):
        values = (*values, Money((value * times).quantize(_CENT), currency))
    form = Form.RATE if _is_rate(page, last) else Form.FULL
    return Mark(Item.AMOUNT, first, last, values, form=form)


def currency_at(page: Page, index: int, coins: Coins, numeral: Numeral | None = None) -> tuple[str, int] | None:
    """Read a currency's sign, code or name; gives the code and the word after it."""
    word, second = page.words[index], page.words[index + 1] if page.words[index] else ""
    if (word, second) in PAIRS:
        return PAIRS[word, second], index + 2
    known = SIGNS.get(word) or WORDS.get(word)
    if known:
        return known, index + 1
    if word in CODES and coins.typed[page.starts[index] : page.end(index)].isupper():
        return word.upper(), index + 1
    if word == "e" and numeral and page.glued(index) and _e_is_euro(page, index, numeral):
        return "EUR", index + 1
    return None


def _e_is_euro(page: Page, index: int, numeral: Numeral) -> bool:
    """Tell "49,90e" and "49e90" from "3e prélèvement"."""
    cents = page.words[index + 1]
    return numeral.decimals > 0 or (len(cents) == 2 and cents.isdecimal() and page.glued(index + 1))


def _cents_behind(page: Page, index: int, value: Decimal) -> tuple[Decimal, int]:
    """Read the 90 of "49€90", "49 € et 90 centimes", "quarante-neuf euros quatre-vingt-dix"."""
    words = page.words
    at = index + (words[index] in {"et", "and", ","})
    if words[at].isdecimal():
        named = words[at + 1] in CENTS
        if len(words[at]) > 2 or not (named or (at == index and len(words[at]) == 2 and _is_free(page, at))):
            return value, index
        return value + Decimal(words[at]) / 100, at + 1 + named
    if words[at] in SPELLED and (cents := numeral_at(page, at, english=False)) and cents.value < 100:
        named = words[cents.end] in CENTS
        if named or (
            words[at] not in {"un", "une", "one"}
            and words[cents.end] not in EDGES | _NOT_CENTS
            and _ends(page, cents.end)
        ):
            return value + cents.value / 100, cents.end + named
    return value, index


def _is_free(page: Page, index: int) -> bool:
    """Tell whether two digits behind a currency are cents: nothing claims them for a date, a time or another amount."""
    after = page.words[index + 1]
    if after in {".", ","} and page.words[index + 2].isdecimal() and page.glued(index + 2):
        return False
    return page.glued(index) or not (after.isdecimal() or after in EDGES or after in _NOT_CENTS or _is_month(after))


def _is_month(word: str) -> bool:
    return word.isalpha() and month_of(word) is not None


def _ends(page: Page, index: int) -> bool:
    return not _is_month(page.words[index])


def _cents_alone(page: Page, at: int, numeral: Numeral) -> Mark | None:
    if page.words[numeral.end] not in {"centimes", "centime", "cts"} or numeral.value >= 100 or numeral.decimals:
        return None
    return Mark(Item.AMOUNT, at, numeral.end + 1, (Money((numeral.value / 100).quantize(_CENT), "EUR"),))


def _spoken_point(page: Page, at: int, numeral: Numeral, coins: Coins) -> Mark | None:
    """Read the dictated "49 virgule 90 euros" and "forty-nine point ninety"."""
    words = page.words
    if words[numeral.end] not in {"virgule", "point", "comma"} or numeral.decimals:
        return None
    cents = numeral_at(page, numeral.end + 1, english=False) if words[numeral.end + 1] != "" else None
    currency = currency_at(page, cents.end, coins) if cents else None
    if not (cents and currency) or cents.value >= 100:
        return None
    tenths = cents.value < 10 and words[numeral.end + 1] not in {"zero", "0"} and len(words[numeral.end + 1]) != 2
    value = (numeral.value + cents.value / (10 if tenths else 100)).quantize(_CENT)
    return Mark(Item.AMOUNT, at, currency[1], (Money(value, currency[0]),))


def _bare(page: Page, at: int, numeral: Numeral, coins: Coins) -> Mark | None:
    """Mark a number without a currency; digits only, and it needs a charge or a label beside it."""
    words, after = page.words, page.words[numeral.end]
    if (
        not words[at].isdecimal()
        or after in {"%", "°", "/", ":", "h", "x"}
        or (page.glued(numeral.end) and after.isalnum())
    ):
        return None
    values = (Money(numeral.value.quantize(_CENT), coins.currency),)
    problem = Reason.UNREADABLE if numeral.doubtful else None
    return Mark(Item.AMOUNT, at, numeral.end, values, problem, Form.BARE)


def _times(page: Page, first: int) -> int:
    """Read the 3 of "3 x 15 €", one part or the whole, nobody can tell; 0 when nothing is multiplied."""
    multiplied = first > 1 and page.words[first - 1] in {"x", "*"} and page.words[first - 2] in _FEW
    return int(page.words[first - 2]) if multiplied else 0


def _is_rate(page: Page, index: int) -> bool:
    words = page.words
    at = index + (words[index] in {"ttc", "ht"})
    if words[at] in {"/", "par", "per", "a", "pro", "al", "por"}:
        at += 1 + (words[at + 1] in {"le", "la"})
        return words[at] in _PER
    return words[at] in {"mensuel", "mensuels", "monthly", "annuel"}
