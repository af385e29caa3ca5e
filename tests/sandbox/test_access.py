"""Who gets in, with what, and how often."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.clock import Clock
from tests.sandbox.desk import ADMIN, AGENT, MEMBER, Desk

CREDENTIALS = {
    "grant_type": "client_credentials",
    "client_id": "guichet-sandbox",
    "client_secret": "sandbox-secret",
    "scope": "read write",
}


def bearer(desk: Desk, **more: Any) -> dict[str, str]:
    answer = desk.client.post("/oauth/tokens", json=CREDENTIALS | more).json
    assert answer
    return {"Authorization": f"Bearer {answer['access_token']}"}


def test_a_client_gets_a_token_of_its_owner(desk: Desk) -> None:
    given = desk.client.post("/oauth/tokens", json=CREDENTIALS)
    assert given.status_code == 200
    assert given.json
    assert {key: given.json[key] for key in ("token_type", "scope", "expires_in")} == {
        "token_type": "bearer",
        "scope": "read write",
        "expires_in": 1800,
    }
    me = desk.client.get("/api/v2/users/me", headers=bearer(desk)).json
    assert me
    assert me["user"]["email"] == ADMIN
    assert me["user"]["role"] == "admin"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"client_secret": "no"}, 401), ({"client_id": "no"}, 401), ({"grant_type": "password"}, 400)],
)
def test_wrong_credentials_get_no_token(desk: Desk, wrong: dict[str, str], status: int) -> None:
    assert desk.client.post("/oauth/tokens", json=CREDENTIALS | wrong).status_code == status


def test_credentials_may_come_as_a_form_too(desk: Desk) -> None:
    assert desk.client.post("/oauth/tokens", data=CREDENTIALS).status_code == 200


def test_tokens_end(desk: Desk, clock: Clock) -> None:
    headers = bearer(desk, expires_in=300)
    assert desk.client.get("/api/v2/groups", headers=headers).status_code == 200
    clock.advance(timedelta(seconds=301))
    ended = desk.client.get("/api/v2/groups", headers=headers)
    assert ended.status_code == 401
    assert ended.json
    assert ended.json["error"] == "invalid_token"


def test_tokens_can_be_ended_and_shortened_on_demand(desk: Desk) -> None:
    headers = bearer(desk)
    desk.control("POST", "/tokens", {"expire": True, "life": 2})
    assert desk.client.get("/api/v2/groups", headers=headers).status_code == 401
    again = desk.client.post("/oauth/tokens", json=CREDENTIALS).json
    assert again
    assert again["expires_in"] == 2


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("read", "GET", "/tickets/1", 200),
        ("read", "PUT", "/tickets/1/tags", 403),
        ("tickets:read", "GET", "/tickets/1/comments", 200),
        ("tickets:read", "GET", "/tickets/1/audits", 403),
        ("tickets:write", "PUT", "/tickets/1/tags", 200),
        ("read tickets:write", "GET", "/tickets/1/audits", 200),
        ("tickets:read", "GET", "/groups", 403),
        ("read webhooks:write", "GET", "/webhooks", 200),
    ],
)
def test_scopes_are_taken_literally(desk: Desk, scope: str, method: str, path: str, status: int) -> None:
    desk.file()
    answer = desk.client.open(f"/api/v2{path}", method=method, headers=bearer(desk, scope=scope), json={"tags": ["x"]})
    assert answer.status_code == status
    if status == 403:
        assert "missing the following required scopes" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic Z3VpY2hldA==",
        "Basic Z3VpY2hldEBhZGhlcmVudHMuZXhhbXBsZTpwYXNzd29yZA==",
        "Bearer",
        "Bearer x",
        "Bearer sandbox-token",
        "Digest x",
    ],
)
def test_strangers_are_sent_away(desk: Desk, header: str) -> None:
    answer = desk.client.get("/api/v2/users/me", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401


def test_members_and_suspended_people_may_not(desk: Desk) -> None:
    assert desk.api("GET", "tickets", who=MEMBER).status_code == 403
    desk.control("POST", "/people", {"email": AGENT, "suspended": True})
    assert desk.api("GET", "tickets", who=AGENT).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "incremental/tickets/cursor?start_time=0"),
        ("POST", "ticket_fields"),
        ("GET", "webhooks"),
        ("POST", "triggers"),
        ("POST", "ticket_forms"),
    ],
)
def test_some_things_are_for_admins(desk: Desk, method: str, path: str) -> None:
    assert desk.api(method, path, who=AGENT).status_code == 403


def test_deleting_takes_the_right_to_redact(desk: Desk) -> None:
    desk.file()
    desk.control("POST", "/people", {"email": AGENT, "may_redact": False})
    assert desk.api("DELETE", "tickets/1", who=AGENT).status_code == 403
    assert desk.ticket()["id"] == 1


def test_a_person_can_be_demoted(desk: Desk) -> None:
    desk.control("POST", "/people", {"email": ADMIN, "role": "agent"})
    assert desk.api("GET", "webhooks").status_code == 403


def test_thirty_updates_of_one_ticket_by_one_user_in_ten_minutes(desk: Desk, clock: Clock) -> None:
    desk.control("POST", "/limits", {"preset": "professional", "account_updates": 1000})
    desk.file()
    desk.file()
    answers = [desk.put(priority=("low", "high")[number % 2]) for number in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [200] * 30
    assert answers[30].status_code == 429
    assert int(answers[30].headers["Retry-After"]) <= 600
    assert desk.put(2, priority="low").status_code == 200, "another ticket has its own count"
    assert desk.put(priority="high", who=AGENT).status_code == 200, "another user too"
    clock.advance(timedelta(minutes=11))
    assert desk.put(priority="high").status_code == 200


def test_redactions_and_tags_count_as_updates(desk: Desk) -> None:
    desk.file(attachments=[{"name": "a.pdf", "text": "x"}])
    desk.control("POST", "/limits", {"ticket_updates": 2})
    comment = desk.ok("GET", "tickets/1/comments")["comments"][0]
    urls = {"ticket_id": 1, "external_attachment_urls": [comment["attachments"][0]["content_url"]]}
    answer = desk.api("PUT", f"comment_redactions/{comment['id']}", urls)
    assert answer.headers["zendesk-ratelimit-per-ticket-updates"].startswith("total=2; remaining=1")
    assert desk.api("PUT", "tickets/1/tags", {"tags": ["x"]}).status_code == 200
    assert desk.api("PUT", "tickets/1/tags", {"tags": ["y"]}).status_code == 429


def test_the_account_has_limits_of_its_own(desk: Desk) -> None:
    desk.control("POST", "/limits", {"preset": "trial"})
    for _ in range(21):
        desk.file()
    answers = [desk.put(number, priority="low").status_code for number in range(1, 22)]
    assert answers == [200] * 20 + [429]
    desk.control("POST", "/limits", {"requests": 1})
    assert [desk.api("GET", "tickets").status_code for _ in range(2)] == [200, 429]
    desk.control("POST", "/limits", {"preset": "off"})
    assert desk.api("GET", "tickets").status_code == 200


def test_unknown_limits_are_nonsense(desk: Desk) -> None:
    assert desk.client.post("/sandbox/limits", json={"speed": 1}).status_code == 400
    assert desk.client.post("/sandbox/limits", json={"preset": "gold"}).status_code == 400


def test_unknown_paths_say_so(desk: Desk) -> None:
    answer = desk.api("GET", "nothing")
    assert (answer.status_code, answer.json) == (404, {"error": "InvalidEndpoint", "description": "Not found"})
    assert desk.client.get("/nothing").status_code == 404
