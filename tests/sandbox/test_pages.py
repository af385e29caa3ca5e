"""What members and agents see in a browser."""

import io
import re
from html import unescape

import pytest

from sandbox.pages.clean import cleaned
from tests.sandbox.desk import AGENT, MEMBER, Desk

EVIL = "<script>alert(1)</script>"


def text(desk: Desk, path: str) -> str:
    answer = desk.client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def form(desk: Desk, **more: object) -> dict[str, object]:
    given = {
        "name": "Camille Roussel",
        "email": MEMBER,
        "subject": "Double débit",
        "description": "Bonjour",
        str(desk.field("Motif")): "facturation",
        str(desk.field("Montant")): "49,90",
    }
    return {**given, **more}


def test_the_form_offers_both_categories_and_works_without_a_script(desk: Desk) -> None:
    page = text(desk, "/")
    assert '<html lang="fr">' in page
    for word in ("Facturation", "Remboursement", "Compte", "Date de la transaction", "Montant", "Pièces jointes"):
        assert word in page
    assert "hidden" not in page.replace("overflow: hidden", "")
    for label in re.findall(r'<label[^>]* for="([^"]+)"', page):
        assert f'id="{label}"' in page, "every label belongs to something"


def test_a_member_files_a_ticket_and_sees_the_conversation(desk: Desk) -> None:
    sent = form(desk, files=[(io.BytesIO(b"%PDF"), "relevé.pdf", "application/pdf"), (io.BytesIO(b""), "", "")])
    answer = desk.client.post("/demandes", data=sent)
    assert answer.status_code == 303
    page = text(desk, answer.location)
    for word in ("Double débit", "Bonjour", "relevé.pdf", "49,90", "Facturation", "Reçue"):
        assert word in page
    told = desk.control("GET", "/tickets/1")
    assert told["channel"] == "web"
    assert [file["name"] for file in told["comments"][0]["attachments"]] == ["relevé.pdf"]


def test_billing_fields_count_for_billing_only(desk: Desk) -> None:
    desk.client.post("/demandes", data=form(desk, **{str(desk.field("Motif")): "remboursement"}))
    assert desk.control("GET", "/tickets/1")["fields"]["Montant"] is None


@pytest.mark.parametrize("missing", ["email", "description"])
def test_a_form_without_the_least_is_given_back_filled_in(desk: Desk, missing: str) -> None:
    answer = desk.client.post("/demandes", data=form(desk, **{missing: ""}))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'role="alert"' in page
    assert "Double débit" in page
    assert desk.store.tickets == {}


def test_a_format_the_field_refuses_is_told(desk: Desk) -> None:
    answer = desk.client.post("/demandes", data=form(desk, **{str(desk.field("Montant")): "beaucoup"}))
    assert answer.status_code == 422
    assert "beaucoup" in answer.get_data(as_text=True)


def test_members_answer_and_never_see_internal_notes(desk: Desk) -> None:
    desk.file()
    desk.put(status="pending", comment={"html_body": "<p>Il manque <strong>la date</strong>.</p>"})
    desk.put(comment={"body": "entre nous", "public": False})
    page = text(desk, "/demandes/1")
    assert "<strong>la date</strong>" in page
    assert "En attente de votre réponse" in page
    assert "entre nous" not in page
    answer = desk.client.post("/demandes/1", data={"text": "le 14", "files": (io.BytesIO(b"x"), "a.txt")})
    assert answer.status_code == 303
    assert desk.ticket()["status"] == "open"
    assert "le 14" in text(desk, "/demandes/1")
    desk.client.post("/demandes/1", data={"text": " "})
    assert desk.store.tickets[1].version == 4


def test_a_closed_ticket_takes_no_answer(desk: Desk) -> None:
    desk.file()
    desk.control("POST", "/agent/tickets/1", {"assignee": AGENT, "status": "closed"})
    assert "close" in text(desk, "/demandes/1")
    desk.client.post("/demandes/1", data={"text": "encore"})
    assert len(desk.store.tickets[1].comments) == 1


def test_a_ticket_is_found_by_its_number(desk: Desk) -> None:
    desk.file()
    assert desk.client.get("/demandes?numero=1").location == "/demandes/1"
    assert desk.client.get("/demandes?numero=9").status_code == 404
    assert desk.client.get("/demandes/9").status_code == 404
    assert desk.client.get("/agent/tickets/9").status_code == 404


def test_nothing_anybody_writes_becomes_a_mark(desk: Desk) -> None:
    member = {"email": "x@courriel.example", "name": EVIL}
    desk.file(subject=EVIL, description=EVIL, requester=member, attachments=[{"name": EVIL, "text": EVIL}])
    desk.put(comment={"html_body": f'<p onclick="x()">{EVIL}<a href="javascript:x()">ici</a></p>'}, tags=[EVIL])
    desk.put(custom_fields=[{"id": desk.field("Note Guichet"), "value": EVIL}])
    for path in ("/demandes/1", "/agent", "/agent/tickets/1", "/agent/envois"):
        page = text(desk, path)
        assert EVIL not in page
        assert "onclick" not in page
        assert "javascript:" not in page


