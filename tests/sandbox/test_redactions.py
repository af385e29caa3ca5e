"""Removing files for good, and what is left to see of them."""

import re
from typing import Any

import pytest

from tests.sandbox.contract import assert_shaped_like, recording
from tests.sandbox.desk import AGENT, Desk

PDF = {"name": "acte de décès.pdf", "content_type": "application/pdf", "text": "secret"}
SCAN = {"name": "scan.png", "content_type": "image/png", "text": "pixels", "inline": True}


def first_comment(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.ok("GET", "tickets/1/comments?include_inline_images=true")["comments"][0]
    return found


def close(desk: Desk) -> None:
    desk.control("POST", "/agent/tickets/1", {"assignee": AGENT, "status": "closed"})


@pytest.mark.parametrize("closed", [False, True])
def test_files_go_by_their_address_even_from_a_closed_ticket(desk: Desk, closed: bool) -> None:
    desk.file(attachments=[PDF, {**PDF, "name": "second.pdf"}])
    if closed:
        close(desk)
    comment = first_comment(desk)
    addresses = [attachment["content_url"] for attachment in comment["attachments"]]
    answer = desk.api(
        "PUT", f"comment_redactions/{comment['id']}", {"ticket_id": 1, "external_attachment_urls": addresses}
    )
    assert answer.status_code == 200
    left = first_comment(desk)["attachments"]
    assert [attachment["file_name"] for attachment in left] == ["redacted.txt", "redacted.txt"]
    assert not {a["id"] for a in left} & {a["id"] for a in comment["attachments"]}
    assert "redacted_content" in desk.ticket()["tags"]


def test_a_redaction_is_in_the_audits_as_one_act(desk: Desk) -> None:
    desk.file(attachments=[PDF, {**PDF, "name": "second.pdf"}])
    comment = first_comment(desk)
    before = desk.store.tickets[1].version
    addresses = [attachment["content_url"] for attachment in comment["attachments"]]
    desk.ok("PUT", f"comment_redactions/{comment['id']}", {"ticket_id": 1, "external_attachment_urls": addresses})
    assert desk.store.tickets[1].version == before + 1
    audit = desk.ok("GET", "tickets/1/audits")["audits"][-1]
    redactions = [event for event in audit["events"] if event["type"] == "AttachmentRedactionEvent"]
    assert [event["attachment_id"] for event in redactions] == [a["id"] for a in comment["attachments"]]
    assert audit["via"]["channel"] == "web"  # the channel of the content, not "api"


def test_the_address_of_a_redacted_file_leads_nowhere(desk: Desk) -> None:
    desk.file(attachments=[PDF])
    comment = first_comment(desk)
    address = comment["attachments"][0]["content_url"].removeprefix("http://localhost")
    moved = desk.client.get(address)
    assert moved.status_code == 302
    assert "/attachment/22129848/" in moved.headers["Location"]
    assert desk.client.get(moved.headers["Location"]).data == b"secret"
    urls = {"ticket_id": 1, "external_attachment_urls": [comment["attachments"][0]["content_url"]]}
    desk.ok("PUT", f"comment_redactions/{comment['id']}", urls)
    assert desk.client.get(address).status_code == 404
    assert desk.client.get(moved.headers["Location"]).status_code == 404


def test_inline_images_hide_unless_asked_for_and_go_by_their_mark(desk: Desk) -> None:
    desk.file(attachments=[SCAN, PDF])
    plain = desk.ok("GET", "tickets/1/comments")["comments"][0]
    assert [a["file_name"] for a in plain["attachments"]] == ["acte de décès.pdf"]
    comment = first_comment(desk)
    marked = re.sub(r"<img ", "<img redact ", comment["html_body"])
    desk.ok("PUT", f"comment_redactions/{comment['id']}", {"ticket_id": 1, "html_body": marked})
    left = first_comment(desk)
    assert [a["file_name"] for a in left["attachments"]] == ["redacted.txt", "acte de décès.pdf"]
    assert "<img" not in left["html_body"]


def test_a_passage_is_blacked_out(desk: Desk) -> None:
    desk.file(description="Mon numéro est 847564 !")
    comment = first_comment(desk)
    marked = comment["html_body"].replace("847564", "<redact>847564</redact>")
    desk.ok("PUT", f"comment_redactions/{comment['id']}", {"ticket_id": 1, "html_body": marked})
    assert first_comment(desk)["plain_body"] == "Mon numéro est ▇▇▇▇▇▇ !"
    desk.ok("PUT", f"tickets/1/comments/{comment['id']}/redact", {"text": "numéro"})
    assert "numéro" not in first_comment(desk)["html_body"]


def test_one_file_at_a_time_answers_with_the_original_as_recorded(desk: Desk) -> None:
    desk.file(attachments=[PDF])
    comment = first_comment(desk)
    path = f"tickets/1/comments/{comment['id']}/attachments/{comment['attachments'][0]['id']}/redact.json"
    answer = desk.ok("PUT", path, {})
    assert_shaped_like(recording("attachment_redact")["response"]["body"], answer)
    assert answer["attachment"] == comment["attachments"][0]
    assert first_comment(desk)["attachments"][0]["file_name"] == "redacted.txt"
    assert desk.api("PUT", path, {}).status_code == 404


def test_one_file_at_a_time_is_refused_once_closed(desk: Desk) -> None:
    desk.file(attachments=[PDF])
    comment = first_comment(desk)
    close(desk)
    path = f"tickets/1/comments/{comment['id']}/attachments/{comment['attachments'][0]['id']}/redact"
    assert desk.api("PUT", path, {}).status_code == 422
    assert desk.api("PUT", f"tickets/1/comments/{comment['id']}/redact", {"text": "Bonjour"}).status_code == 422
    assert first_comment(desk)["attachments"] == comment["attachments"]


def test_only_those_who_may_redact(desk: Desk) -> None:
    desk.file(attachments=[PDF])
    comment = first_comment(desk)
    body = {"ticket_id": 1, "external_attachment_urls": [comment["attachments"][0]["content_url"]]}
    desk.control("POST", "/people", {"email": AGENT, "may_redact": False})
    assert desk.api("PUT", f"comment_redactions/{comment['id']}", body, who=AGENT).status_code == 403
    desk.control("POST", "/people", {"email": AGENT, "may_redact": True})
    assert desk.api("PUT", f"comment_redactions/{comment['id']}", body, who=AGENT).status_code == 200


def test_a_redaction_that_finds_nothing_changes_nothing(desk: Desk) -> None:
    desk.file(attachments=[PDF])
    comment = first_comment(desk)
    elsewhere = {"ticket_id": 1, "external_attachment_urls": ["http://localhost/attachments/token/x/?name=y"]}
    desk.ok("PUT", f"comment_redactions/{comment['id']}", elsewhere)
    assert desk.store.tickets[1].version == 1
    assert desk.api("PUT", "comment_redactions/1", {"ticket_id": 1}).status_code == 404
    assert desk.api("PUT", f"comment_redactions/{comment['id']}", {}).status_code == 400


def test_an_upload_that_no_comment_carries_can_be_thrown_away(desk: Desk) -> None:
    credentials = {"Authorization": "Basic Z3VpY2hldEBhZGhlcmVudHMuZXhhbXBsZS90b2tlbjpzYW5kYm94LXRva2Vu"}
    sent = desk.client.post("/api/v2/uploads?filename=a.txt", data=b"a", headers=credentials).get_json(force=True)
    token = sent["upload"]["token"]
    second = f"/api/v2/uploads?filename=b.txt&token={token}"
    more = desk.client.post(second, data=b"b", headers=credentials).get_json(force=True)
    assert [a["file_name"] for a in more["upload"]["attachments"]] == ["a.txt", "b.txt"]
    assert desk.api("DELETE", f"uploads/{token}.json").status_code == 204
    assert desk.api("DELETE", f"uploads/{token}").status_code == 404
    refused = desk.client.post("/api/v2/uploads", data=b"a", headers=credentials)
    assert refused.status_code == 422
    assert refused.json == recording("error_422_upload")["response"]["body"]
