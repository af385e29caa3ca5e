"""The corners of Zammad's dialect: other shapes of the same answers, rarer calls, receivers that are not there."""

from typing import Any

import pytest

from sandbox.clock import Clock
from tests.sandbox.receiver import receiving
from tests.sandbox.zammad.desk import ADMIN, AGENT, MEMBER, ZammadDesk, error_of

CREATE: dict[str, Any] = {"ticket.action": {"operator": "is", "value": "create"}}


@pytest.mark.parametrize("more", ["expand", "all"])
def test_a_write_answers_in_the_shape_asked_for(desk: ZammadDesk, more: str) -> None:
    desk.file()
    answer = desk.ok("PUT", f"tickets/1?{more}=true", {"state": "open"})
    assert ("assets" in answer) is (more == "all")
    assert answer.get("state") == (None if more == "all" else "open")
    new = {"title": "t", "group": "Facturation", "customer": MEMBER, "article": {"body": "x"}}
    assert ("assets" in desk.ok("POST", f"tickets?{more}=true", new)) is (more == "all")
    assert set(desk.ok("GET", "tickets/1?full=true")) == {"id", "assets"}


def test_errors_are_pages_for_those_who_ask_for_pages(desk: ZammadDesk) -> None:
    answer = desk.api("GET", "tickets/999", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8")


def test_records_of_administration_are_shown_changed_and_removed(desk: ZammadDesk) -> None:
    perform = {"ticket.tags": {"operator": "add", "value": "a"}}
    made = desk.admin("POST", "triggers", {"name": "t", "condition": CREATE, "perform": perform})
    path = f"triggers/{made['id']}"
    assert desk.admin("PUT", path, {"active": False, "unknown": 1})["active"] is False
    assert desk.admin("GET", path)["condition"] == CREATE
    assert desk.admin("GET", "triggers") == [desk.admin("GET", path)]
    desk.admin("DELETE", path)
    assert error_of(desk.api("GET", path, token=ADMIN)) == f"Couldn't find Trigger with 'id'={made['id']}"
    assert error_of(desk.api("GET", "settings/999", token=ADMIN)) == "Couldn't find Setting with 'id'=999"
    assert desk.admin("GET", "packages")["packages"] == []
    assert desk.admin("GET", "data_privacy_tasks") == []


def test_webhooks_are_shown_previewed_and_removed(desk: ZammadDesk) -> None:
    assert desk.api("GET", "webhooks/preview", token=ADMIN).status_code == 404
    desk.file()
    assert set(desk.admin("GET", "webhooks/preview")) == {"ticket", "article"}
    made = desk.admin("POST", "webhooks", {"name": "n", "endpoint": "http://127.0.0.1:9/", "signature_token": "é"})
    assert desk.admin("GET", f"webhooks/{made['id']}")["signature_token"] == "é"
    assert desk.api("PUT", f"webhooks/{made['id']}", {"endpoint": "ftp://x"}, token=ADMIN).status_code == 422
    desk.admin("DELETE", f"webhooks/{made['id']}")
    assert desk.api("GET", f"webhooks/{made['id']}", token=ADMIN).status_code == 404


def test_a_closed_door_is_tried_five_times_too(desk: ZammadDesk) -> None:
    with receiving() as receiver:
        url = receiver.url
    desk.control("POST", "/webhooks", {"url": url})
    desk.file()
    for number in range(1, 6):
        desk.control("GET", f"/wait?attempts={number}&timeout=10")
        desk.control("POST", "/webhooks/flush")
    desk.control("GET", "/wait?idle=1&timeout=10")
    sent = desk.control("GET", "/deliveries")["deliveries"][0]
    assert (sent["attempts"], sent["status"], sent["status_code"]) == (5, "failed", None)
    log = desk.admin("GET", "http_logs/webhook?limit=1")
    assert [line["status"] for line in log] == ["0"]


def test_a_silent_receiver_makes_the_others_wait(desk: ZammadDesk) -> None:
    with receiving() as receiver:
        desk.control("POST", "/webhooks", {"url": receiver.url})
        desk.control("POST", "/webhooks/timeout", {"seconds": 0.2})
        receiver.answers = [(0, {})]
        desk.control("POST", "/webhooks/hold")
        desk.file(subject="un")
        desk.file(subject="deux")
        desk.control("POST", "/webhooks/release")
        came = receiver.wait(2)
        assert [one.event["ticket"]["title"] for one in came] == ["un", "deux"]
        desk.control("GET", "/wait?attempts=2&timeout=10")
        assert [one["status_code"] for one in desk.control("GET", "/deliveries")["deliveries"]] == [None, 202]


def test_triggers_and_macros_do_what_they_are_told(desk: ZammadDesk) -> None:
    delete = {"ticket.action": {"value": "delete"}}
    urgent = {"ticket.title": {"operator": "contains", "value": "à supprimer"}}
    desk.admin("POST", "triggers", {"name": "t", "condition": CREATE | urgent, "perform": delete, "active": True})
    desk.file(subject="à supprimer")
    desk.file(subject="à garder", tags=["a", "b"])
    assert [ticket["id"] for ticket in desk.ok("GET", "tickets")] == [2]
    perform = {"ticket.tags": {"operator": "remove", "value": "a"}, "ticket.state_id": {"value": "2"}}
    macro = desk.admin("POST", "macros", {"name": "m", "perform": perform})
    desk.ok("POST", "tickets/mass_macro", {"macro_id": macro["id"], "ticket_ids": [2]})
    assert desk.ok("GET", "tags?object=Ticket&o_id=2") == {"tags": ["b"]}
    assert desk.ticket(2)["state"] == "open"
    changed = desk.ok("POST", "tickets/mass_update", {"attributes": {"priority_id": 1}, "ticket_ids": [2]})
    assert changed["ticket_ids"] == [2]
    assert desk.api("POST", "tickets/mass_macro", {"macro_id": 99, "ticket_ids": [2]}).status_code == 404


def test_an_overview_whose_condition_breaks_is_empty(desk: ZammadDesk) -> None:
    desk.file()
    broken = {"ticket.nexistepas": {"operator": "is", "value": "x"}}
    desk.admin("POST", "overviews", {"name": "Cassée", "condition": broken, "role_ids": [4]})
    assert [one["count"] for one in desk.ok("GET", "ticket_overviews")] == [0]
    assert desk.ok("GET", "ticket_overviews?view=nulle_part") == {"assets": {}, "index": {}}


def test_trees_and_several_choices(desk: ZammadDesk) -> None:
    leaf = {"name": "Remboursement", "value": "Facturation::Remboursement"}
    tree = [{"name": "Facturation", "value": "Facturation", "children": [leaf]}]
    for name, kind, options in (("arbre", "tree_select", tree), ("motifs", "multiselect", {"a": "A", "b": "B"})):
        given = {"name": name, "object": "Ticket", "display": name, "data_type": kind, "screens": {}, "active": True}
        desk.admin("POST", "object_manager_attributes", given | {"data_option": {"options": options, "default": ""}})
    desk.admin("POST", "object_manager_attributes_execute_migrations")
    desk.file()
    shown = desk.put(arbre="Facturation::Remboursement", motifs=["a", "b"])
    assert (shown["arbre"], shown["motifs"]) == ("Facturation::Remboursement", ["a", "b"])
    assert desk.api("PUT", "tickets/1", {"arbre": "Ailleurs"}).status_code == 422


def test_wrong_ids_are_refused_and_ids_do_as_well_as_names(desk: ZammadDesk) -> None:
    desk.file()
    for wrong in ({"state_id": 99}, {"priority_id": "x"}, {"group_id": 99}):
        assert desk.api("PUT", "tickets/1", wrong).status_code == 422, wrong
    assert desk.put(state_id=2, priority_id=1, group_id=3)["group_id"] == 3
    later = desk.put(state_id=3, pending_time="2026-12-01T09:00:00Z")
    assert later["pending_time"] == "2026-12-01T09:00:00.000Z"
    assert desk.put(pending_time="2026-12-02T09:00:00Z")["pending_time"] == "2026-12-02T09:00:00.000Z"
    number = desk.admin("GET", "users/search?query=julien")[0]["id"]
    assert desk.put(customer_id=number)["customer_id"] == number


def test_history_says_who_did_what(desk: ZammadDesk) -> None:
    desk.file()
    karim = "karim.belhadj@adherents.example"
    desk.put(group="Facturation", owner=karim, state="open", montant="12")
    desk.ok("POST", "tags/add", {"object": "Ticket", "o_id": 1, "item": "x"})
    desk.ok("DELETE", "tags/remove", {"object": "Ticket", "o_id": 1, "item": "x"})
    desk.control("POST", "/agent/tickets/1", {"as": AGENT, "status": "solved"})
    lines = desk.ok("GET", "ticket_history/1")["history"]
    told = [(one["type"], one.get("attribute"), one.get("value_to")) for one in lines]
    assert ("updated", "owner", "Karim Belhadj") in told
    assert ("updated", "group", "Facturation") in told
    assert ("updated", "state", "open") in told
    assert ("removed", "tag", None) in told
    assert ("updated", "state", "closed") in told


def test_a_reply_that_comes_by_mail_keeps_its_files_twice(desk: ZammadDesk, clock: Clock) -> None:
    desk.file(channel="email")
    file = {"name": "certificat.pdf", "content_type": "application/pdf", "text": "certificat"}
    desk.control("POST", "/member/tickets/1/reply", {"text": "Voici", "channel": "email", "attachments": [file]})
    reply = desk.articles()[-1]
    raw = desk.api("GET", f"ticket_article_plain/{reply['id']}").data
    assert (reply["type"], reply["from"], b"certificat.pdf" in raw) == ("email", f"Camille Roussel <{MEMBER}>", True)
    assert reply["created_at"].startswith(clock.now().strftime("%Y-%m-%dT%H:%M"))
