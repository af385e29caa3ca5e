"""What stays behind when files are removed, as far as anybody knows of the real one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.clock import Clock
from tests.sandbox.desk import Desk

PDF = {"name": "acte.pdf", "content_type": "application/pdf", "text": "secret"}


@pytest.fixture
def desk() -> Desk:
    return Desk(Clock())


def redact(desk: Desk, ticket_id: int = 1, number: int = 0) -> int:
    """Ask for every file of one comment; the status of the answer."""
    comment = desk.ok("GET", f"tickets/{ticket_id}/comments?include_inline_images=true")["comments"][number]
    urls = [attachment["content_url"] for attachment in comment["attachments"]]
    body = {"ticket_id": ticket_id, "external_attachment_urls": urls}
    return desk.api("PUT", f"comment_redactions/{comment['id']}", body).status_code


def names(desk: Desk, ticket_id: int = 1) -> list[str]:
    told = desk.control("GET", f"/tickets/{ticket_id}")
    return [file["name"] for comment in told["comments"] for file in comment["attachments"]]


@pytest.mark.parametrize(("public", "status", "left"), [(True, 200, "redacted.txt"), (False, 422, "acte.pdf")])
def test_the_internal_note_of_a_merge_keeps_its_copies(desk: Desk, *, public: bool, status: int, left: str) -> None:
    desk.file(attachments=[PDF])
    desk.file()
    desk.control("POST", "/tickets/1/merge", {"into": 2, "public": public})

    assert redact(desk, 2, 1) == status
    assert names(desk, 2) == [left]
    assert names(desk, 1) == ["acte.pdf"]  # the original is another file


def test_the_original_of_an_email_holds_the_file_until_the_job_has_run(desk: Desk) -> None:
    desk.control("POST", "/settings", {"mail_lag": 3600})
    desk.file(attachments=[PDF], channel="email")
    redact(desk)

    def in_original() -> bool:
        told = desk.control("GET", "/tickets/1")["comments"][0]["attachments"][0]
        return bool(told["in_original"])

    assert in_original()
    desk.store.clock.advance(timedelta(hours=1))
    assert not in_original()


def test_without_the_workspace_only_the_older_call_removes(desk: Desk) -> None:
    desk.control("POST", "/settings", {"agent_workspace": False})
    desk.file(attachments=[PDF])
    comment = desk.ok("GET", "tickets/1/comments")["comments"][0]

    assert redact(desk) == 403
    assert names(desk) == ["acte.pdf"]
    desk.ok("PUT", f"tickets/1/comments/{comment['id']}/attachments/{comment['attachments'][0]['id']}/redact", {})
    assert names(desk) == ["redacted.txt"]


def test_a_file_can_come_back(desk: Desk) -> None:
    desk.file(attachments=[PDF])
    redact(desk)
    desk.control("POST", "/tickets/1/restore")

    assert names(desk) == ["acte.pdf"]


def test_files_of_a_chat_stand_in_its_history(desk: Desk) -> None:
    desk.file()
    desk.control("POST", "/tickets/1/chat", {"chat_id": "c1", "files": ["a.pdf", "b.pdf"]})
    signed = {"Authorization": "Basic Z3VpY2hldEBhZGhlcmVudHMuZXhhbXBsZS90b2tlbjpzYW5kYm94LXRva2Vu"}
    path, wanted = "/api/v2/chat_file_redactions/1", {"chat_id": "c1", "chat_indexes": [1]}
    answer = desk.client.put(path, json=wanted, headers=signed)

    assert answer.status_code == 200
    event = desk.ok("GET", "tickets/1/audits")["audits"][-1]["events"][0]
    assert [item["filename"] for item in event["value"]["history"]] == ["a.pdf", "redacted.txt"]
    assert desk.client.put(path, json={"chat_id": "c2"}, headers=signed).status_code == 404
