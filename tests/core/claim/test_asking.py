from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from integration.core.claim import Finding, Item, Money, Question, Reason, Value, phrase, phrase_value


def finding(item: Item, value: Value) -> Finding:
    return Finding(item, value, "comment:1", 0, 5, "charged")


def amounts(*values: str) -> tuple[Finding, ...]:
    return tuple(finding(Item.AMOUNT, Money(Decimal(value), "EUR")) for value in values)


def days(*values: date) -> tuple[Finding, ...]:
    return tuple(finding(Item.TRANSACTION_DATE, value) for value in values)


def test_an_impossible_day_is_named() -> None:
    question = Question(Item.TRANSACTION_DATE, Reason.IMPOSSIBLE_DAY, written="31 novembre")
    assert phrase(question, "fr") == "Le 31 novembre n’existe pas\u00a0: quelle est la bonne date\u00a0?"


def test_competing_amounts_are_choices() -> None:
    question = Question(Item.AMOUNT, Reason.AMBIGUOUS, amounts("19.99", "24.99"))
    assert phrase(question, "fr") == "Quel montant vous a été débité\u00a0: 19,99\u00a0€ ou 24,99\u00a0€\u00a0?"
    assert phrase(question, "en") == "Which amount were you charged: €19.99 or €24.99?"


def test_competing_dates_are_choices() -> None:
    question = Question(Item.TRANSACTION_DATE, Reason.AMBIGUOUS, days(date(2026, 9, 1), date(2026, 9, 3)))
    assert phrase(question, "fr") == (
        "La transaction a-t-elle eu lieu le 1er\u00a0septembre 2026 ou le 3\u00a0septembre 2026\u00a0?"
    )
    assert phrase(question, "en-GB") == "Did the transaction take place on 1 September 2026 or 3 September 2026?"


def test_one_doubtful_value_is_confirmed() -> None:
    question = Question(Item.AMOUNT, Reason.UNCONFIRMED, amounts("1234.5"))
    assert phrase(question, "fr") == "Le montant débité est-il bien 1\u202f234,50\u00a0€\u00a0?"


def test_too_many_choices_become_an_open_question() -> None:
    many = Question(Item.AMOUNT, Reason.AMBIGUOUS, amounts("1", "2", "3", "4", "5"))
    assert phrase(many, "fr") == phrase(Question(Item.AMOUNT, Reason.MISSING), "fr")


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (Money(Decimal("49.9"), "EUR"), "49,90\u00a0€", "€49.90"),
        (Money(Decimal(5), "CHF"), "5,00\u00a0CHF", "CHF\u00a05.00"),
        (date(2026, 9, 3), "3\u00a0septembre 2026", "3 September 2026"),
        ("marie@exemple.fr", "marie@exemple.fr", "marie@exemple.fr"),
    ],
)
def test_values_are_written_as_in_the_language(value: Value, fr: str, en: str) -> None:
    assert phrase_value(finding(Item.AMOUNT, value), "fr") == fr
    assert phrase_value(finding(Item.AMOUNT, value), "en") == en


@pytest.mark.parametrize(("item", "reason", "language"), list(product(Item, Reason, ["fr", "en"])))
def test_every_question_is_one_clean_sentence(item: Item, reason: Reason, language: str) -> None:
    for written in ("", "ceci {cela}"):
        sentence = phrase(Question(item, reason, written=written), language)
        assert sentence.endswith("?")
        assert "\n" not in sentence
        assert not (language == "fr" and any(f" {mark}" in sentence for mark in ":?!»"))
