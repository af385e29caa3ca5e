"""Reading a helpdesk field with the same care as a text: decimals as "1,2", days that do not exist, free writing."""

import re
from datetime import date
from decimal import Decimal

from integration.core.claim.accounts import accounts_in
from integration.core.claim.amounts import Coins, amount_at
from integration.core.claim.choosing import NOTHING, Choice
from integration.core.claim.dates import When
from integration.core.claim.levels import Level
from integration.core.claim.marks import Form, Mark
from integration.core.claim.model import Fields, Item, Money, Reading, Reason, Value
from integration.core.claim.page import Page, composed, fold, page_of
from integration.core.claim.scanning import marks_on
from integration.core.claim.sightings import Sighting

_DECIMAL = re.compile(r"[-+]?(\d{1,9})(?:[.,](\d{1,2})0{0,8})?")
_THREE_DECIMALS = re.compile(r"[-+]?\d{1,9}[.,]\d{3}")  # a thousand to a person, three decimals to a helpdesk
_TOKEN = re.compile(r"[^\s@]{3,40}")
_LONGEST = 4000


def field_choice(item: Item, fields: Fields, policy: Reading, today: date) -> Choice:
    """Read one field; an empty one gives an empty choice, a senseless one a choice that can only be asked about."""
    written = getattr(fields, item.value)
    if not written or written.isspace():
        return NOTHING
    raw = composed(written[:_LONGEST])
    if item is Item.DESCRIPTION:
        return _choice(item, raw, (raw.strip(),))
    if item is Item.ACCOUNT:
        return _account(raw, policy)
    plain = _DECIMAL.fullmatch(raw.strip()) if item is Item.AMOUNT else None
    if item is Item.AMOUNT and _THREE_DECIMALS.fullmatch(raw.strip()):
        return _choice(item, raw, (), Reason.UNREADABLE)
    if plain:
        return _choice(item, raw, (Money(_cents(plain), policy.currency),))
    return _free(item, raw, policy, today)


def _cents(match: re.Match[str]) -> Decimal:
    return Decimal(f"{match[1]}.{(match[2] or '').ljust(2, '0')}")


def _account(raw: str, policy: Reading) -> Choice:
    page = page_of(fold(raw))
    found = accounts_in(page, raw, [], policy.account_patterns, len(raw))
    values = tuple(dict.fromkeys(account.value for account in found if account.level > Level.NO))
    if not values and not policy.account_patterns and _TOKEN.fullmatch(raw.strip()):
        values = (raw.strip(),)
    return _choice(Item.ACCOUNT, raw, values, None if values else Reason.UNREADABLE)


def _free(item: Item, raw: str, policy: Reading, today: date) -> Choice:
    """Read a date or an amount out of what someone wrote into its field."""
    page, coins = page_of(fold(raw)), Coins(policy.currency, english=False, typed=raw)
    whole = _whole_amount(page, coins) if item is Item.AMOUNT else None
    seen = [mark for mark in marks_on(page, When(today), coins) if mark.item is item and mark.form is not Form.BARE]
    marks = [whole] if whole else seen
    values = tuple(dict.fromkeys(value for mark in marks for value in mark.values))
    problem = next((mark.problem for mark in marks if mark.problem), None)
    return _choice(item, raw, values, problem or (None if values else Reason.UNREADABLE))


def _whole_amount(page: Page, coins: Coins) -> Mark | None:
    first = 1 if page.words[0] in {"-", "+"} else 0
    mark = amount_at(page, first, coins) if page.words[first] else None
    return mark if mark and mark.last == len(page.words) - 3 else None


def _choice(item: Item, raw: str, values: tuple[Value, ...], problem: Reason | None = None) -> Choice:
    start = len(raw) - len(raw.lstrip())
    seen = Sighting(item, values, Level.LABELLED, "field", start, len(raw.rstrip()), raw.strip(), problem, "field")
    return Choice((seen,), None, Level.LABELLED)
