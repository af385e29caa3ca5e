"""Reading the single words of the policy language: durations, amounts, days, ids, tags, names the wide world knows.

Each function returns the word as the policy keeps it, or raises the sentence that tells an admin what to write instead.
"""

import re
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import available_timezones

from babel.numbers import is_currency, list_currencies

from config.sentences import hint, wrong
from integration.core.claim import Item
from integration.core.clocks import Length
from integration.core.folding import fold
from integration.core.policy import DOCUMENT, Tags

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_TAG = re.compile(r"[^\s,;\"']+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_SPAN = re.compile(r"([0-9]{1,4}) ?([a-z]+)")
_PERCENT = re.compile(r"([0-9]{1,3}) ?%")
_AMOUNT = re.compile(r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
_DAYS: Mapping[str, int] = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_HOURS: Mapping[str, int] = {"hour": 1, "hours": 1, "day": 24, "days": 24, "week": 168, "weeks": 168}
_MONTHS: Mapping[str, int] = {"month": 1, "months": 1, "year": 12, "years": 12}
ITEMS = (*(item.value for item in Item), DOCUMENT)
"""What a category can require, and so what can be missing."""
_TELLING = re.compile(
    r"(?<![a-z])(deces|decedee?|deuil|morte?|malade|maladie|medicale?|cancer|hopital|death|dead|deceased|bereavement|"
    r"ill|illness|sick|disease|hospital)(?![a-z])"
)


def days(written: object) -> int:
    """Read "7 days" or "2 weeks" as a number of days."""
    return _span(written, _DAYS, "not_days")


def lasting(written: object) -> Length:
    """Read "7 days", "2 weeks" or "16 hours" as the length of a promise: hours stay hours, for a day may be short."""
    match = _SPAN.fullmatch(written.strip()) if isinstance(written, str) else None
    if match and match[2] in {"hour", "hours"} and int(match[1]):
        return Length(hours=int(match[1]))
    return Length(days=_span(written, _DAYS, "not_lasting"))


def months(written: object) -> int:
    """Read "13 months" or "1 year" as a number of months."""
    return _span(written, _MONTHS, "not_months")


def _span(written: object, units: Mapping[str, int], code: str) -> int:
    match = _SPAN.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None or match[2] not in units or int(match[1]) == 0:
        raise wrong(code, found=written)
    return int(match[1]) * units[match[2]]


def percent(written: object) -> int:
    """Read "30%" as a number; nothing and everything are no limit a person would write by accident."""
    match = _PERCENT.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None or not 1 <= int(match[1]) <= 100:
        raise wrong("not_percent", found=written)
    return int(match[1])


def span(written: object) -> timedelta:
    """Read "12 hours", "3 days" or "2 weeks" as a length of time."""
    hours = _span(written, _HOURS, "not_span")
    return timedelta(hours=hours)


def wait(written: object) -> timedelta:
    """The same, or no time at all: "0 days"."""
    none = isinstance(written, str) and re.fullmatch(r"0 ?(hours|days)", written.strip())
    return timedelta(0) if none else span(written)


def clock(written: object) -> time:
    """Read "18:00" as a time of the day."""
    match = _CLOCK.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise wrong("not_clock", found=written)
    return time(int(match[1]), int(match[2]))


def missing(written: object) -> bool | tuple[str, ...]:
    """Read true, false, or the items of which one must be missing."""
    if isinstance(written, bool):
        return written
    items = listed(written)
    if not isinstance(items, tuple) or not items:
        raise wrong("not_missing", known=", ".join(ITEMS))
    for item in items:
        if item not in ITEMS:
            raise wrong("unknown_item", found=item, hint=hint(str(item), ITEMS), known=", ".join(ITEMS))
    return tuple(map(str, items))


def field_values(written: object) -> tuple[str, ...]:
    """Read what a field may hold, folded: one value or a list, "*" for anything, "" for nothing."""
    values = written if isinstance(written, tuple) else (written,)
    if not values or not all(isinstance(value, str | int | Decimal) for value in values):
        raise wrong("not_values")
    return tuple(fold(_value(value)).strip() for value in values)


def field_value(written: object) -> str:
    """Read what a rule writes into a field, as a helpdesk keeps it."""
    if not isinstance(written, str | int | Decimal):
        raise wrong("not_value")
    return filled(_value(written))


def _value(written: object) -> str:
    """As a helpdesk keeps it: a ticked box is "true"."""
    return str(written).lower() if isinstance(written, bool) else str(written)


def amount(written: object) -> Decimal:
    """Read 500, 49.9 or "1 234,56" as an exact amount; what could be read in two ways ("1,000") is refused."""
    match = _AMOUNT.fullmatch(_digits(written))
    if match is None:
        raise wrong("not_amount", found=written)
    whole = re.sub(r"\s", "", match[1])
    return Decimal(f"{whole}.{match[2]}" if match[2] else whole)


def _digits(written: object) -> str:
    if isinstance(written, bool) or not isinstance(written, str | int | Decimal):
        return ""
    return f"{written:f}" if isinstance(written, Decimal) else str(written).strip()


def day(written: object) -> date:
    """Read an ISO day, 2026-03-12."""
    try:
        return date.fromisoformat(written if isinstance(written, str) and _DAY.fullmatch(written) else "")
    except ValueError:
        raise wrong("not_day", found=written) from None


def as_written(found: object) -> object:
    """Take a number as the text it was written as, since that is what a helpdesk's field holds."""
    return str(found) if isinstance(found, int | Decimal) and not isinstance(found, bool) else found


def listed(written: object) -> object:
    """Take one word as a list of one."""
    return (written,) if isinstance(written, str) else written


def filled(found: str) -> str:
    """Refuse a text of nothing but blanks."""
    if not found.strip():
        raise wrong("no_letters", found=found)
    return found


def folded(found: str) -> str:
    """Fold a value that is compared without accents and case."""
    return fold(filled(found)).strip()


def searched(found: str) -> str:
    """Fold a word or phrase that is looked for in a text; "*" may stand at its end."""
    word = fold(found).strip()
    if not re.search(r"\w", word):
        raise wrong("no_letters", found=found)
    if "*" in word[:-1]:
        raise wrong("star", found=found)
    return word


def identity(found: str) -> str:
    """Check the id of a category, a clock or a rule."""
    if not _ID.fullmatch(found):
        raise wrong("not_id", found=found)
    return found


def rule_identity(found: str) -> str:
    """Check the id of a rule; the last resort's name is taken."""
    if found == "otherwise":
        raise wrong("reserved_id")
    return identity(found)


def tag(found: str) -> str:
    """Check a tag that a helpdesk keeps as it is written: Zendesk lowers its case and splits it at blanks."""
    if not _TAG.fullmatch(found) or found != found.lower():
        raise wrong("not_tag", found=found)
    return found


def neutral_tag(found: str) -> str:
    """Check a tag that Guichet puts on tickets: not one of its own, and nothing about a member's health or loss."""
    if tag(found) in astuple(Tags()):
        raise wrong("own_tag", found=found)
    if _TELLING.search(fold(found)):
        raise wrong("telling_tag", found=found)
    return found


def language(found: str) -> str:
    """Check a primary language tag."""
    if not _LANGUAGE.fullmatch(found):
        raise wrong("not_language", found=found)
    return found


def timezone(found: str) -> str:
    """Check the name of a time zone of the tz database."""
    if found not in _timezones():
        raise wrong("timezone", found=found, hint=hint(found, _timezones()))
    return found


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def currency(found: str) -> str:
    """Check an ISO 4217 code."""
    if not is_currency(found):
        raise wrong("currency", found=found, hint=hint(found, list_currencies()))
    return found


def pattern(found: str) -> str:
    """Check a regular expression."""
    try:
        re.compile(found)
    except re.error as error:
        raise wrong("pattern", what=str(error)) from None
    return filled(found)
