"""Days said from where the writer stands: "hier", "lundi dernier", "il y a dix jours", "le 20 du mois dernier"."""

from datetime import date, timedelta

from integration.core.claim.calendar_words import LONG_MONTHS, MONTHS, WEEKDAYS, month_of
from integration.core.claim.dates import When, date_in_digits, day_and_month, day_mark, made, year_at
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Item, Reason
from integration.core.claim.numerals import SPELLED, spelled_at
from integration.core.claim.page import Page
from integration.core.claim.wordlists import word_set

_LAST = frozenset({"dernier", "derniere", "passe", "passee"})
_NEXT = frozenset({"prochain", "prochaine", "next", "au", "to", "a"})
_PARTS = word_set("matin soir midi nuit apres morning evening night afternoon")
_DAYS = frozenset({"jour", "jours", "day", "days", "j"})
_WEEKS = frozenset({"semaine", "semaines", "week", "weeks", "sem"})
_LONG_SPANS = word_set("mois an ans annee annees month months year years")
_VAGUE = word_set("quelques plusieurs environ peu presque few some several about")
_IDIOMS = frozenset({8, 15})  # "huit jours" is a week and "quinze jours" a fortnight to many: asked
_BACK: dict[str, list[tuple[list[str], int]]] = {}
for _phrase, _days in (
    *((word, 1) for word in ("hier", "yesterday", "gestern", "ayer", "ieri", "gisteren", "ontem")),
    *((word, 2) for word in ("vorgestern", "anteayer", "eergisteren", "anteontem")),
    *(("avant - hier", 2), ("avant hier", 2), ("day before yesterday", 2)),
    *(("aujourd ' hui", 0), ("today", 0), ("ce jour", 0), ("ce matin", 0), ("this morning", 0)),
):
    _BACK.setdefault(_phrase.split()[0], []).append((_phrase.split(), _days))
