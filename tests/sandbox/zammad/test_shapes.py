"""Answers look as recorded from a real 5.5, key by key."""

from typing import Any

import pytest

from tests.sandbox.contract import assert_shaped_like
from tests.sandbox.zammad.desk import BOT, ZammadDesk, exchange, recording

CUSTOM = frozenset(
    {"compte", "date_transaction", "montant", "montant_centimes", "categorie", "categorie_arbre", "pieces_purgees"}
    | {"echeance", "motif", "date_de_la_transaction", "decision", "note_guichet"}
    | {"echeance_d_examen", "echeance_de_paiement"}
)
PDF = {"name": "acte.pdf", "content_type": "application/pdf", "text": "…"}
FILE = {"filename": "facture.pdf", "data": "SGVsbG8=", "mime-type": "application/pdf"}


def made(desk: ZammadDesk) -> dict[str, Any]:
    article = {"subject": "s", "body": "Bonjour", "type": "note", "internal": False, "attachments": [FILE]}
    given = {"title": "Facture contestée", "group": "Facturation", "customer": "camille.roussel@courriel.example"}
    found: dict[str, Any] = desk.ok(
        "POST", "tickets", given | {"tags": "facturation,litige", "compte": "FR-1", "article": article}
    )
    return found


@pytest.mark.parametrize(
    ("note", "path"),
    [
        ("plain", "tickets/1"),
        ("expand", "tickets/1?expand=true"),
        ("articles with", "ticket_articles/by_ticket/1"),
    ],
)
def test_what_is_read_looks_as_recorded(desk: ZammadDesk, note: str, path: str) -> None:
    made(desk)
    assert_shaped_like(exchange("20", note)["response"]["body"], desk.ok("GET", path), ignore=CUSTOM)


def test_a_new_ticket_looks_as_recorded(desk: ZammadDesk) -> None:
    assert_shaped_like(exchange("20", "create")["response"]["body"], made(desk), ignore=CUSTOM)


def test_an_updated_ticket_looks_as_recorded(desk: ZammadDesk) -> None:
    made(desk)
    recorded = exchange("21", "everything at once")["response"]["body"]
    ours = desk.put(state="open", group="Cas particuliers", priority="3 high", article={"body": "x", "internal": True})
    assert_shaped_like(recorded, ours, ignore=CUSTOM)


def test_a_whole_ticket_has_the_recorded_parts(desk: ZammadDesk) -> None:
    made(desk)
    recorded = exchange("20", "all: tags")["response"]["body"]
    ours = desk.ok("GET", "tickets/1?all=true")
    assert set(ours) == set(recorded)
    assert set(ours["assets"]) == set(recorded["assets"])
    assert set(ours["form_meta"]) == set(recorded["form_meta"])
    assert set(ours["form_meta"]["core_workflow"]) == set(recorded["form_meta"]["core_workflow"])
    for kind in ("Ticket", "TicketArticle", "User", "Group", "Role"):
        theirs, mine = (next(iter(one["assets"][kind].values())) for one in (recorded, ours))
        assert_shaped_like(theirs, mine, kind, ignore=CUSTOM | {"notification_config", "locale", "group_ids"})
    titles = {one["name"]: one["display"] for one in ours["form_meta"]["configure_attributes"]}
    assert titles["date_de_la_transaction"] == "Date de la transaction"
    assert titles["group_id"] == "Group"


@pytest.mark.parametrize(
    ("scenario", "note", "body"),
    [
        ("23", "internal note", {"body": "interne", "type": "note", "internal": True}),
        ("23", "public note", {"body": "publique", "type": "note", "internal": False}),
        ("23", "default type", {"body": "défaut"}),
        ("23", "html with", {"body": "<p>ok<script>x</script></p>", "content_type": "text/html", "internal": True}),
        (
            "23",
            "as the customer",
            {"body": "tél", "type": "phone", "sender": "Customer", "origin_by_id": 26, "internal": False},
        ),
        (
            "26",
            "e-mail article",
            {"body": "<p>x</p>", "content_type": "text/html", "type": "email", "to": "c@c.example"},
        ),
    ],
)
def test_articles_look_as_recorded(desk: ZammadDesk, scenario: str, note: str, body: dict[str, Any]) -> None:
    desk.file()
    recorded = exchange(scenario, note)["response"]["body"]
    ours = desk.ok("POST", "ticket_articles", {"ticket_id": 1} | body)
    assert_shaped_like(recorded, ours)
    for name in ("type", "type_id", "sender", "sender_id", "internal", "content_type"):
        assert ours[name] == recorded[name], name


