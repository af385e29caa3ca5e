"""The control API: acting in plain words, time, faults, waits, the log of calls."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.scene import Scene, set_the_scene
from sandbox.store import Store
from tests.sandbox.desk import ADMIN, AGENT, Desk


def test_a_member_files_and_answers(desk: Desk) -> None:
    told = desk.file(
        requester={"email": "neuf@courriel.example", "name": "Noël Neuf", "locale": "en-US", "member_number": "9"},
        fields={"Montant": "49,90", "Date de la transaction": "2026-10-14"},
        attachments=[{"name": "a.txt", "content_type": "text/plain", "content": "Ym9uam91cg=="}],
        channel="email",
    )
    assert told["requester"]["name"] == "Noël Neuf"
    assert told["requester"]["locale"] == "en-US"
    assert told["fields"]["Motif"] == "facturation"
    assert told["comments"][0]["attachments"][0]["size"] == 7
    user = desk.ok("GET", f"users/{told['requester']['id']}")["user"]
    assert user["user_fields"] == {"numero_adherent": "9"}
    answered = desk.control("POST", "/member/tickets/1/reply", {"text": "voici", "fields": {"Compte": "104512-7"}})
    assert answered["version"] == 2
    assert answered["fields"]["Compte"] == "104512-7"


def test_an_agent_does_everything_in_one_act(desk: Desk) -> None:
    desk.file()
    told = desk.control(
        "POST",
        "/agent/tickets/1",
        {
            "as": "Karim Belhadj",
            "tags": {"add": ["x"], "remove": ["facturation"]},
            "group": "Facturation",
            "assignee": AGENT,
            "fields": {"Décision": "Acceptée"},
            "status": "pending",
            "comment": "à voir",
            "public": False,
        },
    )
    assert (told["group"], told["assignee"], told["status"]) == ("Facturation", "Mathilde Aubry", "pending")
    assert told["tags"] == ["guichet_decision_acceptee", "x"]
    assert told["fields"]["Motif"] is None
    assert told["comments"][-1]["public"] is False
    assert told["audits"][-1]["by"] == "Karim Belhadj"
    assert told["version"] == 2
    again = desk.control("POST", "/agent/tickets/1", {"group": None, "assignee": None})
    assert (again["group"], again["assignee"]) == (None, None)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/agent/tickets/9", {}, 404),
        ("/agent/tickets/1", {"group": "Nulle part"}, 400),
        ("/agent/tickets/1", {"as": "Personne"}, 400),
        ("/agent/tickets/1", {"fields": {"Bogue": 1}}, 400),
        ("/agent/tickets/1", {"status": "solved"}, 422),
        ("/agent/tickets/1", [], 400),
        ("/people", {"email": "x@y.example"}, 400),
        ("/tickets/1/merge", {}, 400),
        ("/clock", {"set": "2026-11-22T09:00:00"}, 400),
        ("/clock", {"set": "hier"}, 400),
        ("/faults", {"kind": "fire"}, 400),
        ("/faults", {"bogue": 1}, 400),
        ("/gates/none/open", {}, 404),
    ],
)
def test_nonsense_is_said_to_be_nonsense(desk: Desk, path: str, body: Any, status: int) -> None:
    desk.file()
    answer = desk.client.post(f"/sandbox{path}", json=body)
    assert answer.status_code == status
    assert answer.json
    assert answer.json["error"]


def test_the_clock_can_be_set_moved_and_let_go(desk: Desk) -> None:
    frozen = desk.control("POST", "/clock", {"set": "2027-01-01T00:00:00+01:00", "frozen": True})
    assert frozen["now"] == "2026-12-31T23:00:00+00:00"
    assert desk.file()["created_at"] == "2026-12-31T23:00:00+00:00"
    assert desk.ticket()["created_at"] == "2026-12-31T23:00:00Z"
    assert desk.control("POST", "/clock", {"advance": 3600})["now"] == "2027-01-01T00:00:00+00:00"
    desk.control("POST", "/clock", {"set": "2027-06-01T00:00:00Z"})
    assert desk.control("POST", "/clock", {"advance": 86400})["now"] > "2027-06-02"
    real = datetime.fromisoformat(desk.control("POST", "/clock", {"reset": True})["now"])
    assert abs(real - datetime.now(UTC)) < timedelta(minutes=1)


def test_calls_are_logged_and_counted(desk: Desk) -> None:
    desk.file()
    desk.api("GET", "tickets/1.json")
    desk.api("GET", "tickets/1/comments?page[size]=1")
    desk.put(priority="high")
    desk.api("GET", "tickets/9")
    desk.client.post("/oauth/tokens", json={})
    desk.client.get("/agent")
    told = desk.control("GET", "/calls")
    assert told["by_method"] == {"GET": 3, "PUT": 1}
    assert told["by_status"] == {"200": 3, "404": 1}
    assert told["by_ticket"] == {"1": 3, "9": 1}
    assert told["all_kinds"] == {"api": 4, "oauth": 1, "page": 1}
    assert told["calls"][0]["path"] == "/api/v2/tickets/1"
    assert told["calls"][0]["user_id"] == desk.ok("GET", "users/me")["user"]["id"]
    assert desk.control("GET", "/calls?method=GET&path=/api/v2/tickets/*")["count"] == 2
    assert desk.control("GET", "/calls?path=/api/v2/tickets/**.json&status=200")["count"] == 3
    assert desk.control("GET", "/calls?since=6&kind=*")["count"] == 1
    desk.control("POST", "/calls/reset")
    assert desk.control("GET", "/calls?kind=*")["last"] == 0


def test_waits_answer_as_soon_as_it_is_so(desk: Desk) -> None:
    desk.file()
    answers: list[Any] = []
    query = "/wait?ticket=1&tag=x&no_tag=y&comments=2&public_comments=2&status_is=pending&version=1&calls=1&method=PUT"
    query += "&group=Facturation&field=Motif&no_field=Montant"

    def wait() -> None:
        answers.append(desk.app.test_client().get(f"/sandbox{query}&timeout=20"))

    waiting = threading.Thread(target=wait)
    waiting.start()
    group = desk.store.group_named("Facturation")
    assert group
    desk.put(tags=["facturation", "x"], comment={"body": "?"}, status="pending", group_id=group.id)
    waiting.join(20)
    assert answers[0].status_code == 200
    assert answers[0].json["met"]


@pytest.mark.parametrize("query", ["ticket=1&tag=x", "ticket=9", "calls=1", "tickets=2", "gone=1&tickets=5"])
def test_waits_that_run_out_say_so(desk: Desk, query: str) -> None:
    desk.file()
    answer = desk.client.get(f"/sandbox/wait?{query}&timeout=0.02")
    assert answer.status_code == 408
    assert answer.json
    assert not answer.json["met"]


def test_waiting_for_nothing_is_nonsense(desk: Desk) -> None:
    assert desk.client.get("/sandbox/wait").status_code == 404


def test_calls_go_wrong_on_demand_one_fault_at_a_time(desk: Desk) -> None:
    desk.file()
    desk.control("POST", "/faults", {"kind": "status", "status": 429, "retry_after": 3, "path": "/api/v2/tickets/*"})
    desk.control("POST", "/faults", {"kind": "status", "status": 500, "path": "/api/v2/tickets/*"})
    answers = [desk.api("GET", "tickets/1.json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 500, 200]
    assert answers[0].headers["Retry-After"] == "3"
    assert answers[0].is_json
    assert answers[1].mimetype == "text/html"
    assert desk.control("GET", "/calls")["by_status"] == {"429": 1, "500": 1, "200": 1}


def test_faults_choose_by_method_path_and_turn(desk: Desk) -> None:
    desk.file()
    fault = {"kind": "status", "status": 503, "method": "PUT", "path": "/api/v2/tickets/1", "skip": 1, "body": "non"}
    desk.control("POST", "/faults", fault)
    assert desk.api("GET", "tickets/1").status_code == 200
    assert desk.api("PUT", "tickets/1/tags", {"tags": []}).status_code == 200
    assert [desk.put(priority=p).status_code for p in ("low", "high", "low")] == [200, 503, 200]
    shown = desk.control("GET", "/faults")["faults"][0]
    assert (shown["hits"], shown["count"]) == (1, 0)


def test_a_fault_after_the_effect_spoils_only_the_answer(desk: Desk) -> None:
    desk.file()
    desk.control("POST", "/faults", {"kind": "status", "status": 502, "method": "PUT", "stage": "after"})
    assert desk.put(priority="high").status_code == 502
    assert desk.ticket()["priority"] == "high"


@pytest.mark.parametrize("status", [401, 403, 404, 418])
def test_refusals_on_demand_are_json(desk: Desk, status: int) -> None:
    desk.control("POST", "/faults", {"kind": "status", "status": status, "path": "/oauth/tokens"})
    answer = desk.client.post("/oauth/tokens", json={})
    assert answer.status_code == status
    assert answer.is_json


def test_faults_can_be_lifted(desk: Desk) -> None:
    made = desk.control("POST", "/faults", {"kind": "status", "count": None})
    assert desk.api("GET", "tickets").status_code == 500
    assert desk.api("GET", "tickets").status_code == 500
    desk.control("DELETE", f"/faults/{made['id']}")
    assert desk.api("GET", "tickets").status_code == 200
    desk.control("POST", "/faults", {"kind": "gate"})
    desk.control("DELETE", "/faults")
    assert desk.control("GET", "/faults") == {"faults": [], "gates": []}


def test_faults_never_touch_pages_or_the_control_api(desk: Desk) -> None:
    desk.control("POST", "/faults", {"kind": "status", "count": None})
    assert desk.client.get("/").status_code == 200
    assert desk.control("GET", "/tickets") == {"tickets": []}


def test_reset_starts_again(desk: Desk) -> None:
    desk.file()
    desk.control("POST", "/faults", {"kind": "status", "count": None})
    desk.control("POST", "/limits", {"preset": "trial"})
    desk.control("POST", "/webhooks/hold")
    account = desk.control("POST", "/reset", {"webhook_url": "http://127.0.0.1:9/", "webhook_secret": "s"})
    assert account["tickets"] == 0
    assert account["webhooks"][0]["secret"] == "s"
    assert desk.api("GET", "tickets").status_code == 200
    assert desk.control("GET", "/limits")["requests"] == 1_000_000
    assert desk.parts.sender.held is None
    empty = desk.control("POST", "/reset", {"empty": True})
    assert (empty["groups"], [person["email"] for person in empty["people"]]) == ({}, [ADMIN])
    one = desk.control("POST", "/reset", {"scene": {"groups": ["G"], "people": []}})
    assert list(one["groups"]) == ["G"]


def test_a_client_needs_an_owner() -> None:
    broken = Scene({"people": [], "client": {"identifier": "c", "secret": "s", "owner": "nobody@x.example"}})
    with pytest.raises(ValueError, match=r"nobody@x\.example"):
        set_the_scene(Store(), broken)
