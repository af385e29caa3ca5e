"""Accounts: e-mail addresses, numbers behind their usual labels, and whatever patterns the policy knows."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from integration.core.claim.currencies import EDGES
from integration.core.claim.levels import Level
from integration.core.claim.page import Page
from integration.core.claim.wordlists import word_set

_EMAIL = re.compile(r"(?<![a-z0-9._%+'-])[a-z0-9_][a-z0-9._%+'-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_DICTATED = re.compile(
    r"\b([a-z0-9]{1,30}(?: (?:point|tiret|underscore) [a-z0-9]{1,30}){0,4}) arobase "
    r"([a-z0-9]{1,30}(?: (?:point|tiret) [a-z0-9]{2,30}){1,3})"
)
_SPOKEN = {" point ": ".", " tiret ": "-", " underscore ": "_"}
_DESKS = re.compile(
    r"(?:support|contact|sav|service.*|facturation|no-?reply|info|help|billing|relation-?client.*|espace-?client.*|clients|customer-?(?:service|care)|remboursement.*|hello|assistance)@"
)
_LABELS = word_set(
    """
    membership compte identifiant login account utilisateur user username adherent adherente membre member client
    cliente abonne abonnee konto cuenta conto conta rekening profil customer kundenkonto kundennummer klantnummer
    societaire matricule pseudo socio kunde klant usuario utente comptes
    """
)
_OTHERS = word_set(
    """
    repondre repondez joindre joignable contacter contactez contact ecrit ecrire ecrivez envoye envoyer reply reach
    write wrote mari femme fils fille mere pere copie cc appartient not pas plus rappeler recontacter conjoint
    epouse epoux soeur frere bancaire banque paypal reached ancien ancienne old joint contacted sent ecris avocat
    notaire non
    """
)
_STEPS = word_set(
    """
    n ° no numero num nr # : est le is number ( = - ' d de mon nummer the adherent adherente membre member client
    cliente abonne id guichet concerne suivant nro l my utilisateur compte account sous . au matricule es ist e
    numeri identifiant was etait
    """
)
_TELLING = word_set("n ° no numero num nr # : number = nummer nro id est is matricule")
_STOPS = frozenset({".", ";", "!", "?"})
_JOINS = frozenset({"-", "_", ".", "/"})


class Account:
    """An account as it stands in a text."""

    __slots__ = ("end", "level", "start", "value")

    def __init__(self, value: str, start: int, end: int, level: Level) -> None:
        self.value, self.start, self.end, self.level = value, start, end, level


def accounts_in(
    page: Page, typed: str, taken: list[tuple[int, int]], patterns: tuple[str, ...], signature: int
) -> list[Account]:
    """Find the accounts of a text; `taken` are the places of dates and amounts, which are none."""
    found = list(_patterned(page, typed, patterns)) if patterns else []
    found += _emails(page, typed, signature)
    numbers = _numbers(page, typed, taken)
    if any(account.level is Level.LABELLED for account in found):
        for number in numbers:
            number.level = Level.TERSE  # one account named in two ways: the address, or the pattern, is its name
    if patterns:
        numbers = [
            number for number in numbers if any(_compiled(pattern).fullmatch(number.value) for pattern in patterns)
        ]
    return found + [number for number in numbers if not any(other.start <= number.start < other.end for other in found)]


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _patterned(page: Page, typed: str, patterns: tuple[str, ...]) -> Iterator[Account]:
    own = "".join(char if page.folded[at] != " " else " " for at, char in enumerate(typed))
    for pattern in patterns:
        for match in _compiled(pattern).finditer(own):
            if match[0]:
                yield Account(match[0], match.start(), match.end(), Level.LABELLED)


def _emails(page: Page, typed: str, signature: int) -> Iterator[Account]:
    if "@" in page.folded:
        for match in _EMAIL.finditer(page.folded):
            yield _email(page, typed[match.start() : match.end()], match, signature)
    if "arobase" in page.folded:
        for match in _DICTATED.finditer(page.folded):
            local, domain = match.groups()
            for spoken, sign in _SPOKEN.items():
                local, domain = local.replace(spoken, sign), domain.replace(spoken, sign)
            yield _email(page, f"{local}@{domain}", match, signature)


def _email(page: Page, value: str, match: re.Match[str], signature: int) -> Account:
    level = _email_level(page, match.start())
    if _DESKS.match(match[0]):
        level = Level.NO
    if match.start() >= signature and level is not Level.LABELLED:
        level = min(level, Level.DOUBT)
    return Account(value, match.start(), match.end(), level)


def _email_level(page: Page, start: int) -> Level:
    """Read the words before an address: the account's label, or whose it is instead."""
    at, level = bisect_right(page.starts, start) - 2, Level.TERSE
    for index in range(at, max(at - 12, -1), -1):
        word = page.words[index]
        if word in _STOPS and not page.glued(index + 1):
            break
        if word == "@" or (word == "\n" and index != at):
            break
        if word in _LABELS:
            return Level.LABELLED
        if word in _OTHERS:
            level = Level.DOUBT
            if index >= at - 3:
                return level
    return level