_SINCE = {"y": [["y", "a"]], "voici": [["voici"]], "voila": [["voila"]], "ca": [["ca", "fait"]]}
_PERIODS = frozenset({"semaine", "mois", "week", "month"})
_FIRST = {
    "premier": 1,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
}
_FIRST |= {"ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15}
_FIRST |= {"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30}
_THIS_MONTH = (
    ("de", "ce", "mois"),
    ("du", "mois", "en", "cours"),
    ("of", "this", "month"),
    ("courant",),
    ("this", "month"),
)
_LAST_MONTH = (
    *(("du", "mois", word) for word in ("dernier", "passe", "precedent", "ecoule")),
    ("of", "last", "month"),
    ("last", "month"),
    ("le", "mois", "dernier"),
)
_ENDS_A_DAY = word_set(
    """
    ou or puis . , ; ! ? ) sur pour par mais et vous j alors un une on for il je sans dans avec - : au via and but
    you i from without chez a
    """
) | {"", "\n"}


def named_day(page: Page, index: int, when: When) -> Mark | None:
    """Read what a weekday begins: "vendredi 13 novembre", "lundi dernier", "lundi"."""
    words, weekday = page.words, WEEKDAYS[page.words[index]]
    at = index + 1
    while words[at] in {",", ".", "le", "the", "der", "den", "el"} and at < index + 4:
        at += 1
    dated = _date_after(page, at, when)
    if dated:
        return _agreeing(dated.within(index, dated.last), weekday)
    return _bare_weekday(page, index, weekday, when)


def _date_after(page: Page, at: int, when: When) -> Mark | None:
    if page.words[at].isdecimal():
        return date_in_digits(page, at, when) or day_alone(page, at, when, led=True)
    if page.words[at] in MONTHS:
        return month_first(page, at, when)
    return spelled_day(page, at, when) if page.words[at] in _FIRST or page.words[at] in SPELLED else None


def _agreeing(mark: Mark, weekday: int) -> Mark:
    if mark.problem or any(isinstance(day, date) and day.weekday() == weekday for day in mark.values):
        days = tuple(day for day in mark.values if isinstance(day, date) and day.weekday() == weekday)
        return Mark(mark.item, mark.first, mark.last, days or mark.values, mark.problem)
    return Mark(mark.item, mark.first, mark.last, mark.values, Reason.WEEKDAY_CONTRADICTS)


def _bare_weekday(page: Page, index: int, weekday: int, when: When) -> Mark | None:
    words, last = page.words, index + 1
    before = words[index - 1] if index else ""
    while words[last] in _PARTS:
        last += 1
    said_last = words[last] in _LAST or before == "last"
    if words[last] in _NEXT or before in {"next", "au", "to"} or len(words[index]) < 4:
        return None
    back = (when.written_on.weekday() - weekday) % 7
    day = when.written_on - timedelta(days=back or 7)
    first = index - 1 if before == "last" else index
    if back == 0 and not said_last:
        return day_mark(index, last, when.written_on, day, form=Form.BARE)
    return day_mark(first, last + (words[last] in _LAST), day, form=Form.FULL if said_last else Form.BARE)


def counted_back(page: Page, index: int, when: When) -> Mark | None:
    """Read "hier", "avant-hier", "aujourd'hui", "il y a dix jours", "voici deux semaines", "la semaine dernière"."""
    words, word = page.words, page.words[index]
    for phrase, days in _BACK.get(word, ()):
        if words[index : index + len(phrase)] == phrase:
            day = when.written_on - timedelta(days=days)
            return day_mark(index, index + len(phrase), day, form=Form.FULL if days else Form.BARE)
    for phrase in _SINCE.get(word, ()):
        if words[index : index + len(phrase)] == phrase:
            return _span(page, index + len(phrase), index - (word == "y"), when, ago=False)
    if word in _PERIODS and (words[index - 1] == "last" or words[index + 1] in _LAST):
        return vague_day(index, index + 1)
    return None


def _ago(first: int, last: int, days: int, when: When) -> Mark:
    return day_mark(first, last, when.written_on - timedelta(days=days))


def _span(page: Page, at: int, first: int, when: When, *, ago: bool) -> Mark | None:
    """Read a number of days or weeks; months and round idioms are not a day."""
    words = page.words
    at += words[at] == "a" and words[at + 1] in _VAGUE
    vague = words[at] in _VAGUE
    while words[at] in _VAGUE or (words[at] in {"pres", "a", "de", "d", "'"} and vague):
        at += 1
    counted = (int(words[at]), at + 1) if words[at].isdecimal() and len(words[at]) <= 3 else spelled_at(page, at)
    if counted is None and not vague:
        return None
    count, unit = counted or (0, at)
    last = unit + 1
    if ago and words[last] != "ago":
        return None
    last += ago
    if words[unit] in _LONG_SPANS or (vague and words[unit] in _DAYS | _WEEKS):
        return vague_day(first, last)
    if words[unit] in _WEEKS:
        return _ago(first, last, 7 * count, when)
    if words[unit] not in _DAYS:
        return None
    mark = _ago(first, last, count, when)
    return Mark(mark.item, first, last, mark.values, Reason.UNCONFIRMED if count in _IDIOMS and not ago else None)


def days_ago(page: Page, index: int, when: When) -> Mark | None:
    """Read "10 days ago", "two weeks ago"."""
    return _span(page, index, index, when, ago=True)


def vague_day(first: int, last: int) -> Mark:
    """Mark a time without a day: "il y a deux mois", "début septembre"."""
    return Mark(Item.TRANSACTION_DATE, first, last, (), Reason.APPROXIMATE)


def spelled_day(page: Page, index: int, when: When) -> Mark | None:
    """Read "premier novembre", "trois septembre", "the twenty-first of September"."""
    day, after = _spelled_number(page, index)
    return day_and_month(page, index, day, after, when) if 1 <= day <= 31 else None


def _spelled_number(page: Page, index: int) -> tuple[int, int]:
    """Read "premier", "trois", "twenty-first"; zero when it is no number."""
    words, first = page.words, _FIRST.get(page.words[index])
    day, after = (first, index + 1) if first else spelled_at(page, index) or (0, index)
    at = after + 1 if words[after] == "-" else after
    if day in {20, 30} and _FIRST.get(words[at], 10) < 10:
        return day + _FIRST[words[at]], at + 1
    return day, after


def day_in_list(page: Page, index: int, when: When) -> Mark | None:
    """Read the 12 of "12 and 13 November": it shares the month that follows."""
    words, at = page.words, index + 2
    if words[index + 1] not in {"et", "ou", "and", "or", "&", ",", "au", "-", "to"}:
        return None
    at += words[at] in {"le", "the"}
    if not words[at].isdecimal() or len(words[at]) > 2 or (words[index + 1] == "," and page.glued(index + 2)):
        return None
    other = date_in_digits(page, at, when)
    shared = other.values[0] if other and other.values else None
    day = int(words[index])
    return day_mark(index, index + 1, made(shared.year, shared.month, day)) if isinstance(shared, date) else None


def month_first(page: Page, index: int, when: When) -> Mark | None:
    """Read "September 3rd, 2026"; a month alone is a time without a day."""
    words, month = page.words, month_of(page.words[index])
    at = index + 2 if words[index + 1] == "." else index + 1
    at += words[at] == "the"
    numbered = _day_behind(page, at) if month and when.english else None
    if month and numbered:
        day, after = numbered
        year, last = year_at(page, after, when)
        return day_mark(index, last if year else after, made(year, month, day) if year else when.latest(day, month))
    if month and words[index] in LONG_MONTHS:
        year, last = year_at(page, index + 1, when)
        return vague_day(index, last)
    return None


def _day_behind(page: Page, at: int) -> tuple[int, int] | None:
    """Read the day behind an English month: "3", "3rd", "third"."""
    words = page.words
    if words[at] in _FIRST or words[at] == "twenty":
        return _spelled_number(page, at)
    if not words[at].isdecimal() or len(words[at]) > 2 or words[at + 1] in {"/", ":", "%"}:
        return None
    return int(words[at]), at + 1 + (words[at + 1] in {"st", "nd", "rd", "th"} and page.glued(at + 1))


def day_alone(page: Page, index: int, when: When, *, led: bool = False) -> Mark | None:
    """Read "le 15 de ce mois", "le 20 du mois dernier", "le 15"."""
    words, day = page.words, int(page.words[index])
    if not (led or (index and words[index - 1] in {"le", "the", "au", "du"})) or not 1 <= day <= 31:
        return None
    at = index + 1
    at += words[at] in {"er", "st", "nd", "rd", "th"}
    today = when.written_on
    if end := _phrase_end(words, at, _THIS_MONTH):
        return day_mark(index, end, made(today.year, today.month, day))
    before = today.replace(day=1) - timedelta(days=1)
    if end := _phrase_end(words, at, _LAST_MONTH):
        return day_mark(index, end, made(before.year, before.month, day))
    if words[at] not in _ENDS_A_DAY or (words[at] in {",", "."} and words[at + 1].isdecimal() and page.glued(at + 1)):
        return None
    month = today if day <= today.day else before
    return day_mark(index, at, made(month.year, month.month, day), form=Form.BARE)


def _phrase_end(words: list[str], at: int, phrases: tuple[tuple[str, ...], ...]) -> int | None:
    for phrase in phrases:
        if tuple(words[at : at + len(phrase)]) == phrase:
            return at + len(phrase)
    return None


STARTS = frozenset({*_BACK, *_SINCE, *_PERIODS})
ORDINALS = frozenset(_FIRST)
