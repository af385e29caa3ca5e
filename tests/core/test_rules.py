"""Rules ask a case in the words an admin wrote, accents and case aside."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.conditions import AmountWithin, OneOf, Trait, Wrote, every
from integration.core.folding import fold, mentions
from integration.core.policy import Action, Rule
from integration.core.rules import route
from integration.core.ticket import Role
from tests.core.build import POLICY, comment, says, subject, ticket


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


def test_the_first_rule_that_is_met_wins_and_those_after_it_are_not_tried() -> None:
    rules = (
        Rule("autre", OneOf(Trait.CATEGORY, ("circonstances",)), Action("A")),
        Rule("premier", OneOf(Trait.CATEGORY, ("facturation",)), Action("B")),
        Rule("second", OneOf(Trait.CATEGORY, ("facturation",)), Action("C")),
    )
    found = route(subject(), replace(POLICY, rules=rules))

    assert (found.rule, found.action.group) == ("premier", "B")
    assert [(verdict.id, verdict.met) for verdict in found.verdicts] == [("rule:autre", False), ("rule:premier", True)]


def test_without_a_rule_that_is_met_the_last_resort_takes_the_case() -> None:
    found = route(subject(category="inconnue"), POLICY)

    assert (found.rule, found.action) == ("otherwise", POLICY.otherwise)
    assert [verdict.met for verdict in found.verdicts] == [False] * len(POLICY.rules)


def test_a_rule_says_what_it_found_and_what_it_wanted() -> None:
    rule = Rule("gros", every(OneOf(Trait.CATEGORY, ("facturation",)), AmountWithin(Decimal(500))), Action("A"))
    verdict = route(subject(amount="49.90"), replace(POLICY, rules=(rule,))).verdicts[0]

    assert (verdict.id, verdict.met, verdict.found, verdict.wanted) == ("rule:gros", False, "49.90 EUR", "at least 500")
    assert [(part.id, part.met) for part in verdict.children] == [("category", True), ("amount", False)]


def test_only_the_member_s_own_words_count() -> None:
    rules = (Rule("deuil", Wrote(("deces",)), Action("A")),)
    spoken = says(ticket(), Role.AGENT, "S'agit-il d'un décès ?")
    first_by_agent = replace(ticket(), comments=(comment("c0", Role.AGENT, "Appel : un décès"),))

    for case, rule in [
        (spoken, "otherwise"),
        (says(spoken, Role.REQUESTER, "Oui, un décès."), "deuil"),
        (first_by_agent, "deuil"),
        (replace(ticket(), subject="Décès de ma mère"), "deuil"),
    ]:
        assert route(subject(case), replace(POLICY, rules=rules)).rule == rule
