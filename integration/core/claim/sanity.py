"""Whether a value can be a transaction's at all, by the policy's checks."""

from calendar import monthrange
from datetime import date

from integration.core.claim.accounts import check_digits_hold
from integration.core.claim.model import Money, Reading, Reason, Value


def objection(value: Value, policy: Reading, today: date) -> Reason | None:
    """Return what is wrong with a value, or None when nothing is."""
    if isinstance(value, date):
        return _against_date(value, policy, today)
    if isinstance(value, Money):
        return _against_money(value, policy)
    return None if check_digits_hold(value, policy.account_check) else Reason.CHECK_DIGIT_WRONG


def _against_date(day: date, policy: Reading, today: date) -> Reason | None:
    checks = policy.checks
    if checks.not_in_the_future and day > today:
        return Reason.IN_THE_FUTURE
    if checks.not_older_than_months is not None and day < months_before(today, checks.not_older_than_months):
        return Reason.TOO_OLD
    return None


def _against_money(money: Money, policy: Reading) -> Reason | None:
    checks = policy.checks
    if money.currency not in checks.currencies:
        return Reason.CURRENCY_NOT_ALLOWED
    if checks.more_than is not None and money.value <= checks.more_than:
        return Reason.NOT_POSITIVE
    if checks.at_most is not None and money.value > checks.at_most:
        return Reason.TOO_HIGH
    return None


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last day of that month when it is shorter."""
    count = max(day.year * 12 + day.month - 1 - months, 12)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
