from dataclasses import replace
from typing import Any

import pytest

from integration.core.changes import (
    AddComment,
    AddTag,
    Change,
    RemoveTag,
    SetAssignee,
    SetField,
    SetGroup,
    SetPriority,
    SetStatus,
)
from integration.core.errors import Refused
from integration.core.ticket import Field, Kind, Mark, Priority, Status, Ticket
from integration.helpdesks.zendesk.client import zenpy_ticket
from integration.helpdesks.zendesk.writing import Update, update_for
from tests.helpdesks.zendesk.samples import AGENT, CATALOG, a_ticket, mapped

ASK = AddComment("Bonjour,\n\nIl manque :\n- le montant", public=True, mark=Mark(Kind.ASK, ("amount",)))


def a_read_ticket(**changes: Any) -> Ticket:
    return mapped(a_ticket(**changes))


def update(*changes: Change, ticket: Ticket | None = None) -> Update:
    return update_for(ticket or a_read_ticket(), changes, "k1", CATALOG)


def properties(*changes: Change, ticket: Ticket | None = None) -> dict[str, Any]:
    found = update(*changes, ticket=ticket).properties
    assert found.pop("metadata") == {"guichet_key": "k1"}
    return found


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (SetGroup("Cas particuliers"), {"group_id": 72}),
        (SetGroup(""), {"group_id": None}),
        (SetStatus(Status.PENDING), {"status": "pending"}),
        (SetPriority(Priority.HIGH), {"priority": "high"}),
        (SetAssignee(str(AGENT)), {"assignee_id": AGENT}),
        (AddTag("neuf"), {"tags": ["facturation", "neuf"]}),
        (RemoveTag("facturation"), {"tags": []}),
        (SetField("Compte", "00123"), {"custom_fields": [{"id": 2, "value": "00123"}]}),
        (SetField("Motif", ""), {"custom_fields": [{"id": 1, "value": None}]}),
        (SetField("Motif", "Remboursement"), {"custom_fields": [{"id": 1, "value": "remboursement"}]}),
        (SetField("Urgent", "true"), {"custom_fields": [{"id": 5, "value": True}]}),
        (SetField("Urgent", "false"), {"custom_fields": [{"id": 5, "value": False}]}),
        (SetField("Pièces", "acte rib"), {"custom_fields": [{"id": 6, "value": ["acte", "rib"]}]}),
    ],
)
def test_each_change_as_zendesk_wants_it(change: Change, expected: dict[str, Any]) -> None:
    assert properties(change) == expected


def test_an_assignee_can_be_taken_away() -> None:
    assert properties(SetAssignee(""), ticket=a_read_ticket(assignee_id=AGENT)) == {"assignee_id": None}


def test_a_whole_step_is_one_update() -> None:
    step = update(AddTag("neuf"), SetStatus(Status.PENDING), SetField("Compte", "1"), SetGroup("Cas particuliers"), ASK)

    assert step.properties == {
        "tags": ["facturation", "neuf"],
        "status": "pending",
        "custom_fields": [{"id": 2, "value": "1"}],
        "group_id": 72,
        "metadata": {"guichet_key": "k1", "guichet_kind": "ask", "guichet_about": "amount"},
    }
    assert step.comment == {
        "html_body": "<p>Bonjour,</p><p>Il manque :</p><ul><li>le montant</li></ul>",
        "public": True,
    }


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (SetStatus(Status.OPEN), AddTag("facturation"), SetGroup("Facturation"), SetField("Compte", "")),
    ],
)
def test_what_alters_nothing_is_not_sent(changes: tuple[Change, ...]) -> None:
    assert not update(*changes)


def test_tags_keep_those_of_others() -> None:
    ticket = a_read_ticket(tags=["facturation", "vip", "par_un_agent"])

    assert properties(AddTag("neuf"), ticket=ticket)["tags"] == ["facturation", "neuf", "par_un_agent", "vip"]