@pytest.mark.parametrize(
    ("scenario", "note", "method", "path"),
    [
        ("11", "who am I", "GET", "users/me"),
        ("10", "list expanded", "GET", "groups?expand=true"),
        ("11", "list roles", "GET", "roles?expand=true"),
        ("14", "list: signature_token", "GET", "webhooks"),
        ("12", "list (whole list", "GET", "object_manager_attributes"),
        ("32", "the setting", "GET", "settings/1"),
    ],
)
def test_administration_looks_as_recorded(desk: ZammadDesk, scenario: str, note: str, method: str, path: str) -> None:
    desk.admin("POST", "webhooks", {"name": "n", "endpoint": "http://127.0.0.1:9/", "signature_token": "s"})
    recorded = exchange(scenario, note)["response"]["body"]
    variable = frozenset({"preferences", "data_option", "screens", "state_current", "state_initial", "signature"})
    variable |= {"groups", "group_ids"}
    assert_shaped_like(recorded, desk.admin(method, path), ignore=variable)


def test_a_search_without_expand_looks_as_recorded(desk: ZammadDesk) -> None:
    made(desk)
    recorded = exchange("40", "search by text")["response"]["body"]
    ours = desk.ok("GET", "tickets/search?query=Facture&limit=2")
    assert set(ours) == set(recorded)
    assert set(ours["assets"]) == set(recorded["assets"])
    assert (ours["tickets"], ours["tickets_count"]) == ([1], 1)


def test_a_merge_and_the_history_look_as_recorded(desk: ZammadDesk) -> None:
    made(desk)
    made(desk)
    desk.put(priority="3 high", group="Cas particuliers", montant="12")
    recorded = exchange("24", "merge source")["response"]["body"]
    assert_shaped_like(recorded, desk.ok("PUT", "ticket_merge/1/31002"), ignore=CUSTOM)
    theirs = exchange("27", "history of a ticket")["response"]["body"]
    ours = desk.ok("GET", "ticket_history/1")
    assert set(ours) == set(theirs)
    told = {(line["object"], line["type"], line.get("attribute")) for line in ours["history"]}
    assert told >= {
        ("Ticket", "created", None),
        ("Ticket", "added", "tag"),
        ("Ticket", "updated", "priority"),
        ("Ticket", "updated", "group"),
        ("Ticket", "updated", "montant"),
    }


def test_the_recorded_refusals_are_ours(desk: ZammadDesk) -> None:
    """Every refusal of scenario 50 with the bot's token, word for word but for the error's id."""
    desk.file()
    for one in recording("50")["exchanges"]:
        request, response = one["request"], one["response"]
        said = response["body"]
        if response["status"] < 400 or not isinstance(said, dict) or request["body"] == '{"title":':
            continue
        if "other group" in one["note"] or "without rights" in one["note"]:
            continue
        path = request["path"].removeprefix("/api/v1/").replace("tickets/10", "tickets/1")
        sent = {
            "no credentials": {"Authorization": ""},
            "wrong token": {"Authorization": "Token token=faux"},
            "wrong basic password": {"Authorization": "Basic Ym90OmZhdXg="},
        }.get(one["note"], {})
        body = request["body"] if isinstance(request["body"], dict) else None
        ours = desk.api(request["method"], path, body, token=BOT, headers=sent)
        assert (ours.status_code, ours.json) == (response["status"], said), one["note"]
