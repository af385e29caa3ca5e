"""The same control API drives both helpdesks: one story in plain words, seen through the API and the pages."""

from typing import Any

import pytest

from sandbox.app import furnish
from sandbox.clock import Clock
from sandbox.scene import read_scene
from sandbox.store import Store
from tests.sandbox.desk import AGENT, MEMBER, the_app
from tests.sandbox.zammad.desk import ZammadDesk


@pytest.mark.parametrize("helpdesk", ["zendesk", "zammad"])
def test_one_story_on_both_helpdesks(clock: Clock, helpdesk: str) -> None:
    furnish(the_app(), read_scene().of(helpdesk), Store(clock))
    client = the_app().test_client()

    def act(path: str, body: Any) -> Any:
        answer = client.post(f"/sandbox/{path}", json=body)
        assert answer.status_code in (200, 201), answer.get_data(as_text=True)
        return answer.get_json()

    filed = {"requester": {"email": MEMBER}, "motif": "Facturation", "description": "Bonjour", "subject": "Débit"}
    assert act("member/tickets", filed)["status"] == "new"
    asked = {"as": AGENT, "assignee": AGENT, "group": "Facturation", "status": "pending", "comment": "Quelle date ?"}
    assert act("agent/tickets/1", asked | {"tags": {"add": ["attente"]}, "priority": "high"})["status"] == "pending"
    answered = act("member/tickets/1/reply", {"text": "Le 3.", "fields": {"Date de la transaction": "2026-11-03"}})
    assert answered["status"] == "open"
    decided = {"as": AGENT, "status": "solved", "fields": {"Décision": "Acceptée"}, "comment": "noté", "public": False}
    told = act("agent/tickets/1", decided)
    assert told["status"] == "solved"
    assert told["fields"]["Décision"] == "guichet_decision_acceptee"
    assert told["priority"] == "high"
    assert "attente" in told["tags"]
    assert [comment["public"] for comment in told["comments"]] == [True, True, True, False]
    waited = client.get("/sandbox/wait?ticket=1&status_is=solved&group=Facturation&field=Décision&timeout=1")
    assert waited.status_code == 200
    for page in ("/agent", "/agent/tickets/1", "/agent/envois", "/demandes/1", "/"):
        assert client.get(page).status_code == 200, page
    assert "Quelle date ?" in client.get("/demandes/1").get_data(as_text=True)
    assert "noté" not in client.get("/demandes/1").get_data(as_text=True)


def test_what_people_did_is_what_the_api_shows(desk: ZammadDesk) -> None:
    desk.file(channel="email")
    desk.control("POST", "/agent/tickets/1", {"as": AGENT, "status": "pending", "comment": "Quelle date ?"})
    shown = desk.ticket()
    assert (shown["state"], bool(shown["pending_time"]), shown["create_article_type"]) == (
        "pending reminder",
        True,
        "email",
    )
    assert [article["type"] for article in desk.articles()] == ["email", "email"]
    desk.control("POST", "/agent/tickets/1", {"as": AGENT, "status": "closed"})
    assert desk.ticket()["state"] == "closed"
    desk.put(state="closed")
    assert desk.control("GET", "/tickets/1")["status"] == "closed"
    desk.put(state="open")
    desk.put(state="closed")
    assert desk.control("GET", "/tickets/1")["status"] == "solved"


@pytest.mark.parametrize(("channel", "kind"), [("web", "web"), ("email", "email"), ("phone", "phone"), ("api", "note")])
def test_a_ticket_is_filed_in_each_way(desk: ZammadDesk, channel: str, kind: str) -> None:
    desk.file(channel=channel)
    article = desk.articles()[0]
    assert (article["type"], article["sender"], article["internal"]) == (kind, "Customer", False)
    assert desk.ticket()["create_article_type"] == kind
    assert bool(article["message_id"]) is (kind == "email")


def test_a_member_may_file_and_answer_on_the_pages(desk: ZammadDesk) -> None:
    motif = desk.store.field_titled("Motif")
    assert motif
    form = {"email": MEMBER, "subject": "s", "description": "Bonjour", str(motif.id): "autre"}
    assert desk.client.post("/demandes", data=form).status_code == 303
    assert desk.client.post("/demandes/1", data={"text": "Encore"}).status_code == 303
    assert [article["body"] for article in desk.articles()] == ["Bonjour", "Encore"]
    saved = {"as": AGENT, "status": "open", "priority": "high", "text": "Vu", "public": "non"}
    assert desk.client.post("/agent/tickets/1", data=saved).status_code == 303
    assert desk.ticket()["priority"] == "3 high"
    assert desk.articles()[-1]["internal"]
    assert desk.client.post("/agent/tickets/1", data=saved | {"priority": "urgent"}).status_code == 422


def test_a_reset_may_change_the_helpdesk(desk: ZammadDesk) -> None:
    asked = {"helpdesk": "zendesk", "webhook_url": "http://127.0.0.1:9/"}
    assert "version" not in desk.control("POST", "/reset", asked)
    told = desk.control(
        "POST", "/reset", {"helpdesk": "zammad", "version": "6.5", "webhook_url": "http://127.0.0.1:9/x"}
    )
    assert (told["helpdesk"], told["version"], told["columns"]["Montant"]) == ("zammad", "6.5", "montant")
    ends = [hook["endpoint"].rpartition("9/x")[2] for hook in told["webhooks"]]
    assert ends == ["/created", "/updated"]
    assert told["tokens"]["sandbox-bot-token"]["permissions"] == ["ticket.agent", "guichet.purge"]
    for wrong in ({"helpdesk": "freshdesk"}, {"helpdesk": "zammad", "version": "x"}):
        answer = desk.client.post("/sandbox/reset", json=wrong)
        assert answer.status_code == 400, answer.get_data(as_text=True)
    assert desk.client.post("/sandbox/zammad", json={"version": "4.0"}).status_code == 400
    assert desk.client.post("/sandbox/zammad", json={"group_address": {"Nulle part": "a"}}).status_code == 400


def test_calls_are_counted_by_ticket_and_faults_strike(desk: ZammadDesk) -> None:
    desk.file()
    desk.control("POST", "/calls/reset")
    desk.control("POST", "/faults", {"kind": "status", "status": 503, "path": "/api/v1/tickets/*", "method": "PUT"})
    assert desk.api("PUT", "tickets/1", {"title": "x"}).status_code == 503
    desk.ticket()
    desk.articles()
    desk.ok("GET", "tags?object=Ticket&o_id=1")
    desk.ok("POST", "tags/add", {"object": "Ticket", "o_id": 1, "item": "x"})
    told = desk.control("GET", "/calls")
    assert (told["count"], told["by_ticket"]) == (5, {"1": 5})
    assert desk.ticket()["title"] == "Double débit"


def test_on_the_pages_a_closed_ticket_can_be_answered_and_reopens(desk: ZammadDesk) -> None:
    desk.file()
    desk.put(state="closed")
    desk.control("POST", "/agent/tickets/1", {"as": AGENT, "status": "closed"})
    assert "Cette demande est close" not in desk.client.get("/demandes/1").get_data(as_text=True)
    assert desk.client.post("/demandes/1", data={"text": "Et alors ?"}).status_code == 303
    assert desk.ticket()["state"] == "open"
    desk.file(subject="la bonne")
    desk.control("POST", "/tickets/1/merge", {"into": 2})
    assert desk.ticket(1)["state"] == "merged"
    assert "Cette demande est close" in desk.client.get("/demandes/1").get_data(as_text=True)
