from datetime import date
from decimal import Decimal

import pytest

from integration.core.claim import Claim, Fields, Item, Money, Reading, Reason, Text, read_claim

TODAY = date(2026, 11, 22)


def read(*bodies: str, fields: Fields | None = None, language: str = "fr") -> Claim:
    texts = tuple(Text(f"comment:{n}", body, TODAY, language) for n, body in enumerate(bodies, 1))
    return read_claim(texts, fields or Fields(), Reading(), TODAY)


def test_labelled_values_are_read() -> None:
    claim = read("Bonjour, on m'a débité deux fois.\nCompte : marie@exemple.fr\nDate : 03/09/2026\nMontant : 49,90 €")
    assert claim.account is not None
    assert claim.account.value == "marie@exemple.fr"
    assert claim.transaction_date is not None
    assert claim.transaction_date.value == date(2026, 9, 3)
    assert claim.amount is not None
    assert claim.amount.value == Money(Decimal("49.90"), "EUR")
    assert claim.description is not None
    assert claim.questions == ()


@pytest.mark.parametrize("written", ["49,90 €", "49€90", "49 € 90", "49.90 euros", "49,90EUR"])
def test_amounts_are_read_in_their_common_forms(written: str) -> None:
    claim = read(f"Vous m'avez prélevé {written} sur mon compte")
    assert claim.amount is not None
    assert claim.amount.value == Money(Decimal("49.90"), "EUR")


def test_a_field_is_preferred_over_the_text() -> None:
    claim = read("j'ai payé 80,00 €", fields=Fields("marie@exemple.fr", "2026-09-03", "49,9"))
    assert claim.amount is not None
    assert claim.amount.value == Money(Decimal("49.9"), "EUR")
    assert claim.amount.why == "field"


def test_what_is_missing_is_asked() -> None:
    claim = read("")
    assert [question.reason for question in claim.questions] == [Reason.MISSING] * 4
    assert claim.question(Item.AMOUNT) is not None


@pytest.mark.parametrize("written", ["²", "le 3/²/2026", "49,² €", "① avril", "🄁 €"])
def test_digits_that_are_no_numbers_are_no_digits(written: str) -> None:
    assert read(written).amount is None
