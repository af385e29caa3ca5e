"""What each change does to a ticket, and that nothing is asked for that is already so."""

from dataclasses import replace

import pytest

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
    already,
    differing,
    simulate,
)
from integration.core.ticket import Field, Kind, Mark, Priority, Role, Status
from tests.core.build import NOW, ticket

SET: list[tuple[Change, str, object]] = [
    (SetGroup("Facturation"), "group", "Facturation"),
    (SetAssignee("7"), "assignee", "7"),
    (Assign("marie@example.org"), "assignee", "marie@example.org"),
    (SetStatus(Status.PENDING), "status", Status.PENDING),
    (SetPriority(Priority.HIGH), "priority", Priority.HIGH),
    (AddTag("vip"), "tags", frozenset({"vip"})),
]


@pytest.mark.parametrize(("change", "attribute", "value"), SET)
def test_a_change_does_one_thing_and_only_once(change: Change, attribute: str, value: object) -> None:
    changed = simulate(ticket(), (change,), NOW)

    assert getattr(changed, attribute) == value
    assert differing(ticket(), (change,)) == (change,)
    assert differing(changed, (change,)) == ()


def test_a_tag_that_is_there_can_be_removed_and_one_that_is_not_needs_nothing() -> None:
    tagged = replace(ticket(), tags=frozenset({"vip", "autre"}))

    assert simulate(tagged, (RemoveTag("vip"),), NOW).tags == {"autre"}
    assert already(ticket(), RemoveTag("vip"))


def test_a_ticket_that_somebody_has_is_not_given_to_another_agent() -> None:
    assert already(replace(ticket(), assignee="7"), Assign("marie@example.org"))


def test_a_field_is_written_and_an_equal_one_left_alone() -> None:
    assert simulate(ticket(), (SetField("Montant", "49.90"),), NOW).value("Montant") == "49.90"
    assert already(ticket(Montant="49.90"), SetField("Montant", "49.90"))
    assert already(ticket(), SetField("Montant", ""))


def test_a_drop_down_holds_its_option_by_value_and_by_label() -> None:
    chosen = replace(ticket(), fields=(Field("Motif", "m_42", "Téléphone"),))

    assert already(chosen, SetField("Motif", "m_42"))
    assert already(chosen, SetField("Motif", "telephone"))
    assert not already(chosen, SetField("Motif", "e-mail"))


def test_the_raw_words_follow_the_closed_lists() -> None:
    changed = simulate(ticket(), (SetStatus(Status.OPEN), SetPriority(Priority.LOW)), NOW)

    assert (changed.status_raw, changed.priority_raw) == ("open", "low")


def test_a_comment_is_always_a_change_and_carries_its_mark() -> None:
    change = AddComment("Bonjour", public=True, mark=Mark(Kind.ASK, ("amount:missing",)))
    [*_, said] = simulate(ticket(), (change,), NOW).comments

    assert not already(ticket(), change)
    assert (said.author, said.public, said.body, said.created_at) == (Role.GUICHET, True, "Bonjour", NOW)
    assert simulate(ticket(), (change,), NOW).marks() == ((said, change.mark),)
