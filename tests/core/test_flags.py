"""Late cases stand out to the minute, once, and no longer than it is true."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.core.changes import (
    AddComment,
    AddTag,
    Assign,
    Change,
    RemoveTag,
    SetAssignee,
    SetField,
    SetGroup,
    SetPriority,
    SetStatus,
    settled,
)
from integration.core.clocks import Alarm, Clock, Length, Starts, Until
from integration.core.flags import Flag, Notice
from integration.core.policy import Policy
from integration.core.ticket import Kind, Mark, Priority, Status, Ticket
from integration.core.traces import Memory
from integration.core.waking import Why
from tests.core.build import FILED, NOW, POLICY, complete_ticket, decided, of_kind, ticket
from tests.core.test_idempotence import tickets
from tests.core.test_promises import look

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
SOON, LATE = "guichet_bientot_en_retard", "guichet_en_retard"
SOFT = Alarm(tags=("a_voir",), notify=("chat",))
HARD = Alarm(Priority.HIGH, "Encadrement", tags=("retard_examen",), notify=("chat", "email"))
EXAMEN = Clock("examen", Starts.SUBMITTED, Until.DECISION, Length(7), Length(14), "Échéance", at_warn=SOFT, at_due=HARD)
PAIEMENT = Clock("paiement", Starts.ACCEPTED, Until.SOLVED, Length(7), Length(14), "Paiement")
ALARMED = replace(POLICY, clocks=(EXAMEN, PAIEMENT))


def at_due(alarm: Alarm) -> Policy:
    return replace(POLICY, clocks=(replace(EXAMEN, at_due=alarm), PAIEMENT))


def arrived(policy: Policy = ALARMED) -> tuple[Ticket, Memory]:
    case, memory, _ = look(complete_ticket(), Memory(), NOW, policy)
    return case, memory


def tags(case: Ticket) -> set[str]:
    return {tag for tag in case.tags if tag in {SOON, LATE, "a_voir", "retard_examen"}}


@pytest.mark.parametrize(
    ("since", "worn"),
    [
        (7 * DAY - MINUTE, set()),
        (7 * DAY, {SOON, "a_voir"}),
        (14 * DAY - MINUTE, {SOON, "a_voir"}),
        (14 * DAY, {LATE, "retard_examen"}),
        (40 * DAY, {LATE, "retard_examen"}),
    ],
)
def test_a_flag_is_there_from_its_minute_on(since: timedelta, worn: set[str]) -> None:
    case, memory = arrived()

    assert tags(look(case, memory, FILED + since, ALARMED)[0]) == worn


def test_a_case_asks_to_be_woken_for_each_of_its_instants() -> None:
    case, memory = arrived()
    case, memory, warned = look(case, memory, FILED + 7 * DAY, ALARMED)
    _, _, late = look(case, memory, FILED + 14 * DAY, ALARMED)

    assert (warned.wake_at, warned.wake_for) == (FILED + 14 * DAY, Why.CLOCK)
    assert late.wake_at is None


def test_at_due_the_policys_alarm_is_raised_in_the_same_write_as_the_note() -> None:
    case, memory = arrived()
    _, memory, decision = look(case, memory, FILED + 14 * DAY, ALARMED)

    assert set(decision.changes) >= {
        AddTag(LATE),
        AddTag("retard_examen"),
        SetPriority(Priority.HIGH),
        SetGroup("Encadrement"),
    }
    assert of_kind(decision.changes, AddComment) == []
    assert memory.traces[0].late_at == FILED + 14 * DAY


def test_the_team_lead_is_told_once_of_each_flag() -> None:
    case, memory = arrived()
    case, memory, warned = look(case, memory, FILED + 7 * DAY, ALARMED)
    case, memory, late = look(case, memory, FILED + 15 * DAY, ALARMED)
    _, _, again = look(case, memory, FILED + 16 * DAY, ALARMED)

    assert warned.notices == (Notice("examen", Flag.WARNED, FILED + 7 * DAY, ("chat",)),)
    assert late.notices == (Notice("examen", Flag.LATE, FILED + 14 * DAY, ("chat", "email")),)
    assert (again.notices, again.changes) == ((), ())


def test_after_a_crash_between_the_write_and_its_record_the_notice_is_not_lost() -> None:
    case, memory = arrived()
    written, _, _ = look(case, memory, FILED + 14 * DAY, ALARMED)
    _, _, again = look(written, memory, FILED + 14 * DAY + MINUTE, ALARMED)

    assert again.changes == ()
    assert [notice.kind for notice in again.notices] == [Flag.LATE]


def test_with_the_ledger_lost_nobody_is_alarmed_anew() -> None:
    case, memory = arrived()
    late, _, _ = look(case, memory, FILED + 14 * DAY, ALARMED)
    calmed = replace(late, priority=Priority.LOW, group="Facturation")
    _, _, decision = look(calmed, Memory(), FILED + 15 * DAY, ALARMED)

    assert decision.notices == ()
    assert not [change for change in decision.changes if isinstance(change, SetGroup | SetPriority)]


def test_what_people_change_after_the_alarm_stays() -> None:
    case, memory = arrived()
    late, memory, _ = look(case, memory, FILED + 14 * DAY, ALARMED)
    calmed = replace(late, priority=Priority.LOW, group="Facturation", assignee="7")
    after, _, _ = look(calmed, memory, FILED + 15 * DAY, ALARMED)

    assert (after.priority, after.group, after.assignee) == (Priority.LOW, "Facturation", "7")


@pytest.mark.parametrize("before", [Priority.HIGH, Priority.URGENT, Priority.UNKNOWN])
def test_a_priority_is_only_ever_raised(before: Priority) -> None:
    case, memory = arrived()
    late, _, _ = look(replace(case, priority=before), memory, FILED + 14 * DAY, ALARMED)

    assert late.priority is before


@pytest.mark.parametrize(
    ("alarm", "expected"),
    [
        (Alarm(group="Encadrement"), (SetGroup("Encadrement"), SetAssignee(""))),
        (Alarm(group="Facturation"), ()),
        (Alarm(assignee="lea@example.org"), (Assign("lea@example.org", take=True),)),
        (
            Alarm(group="Encadrement", assignee="lea@example.org"),
            (SetGroup("Encadrement"), Assign("lea@example.org", take=True)),
        ),
    ],
)
def test_an_alarm_takes_the_case_over_from_its_agent(alarm: Alarm, expected: tuple[Change, ...]) -> None:
    case, memory = arrived()
    taken = replace(case, assignee="7")
    _, _, decision = look(taken, memory, FILED + 14 * DAY, at_due(alarm))

    assert tuple(one for one in decision.changes if isinstance(one, SetGroup | SetAssignee | Assign)) == expected


def test_a_decision_takes_every_flag_away() -> None:
    case, memory = arrived()
    late, memory, _ = look(case, memory, FILED + 14 * DAY, ALARMED)
    refused, _, _ = look(late.with_field("Décision", "refusee"), memory, FILED + 15 * DAY, ALARMED)

    assert tags(refused) == set()
    assert refused.priority is Priority.HIGH


def test_a_case_late_in_one_promise_only_keeps_the_flag_and_loses_the_other_alarm() -> None:
    both = replace(ALARMED, clocks=(replace(EXAMEN, until=Until.SOLVED), PAIEMENT))
    case, memory, _ = look(complete_ticket(Décision="acceptee"), Memory(), NOW, both)
    case, memory, _ = look(case, memory, NOW + 14 * DAY, both)
    assert tags(case) == {LATE, "retard_examen"}

    one, _, _ = look(case, memory, NOW + 15 * DAY, ALARMED)
    assert tags(one) == {LATE}


def test_with_the_ledger_lost_our_own_tag_says_which_alarm_was_raised() -> None:
    case, memory = arrived()
    late, _, _ = look(case, memory, FILED + 14 * DAY, ALARMED)
    prolonged, _, _ = look(late.with_field("Échéance", "2026-12-24"), Memory(), FILED + 15 * DAY, ALARMED)

    assert tags(prolonged) == set()


@pytest.mark.parametrize("status", [Status.SOLVED])
def test_a_solved_case_is_not_late(status: Status) -> None:
    case, memory = arrived()
    late, memory, _ = look(case, memory, FILED + 14 * DAY, ALARMED)
    solved, memory, _ = look(replace(late, status=status), memory, FILED + 15 * DAY, ALARMED)

    assert tags(solved) == set()
    assert memory.traces[0].late_at is None
    assert memory.traces[0].ended_at == FILED + 15 * DAY


def test_a_ticket_that_left_every_category_is_unflagged_and_else_left_alone() -> None:
    case, memory = arrived()
    late, _, _ = look(case, memory, FILED + 14 * DAY, ALARMED)

    assert decided(late.with_field("Motif", "autre"), ALARMED).changes == (RemoveTag(LATE),)


def test_the_note_says_who_is_late_and_since_when() -> None:
    shown = (
        "{% for one in clocks %}{{ one.name }} {{ one.state }} {{ one.since }}{% endfor %} {{ holder }} {{ assigned }}"
    )
    texts = tuple((name, shown if name == "note" else text) for name, text in POLICY.messages.texts[0][1])
    policy = replace(ALARMED, messages=replace(POLICY.messages, texts=(("fr", texts),)))
    case, memory = arrived(policy)
    late, memory, _ = look(replace(case, assignee="7"), memory, FILED + 14 * DAY, policy)
    _, _, later = look(late, memory, FILED + 16 * DAY, policy)

    assert late.value("Note") == "examen late 22\u00a0novembre 2026 à 10\u00a0h\u00a030 Encadrement False"
    assert later.changes == ()


def test_without_a_field_for_the_note_it_is_said_once_beside_the_flag() -> None:
    def unnoted(case: Ticket) -> Ticket:
        return replace(case, fields=tuple(field for field in case.fields if field.title != "Note"))

    case, memory, _ = look(unnoted(complete_ticket()), Memory(), NOW, ALARMED)
    late, memory, decision = look(case, memory, FILED + 14 * DAY, ALARMED)
    _, _, again = look(late, memory, FILED + 15 * DAY, ALARMED)

    assert [one.mark for one in of_kind(decision.changes, AddComment)] == [Mark(Kind.NOTE, ("late",))]
    assert again.changes == ()


def test_an_old_case_that_arrives_late_is_raised_above_its_rule_in_one_write() -> None:
    old = replace(complete_ticket(Montant="900"), created_at=FILED - 60 * DAY)
    urgent = at_due(Alarm(Priority.URGENT, "Encadrement"))
    decision = decided(old, urgent)

    assert of_kind(decision.changes, SetPriority) == [SetPriority(Priority.URGENT)]
    assert of_kind(decision.changes, SetGroup) == [SetGroup("Encadrement")]


def test_of_changes_to_one_thing_the_last_one_counts() -> None:
    changes = (
        SetGroup("A"),
        AddTag("a"),
        SetField("F", "1"),
        SetStatus(Status.OPEN),
        SetAssignee(""),
        SetGroup("B"),
        RemoveTag("a"),
        SetField("F", "2"),
        Assign("lea@example.org"),
    )

    assert settled(changes) == (
        SetStatus(Status.OPEN),
        SetGroup("B"),
        RemoveTag("a"),
        SetField("F", "2"),
        Assign("lea@example.org"),
    )


ALARMS = st.builds(
    Alarm,
    priority=st.sampled_from([None, Priority.NORMAL, Priority.URGENT]),
    group=st.sampled_from(["", "Encadrement", "Facturation"]),
    assignee=st.sampled_from(["", "lea@example.org"]),
    tags=st.sampled_from([(), ("x",), ("x", "y"), ("vip",)]),
    notify=st.sampled_from([(), ("chat",)]),
)


@given(tickets(), ALARMS, ALARMS, st.booleans(), st.lists(st.integers(0, 24 * 20), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)  # several passes in one example
def test_whatever_is_alarmed_every_pass_settles_at_once(
    filed: Ticket, warn: Alarm, late: Alarm, remember: bool, hours: list[int]
) -> None:
    clocks = (replace(EXAMEN, at_warn=warn, at_due=late, pauses=True), replace(PAIEMENT, at_warn=late, at_due=warn))
    policy = replace(POLICY, clocks=clocks)
    case, memory, now = filed, Memory(), FILED
    for gone in hours:
        now += timedelta(hours=gone)
        case, memory, _ = look(case, memory if remember else Memory(), now, policy)
        _, _, again = look(case, memory if remember else Memory(), now, policy)
        assert again.changes == ()
        assert again.notices == () or not remember


def test_a_warned_clock_that_pauses_is_no_longer_flagged() -> None:
    pausing = replace(POLICY, clocks=(replace(EXAMEN, pauses=True), PAIEMENT))
    asked, _, decision = look(ticket(), Memory(), FILED + 8 * DAY, pausing)

    assert tags(asked) == set()
    assert decision.wake_at is None
