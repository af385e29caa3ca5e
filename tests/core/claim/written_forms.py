"""How people write dates, numbers and amounts: the forms that must all come back as the value they were made from."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from babel.dates import format_date

UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


def spelled(number: int) -> str:
    """Spell a number below ten thousand in French."""
    if number < 17:
        return UNITS[number]
    if number < 20:
        return f"dix-{UNITS[number - 10]}"
    if number < 70:
        return _tens(number)
    if number < 80:
        return "soixante et onze" if number == 71 else f"soixante-{spelled(number - 60)}"
    if number < 100:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{spelled(number - 80)}"
    return _large(number, 100, "cent") if number < 1000 else _large(number, 1000, "mille")


def _tens(number: int) -> str:
    ten, unit = divmod(number, 10)
    if unit == 0:
        return TENS[ten]
    return f"{TENS[ten]} et un" if unit == 1 else f"{TENS[ten]}-{UNITS[unit]}"


def _large(number: int, size: int, name: str) -> str:
    count, rest = divmod(number, size)
    head = name if count == 1 else f"{spelled(count)} {name}"
    return f"{head} {spelled(rest)}" if rest else head


def in_language(language: str, pattern: str) -> Callable[[date], str]:
    """Write a date by a CLDR pattern."""
    return lambda day: format_date(day, pattern, locale=language)


def _first(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


# The year is given, or the day is of the last twelve months.
DATES: dict[str, Callable[[date], str]] = {
    "3/4/2026": lambda day: f"{day.day}/{day.month}/{day.year}",
    "03/04/2026": lambda day: f"{day:%d/%m/%Y}",
    "03 / 04 / 2026": lambda day: f"{day:%d / %m / %Y}",
    "3-4-26": lambda day: f"{day.day}-{day.month}-{day:%y}",
    "03/04/26": lambda day: f"{day:%d/%m/%y}",
    "2026-04-03": lambda day: day.isoformat(),
    "3.4.2026": lambda day: f"{day.day}.{day.month}.{day.year}",
    "03 04 2026": lambda day: f"{day:%d %m %Y}",
    "03/04": lambda day: f"{day:%d/%m}",
    "3 avril 2026": in_language("fr", "d MMMM y"),
    "3 AVRIL 2026": lambda day: in_language("fr", "d MMMM y")(day).upper(),
    "3 avr. 2026": in_language("fr", "d MMM y"),
    "1er avril": lambda day: f"{_first(day)} {in_language('fr', 'MMMM')(day)}",
    "1er avr.": lambda day: f"{_first(day)} {in_language('fr', 'MMM')(day)}",
    "vendredi 3 avril": in_language("fr", "EEEE d MMMM"),
    "ven. 3 avr. 2026": in_language("fr", "EEE d MMM y"),
    "trois avril": lambda day: f"{'premier' if day.day == 1 else spelled(day.day)} {in_language('fr', 'MMMM')(day)}",
    "trois avril deux mille vingt-six": lambda day: (
        f"{spelled(day.day)} {in_language('fr', 'MMMM')(day)} {spelled(day.year)}"
    ),
    "3. April 2026": in_language("de", "d. MMMM y"),
    "3 de abril de 2026": in_language("es", "d 'de' MMMM 'de' y"),
    "3 aprile 2026": in_language("it", "d MMMM y"),
    "3 april 2026": in_language("nl", "d MMMM y"),
    "3 de abril de 2026 (pt)": in_language("pt", "d 'de' MMMM 'de' y"),
}
ENGLISH_DATES: dict[str, Callable[[date], str]] = {
    "3 April 2026": in_language("en", "d MMMM y"),
    "April 3, 2026": in_language("en", "MMMM d, y"),
    "Apr 3, 2026": in_language("en", "MMM d, y"),
    "April 3": in_language("en", "MMMM d"),
    "3 Apr": in_language("en", "d MMM"),
    "Friday 3 April": in_language("en", "EEEE d MMMM"),
    "Friday, April 3": in_language("en", "EEEE, MMMM d"),
    "the 3rd of April 2026": lambda day: f"the {day.day}{_th(day.day)} of {in_language('en', 'MMMM y')(day)}",
    "2026-04-03": lambda day: day.isoformat(),
}


def _th(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in {11, 12, 13} else 0, "th")


def grouped(value: Decimal, thousands: str, point: str) -> str:
    """Write an amount with the given separators."""
    return f"{value:,.2f}".replace(",", "\0").replace(".", point).replace("\0", thousands)


def _euros(value: Decimal) -> int:
    return int(value)


def _cents(value: Decimal) -> int:
    return int(value * 100) % 100


def _behind(cents: int) -> str:
    return f" {spelled(cents)}" if cents > 1 else f" et {cents} centimes"


AMOUNTS: dict[str, Callable[[Decimal], str]] = {
    "1234,56 €": lambda value: grouped(value, "", ",") + " €",
    "1234,56€": lambda value: grouped(value, "", ",") + "€",
    "1234.56 €": lambda value: grouped(value, "", ".") + " €",
    "1 234,56 €": lambda value: grouped(value, " ", ",") + " €",
    "1 234,56 € (no-break)": lambda value: grouped(value, "\u00a0", ",") + "\u00a0€",
    "1 234,56 € (thin)": lambda value: grouped(value, "\u202f", ",") + "\u00a0€",
    "1.234,56 €": lambda value: grouped(value, ".", ",") + " €",
    "1'234.56 €": lambda value: grouped(value, "’", ".") + " €",
    "1234,56 euros": lambda value: grouped(value, "", ",") + " euros",
    "1234,56 EUR": lambda value: grouped(value, "", ",") + " EUR",
    "1234,56e": lambda value: grouped(value, "", ",") + "e",
    "EUR 1234,56": lambda value: "EUR " + grouped(value, "", ","),
    "€1234,56": lambda value: "€" + grouped(value, "", ","),
    "1234€56": lambda value: f"{_euros(value)}€{_cents(value):02}",
    "1234 € 56": lambda value: f"{_euros(value)} € {_cents(value):02}",
    "1234 euros et 56 centimes": lambda value: f"{_euros(value)} euros et {_cents(value)} centimes",
    "-1234,56 €": lambda value: f"-{grouped(value, '', ',')} €",
    "1234,56": lambda value: grouped(value, "", ","),
    "mille deux cents euros et trois centimes": lambda value: (
        f"{spelled(_euros(value))} euros et {spelled(_cents(value))} centimes"
    ),
    "mille deux cents euros trente": lambda value: f"{spelled(_euros(value))} euros{_behind(_cents(value))}",
}
ENGLISH_AMOUNTS: dict[str, Callable[[Decimal], str]] = {
    "€1,234.56": lambda value: "€" + grouped(value, ",", "."),
    "1,234.56 euros": lambda value: grouped(value, ",", ".") + " euros",
    "EUR 1234.56": lambda value: "EUR " + grouped(value, "", "."),
}
