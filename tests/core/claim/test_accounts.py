"""Accounts: addresses, numbers behind labels, the policy's patterns and check digits."""

from datetime import date

import pytest

from integration.core.claim import Claim, Fields, Item, Reading, Reason, Text, read_claim
from integration.core.claim.accounts import check_digits_hold

TODAY = date(2026, 11, 22)


def read(body: str, policy: Reading | None = None) -> Claim:
    return read_claim((Text("comment:1", body, TODAY),), Fields(), policy or Reading(), TODAY)


def account(body: str, policy: Reading | None = None) -> object:
    finding = read(body, policy).account
    return finding.value if finding else None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mon compte marie@exemple.fr", "marie@exemple.fr"),
        ("marie@exemple.fr", "marie@exemple.fr"),
        ("marie point dupont arobase exemple point fr", "marie.dupont@exemple.fr"),
        ("client n° 123 456 789", "123456789"),
        ("Identifiant : AB_12-3", "AB_12-3"),
        ("identifiant : lilas75", "lilas75"),
        ("adhérent 2026", None),
        ("adhérent n° 2026", "2026"),
        ("compte 12", None),
        ("compte n° 12.5", "12.5"),
        ("compte 12.5 et plus", None),
        ("compte 123,45", None),
        ("compte FR7612345678901234", None),
        ("mon compte est le 12345", "12345"),
        ("mon compte 0612345678", None),
        ("compte 150 €", None),
        ("compte 150 %", None),
        ("compte client", None),
        ("j'ai écrit à support@guichet.example", None),
        ("compte a@b.fr, vous pouvez me répondre à c@d.fr", "a@b.fr"),
        ("compte a1234567890123456789012345678", None),
        ("compte a@b.fr, numéro client 4512", "a@b.fr"),
    ],
)
def test_accounts(written: str, expected: str | None) -> None:
    assert account(written) == expected


def test_an_address_to_answer_to_is_offered_only() -> None:
    question = read("vous pouvez me répondre à marie@exemple.fr").question(Item.ACCOUNT)
    assert question is not None
    assert question.reason is Reason.UNCONFIRMED


def test_another_persons_address_far_before_is_in_doubt() -> None:
    assert account("Mon mari, que vous connaissez bien, c'est luc@b.fr") is None


def test_two_addresses_are_asked_about() -> None:
    question = read("marie@exemple.fr ou paul@exemple.fr").question(Item.ACCOUNT)
    assert question is not None
    assert question.reason is Reason.AMBIGUOUS


def test_patterns_of_the_policy() -> None:
    policy = Reading(account_patterns=(r"[A-Z]{2}\d{4}", r"x*"))
    assert account("voilà, c'est GU4512 je crois", policy) == "GU4512"
    assert account("client n° 998877", policy) is None


@pytest.mark.parametrize(
    ("value", "scheme", "holds"),
    [
        ("79927398713", "luhn", True),
        ("79927398714", "luhn", False),
        ("a@b.fr", "luhn", True),
        ("abc", "luhn", False),
        ("1234", None, True),
        ("123450", "mod97", False),
        ("98", "mod97", False),
        ("3214282912345698765432161182", "mod97", True),
        ("283127505612354", "mod97", True),
    ],
)
def test_check_digits(value: str, scheme: str | None, holds: bool) -> None:
    assert check_digits_hold(value, scheme) is holds


def test_a_number_with_a_slip_is_asked_about() -> None:
    question = read("client n° 79927398714", Reading(account_check="luhn")).question(Item.ACCOUNT)
    assert question is not None
    assert (question.reason, question.written) == (Reason.CHECK_DIGIT_WRONG, "79927398714")
