"""Rules ask a case in the words an admin wrote, accents and case aside."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.claim import Claim, Finding, Item, Money
from integration.core.folding import fold, mentions
from integration.core.policy import Condition
from integration.core.rules import Subject, judge
from integration.core.ticket import Requester, Role
from tests.core.build import comment, says, ticket

NOTHING = Claim((), ())


def claimed(amount: str) -> Claim:
    return Claim((Finding(Item.AMOUNT, Money(Decimal(amount), "EUR"), "field", 0, 1, "field"),), ())


def met(when: Condition, subject: Subject) -> bool:
    return all(verdict.met for verdict in judge(when, subject))


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Il est DÉCÉDÉ hier", "deced*", True),
        ("son décès", "deces", True),
        ("prédécesseur", "deces", False),
        ("décessité", "deces", False),
        ("l'acte  de décès joint", "acte de deces", True),
        ("L’ACTE DE DÉCÈS", "acte de deces", True),
        ("", "deces", False),
    ],
)
def test_words_are_whole_and_know_neither_accents_nor_case(text: str, word: str, found: bool) -> None:
    assert mentions(fold(text), word) is found


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_part_of_a_condition_must_hold() -> None:
    english = replace(ticket(), requester=Requester("m", "en"), tags=frozenset({"vip", "fidele"}))
    subject = Subject(english, "facturation", NOTHING)

    assert met(Condition(category=("facturation",), language=("en",), tags=("vip",)), subject)
    assert not met(Condition(category=("facturation",), language=("fr",)), subject)
    assert not met(Condition(tags=("vip", "presse")), subject)
    assert not met(Condition(category=("circonstances",)), subject)


@pytest.mark.parametrize(
    ("amount", "at_least", "at_most", "found"),
    [
        ("500", "500", None, True),
        ("499.99", "500", None, False),
        ("500", None, "500", True),
        ("500.01", None, "500", False),
        ("300", "100", "500", True),
    ],
)
def test_amounts_meet_their_bounds_included(amount: str, at_least: str, at_most: str, found: bool) -> None:
    when = Condition(
        amount_at_least=Decimal(at_least) if at_least else None, amount_at_most=Decimal(at_most) if at_most else None
    )

    assert met(when, Subject(ticket(), "facturation", claimed(amount))) is found


def test_an_amount_that_was_not_read_meets_no_bound() -> None:
    assert not met(Condition(amount_at_most=Decimal(500)), Subject(ticket(), "facturation", NOTHING))


def test_only_the_member_s_own_words_count() -> None:
    when = Condition(text=("deces",))
    spoken = says(ticket(), Role.AGENT, "S'agit-il d'un décès ?")
    first_by_agent = replace(ticket(), comments=(comment("c0", Role.AGENT, "Appel : un décès"),))

    assert not met(when, Subject(spoken, "", NOTHING))
    assert met(when, Subject(says(spoken, Role.REQUESTER, "Oui, un décès."), "", NOTHING))
    assert met(when, Subject(first_by_agent, "", NOTHING))
    assert met(when, Subject(replace(ticket(), subject="Décès de ma mère"), "", NOTHING))
