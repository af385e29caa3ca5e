"""Dates with a day in them, in digits or in words, of a given year or of the latest past one."""

from dataclasses import dataclass
from datetime import date

from integration.core.claim.calendar_words import ABBREVIATIONS, month_of
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Item, Reason
from integration.core.claim.numerals import spelled_at
from integration.core.claim.page import Page
from integration.core.claim.wordlists import word_set

ON = word_set("le du au the on of am vom el del il op em date dal den dem")
_TH = word_set("er e eme st nd rd th re ier o ° .")
_OF = word_set("of de d ' di du mois do - the")
_BEFORE_YEAR = word_set(", de del of - do ' en an /")
_UNITS_OF_MONEY = word_set("€ $ £ eur euro euros chf usd gbp , . % h :")


@dataclass(frozen=True, slots=True)
class When:
    """What a date is read against: the day the text was written, and whether its month may come first."""

    written_on: date
    english: bool = False

    def latest(self, day: int, month: int) -> date | None:
        """Return the latest such day that is not after the writing."""
        this_year = made(self.written_on.year, month, day)
        if this_year and this_year <= self.written_on:
            return this_year
        return made(self.written_on.year - 1, month, day)

    def year(self, digits: str) -> int:
        """Return a year written with two or four digits."""
        number = int(digits)
        if len(digits) == 4:
            return number
        return number + (2000 if number <= self.written_on.year % 100 + 1 else 1900)


def made(year: int, month: int, day: int) -> date | None:
    """Make a date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_mark(first: int, last: int, *days: date | None, form: Form = Form.FULL) -> Mark:
    """Mark a date; a day that does not exist is marked too, so that it can be asked about."""
    real = tuple(dict.fromkeys(day for day in days if day))
    return Mark(Item.TRANSACTION_DATE, first, last, real, None if real else Reason.IMPOSSIBLE_DAY, form)


def date_in_digits(page: Page, index: int, when: When) -> Mark | None:
    """Read a date that starts with a number: "03/04/2026", "2026-04-03", "3 avril 2026", "1er nov."."""
    length = len(page.words[index])
    if length == 4:
        return _year_first(page, index)
    if length > 2:
        return None
    return _numeric(page, index, when) or day_and_month(page, index, int(page.words[index]), index + 1, when)


def _year_first(page: Page, index: int) -> Mark | None:
    year, sign, month, again, day = page.words[index : index + 5] if index + 5 <= len(page.words) else [""] * 5
    if sign not in {"-", "/", "."} or again != sign or not (month.isdecimal() and day.isdecimal()):
        return None
    if len(month) > 2 or len(day) > 2 or not 1900 <= int(year) < 2100 or not _all_glued(page, index, index + 5):
        return None
    return day_mark(index, index + 5, made(int(year), int(month), int(day)))


def _numeric(page: Page, index: int, when: When) -> Mark | None:
    words = page.words
    sign, second = words[index + 1], words[index + 2]
    if sign in {"/", ".", "-"} and second.isdecimal() and len(second) <= 2:
        if words[index + 3] == sign and words[index + 4].isdecimal() and len(words[index + 4]) in {2, 4}:
            return _three_numbers(page, index, when)
        return _two_numbers(page, index, when)
    if len(words[index]) == len(sign) == 2 and sign.isdecimal() and len(second) == 4 and second.isdecimal():
        year = int(second)
        if 2000 <= year < 2100 and int(sign) <= 12 and not words[index + 3].isdecimal():
            return day_mark(index, index + 3, made(year, int(sign), int(words[index])))
    return None


def _three_numbers(page: Page, index: int, when: When) -> Mark | None:
    words, last = page.words, index + 5
    sign = words[index + 1]
    if not _all_glued(page, index, last) and sign != "/":
        return None
    if words[last] == sign and page.glued(last) and words[last + 1].isdecimal() and page.glued(last + 1):
        return None  # a phone number, a version
    first, second, year = int(words[index]), int(words[index + 2]), when.year(words[index + 4])
    day_first, month_first = made(year, second, first), made(year, first, second)
    if not when.english or sign == ".":
        return day_mark(index, last, day_first)
    return day_mark(index, last, day_first, month_first)


def _two_numbers(page: Page, index: int, when: When) -> Mark | None:
    """Read "03/09": only where it cannot be a fraction, a rate ("24/7") or an amount ("12.50")."""
    words, last = page.words, index + 3
    sign, after = words[index + 1], words[last]
    led = words[index - 1] in ON if index else False
    if (
        sign == "-"
        or not _all_glued(page, index, last)
        or (sign == "." and not led)
        or after in _UNITS_OF_MONEY - {",", ".", ":"}
    ):
        return None
    if after in {",", ".", "/", "-"} and words[last + 1].isdecimal() and page.glued(last + 1):
        return None
    padded = len(words[index]) == len(words[index + 2]) == 2
    if not led and not padded and len(words[index]) == len(words[index + 2]) == 1:
        return None
    form = Form.FULL if led or padded else Form.BARE  # "9/10" may be a mark out of ten
    first, second = int(words[index]), int(words[index + 2])
    if {words[index], words[index + 2]} <= {"7", "24"} or second == 0 or first == 0:
        return None
    if when.english and first != second and sign == "/":
        return day_mark(index, last, *_possible(when, (first, second), (second, first)), form=form)
    return day_mark(index, last, *_possible(when, (first, second)), form=form)


def _possible(when: When, *days: tuple[int, int]) -> list[date | None]:
    return [when.latest(day, month) for day, month in days if month <= 12]


def day_and_month(page: Page, index: int, day: int, after: int, when: When) -> Mark | None:
    """Read a day followed by the name of a month, with or without a year."""
    words = page.words
    if words[after] in _TH and (page.glued(after) or words[after] in {"er", "eme"}):
        after += 1
    begun = after
    while words[after] in _OF and after < begun + 4:
        after += 1
    month = month_of(words[after]) if words[after].isalpha() else None
    if month is None or day > 99:
        return None
    year, last = year_at(page, after + 1, when)
    value = made(year, month, day) if year else when.latest(day, month)
    return day_mark(index, last, value)


def year_at(page: Page, index: int, when: When) -> tuple[int | None, int]:
    """Read the year behind a month; gives it and the word after the date."""
    words = page.words
    last = index + 1 if words[index] == "." and words[index - 1] in ABBREVIATIONS else index
    at = last
    while words[at] in _BEFORE_YEAR and at < last + 2:
        at += 1
    word = words[at]
    if word.isdecimal():
        return _year_in_digits(page, at, last, when)
    if word in {"deux", "two"} and (spelled := spelled_at(page, at)) and 2000 <= spelled[0] < 2100:
        return spelled
    if word in {"dernier", "passe"} and at == last:
        return None, at + 1
    return None, last


def _year_in_digits(page: Page, at: int, last: int, when: When) -> tuple[int | None, int]:
    word, after = page.words[at], page.words[at + 1]
    if len(word) == 4 and 1900 <= int(word) < 2100 and after not in {"€", "euros", "eur"}:
        return int(word), at + 1
    short = len(word) == 2 and -3 < int(word) - when.written_on.year % 100 <= 1
    followed = after in _UNITS_OF_MONEY and (after not in {",", "."} or page.words[at + 2].isdecimal())
    if short and at <= last + 1 and not followed and month_of(after) is None:
        return when.year(word), at + 1
    return None, last


def _all_glued(page: Page, first: int, last: int) -> bool:
    return all(page.glued(index) for index in range(first + 1, last))
