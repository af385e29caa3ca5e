"""A member who owes an answer is reminded by day, then kindly let go; with care nobody is pressed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.core.calendar import Calendar
from integration.core.changes import AddComment, AddTag, Assign, RemoveTag, SetStatus
from integration.core.decide import Case, Decision, decide
from integration.core.policy import Policy, Reminders
from integration.core.reminding import Ahead, ahead, allowed
from integration.core.stand import Stand
from integration.core.ticket import Kind, Role, Status, Ticket
from integration.core.traces import Memory
from integration.core.waking import Why
from tests.core.build import FILED, NOW, POLICY, complete_ticket, of_kind, ticket
from tests.core.test_promises import PAUSING, answers, look

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PATIENT = Reminders((3 * DAY, 7 * DAY), 14 * DAY)
REMINDING = replace(POLICY, reminders=PATIENT, calendar=Calendar(holidays=frozenset({date(2026, 11, 11)})))
BOTH = replace(PAUSING, reminders=PATIENT)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


MONDAY = at("2026-11-16T10:00+01:00")


def asked(policy: Policy = REMINDING, now: datetime = MONDAY) -> tuple[Ticket, Memory]:
    case, memory, decision = look(complete_ticket(Montant=""), Memory(), now, policy)
    assert decision.stand is Stand.ASK
    return case, memory


def said(decision: Decision) -> list[Kind]:
    return [one.mark.kind for one in of_kind(decision.changes, AddComment)]


def test_the_whole_story_of_a_silent_member() -> None:
    case, memory = asked()
    letters: list[tuple[datetime, list[Kind]]] = []
    now: datetime | None = MONDAY
    while now is not None:
        case, memory, decision = look(case, memory, now, REMINDING)
        letters.append((now, said(decision)))
        now = decision.wake_at

    assert [(when, kinds) for when, kinds in letters if kinds] == [
        (MONDAY + 3 * DAY, [Kind.REMIND]),
        (MONDAY + 7 * DAY, [Kind.REMIND]),
        (MONDAY + 14 * DAY, [Kind.CLOSE]),
    ]
    assert case.status is Status.SOLVED
    assert "guichet_incomplet" in case.tags  # by this an answer that comes after all is known for one
    assert letters[-1][0] == MONDAY + 14 * DAY + MINUTE  # what is over has its own consequences


def test_the_case_wakes_for_its_letters() -> None:
    case, memory = asked()
    _, _, decision = look(case, memory, MONDAY + HOUR, BOTH)

    assert (decision.wake_at, decision.wake_for) == (MONDAY + 3 * DAY, Why.REMINDER)


def test_the_very_pass_that_asks_wakes_the_case_for_its_first_letter() -> None:
    decision = decide(Case(ticket()), REMINDING, MONDAY)
    assert decision.stand is Stand.ASK
    assert (decision.wake_at, decision.wake_for) == (MONDAY + 3 * DAY, Why.REMINDER)


def test_a_reminder_repeats_the_question_and_says_until_when() -> None:
    case, memory = asked()
    _, _, decision = look(case, memory, MONDAY + 3 * DAY, REMINDING)

    (letter,) = of_kind(decision.changes, AddComment)
    assert letter.public
    assert letter.body == (
        "RAPPEL Quel est le montant exact qui vous a été débité\u00a0? JUSQU'AU 30\u00a0novembre 2026"
    )
    assert letter.mark.about == ("amount:missing",)


def test_a_question_is_asked_only_once_more_at_a_time_when_guichet_was_away() -> None:
    case, memory = asked()
    case, memory, late = look(case, memory, MONDAY + 8 * DAY, REMINDING)
    case, memory, none = look(case, memory, MONDAY + 9 * DAY, REMINDING)
    _, _, second = look(case, memory, MONDAY + 14 * DAY, REMINDING)

    assert (said(late), said(none), said(second)) == ([Kind.REMIND], [], [Kind.REMIND])
    assert none.wake_at == at("2026-11-30T08:00+01:00")  # four days later is a Saturday


def test_nobody_is_closed_before_the_day_a_reminder_named() -> None:
    case, memory = asked()
    case, memory, _ = look(case, memory, MONDAY + 3 * DAY, REMINDING)
    _, _, second = look(case, memory, MONDAY + 18 * DAY, REMINDING)  # the second reminder went out late

    assert said(second) == [Kind.REMIND]
    assert second.wake_at == MONDAY + 25 * DAY
    assert "11\u00a0décembre 2026" in of_kind(second.changes, AddComment)[0].body


def test_a_member_who_answers_after_the_closing_is_welcome_again() -> None:
    case, memory = asked()
    for days in (3, 7, 14):
        case, memory, _ = look(case, memory, MONDAY + days * DAY, REMINDING)
    assert case.status is Status.SOLVED

    back, _, decision = look(answers(case, "Montant : 49,90 €", MONDAY + 40 * DAY), memory, MONDAY + 40 * DAY)

    assert decision.stand is Stand.COMPLETE
    assert said(decision) == [Kind.THANKS]
    assert back.status is Status.OPEN


def test_a_case_opened_again_by_an_agent_without_an_answer_goes_to_a_person() -> None:
    case, memory = asked()
    for days in (3, 7, 14):
        case, memory, _ = look(case, memory, MONDAY + days * DAY, REMINDING)
    opened = replace(case, status=Status.OPEN, status_raw="open")
    after, _, decision = look(opened, memory, MONDAY + 20 * DAY, REMINDING)

    assert decision.stand is Stand.PERSON
    assert said(decision) == []
    assert "pas de réponse" in after.value("Note")


def test_the_note_of_a_closing_says_that_nobody_answered() -> None:
    case, memory = asked()
    for days in (3, 7, 14):
        case, memory, _ = look(case, memory, MONDAY + days * DAY, REMINDING)

    assert case.value("Note").startswith("solved")
    assert "pas de réponse" in case.value("Note")


@pytest.mark.parametrize(
    ("assignee", "close_as", "given"),
    [("", "", []), ("", "lea@example.org", [Assign("lea@example.org")]), ("7", "lea@example.org", [])],
)
def test_what_nobody_has_is_closed_in_the_name_the_policy_gives(
    assignee: str, close_as: str, given: list[Assign]
) -> None:
    policy = replace(REMINDING, reminders=replace(PATIENT, after=(), close_as=close_as))
    case, memory = asked(policy)
    _, _, decision = look(replace(case, assignee=assignee), memory, MONDAY + 14 * DAY, policy)

    assert of_kind(decision.changes, Assign) == given
    assert of_kind(decision.changes, SetStatus) == [SetStatus(Status.SOLVED)]
    assert RemoveTag("guichet_incomplet") not in decision.changes


def test_with_care_nobody_is_reminded_or_closed_but_a_person_takes_over() -> None:
    gentle = replace(BOTH, calendar=REMINDING.calendar)
    case, memory, first = look(ticket("remboursement", ""), Memory(), MONDAY, gentle)
    assert first.stand is Stand.ASK

    for days in (3, 7, 13):
        case, memory, decision = look(case, memory, MONDAY + days * DAY, gentle)
        assert decision.changes == ()
    assert (decision.wake_at, decision.wake_for) == (MONDAY + 14 * DAY, Why.REMINDER)

    handed, _, decision = look(case, memory, MONDAY + 14 * DAY, gentle)
    assert decision.stand is Stand.PERSON
    assert said(decision) == []
    assert AddTag("guichet_a_relire") in decision.changes
    assert handed.group == "Service clients"
    assert "pas de réponse" in handed.value("Note")
    assert decision.wake_at == FILED + 14 * DAY + 14 * DAY  # its clock runs again


@pytest.mark.parametrize("days", [3, 7, 14, 30])
def test_an_agents_conversation_is_not_disturbed(days: int) -> None:
    case, memory = asked()
    spoken = answers(case, "Je regarde.", MONDAY + HOUR, Role.AGENT)
    held = replace(case, status=Status.HOLD, status_raw="hold")

    assert said(look(spoken, memory, MONDAY + days * DAY, REMINDING)[2]) == []
    assert said(look(held, memory, MONDAY + days * DAY, REMINDING)[2]) == []


def test_without_a_word_in_the_policy_nobody_is_reminded() -> None:
    case, memory, _ = look(complete_ticket(Montant=""), Memory(), MONDAY, POLICY)

    assert look(case, memory, MONDAY + 300 * DAY, POLICY)[2].stand is Stand.WAITING
    assert ahead(case, POLICY.categories[0], POLICY, MONDAY) == ()


def test_a_ticket_that_was_never_asked_has_nothing_ahead() -> None:
    assert ahead(complete_ticket(), REMINDING.categories[0], REMINDING, NOW) == ()


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("2026-11-19T10:00+01:00", "2026-11-19T10:00+01:00"),
        ("2026-11-19T20:00+01:00", "2026-11-20T08:00+01:00"),  # at night
        ("2026-11-19T03:00+01:00", "2026-11-19T08:00+01:00"),
        ("2026-11-20T21:00+01:00", "2026-11-23T08:00+01:00"),  # a Friday night
        ("2026-11-21T12:00+01:00", "2026-11-23T08:00+01:00"),
        ("2026-11-11T12:00+01:00", "2026-11-12T08:00+01:00"),  # a holiday
        ("2026-03-29T02:30+01:00", "2026-03-30T08:00+02:00"),  # the night to summer time, a Sunday
    ],
)
def test_letters_wait_for_a_working_day(wanted: str, sent: str) -> None:
    assert allowed(at(wanted), REMINDING) == at(sent)


def test_a_rest_at_noon_is_quiet_too() -> None:
    noon = replace(REMINDING, reminders=replace(PATIENT, quiet_from=time(12), quiet_to=time(14)))

    assert allowed(at("2026-11-19T13:00+01:00"), noon) == at("2026-11-19T14:00+01:00")
    assert allowed(at("2026-11-19T23:00+01:00"), noon) == at("2026-11-19T23:00+01:00")


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(INSTANTS)
def test_no_letter_goes_out_at_night_or_on_a_day_without_work(instant: datetime) -> None:
    sent = allowed(instant, REMINDING)
    local = sent.astimezone(REMINDING.timezone)

    assert instant <= sent <= instant + 6 * DAY
    assert time(8) <= local.time() < time(20)
    assert REMINDING.calendar.works(local.date())
    assert allowed(sent, REMINDING) == sent


@given(INSTANTS, st.lists(st.integers(1, 24 * 6), min_size=1, max_size=12))
@settings(deadline=None, max_examples=60)  # several passes in one example
def test_whenever_guichet_looks_letters_keep_their_distance(filed: datetime, hours: list[int]) -> None:
    case = replace(complete_ticket(Montant="", Date=""), created_at=filed)
    case, memory, _ = look(case, Memory(), filed, REMINDING)
    asked_at, now = filed, filed
    for gone in hours:
        now += timedelta(hours=gone)
        case, memory, _decision = look(case, memory, now, REMINDING)
        assert decide(Case(case, memory=memory), REMINDING, now).changes == ()
    sent = [(mark.kind, comment.created_at) for comment, mark in case.marks() if mark.kind in {Kind.REMIND, Kind.CLOSE}]
    kinds = [kind for kind, _ in sent]
    assert kinds == [Kind.REMIND, Kind.REMIND, Kind.CLOSE][: len(kinds)]
    gaps = [3 * DAY, 4 * DAY, 7 * DAY]
    for (_, when), gap in zip(sent, gaps, strict=False):
        assert when - asked_at >= gap
        asked_at = when


def test_what_is_ahead_is_told_in_order() -> None:
    case, _ = asked()

    assert ahead(case, REMINDING.categories[0], REMINDING, MONDAY + HOUR) == (
        Ahead(Kind.REMIND, MONDAY + 3 * DAY),
        Ahead(Kind.REMIND, MONDAY + 7 * DAY),
        Ahead(Kind.CLOSE, MONDAY + 14 * DAY),
    )


def test_reminders_taken_out_of_the_policy_are_not_missed() -> None:
    case, memory = asked()
    for days in (3, 7):
        case, memory, _ = look(case, memory, MONDAY + days * DAY, REMINDING)
    fewer = replace(REMINDING, reminders=replace(PATIENT, after=()))

    assert ahead(case, fewer.categories[0], fewer, MONDAY + 8 * DAY) == (Ahead(Kind.CLOSE, MONDAY + 21 * DAY),)
