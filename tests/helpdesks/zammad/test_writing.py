"""Our changes as Zammad's calls."""

from typing import Any

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
)
from integration.core.errors import Refused
from integration.core.ticket import Kind, Mark, Priority, Status, Ticket
from integration.helpdesks.zammad.writing import Update, update_for
from tests.helpdesks.zammad.samples import ACCOUNT, ASK, FORM, NOW, columns, mapped, whole

NOTE = AddComment("Pourquoi ici.", public=False, mark=Mark(Kind.NOTE))


def written(*changes: Change, ticket: Ticket | None = None) -> Update:
    return update_for(ticket or mapped(whole()), changes, "k1", ACCOUNT, FORM, NOW)


@pytest.mark.parametrize(
    ("change", "body"),
    [
        (SetGroup("Cas particuliers"), {"group_id": 3}),
        (SetAssignee("5"), {"owner_id": 5}),
        (SetStatus(Status.SOLVED), {"state_id": 4}),
        (SetStatus(Status.PENDING), {"state_id": 3, "pending_time": "2026-12-06T10:00:00+00:00"}),
        (SetPriority(Priority.HIGH), {"priority_id": 3}),
        (SetField("Compte", "00123"), {"compte": "00123"}),
        (SetField("Motif", "remboursement"), {"motif": "remboursement"}),
        (SetField("Motif", "Remboursement"), {"motif": "remboursement"}),
        (SetField("Motif", ""), {"motif": None}),
        (SetField("Note Guichet", "un\ndeux"), {"note_guichet": "un\ndeux"}),
        (SetField("Urgent", "true"), {"urgent": True}),
        (SetField("Urgent", "non"), {"urgent": False}),
        (SetField("Pièces", "RIB"), {"pieces": ["rib"]}),
        (SetField("Pièces", "acte rib"), {"pieces": ["acte", "rib"]}),
        (SetField("Montant (centimes)", "4210"), {"montant_centimes": "4210"}),
    ],
)
def test_each_change(change: Change, body: dict[str, Any]) -> None:
    assert written(change) == Update(body)


def test_nobody_is_a_user_of_zammads() -> None:
    owned = mapped(whole(columns(owner_id=5)))

    assert written(SetAssignee(""), ticket=owned).body == {"owner_id": 1}


def test_only_what_differs_is_written() -> None:
    same = (SetGroup("Facturation"), SetStatus(Status.OPEN), SetPriority(Priority.NORMAL), AddTag("facturation"))

    assert not written(*same, SetField("Motif", "Facturation"), RemoveTag("jamais mis"))


def test_a_state_of_the_same_kind_is_the_same_status() -> None:
    in_review = mapped(whole(columns(state_id=8)))

    assert not written(SetStatus(Status.OPEN), ticket=in_review)


def test_tags_that_differ() -> None:
    update = written(AddTag("b"), AddTag("a"), RemoveTag("facturation"), AddTag("c"), RemoveTag("c"))

    assert (update.body, update.add, update.remove) == ({}, ("a", "b"), ("facturation",))


def test_an_answer_goes_the_way_the_ticket_came() -> None:
    for type_id, way in (
        (11, {"type": "web"}),
        (10, {"type": "note"}),
        (5, {"type": "note"}),
        (None, {"type": "note"}),
    ):
        article = written(ASK, ticket=mapped(whole(columns(create_article_type_id=type_id)))).body["article"]
        assert article == way | {
            "body": ASK.body,
            "content_type": "text/plain",
            "internal": False,
            "preferences": {"guichet_key": "k1", "guichet_kind": "ask", "guichet_about": "amount"},
        }


EMAIL = columns(create_article_type_id=1)


def test_an_answer_to_an_email_is_sent() -> None:
    article = written(ASK, ticket=mapped(whole(EMAIL))).body["article"]

    assert (article["type"], article["to"], article["subject"]) == ("email", "membre@example.org", "Remboursement")


def test_a_note_is_never_sent() -> None:
    article = written(NOTE, ticket=mapped(whole(EMAIL))).body["article"]

    assert (article["type"], article["internal"]) == ("note", True)
    assert {"to", "subject"}.isdisjoint(article)


def test_an_email_leaves_from_the_group_the_ticket_goes_to() -> None:
    ticket = mapped(whole(EMAIL | {"group_id": 3}))

    assert written(ASK, SetGroup("Facturation"), ticket=ticket).body["article"]["type"] == "email"
    with pytest.raises(Refused, match="group 'Cas particuliers' has no address"):
        written(ASK, ticket=ticket)


def test_an_email_leaves_before_the_ticket_goes_where_none_can_be_sent_from() -> None:
    update = written(ASK, SetGroup("Cas particuliers"), SetAssignee("5"), AddTag("a"), ticket=mapped(whole(EMAIL)))

    assert set(update.body) == {"article"}
    assert (update.then, update.add) == ({"group_id": 3, "owner_id": 5}, ("a",))


def test_what_is_not_sent_waits_for_nothing() -> None:
    for comment, ticket in ((NOTE, mapped(whole(EMAIL))), (ASK, mapped(whole()))):
        update = written(comment, SetGroup("Cas particuliers"), ticket=ticket)

        assert (update.body["group_id"], update.then) == (3, {})


def test_an_email_without_an_address_to_go_to_is_not_written() -> None:
    with pytest.raises(Refused, match="no address of its customer"):
        written(ASK, ticket=mapped(whole(EMAIL | {"customer_id": 99})))


def test_a_long_title_makes_a_subject_that_zammad_keeps() -> None:
    article = written(ASK, ticket=mapped(whole(EMAIL | {"title": "x" * 300}))).body["article"]

    assert len(article["subject"]) == 250


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ((SetGroup("Inconnu"),), "no group named 'Inconnu'"),
        ((SetField("Inconnu", "x"),), "no ticket field titled 'Inconnu'"),
        ((SetPriority(Priority.URGENT),), "no priority urgent"),
        ((SetPriority(Priority.NONE),), "no priority none"),
        ((SetStatus(Status.HOLD),), "set to hold"),
        ((SetStatus(Status.NEW),), "set to new"),
        ((SetStatus(Status.CLOSED),), "set to closed"),
        ((ASK, NOTE), "one article per update, 2"),
        ((AddTag("a, b"),), "comma"),
    ],
)
def test_what_cannot_be_said_is_refused(changes: tuple[Change, ...], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        written(*changes)


def test_who_is_only_named_is_nobodys_id_yet() -> None:
    assert not written(Assign("mathilde"))