def _numbers(page: Page, typed: str, taken: list[tuple[int, int]]) -> list[Account]:
    found = (_number_after(page, index, typed) for index, word in enumerate(page.words) if word in _LABELS)
    return [
        number
        for number in found
        if number and not any(start < number.end and number.start < end for start, end in taken)
    ]


def _number_after(page: Page, index: int, typed: str) -> Account | None:
    """Read the member number behind a label: "client n° A-4521", "compte : 445566"."""
    words, at = page.words, index + 1
    telling = any(word in _TELLING for word in words[max(index - 2, 0) : index])
    while words[at] in _STEPS and at < index + 7:
        telling = telling or words[at] in _TELLING
        at += 1
    last = _run_end(page, at)
    value = typed[page.starts[at] : page.end(last - 1)]
    digits = sum(char.isdecimal() for char in value)
    named = digits > 0 and telling and len(value) > 3 and not value.isdecimal()  # "identifiant : lilas75"
    if (digits < 3 and not named) or words[last] in EDGES or words[last] == "%" or "@" in words[at : last + 1]:
        return None
    if _is_something_else(page, last, value, telling=telling):
        return None
    return Account(value.replace(" ", ""), page.starts[at], page.end(last - 1), Level.LABELLED)


def _run_end(page: Page, at: int) -> int:
    words, begun = page.words, at
    at += 1
    while page.glued(at) and (
        words[at].isalnum() or (words[at] in _JOINS and page.glued(at + 1) and words[at + 1].isalnum())
    ):
        at += 1
    while (
        words[begun].isdecimal() and words[at].isdecimal() and 3 <= len(words[at]) <= 4 and words[at + 1] not in EDGES
    ):
        at += 1
    return at


def _is_something_else(page: Page, last: int, value: str, *, telling: bool) -> bool:
    """Tell a phone number, an IBAN, a year or an amount from a member number."""
    plain = value.replace(" ", "")
    if plain.isdecimal():
        year = len(plain) == 4 and 1900 <= int(plain) < 2100
        return (not telling and (year or len(plain) < 4)) or (len(plain) == 10 and plain[0] == "0" and not telling)
    if (
        "." in value
        or "/" in value
        or (
            page.words[last] in {",", "."}
            and page.glued(last)
            and page.glued(last + 1)
            and page.words[last + 1].isdecimal()
        )
    ):
        return not telling or page.words[last] == ","
    return bool(re.match(r"[A-Za-z]{2}\d{2}(?:\d{10}|$)", plain)) or len(value) > 24


def check_digits_hold(value: str, scheme: str | None) -> bool:
    """Tell whether a number keeps its check digits; an address, or a policy without a scheme, has none to keep."""
    if scheme is None or "@" in value:
        return True
    digits = "".join(char for char in value if char in "0123456789")
    return bool(digits) and _SCHEMES[scheme](digits)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _mod97(digits: str) -> bool:
    """Hold when the last two digits are 97 less the rest modulo 97 (French keys), or the whole leaves 1 (ISO 7064)."""
    if len(digits) < 3 or len(digits) > 40:
        return False
    return int(digits) % 97 == 1 or int(digits[-2:]) == 97 - int(digits[:-2]) % 97


_SCHEMES = {"luhn": _luhn, "mod97": _mod97}