def test_tags_are_changed_in_the_order_decided() -> None:
    assert properties(AddTag("x"), RemoveTag("x"), AddTag("y"))["tags"] == ["facturation", "y"]


@pytest.mark.parametrize(
    ("field", "before", "expected"),
    [
        (SetField("Motif", "remboursement"), ["facturation", "vip"], ["neuf", "remboursement", "vip"]),
        (SetField("Motif", "Remboursement"), ["facturation", "vip"], ["neuf", "remboursement", "vip"]),
        (SetField("Motif", ""), ["facturation", "vip"], ["neuf", "vip"]),
        (SetField("Urgent", "true"), ["facturation"], ["facturation", "neuf", "urgent"]),
        (SetField("Urgent", "false"), ["facturation", "urgent"], ["facturation", "neuf"]),
        (SetField("Pièces", "rib"), ["acte", "facturation"], ["facturation", "neuf", "rib"]),
        (SetField("Compte", "123"), ["facturation"], ["facturation", "neuf"]),
    ],
)
def test_tags_agree_with_fields_that_are_tags_themselves(
    field: SetField, before: list[str], expected: list[str]
) -> None:
    assert properties(field, AddTag("neuf"), ticket=a_read_ticket(tags=before))["tags"] == expected


def test_setting_a_field_alone_leaves_the_tags_to_zendesk() -> None:
    assert "tags" not in properties(SetField("Motif", "remboursement"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (SetGroup("Inconnu"), "no group named 'Inconnu'"),
        (SetField("Inconnu", "x"), "no active ticket field titled 'Inconnu'"),
        (SetStatus(Status.NEW), "set to new"),
        (SetStatus(Status.DELETED), "set to deleted"),
        (SetPriority(Priority.NONE), "priority be taken away"),
    ],
)
def test_what_zendesk_cannot_do_is_refused_before_the_call(change: Change, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        update(change, ticket=replace(a_read_ticket(), priority=Priority.HIGH))


def test_two_comments_cannot_go_in_one_update() -> None:
    with pytest.raises(Refused, match="one comment per update"):
        update(ASK, ASK)


def test_a_comment_that_zendesk_would_cut_is_refused() -> None:
    with pytest.raises(Refused, match="64 kB"):
        update(replace(ASK, body="é" * 33_000))


def test_a_comment_that_zendesk_just_keeps_is_not() -> None:
    assert update(replace(ASK, body="é" * 32_000)).comment


@pytest.mark.parametrize("text", ["{{ticket.requester.email}}", "{%if%}", "{{{x}}}", "{{{{"])
def test_a_members_braces_are_no_placeholders(text: str) -> None:
    said = update(replace(ASK, body=f"Compte : {text}")).comment

    assert said
    assert "{{" not in said["html_body"]
    assert "{%" not in said["html_body"]


def test_zenpy_sends_what_is_empty_too() -> None:
    sent = zenpy_ticket("12", "2026-11-21T09:30:00Z", Update({"assignee_id": None, "tags": []}, None)).to_dict(True)

    assert sent == {
        "id": 12,
        "assignee_id": None,
        "tags": [],
        "safe_update": True,
        "updated_stamp": "2026-11-21T09:30:00Z",
    }


def test_fields_with_the_same_value_are_left_alone() -> None:
    ticket = replace(a_read_ticket(), fields=(Field("Compte", "00123"),))

    assert not update(SetField("Compte", "00123"), ticket=ticket)


def test_what_nobody_has_is_solved_in_our_own_name_since_zendesk_asks_for_an_assignee() -> None:
    nobodys, agents = replace(a_read_ticket(), assignee=""), replace(a_read_ticket(), assignee=str(AGENT))

    assert properties(SetStatus(Status.SOLVED), ticket=nobodys) == {
        "status": "solved",
        "assignee_id": int(CATALOG.user_id),
    }
    assert properties(SetStatus(Status.SOLVED), ticket=agents) == {"status": "solved"}
    assert properties(SetStatus(Status.SOLVED), SetAssignee(str(AGENT)), ticket=nobodys)["assignee_id"] == AGENT
