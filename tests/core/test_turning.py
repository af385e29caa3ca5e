"""A condition turns exactly when it is said to, and never before."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.core.conditions import (
    AgedWithin,
    AtHours,
    Condition,
    DatedWithin,
    How,
    Joined,
    OnDays,
    OneOf,
    Trait,
    every,
)
from integration.core.decide import Case, decide
from integration.core.meeting import meets
from integration.core.policy import Action, Rule
from integration.core.subject import Subject
from integration.core.ticket import Role
from integration.core.turning import turns_at
from tests.core.build import FILED, POLICY, after, complete_ticket, decided, says, subject, ticket
from tests.core.some_conditions import CONDITIONS, instants, subjects


@settings(max_examples=200)
@given(CONDITIONS, subjects(), instants())
def test_nothing_turns_before_it_is_said_to(condition: Condition, case: Subject, later: datetime) -> None:
    turn = turns_at(condition, case)

    assert turn is None or turn > case.now
    if later > case.now and (turn is None or later < turn):
        assert meets(condition, replace(case, now=later)) is meets(condition, case)


@pytest.mark.parametrize(
    ("condition", "turn"),
    [
        (AgedWithin(at_least=timedelta(days=3)), FILED + timedelta(days=3)),
        (AgedWithin(at_most=timedelta(days=3)), FILED + timedelta(days=3, microseconds=1)),
        (OnDays((0,)), datetime(2026, 11, 8, 23, tzinfo=UTC)),  # Monday, 9 November, in Paris
        (OnDays((6,)), datetime(2026, 11, 8, 23, tzinfo=UTC)),
        (AtHours(time(18), time(8)), datetime(2026, 11, 8, 17, tzinfo=UTC)),
        (DatedWithin(older_than=5), datetime(2026, 11, 8, 23, tzinfo=UTC)),
        (DatedWithin(within=5), datetime(2026, 11, 8, 23, tzinfo=UTC)),
        (DatedWithin(before=date(2026, 12, 1)), None),
        (OneOf(Trait.CATEGORY, ("facturation",)), None),
        (every(OneOf(Trait.CATEGORY, ("circonstances",)), OnDays((0,))), None),
        (Joined(How.ANY, (OneOf(Trait.CATEGORY, ("facturation",)), OnDays((0,)))), None),
        (Joined(How.NONE, (OneOf(Trait.CATEGORY, ("facturation",)), OnDays((0,)))), None),
        (Joined(How.NONE, (OnDays((0,)),)), datetime(2026, 11, 8, 23, tzinfo=UTC)),
    ],
)
def test_when_answers_turn(condition: Condition, turn: datetime | None) -> None:
    # filed on Sunday, 8 November 2026, 10:30 in Paris; the transaction was five days before
    assert turns_at(condition, subject(day=date(2026, 11, 3), now=FILED + timedelta(minutes=1))) == turn


def test_without_a_date_nothing_grows_old() -> None:
    assert turns_at(DatedWithin(older_than=5), subject()) is None


def test_a_day_s_hours_follow_the_wall_clock_through_a_night_of_25_hours() -> None:
    evening = datetime(2026, 10, 24, 20, tzinfo=UTC)  # 22:00 in Paris, in summer time

    assert turns_at(AtHours(time(18), time(8)), subject(now=evening)) == datetime(2026, 10, 25, 7, tzinfo=UTC)


EVENING = replace(POLICY, rules=(Rule("soir", AtHours(time(18), time(8)), Action("Astreinte")),))


def test_a_case_that_waits_is_looked_at_again_when_a_rule_turns() -> None:
    assert decided(ticket(), EVENING).wake_at == datetime(2026, 11, 8, 17, tzinfo=UTC)


def test_a_case_that_is_routed_waits_for_its_clocks_only() -> None:
    routed = after(complete_ticket(), EVENING)

    assert decided(routed, EVENING).wake_at == FILED + timedelta(days=7)


def test_what_happens_later_does_not_route_a_case_again() -> None:
    late = FILED + timedelta(hours=10)
    routed = after(complete_ticket(), EVENING, late)
    next_day = says(routed, Role.REQUESTER, "Merci !")

    assert routed.group == "Astreinte"
    assert decide(Case(next_day, routed="soir"), EVENING, late + timedelta(hours=14)).changes == ()
    assert "règle soir groupe Astreinte" in routed.value("Note")


def test_a_rule_that_the_policy_has_no_more_settles_nothing() -> None:
    assert decide(Case(after(complete_ticket()), routed="perdue"), POLICY, FILED).rule == "facturation"
    assert decide(Case(after(complete_ticket()), routed="otherwise"), POLICY, FILED).rule == "otherwise"
    assert decide(Case(complete_ticket(), routed="otherwise"), POLICY, FILED).rule == "facturation"


@given(st.integers(0, 48))
def test_an_answer_in_the_evening_goes_where_the_evening_rule_says(hours: int) -> None:
    now = FILED + timedelta(hours=hours)
    answered = says(after(ticket(), EVENING), Role.REQUESTER, "Compte marie@example.org, le 03/11/2026, 49,90 €")
    local = now.astimezone(EVENING.timezone).time()

    group = after(answered, EVENING, now).group
    assert group == ("Astreinte" if local >= time(18) or local < time(8) else "Service clients")
