"""No rule is accused wrongly: what is said of conditions holds for every case."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.core.conditions import (
    AgedWithin,
    AmountWithin,
    AtHours,
    Condition,
    DatedWithin,
    FieldIs,
    HasDocuments,
    How,
    IsMissing,
    Joined,
    OnDays,
    OneOf,
    Owner,
    Tagged,
    Trait,
    Wrote,
    every,
)
from integration.core.implying import excludes, implies
from integration.core.judging import described, judge
from integration.core.meeting import meets
from integration.core.policy import Action, Policy, RequiresIf, Rule
from integration.core.reaching import certain, impossible, taken, takers
from integration.core.subject import Subject
from tests.core.build import POLICY
from tests.core.some_conditions import CONDITIONS, DUPLICATES_LOOKED_FOR, subjects

BILLING = OneOf(Trait.CATEGORY, ("facturation",))
CARE = OneOf(Trait.CATEGORY, ("circonstances",))


@settings(max_examples=200)
@given(CONDITIONS, CONDITIONS, subjects())
def test_what_is_said_of_two_conditions_holds_for_every_case(one: Condition, other: Condition, case: Subject) -> None:
    if implies(one, other):
        assert not meets(one, case) or meets(other, case)
    if excludes(one, other):
        assert not (meets(one, case) and meets(other, case))


@settings(max_examples=200)
@given(CONDITIONS, subjects())
def test_what_is_said_of_one_condition_holds_for_every_case(one: Condition, case: Subject) -> None:
    policy = DUPLICATES_LOOKED_FOR
    if certain(one, policy):
        assert meets(one, case)
    if impossible(one, policy) and not case.missing:
        assert not meets(one, case)
    assert implies(one, one)
    verdict = judge(one, case, "rule:x")
    assert (verdict.id, verdict.met) == ("rule:x", meets(one, case))
    assert verdict.wanted
    assert described(one)


@pytest.mark.parametrize(
    ("word", "looked_for", "yes"),
    [
        ("decede", "deced*", True),
        ("deced*", "dec*", True),
        ("deced*", "deced", False),
        ("acte de deces", "deces", True),
        ("acte de dec*", "acte", True),
        ("acte de dec*", "dec", False),
        ("deces", "acte de deces", False),
    ],
)
def test_words_within_words(word: str, looked_for: str, yes: bool) -> None:
    assert implies(Wrote((word,)), Wrote((looked_for,))) is yes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (every(BILLING, HasDocuments()), BILLING),
        (BILLING, Joined(How.ANY, (CARE, BILLING))),
        (Joined(How.ANY, (BILLING, CARE)), OneOf(Trait.CATEGORY, ("circonstances", "facturation"))),
        (BILLING, Joined(How.NONE, (CARE,))),
        (Joined(How.NONE, (HasDocuments(),)), HasDocuments(wanted=False)),
        (Joined(How.NONE, (IsMissing(),)), IsMissing(wanted=False)),
        (Joined(How.NONE, (FieldIs("Offre", ("",)),)), FieldIs("Offre", ("*",))),
        (Joined(How.NONE, (FieldIs("Offre", ("*",)),)), FieldIs("Offre", ("",))),
        (FieldIs("Offre", ("duo",)), FieldIs("Offre", ("*",))),
        (IsMissing(items=("amount",)), IsMissing()),
    ],
)
def test_what_follows_is_seen(one: Condition, other: Condition) -> None:
    assert implies(one, other)
    assert not implies(other, Joined(How.ALL, (one, OnDays((6,)))))


def hours(start: int, end: int) -> AtHours:
    return AtHours(time(start), time(end))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (AmountWithin(Decimal(600), Decimal(700)), AmountWithin(Decimal(500))),
        (AgedWithin(at_most=timedelta(days=1)), AgedWithin(at_most=timedelta(days=3))),
        (DatedWithin(before=date(2026, 1, 1)), DatedWithin(before=date(2026, 2, 1))),
        (DatedWithin(older_than=30), DatedWithin(older_than=10)),
        (Tagged(Owner.TICKET, ("vip", "presse")), Tagged(Owner.TICKET, ("vip",))),
        (OnDays((6,)), OnDays((5, 6))),
        (hours(19, 7), hours(18, 8)),
        (hours(9, 10), hours(8, 12)),
        (hours(22, 23), hours(18, 8)),
        (FieldIs("Offre", ("duo",)), FieldIs("Offre", ("duo", "trio"))),
        (Wrote(("deces",)), Wrote(("deces", "deuil"))),
        (IsMissing(items=("amount",)), IsMissing(items=("amount", "account"))),
    ],
)
def test_the_narrower_implies_the_wider_and_not_the_other_way(narrow: Condition, wide: Condition) -> None:
    assert implies(narrow, wide)
    assert not implies(wide, narrow)
    assert not excludes(narrow, wide)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (AmountWithin(at_most=Decimal(10)), AmountWithin(Decimal(11))),
        (AgedWithin(timedelta(days=3)), AgedWithin(at_most=timedelta(days=2))),
        (DatedWithin(before=date(2026, 1, 2)), DatedWithin(after=date(2026, 1, 1))),
        (DatedWithin(older_than=30), DatedWithin(within=30)),
        (OnDays((0, 1)), OnDays((2,))),
        (hours(18, 8), hours(8, 18)),
        (FieldIs("Offre", ("",)), FieldIs("Offre", ("*",))),
        (HasDocuments(), HasDocuments(wanted=False)),
        (IsMissing(items=("amount",)), IsMissing(wanted=False)),
        (BILLING, Joined(How.ANY, (CARE, every(CARE, HasDocuments())))),
    ],
)
def test_what_never_holds_together_is_seen(one: Condition, other: Condition) -> None:
    assert excludes(one, other)
    assert excludes(other, one)
    assert not implies(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BILLING, OneOf(Trait.BRAND, ("facturation",))),
        (Tagged(Owner.TICKET, ("vip",)), Tagged(Owner.REQUESTER, ("vip",))),
        (FieldIs("Offre", ("duo",)), FieldIs("Autre", ("duo",))),
        (FieldIs("Offre", ("duo",)), FieldIs("Offre", ("trio",))),
        (BILLING, HasDocuments()),
        (IsMissing(), IsMissing(items=("amount",))),
        (Joined(How.NONE, (Wrote(("deces",)),)), BILLING),
    ],
)
def test_what_has_nothing_to_do_with_each_other_is_left_alone(one: Condition, other: Condition) -> None:
    assert not implies(one, other)
    assert not excludes(one, other)


def rules(*conditions: Condition) -> tuple[Rule, ...]:
    return tuple(Rule(f"r{number}", when, Action("G")) for number, when in enumerate(conditions))


def test_several_rules_together_can_take_every_case() -> None:
    *earlier, last = rules(BILLING, every(CARE, HasDocuments()), CARE, HasDocuments())

    assert takers(last, tuple(earlier), POLICY) == ("r0", "r1")
    assert takers(last, tuple(earlier[:1]), POLICY) == ()
    assert takers(earlier[2], tuple(earlier[:2]), POLICY) == ()


@settings(max_examples=100)
@given(st.lists(CONDITIONS, min_size=2, max_size=5))
def test_pairs_that_are_not_compared_would_take_nothing(conditions: list[Condition]) -> None:
    policy = replace(DUPLICATES_LOOKED_FOR, rules=rules(*conditions))
    slowly = {
        rule.id: found
        for index, rule in enumerate(policy.rules)
        if (found := takers(rule, policy.rules[:index], policy))
    }

    assert taken(policy) == slowly


def test_a_rule_that_is_always_met_takes_all() -> None:
    always, last = rules(Joined(How.ANY, (HasDocuments(), HasDocuments(wanted=False))), Wrote(("x",)))

    assert takers(last, (always,), POLICY) == ("r0",)


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        (every(BILLING, CARE), 2),
        (every(BILLING, every(HasDocuments(), CARE)), 2),
        (Joined(How.NONE, (OnDays(tuple(range(7))),)), 1),
        (Joined(How.NONE, (Joined(How.ALL, (OneOf(Trait.CATEGORY, ("facturation", "circonstances")),)),)), 1),
        (Joined(How.NONE, (FieldIs("Offre", ("*", "")), BILLING)), 1),
        (Joined(How.NONE, (Joined(How.NONE, (every(BILLING, CARE),)),)), 1),
        (Joined(How.ANY, (every(BILLING, CARE), IsMissing(items=("document",)))), 1),
        (every(CARE, IsMissing(items=("amount",))), 2),
        (every(IsMissing(items=("amount",)), OneOf(Trait.LANGUAGE, ("fr",)), CARE), 2),
    ],
)
def test_what_can_never_hold_is_seen(condition: Condition, parts: int) -> None:
    assert len(impossible(condition, POLICY)) == parts


def test_what_is_required_of_some_cases_only_can_be_missing_too() -> None:
    care = replace(POLICY.categories[1], requires_if=(RequiresIf(HasDocuments(), ("amount",)),))
    policy: Policy = replace(POLICY, categories=(POLICY.categories[0], care))

    assert impossible(every(CARE, IsMissing(items=("amount",))), policy) == ()
