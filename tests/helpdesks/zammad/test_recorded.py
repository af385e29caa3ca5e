"""What a running Zammad 5.5 once answered, through the adapter."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import responses

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
    differing,
    simulate,
)
from integration.core.errors import GuichetError, Refused, TicketGone
from integration.core.ticket import Attachment, Comment, Field, Kind, Mark, Priority, Requester, Role, Status, Ticket
from integration.helpdesks.zammad.answers import NotAllowed
from integration.helpdesks.zammad.desk import ZammadDesk
from tests.helpdesks.zammad import replay
from tests.helpdesks.zammad.replay import EMAILS, LOSSES, SEARCHES, TAGS, TICKETS, UPDATES, body, exchange, whole_ticket
from tests.helpdesks.zammad.samples import API

Json = dict[str, Any]

TEN = f"{API}/tickets/10"
NOTE = AddComment("Pris en charge", public=False, mark=Mark(Kind.NOTE))


@pytest.fixture
def desk(zammad: responses.RequestsMock) -> ZammadDesk:
    return replay.a_desk(zammad)


@pytest.fixture
def ticket(zammad: responses.RequestsMock, desk: ZammadDesk) -> Ticket:
    zammad.get(TEN, json=whole_ticket())
    return desk.read("10")


def at(minute: int, second: int, millis: int) -> datetime:
    return datetime(2026, 11, 22, 18, minute, second, millis * 1000, tzinfo=UTC)


def test_a_ticket(ticket: Ticket) -> None:
    assert ticket == Ticket(
        id="10",
        subject="Facture contestée",
        status=Status.NEW,
        status_raw="new",
        priority=Priority.NORMAL,
        priority_raw="2 normal",
        requester=Requester("7", "", "claire@client.test"),
        created_at=at(34, 37, 290),
        updated_at=at(34, 37, 433),
        stamp="2026-11-22T18:34:37.433Z",
        group="Facturation",
        organization="Pompes Funèbres Lab",
        channel="api",
        tags=frozenset({"facturation", "litige"}),
        fields=tuple(
            Field(title, value, label)
            for title, value, label in (
                ("Catégorie", "", ""),
                ("Catégorie (arbre)", "", ""),
                ("Date de transaction", "", ""),
                ("Échéance", "", ""),
                ("Montant", "", ""),
                ("Montant (centimes)", "", ""),
                ("Pièces purgées", "false", "non"),
                ("Compte client", "FR-1", ""),
            )
        ),
        comments=(
            Comment(
                id="16",
                author=Role.REQUESTER,
                author_id="4",
                public=True,
                body="Bonjour",
                created_at=at(34, 37, 400),
                attachments=(Attachment("6", "facture.pdf", "application/pdf", 515),),
            ),
        ),
    )


def test_the_options_of_a_tree_are_all_offered(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    zammad.get(f"{API}/users/search", json=[])
    zammad.get(f"{API}/object_manager_attributes", json=body("12-object-manager-attributes", 19))
    zammad.get(f"{API}/groups", json=body("10-groups-crud", 8))

    survey = desk.survey()

    assert (survey.user_id, survey.groups) == ("4", ("Users", "Facturation", "Remboursement"))
    fields = {field.title: field for field in survey.fields}
    assert fields["Catégorie (arbre)"].options == ("Facturation", "Facturation::Remboursement")
    assert fields["Catégorie"].labels == ("Facturation", "Remboursement")
    assert fields["Compte client"].type == "input"
    assert set(fields) == {
        *("Compte client", "Catégorie", "Catégorie (arbre)", "Date de transaction", "Échéance", "Montant"),
        *("Montant (centimes)", "Motifs", "Pièces purgées"),
    }


def test_without_an_administrators_rights_any_ticket_shows_what_there_is(
    desk: ZammadDesk, zammad: responses.RequestsMock
) -> None:
    refused = exchange("12-object-manager-attributes", 24)["response"]
    zammad.get(f"{API}/users/search", json=[])
    zammad.get(f"{API}/object_manager_attributes", status=refused["status"], json=refused["body"])
    zammad.get(f"{API}/tickets", json=[{"id": 10}])
    zammad.get(TEN, json=whole_ticket())

    survey = desk.survey()

    assert {"Facturation", "Remboursement"} <= set(survey.groups)
    assert [field.title for field in survey.fields if field.options] == [
        "Catégorie",
        "Catégorie (arbre)",
        "Pièces purgées",
    ]


def shown(columns: Json) -> Json:
    """The whole ticket with the columns of a recorded answer, which is of another ticket at times."""
    answer = whole_ticket()
    answer["assets"]["Ticket"]["10"] = columns | {"id": 10, "customer_id": 7}
    return answer


def replayed(zammad: responses.RequestsMock, before: Ticket, name: str, index: int) -> None:
    """A recorded update: the ticket is found as it was read, the answer comes, and what it left is read again."""
    answer = exchange(name, index)["response"]
    zammad.get(TEN, json={"updated_at": before.stamp})
    zammad.put(TEN, status=answer["status"], json=answer["body"])
    if answer["status"] == 200:
        zammad.get(TEN, json=shown(answer["body"]))


def sent(zammad: responses.RequestsMock, method: str) -> list[Json]:
    return [json.loads(call.request.body or "") for call in zammad.calls if call.request.method == method]


def test_a_whole_step(desk: ZammadDesk, ticket: Ticket, zammad: responses.RequestsMock) -> None:
    wanted: tuple[Change, ...] = (
        SetStatus(Status.OPEN),
        SetGroup("Remboursement"),
        SetAssignee("5"),
        SetPriority(Priority.HIGH),
        SetField("Compte client", "FR-2"),
        SetField("Montant", "10,00"),
    )
    replayed(zammad, ticket, UPDATES, 0)

    applied = desk.apply(ticket, (*wanted, NOTE), "k1")

    assert differing(applied.ticket, wanted) == ()
    (update,) = sent(zammad, "PUT")
    article = update.pop("article")
    assert update == {
        "state_id": 2,
        "group_id": 3,
        "owner_id": 5,
        "priority_id": 3,
        "compte": "FR-2",
        "montant": "10,00",
    }
    recorded_article = exchange(UPDATES, 0)["request"]["body"]["article"]
    assert {part: article[part] for part in ("body", "type", "internal")} == {
        part: recorded_article[part] for part in ("body", "type", "internal")
    }


@pytest.mark.parametrize(
    ("name", "index", "change"),
    [
        (UPDATES, 2, SetAssignee("6")),
        (UPDATES, 3, SetAssignee("7")),
        (LOSSES, 6, SetField("Date de transaction", "pas une date")),
        (LOSSES, 9, SetField("Montant (centimes)", "abc")),
        (LOSSES, 16, SetField("Montant (centimes)", "12.75")),
        (LOSSES, 18, SetField("Échéance", "demain")),
    ],
)
def test_what_zammad_drops_in_silence_is_seen(
    desk: ZammadDesk, zammad: responses.RequestsMock, name: str, index: int, change: Change
) -> None:
    zammad.get(TEN, json=shown(body(name, index)))
    before = desk.read("10")
    replayed(zammad, before, name, index)

    after = desk.apply(before, (change,), "k1").ticket

    assert differing(after, (change,)) == (change,)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        (UPDATES, 4),
        (UPDATES, 6),
        (UPDATES, 7),
        (UPDATES, 13),
        (LOSSES, 5),
        (LOSSES, 10),
        (LOSSES, 11),
        (LOSSES, 15),
        ("50-errors", 11),
        ("51-admin-sees-error-details", 0),
        ("51-admin-sees-error-details", 1),
        ("16-overviews-macros-workflows-jobs", 13),
    ],
)
def test_what_zammad_refuses_is_refused_without_its_words(
    desk: ZammadDesk, ticket: Ticket, zammad: responses.RequestsMock, name: str, index: int
) -> None:
    replayed(zammad, ticket, name, index)

    with pytest.raises(Refused) as refused:
        desk.apply(ticket, (SetField("Montant", "1"),), "k1")

    assert "inexistant" not in str(refused.value)


@pytest.mark.parametrize(("index", "change"), [(0, AddTag("remboursement")), (5, RemoveTag("litige"))])
def test_tags(
    desk: ZammadDesk, ticket: Ticket, zammad: responses.RequestsMock, index: int, change: AddTag | RemoveTag
) -> None:
    call = exchange(TAGS, index)
    zammad.get(TEN, json={"updated_at": ticket.stamp})
    method = call["request"]["method"]
    zammad.add(
        method,
        API + call["request"]["path"].removeprefix("/api/v1"),
        status=call["response"]["status"],
        json=call["response"]["body"],
    )
    zammad.get(TEN, json=whole_ticket() | {"tags": sorted(simulate(ticket, (change,), ticket.updated_at).tags)})

    applied = desk.apply(ticket, (change,), "k1")

    assert differing(applied.ticket, (change,)) == ()
    assert sent(zammad, method) == [call["request"]["body"] | {"item": change.tag}]


@pytest.mark.parametrize(("index", "error"), [(8, TicketGone), (9, Refused), (10, NotAllowed)])
def test_tags_that_cannot_be_put(
    desk: ZammadDesk, ticket: Ticket, zammad: responses.RequestsMock, index: int, error: type[GuichetError]
) -> None:
    answer = exchange(TAGS, index)["response"]
    zammad.get(TEN, json={"updated_at": ticket.stamp})
    zammad.post(f"{API}/tags/add", status=answer["status"], json=answer["body"])

    with pytest.raises(error):
        desk.apply(ticket, (AddTag("x"),), "k1")


def test_an_email_article(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    recorded_body = exchange(EMAILS, 5)["request"]["body"]
    by_email = whole_ticket()
    by_email["assets"]["Ticket"]["10"]["create_article_type_id"] = 1
    by_email["assets"]["Group"]["2"]["email_address_id"] = 1
    zammad.get(TEN, json=by_email)
    ticket = desk.read("10")
    zammad.get(TEN, json={"updated_at": ticket.stamp})
    zammad.put(TEN, json=by_email)

    desk.apply(
        ticket, (SetStatus(Status.PENDING), AddComment("Il manque la date.", public=True, mark=Mark(Kind.ASK))), "k1"
    )

    (update,) = sent(zammad, "PUT")
    assert set(update) == {"state_id", "pending_time", "article"}
    article = update["article"]
    assert {part: article[part] for part in ("type", "to", "internal")} == {
        part: recorded_body["article"][part] for part in ("type", "to", "internal")
    }


def articles(*recorded_articles: Json) -> Json:
    """The whole ticket with these articles."""
    answer = whole_ticket()
    answer["ticket_article_ids"] = [article["id"] for article in recorded_articles]
    answer["assets"]["TicketArticle"] = {str(article["id"]): article for article in recorded_articles}
    return answer


@pytest.mark.parametrize(
    ("name", "index", "expected"),
    [
        (TICKETS, 5, [("16", Role.REQUESTER, True)]),
        (EMAILS, 4, [("66", Role.REQUESTER, True), ("67", Role.OTHER, True)]),
        ("24-merge-delete", 6, [("28", Role.REQUESTER, True), ("29", Role.AGENT, True)]),
        ("30-attachments-list-download", 0, [("35", Role.REQUESTER, True)]),
    ],
)
def test_articles(
    desk: ZammadDesk, zammad: responses.RequestsMock, name: str, index: int, expected: list[tuple[str, Role, bool]]
) -> None:
    zammad.get(TEN, json=articles(*body(name, index)))

    comments = desk.read("10").comments

    assert [(one.id, one.author, one.public) for one in comments][: len(expected)] == expected
    listed = [[str(file["id"]) for file in article["attachments"]] for article in body(name, index)]
    assert [[file.id for file in one.attachments] for one in comments] == listed


@pytest.mark.parametrize("index", [9, 10, 11, 12, 13, 14, 15])
def test_searches_for_what_moved(desk: ZammadDesk, zammad: responses.RequestsMock, index: int) -> None:
    answer = body(SEARCHES, index)
    zammad.post(f"{API}/tickets/search", json=answer)

    moved = list(desk.moved(datetime(2026, 11, 22, 18, 38, 1, tzinfo=UTC)))

    assert [int(one.ticket_id) for one in moved] == answer["tickets"]
    (asked,) = sent(zammad, "POST")
    assert asked["condition"] == exchange(SEARCHES, 13)["request"]["body"]["condition"]
    assert all(one.updated_at.tzinfo is UTC for one in moved)


def test_an_expanded_search(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    answer = body(SEARCHES, 8)
    zammad.post(f"{API}/tickets/search", json=answer)

    assert list(desk.find(datetime(2026, 11, 22, tzinfo=UTC))) == [str(one["id"]) for one in answer]


@pytest.mark.parametrize("index", [18, 19, 20])
def test_a_search_that_zammad_does_not_understand(desk: ZammadDesk, zammad: responses.RequestsMock, index: int) -> None:
    answer = exchange(SEARCHES, index)["response"]
    zammad.post(f"{API}/tickets/search", status=answer["status"], json=answer["body"])

    with pytest.raises(Refused):
        list(desk.moved(datetime(2026, 11, 22, tzinfo=UTC)))


def test_a_deleted_ticket(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    answer = exchange("24-merge-delete", 11)["response"]
    zammad.get(f"{API}/tickets/18", status=answer["status"], json=answer["body"])

    with pytest.raises(TicketGone):
        desk.read("18")


def test_a_removed_ticket_is_gone(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    removed = whole_ticket()
    removed["assets"]["Ticket"]["10"] |= {"state_id": 6}
    zammad.get(TEN, json=removed)

    with pytest.raises(TicketGone, match="removed"):
        desk.read("10")


def test_a_merged_ticket_takes_no_update(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    merged = whole_ticket()
    merged["assets"]["Ticket"]["10"] |= {"state_id": body("24-merge-delete", 5)["state_id"]}
    zammad.get(TEN, json=merged)

    ticket = desk.read("10")

    assert (ticket.status, ticket.status_raw, ticket.status.writable) == (Status.CLOSED, "merged", False)