def test_comments_keep_their_harmless_marks_only() -> None:
    html = '<div><h1>T</h1><p style="x">a<br>b &lt;i&gt;</p><style>p{}</style><ul><li>c</li></ul><a href="https://a.example">d</a></div>'
    assert str(cleaned(html, "http://here/")) == (
        'T<p>a<br>b &lt;i&gt;</p><ul><li>c</li></ul><a href="https://a.example" rel="noopener noreferrer">d</a>'
    )
    assert "<img" not in cleaned('<img src="https://elsewhere.example/x.png">', "http://here/")
    assert "<img" in cleaned('<img src="http://here/x.png">', "http://here/")


def test_the_inbox_lists_and_filters(desk: Desk) -> None:
    assert "Aucune demande" in text(desk, "/agent")
    desk.file(subject="Première")
    desk.file(subject="Seconde", motif="Remboursement")
    desk.control(
        "POST",
        "/agent/tickets/2",
        {
            "group": "Cas particuliers",
            "priority": "high",
            "status": "pending",
            "fields": {"Échéance d'examen": "2026-12-06"},
        },
    )
    page = text(desk, "/agent")
    for word in ("Première", "Seconde", "Cas particuliers", "Haute", "2026-12-06", "remboursement", "En attente"):
        assert word in page
    assert "Première" not in text(desk, "/agent?statut=pending")
    group = desk.store.group_named("Cas particuliers")
    assert group
    assert "Première" not in text(desk, f"/agent?groupe={group.id}")
    desk.control("DELETE", "/tickets/2")
    assert "Seconde" not in text(desk, "/agent")


def test_an_agent_saves_everything_at_once(desk: Desk) -> None:
    desk.file()
    desk.put(custom_fields=[{"id": desk.field("Note Guichet"), "value": "Dossier complet."}])
    page = unescape(text(desk, "/agent/tickets/1"))
    assert "Dossier complet." in page
    assert "Échéance d'examen" in page
    agent = desk.store.user_with_email(AGENT)
    group = desk.store.group_named("Facturation")
    assert agent
    assert group
    sent = {
        "as": AGENT,
        "status": "new",
        "group_id": str(group.id),
        "assignee_id": str(agent.id),
        "priority": "high",
        "tags": "facturation, relu",
        str(desk.field("Décision")): "guichet_decision_acceptee",
        "text": "Vu avec Karim",
        "public": "non",
        "step": "solved",
    }
    assert desk.client.post("/agent/tickets/1", data=sent).status_code == 303
    told = desk.control("GET", "/tickets/1")
    assert (told["status"], told["group"], told["assignee"], told["priority"]) == (
        "solved",
        "Facturation",
        "Mathilde Aubry",
        "high",
    )
    assert told["tags"] == ["facturation", "guichet_decision_acceptee", "relu"]
    assert told["comments"][-1]["public"] is False
    assert told["audits"][-1]["by"] == "Mathilde Aubry"
    assert told["version"] == 3


def test_what_the_rules_refuse_is_told_to_the_agent(desk: Desk) -> None:
    desk.file()
    answer = desk.client.post("/agent/tickets/1", data={"as": AGENT, "step": "solved"})
    assert answer.status_code == 422
    assert "Assignee" in answer.get_data(as_text=True)


def test_saving_an_untouched_page_changes_nothing(desk: Desk) -> None:
    desk.file()
    desk.put(priority="high")
    page = text(desk, "/agent/tickets/1")
    version = desk.store.tickets[1].version
    sent = {"as": AGENT, "tags": "facturation", "priority": "high", "status": "new", "group_id": "", "assignee_id": ""}
    for field in desk.store.fields.values():
        if f'name="{field.id}"' in page:
            sent[str(field.id)] = desk.store.tickets[1].fields.get(field.id) or ""
    desk.client.post("/agent/tickets/1", data=sent)
    assert desk.store.tickets[1].version == version


def test_agents_see_what_was_redacted_and_what_was_sent(desk: Desk) -> None:
    desk.control("POST", "/webhooks", {"url": "http://127.0.0.1:9/x"})
    desk.control("POST", "/webhooks/hold")
    desk.file(attachments=[{"name": "acte.pdf", "text": "x"}, {"name": "scan.png", "text": "y", "inline": True}])
    comment = desk.ok("GET", "tickets/1/comments")["comments"][0]
    urls = [comment["attachments"][0]["content_url"]]
    desk.ok("PUT", f"comment_redactions/{comment['id']}", {"ticket_id": 1, "external_attachment_urls": urls})
    page = text(desk, "/agent/tickets/1")
    assert "Pièce supprimée" in page
    assert "acte.pdf" not in page
    assert "<img" in page
    log = text(desk, "/agent/envois")
    for word in ("ticket.created", "http://127.0.0.1:9/x", "retenus", "en attente"):
        assert word in log
    assert "Aucun webhook" not in log
