"""The words of a claim: what a member wrote, what the policy says of reading, what was read and what must be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Item(StrEnum):
    """The four things a billing ticket carries."""

    ACCOUNT = "account"
    TRANSACTION_DATE = "transaction_date"
    AMOUNT = "amount"
    DESCRIPTION = "description"


class Reason(StrEnum):
    """Why something is asked instead of taken; each has its own sentence in `asking`."""

    MISSING = "missing"  # nothing in the fields or the text says it
    AMBIGUOUS = "ambiguous"  # several values compete: the candidates are the choices
    UNCONFIRMED = "unconfirmed"  # one value, but nothing says that it is the one that was meant
    APPROXIMATE = "approximate"  # "environ 50 €", "en septembre"
    IMPOSSIBLE_DAY = "impossible_day"
    WEEKDAY_CONTRADICTS = "weekday_contradicts"
    IN_THE_FUTURE = "in_the_future"
    TOO_OLD = "too_old"
    NOT_POSITIVE = "not_positive"
    TOO_HIGH = "too_high"
    CURRENCY_NOT_ALLOWED = "currency_not_allowed"
    CHECK_DIGIT_WRONG = "check_digit_wrong"
    UNREADABLE = "unreadable"  # a field holds something, but not a value


@dataclass(frozen=True, slots=True)
class Text:
    """One thing a member wrote; texts are given oldest first."""

    source: str  # "subject", "comment:<id>"
    body: str
    written_on: date  # the member's local date: what "hier" is counted from
    language: str = "fr"  # a hint only


@dataclass(frozen=True, slots=True)
class Fields:
    """The raw values of the helpdesk's fields; None or "" when empty."""

    account: str | None = None
    transaction_date: str | None = None
    amount: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO code), two decimals."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Checks:
    """What the policy holds to be a sane date and a sane amount."""

    not_in_the_future: bool = True
    not_older_than_months: int | None = 13
    more_than: Decimal | None = Decimal(0)
    at_most: Decimal | None = Decimal(10000)
    currencies: tuple[str, ...] = ("EUR",)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the policy says about reading."""

    currency: str = "EUR"
    checks: Checks = Checks()
    account_patterns: tuple[str, ...] = ()
    account_check: str | None = None  # the name of a check-digit scheme: "luhn", "mod97"
    own_texts: tuple[str, ...] = ()  # distinctive phrases of our own messages, so that quoted ones are recognised


Value = str | date | Money


@dataclass(frozen=True, slots=True)
class Finding:
    """One value, where it was found and why it was preferred."""

    item: Item
    value: Value
    source: str  # "field" or the source of a text
    start: int  # span in the field or in the text's body (in its composed form, Unicode NFC)
    end: int
    why: str  # a short code word: "field", "labelled", "charged", "only_candidate", "latest_correction", ...


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask the member, with the choices when there are some."""

    item: Item
    reason: Reason
    candidates: tuple[Finding, ...] = ()
    written: str = ""  # what the member wrote, as written, short


@dataclass(frozen=True, slots=True)
class Claim:
    """What was read of the four items; each has a finding or a question, never both."""

    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]

    @property
    def account(self) -> Finding | None:
        """The account, when it was read."""
        return _of(self.findings, Item.ACCOUNT)

    @property
    def transaction_date(self) -> Finding | None:
        """The date of the transaction, when it was read."""
        return _of(self.findings, Item.TRANSACTION_DATE)

    @property
    def amount(self) -> Finding | None:
        """The amount that was charged, when it was read."""
        return _of(self.findings, Item.AMOUNT)

    @property
    def description(self) -> Finding | None:
        """The member's own words, when they say something."""
        return _of(self.findings, Item.DESCRIPTION)

    def question(self, item: Item) -> Question | None:
        """Return what must be asked about an item, or None when it was read."""
        return next((question for question in self.questions if question.item is item), None)


def _of(findings: Iterable[Finding], item: Item) -> Finding | None:
    return next((finding for finding in findings if finding.item is item), None)
