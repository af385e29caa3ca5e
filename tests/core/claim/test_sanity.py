"""The policy's checks, and work that grows no faster than the text."""

from datetime import date
from decimal import Decimal

import pytest

from integration.core.claim import Checks, Fields, Money, Reading, Reason, Text, read_claim
from integration.core.claim.page import fold, page_of
from integration.core.claim.reading import LONGEST
from integration.core.claim.sanity import months_before, objection

TODAY = date(2026, 11, 22)
OPEN = Reading(checks=Checks(not_in_the_future=False, not_older_than_months=None, more_than=None, at_most=None))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (date(2026, 11, 23), Reason.IN_THE_FUTURE),
        (date(2026, 11, 22), None),
        (date(2025, 10, 22), None),
        (date(2025, 10, 21), Reason.TOO_OLD),
        (Money(Decimal(0), "EUR"), Reason.NOT_POSITIVE),
        (Money(Decimal("0.01"), "EUR"), None),
        (Money(Decimal(10000), "EUR"), None),
        (Money(Decimal("10000.01"), "EUR"), Reason.TOO_HIGH),
        (Money(Decimal(5), "USD"), Reason.CURRENCY_NOT_ALLOWED),
        ("marie@exemple.fr", None),
    ],
)
def test_checks(value: date | Money | str, why: Reason | None) -> None:
    assert objection(value, Reading(), TODAY) is why


@pytest.mark.parametrize(
    "value", [date(2030, 1, 1), date(1999, 1, 1), Money(Decimal(-5), "EUR"), Money(Decimal(10**9), "EUR")]
)
def test_checks_can_be_left_out(value: date | Money) -> None:
    assert objection(value, OPEN, TODAY) is None


def test_months_are_counted_back_on_the_calendar() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 13) == date(2024, 12, 15)
    assert months_before(date(2026, 1, 15), 10**6) == date(1, 1, 15)


HOSTILE = [
    "1 ",
    "1€",
    "1,",
    "a@",
    "a.",
    "3 sept ",
    "cent ",
    "€",
    ">\n",
    "le a écrit :\n",
    "de : a\n",
    "compte n° ",
    "il y a ",
    "1/",
    "«",
    "ou ",
]


def work_of(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Count the words that are looked at, each time that they are."""
    looked = 0

    class Counting(list[str]):
        def __getitem__(self, index):  # type: ignore[no-untyped-def]
            nonlocal looked
            looked += 1
            return super().__getitem__(index)

    def counted(folded: str):  # type: ignore[no-untyped-def]
        page = page_of(folded)
        return type(page)(page.folded, Counting(page.words), page.starts)

    monkeypatch.setattr("integration.core.claim.reading.page_of", counted)
    read_claim((Text("comment:1", text, TODAY),), Fields(), Reading(), TODAY)
    return looked


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_work(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("integration.core.claim.reading.LONGEST", 1 << 20)
    half = work_of(piece * (32768 // len(piece)), monkeypatch)
    whole = work_of(piece * (65536 // len(piece)), monkeypatch)
    assert whole <= 2.2 * half + 1000


def test_what_is_beyond_the_longest_text_is_not_read() -> None:
    claim = read_claim((Text("comment:1", "x" * LONGEST + " prélevé 5 €", TODAY),), Fields(), Reading(), TODAY)
    assert claim.amount is None


def test_a_page_ends_with_blank_words() -> None:
    assert page_of(fold(" Été 3€\n")).words == ["ete", "3", "€", "\n", "", "", ""]
