"""Webhooks as recorded: which acts fire a trigger, what is sent, how it is signed, how often it is tried."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.clock import Clock
from tests.sandbox.contract import assert_shaped_like
from tests.sandbox.receiver import Received, Receiver, receiving
from tests.sandbox.zammad.desk import ADMIN, AGENT, ZammadDesk, error_of, recording
from tests.sandbox.zammad.test_shapes import CUSTOM

SECRET = "s3cr3t-é"
UPDATE: dict[str, Any] = {"ticket.action": {"operator": "is", "value": "update"}}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def wire(desk: ZammadDesk, receiver: Receiver) -> None:
    """The webhook of a set-up that was done well: every change by anybody but the bot."""
    desk.control("POST", "/webhooks", {"url": receiver.url, "secret": SECRET})


def trigger(desk: ZammadDesk, receiver: Receiver, condition: dict[str, Any], **more: Any) -> int:
    """One trigger of this condition with a webhook of its own; its id."""
    hook = desk.admin("POST", "webhooks", {"name": "n", "endpoint": receiver.url, "signature_token": SECRET})
    perform = {"notification.webhook": {"webhook_id": hook["id"]}}
    given = {"name": f"t{hook['id']}", "condition": condition, "perform": perform, "active": True}
    made: int = desk.admin("POST", "triggers", given | more)["id"]
    return made


def settled(desk: ZammadDesk) -> list[dict[str, Any]]:
    """The deliveries, once nothing is under way any more."""
    desk.control("GET", "/wait?idle=1&timeout=10")
    found: list[dict[str, Any]] = desk.control("GET", "/deliveries")["deliveries"]
    return found


def signed(received: Received) -> bool:
    """Whether the signature fits the raw bytes."""
    digest = hmac.new(SECRET.encode(), received.raw, hashlib.sha1).hexdigest()
    return received.headers.get("X-Hub-Signature") == f"sha1={digest}"


def test_a_delivery_is_headed_signed_and_filled_as_recorded(desk: ZammadDesk, receiver: Receiver) -> None:
    wire(desk, receiver)
    files: list[dict[str, Any]] = [
        {"name": "image1.png", "content_type": "image/png", "text": "png", "inline": True},
        {"name": "acte de décès.pdf", "content_type": "application/pdf", "text": "acte"},
    ]
    desk.file(description="où ça ?", attachments=files)
    came = receiver.wait(1)[0]
    scenario = recording("01")
    assert set(came.headers) == {name for name, _ in scenario["delivery"]["headers"]}
    assert urlsplit(came.path).path == "/webhooks/zendesk/created"
    assert signed(came)
    assert came.headers["User-Agent"] == "Zammad User Agent"
    assert came.headers["Content-Type"] == "application/json"
    assert came.raw.startswith(b'{"ticket":{"article_count":1,"article_ids":[')
    assert "où ça".encode() in came.raw
    variable = CUSTOM | {"organization"}
    assert_shaped_like(scenario["delivery"]["body"], came.event, ignore=variable)
    assert came.event["ticket"]["state"] == "new"
    assert [file["filename"] for file in came.event["article"]["attachments"]] == [file["name"] for file in files]
    assert all(isinstance(file["size"], str) for file in came.event["article"]["attachments"])


def test_a_name_that_is_not_ascii_goes_out_as_raw_bytes(desk: ZammadDesk, receiver: Receiver) -> None:
    trigger(desk, receiver, {"ticket.action": {"operator": "is", "value": "create"}}, name="Guichet création")
    desk.file()
    assert receiver.wait(1)[0].headers["X-Zammad-Trigger"] == "Guichet crÃ©ation"


def test_signature_and_password_go_together(desk: ZammadDesk, receiver: Receiver) -> None:
    number = trigger(desk, receiver, {"ticket.action": {"operator": "is", "value": "create"}})
    hook = desk.admin("GET", f"triggers/{number}")["perform"]["notification.webhook"]["webhook_id"]
    desk.admin("PUT", f"webhooks/{hook}", {"basic_auth_username": "guichet", "basic_auth_password": "é"})
    desk.file()
    came = receiver.wait(1)[0]
    assert came.headers["Authorization"] == "Basic Z3VpY2hldDrDqQ=="
    assert signed(came)


def test_whatever_fails_is_tried_five_times_ten_seconds_later_each_time(
    desk: ZammadDesk, clock: Clock, receiver: Receiver
) -> None:
    wire(desk, receiver)
    receiver.answers = [(500, {}), (404, {}), (429, {"Retry-After": "1"}), (503, {}), (500, {})]
    desk.file()
    begun = clock.now()
    for number in range(1, 5):
        desk.control("GET", f"/wait?attempts={number}&timeout=10")
        desk.control("POST", "/clock", {"advance": 10 * number - 1})
        assert len(receiver.received) == number
        desk.put(title="v1")
        desk.control("POST", "/clock", {"advance": 1})
    desk.control("GET", "/wait?attempts=5&idle=1&timeout=10")
    first = receiver.received
    assert len(first) == 5
    assert (clock.now() - begun).total_seconds() == 100
    assert len({one.headers["X-Zammad-Delivery"] for one in first}) == 1
    assert [one.event["ticket"]["title"] for one in first] == ["Double débit", *["v1"] * 4]  # written when it is sent
    assert len({one.headers["X-Hub-Signature"] for one in first}) == 2
    assert all(signed(one) for one in first)
    created = settled(desk)[0]
    assert (created["attempts"], created["status"]) == (5, "terminated")
    assert desk.admin("GET", "http_logs/webhook")[-1]["status"] == "500"


def test_three_quick_updates_all_show_the_last(desk: ZammadDesk, receiver: Receiver) -> None:
    wire(desk, receiver)
    desk.control("POST", "/webhooks/hold")
    desk.file()
    for number in range(3):
        desk.ok("PUT", "tickets/1", {"title": f"A{number}"}, login=AGENT)
    desk.control("POST", "/webhooks/release")
    assert {one.event["ticket"]["title"] for one in receiver.wait(4)} == {"A2"}


def test_nothing_is_sent_for_a_ticket_that_is_gone(desk: ZammadDesk, receiver: Receiver) -> None:
    wire(desk, receiver)
    desk.control("POST", "/webhooks/hold")
    desk.file()
    desk.api("DELETE", "tickets/1", token=ADMIN)
    desk.control("POST", "/webhooks/release")
    assert [one["status"] for one in settled(desk)] == ["terminated"]
    assert receiver.received == []


def test_a_redirect_gives_the_payload_away(desk: ZammadDesk, receiver: Receiver) -> None:
    wire(desk, receiver)
    receiver.answers = [(302, {"Location": "/ailleurs"})]
    desk.file()
    followed = receiver.wait(2)[1]
    assert (followed.method, urlsplit(followed.path).path, followed.raw) == ("GET", "/ailleurs", b"")
    assert "X-Hub-Signature" not in followed.headers
    assert json.loads(parse_qs(urlsplit(followed.path).query)["ticket"][0])["title"] == "Double débit"
    assert settled(desk)[0]["status"] == "success"


def test_newer_versions_follow_no_redirect(clock: Clock, receiver: Receiver) -> None:
    desk = ZammadDesk(clock, "6.5")
    wire(desk, receiver)
    receiver.answers = [(302, {"Location": "/ailleurs"})]
    desk.file()
    desk.control("GET", "/wait?attempts=1&timeout=10")
    desk.control("POST", "/webhooks/flush")
    assert [urlsplit(one.path).path for one in receiver.wait(2)] == ["/webhooks/zendesk/created"] * 2


SELECTIVE = UPDATE | {"ticket.group_id": {"operator": "is", "value": ["2", "3"]}}
QUIET: tuple[dict[str, Any], ...] = ({"priority": "3 high"}, {"state": "open"}, {"compte": "x"}, {"title": "Autre"})


@pytest.mark.parametrize("change", QUIET)
def test_an_update_trigger_is_silent_for_a_field_its_condition_does_not_name(
    desk: ZammadDesk, receiver: Receiver, change: dict[str, Any]
) -> None:
    trigger(desk, receiver, SELECTIVE)
    desk.file()
    desk.put(**change)
    assert settled(desk) == []
    desk.put(group="Facturation")  # named in the condition
    desk.put(article={"body": "n", "internal": True}, **change)
    assert len(settled(desk)) == 2


@pytest.mark.parametrize("change", QUIET)
def test_an_expert_condition_that_names_each_field_hears_them_all(
    desk: ZammadDesk, receiver: Receiver, change: dict[str, Any]
) -> None:
    wire(desk, receiver)
    desk.file()
    desk.ok("PUT", "tickets/1", change, login=AGENT)
    came = receiver.wait(2)
    assert [urlsplit(one.path).path.rpartition("/")[2] for one in came] == ["created", "updated"]
    assert came[1].event["article"] == {}


@pytest.mark.parametrize(("mode", "deliveries"), [("selective", 0), ("always", 1)])
def test_from_6_on_a_trigger_can_hear_everything(clock: Clock, receiver: Receiver, mode: str, deliveries: int) -> None:
    desk = ZammadDesk(clock, "6.5")
    trigger(desk, receiver, SELECTIVE, execution_condition_mode=mode)
    desk.file()
    desk.put(compte="x")
    assert len(settled(desk)) == deliveries


def test_5_5_knows_no_such_mode(desk: ZammadDesk, receiver: Receiver) -> None:
    trigger(desk, receiver, SELECTIVE, execution_condition_mode="always")
    desk.file()
    desk.put(compte="x")
    assert settled(desk) == []


def test_what_no_trigger_ever_sees(desk: ZammadDesk, receiver: Receiver) -> None:
    desk.file()
    desk.file(subject="autre")
    article = desk.ok("POST", "ticket_articles", {"ticket_id": 1, "body": "x", "attachments": [{"filename": "a"}]})
    wire(desk, receiver)
    hook = next(iter(desk.store.office.shelves["triggers"]))
    desk.store.office.shelves["triggers"][hook + 1]["condition"] = UPDATE  # even without the loop filter
    desk.ok("POST", "tags/add", {"object": "Ticket", "o_id": 1, "item": "x"})
    desk.put()
    desk.ok("PUT", f"ticket_articles/{article['id']}", {"internal": True})
    desk.ok("DELETE", f"attachments/{article['attachments'][0]['id']}")
    desk.ok("DELETE", f"ticket_articles/{article['id']}")
    desk.ok("PUT", "ticket_merge/2/31001")
    desk.api("DELETE", "tickets/1", token=ADMIN)
    assert settled(desk) == []


def test_the_bots_own_writes_are_filtered_where_the_trigger_says_so(desk: ZammadDesk, receiver: Receiver) -> None:
    wire(desk, receiver)
    desk.file()
    desk.put(priority="3 high")
    desk.ok("PUT", "tickets/1", {"priority": "1 low"}, login=AGENT)
    assert [one["event_type"] for one in settled(desk)] == ["create", "update"]


def test_moving_out_of_the_condition_is_silent(desk: ZammadDesk, receiver: Receiver) -> None:
    trigger(desk, receiver, SELECTIVE | {"ticket.priority_id": {"operator": "has changed", "value": []}})
    desk.file()
    desk.put(group="Cas particuliers", priority="3 high")
    assert settled(desk) == []


def test_what_a_trigger_does_fires_no_other(desk: ZammadDesk, receiver: Receiver) -> None:
    perform = {"ticket.tags": {"operator": "add", "value": "a, b"}, "article.note": {"body": "n", "internal": "true"}}
    create = {"ticket.action": {"operator": "is", "value": "create"}}
    desk.admin("POST", "triggers", {"name": "t", "condition": create, "perform": perform, "active": True})
    trigger(desk, receiver, UPDATE)
    desk.file()
    assert desk.ok("GET", "tags?object=Ticket&o_id=1") == {"tags": ["a", "b"]}
    assert desk.articles()[-1]["internal"]
    assert settled(desk) == []


def test_the_seed_trigger_answers_by_mail_when_it_is_on(desk: ZammadDesk, receiver: Receiver) -> None:
    desk.control("POST", "/zammad", {"auto_reply": True})
    wire(desk, receiver)
    desk.file()
    reply = desk.articles()[-1]
    assert (reply["type"], reply["sender"], reply["created_by"]) == ("email", "System", "-")
    assert reply["subject"] == "Thanks for your inquiry (Double débit)"
    assert len(settled(desk)) == 1


def test_a_job_with_a_webhook_calls_it_every_time(desk: ZammadDesk, receiver: Receiver) -> None:
    desk.file()
    hook = desk.admin("POST", "webhooks", {"name": "n", "endpoint": receiver.url})
    condition = {"ticket.state_id": {"operator": "is", "value": ["1"]}}
    given = {"name": "j", "timeplan": {"days": {}}, "condition": condition, "active": True}
    desk.admin("POST", "jobs", given | {"perform": {"notification.webhook": {"webhook_id": hook["id"]}}})
    for _ in range(2):
        desk.control("POST", "/zammad/jobs")
    came = receiver.wait(2)
    assert [one.event["article"] for one in came] == [{}, {}]
    assert "X-Hub-Signature" not in came[0].headers
    assert error_of(desk.api("DELETE", f"webhooks/{hook['id']}", token=ADMIN)).startswith("Cannot delete!")


def test_webhooks_and_triggers_are_stored_as_recorded(desk: ZammadDesk) -> None:
    for one in recording("14")["exchanges"]:
        request, response = one["request"], one["response"]
        if request["method"] != "POST" or "preview" in request["path"]:
            continue
        answer = desk.api("POST", request["path"].removeprefix("/api/v1/"), request["body"], token=ADMIN)
        assert answer.status_code == response["status"], one["note"]
        if response["status"] == 422:
            assert answer.json == response["body"], one["note"]
        else:
            assert_shaped_like(response["body"], answer.json, one["note"])


def test_newer_webhooks_have_more(clock: Clock, receiver: Receiver) -> None:
    desk = ZammadDesk(clock, "7.0")
    number = trigger(desk, receiver, {"ticket.action": {"operator": "is", "value": "create"}})
    hook = desk.admin("GET", f"triggers/{number}")["perform"]["notification.webhook"]["webhook_id"]
    own = {"customized_payload": True, "custom_payload": '{"id":"#{ticket.id}","who":"#{ticket.customer.email}"}'}
    desk.admin("PUT", f"webhooks/{hook}", own | {"bearer_token": "b"})
    desk.file()
    came = receiver.wait(1)[0]
    assert came.event == {"id": "1", "who": "camille.roussel@courriel.example"}
    assert came.headers["Authorization"] == "Bearer b"
    unknown = {"notification.webhook": {"webhook_id": 999}}
    given = {"name": "x", "condition": UPDATE, "perform": unknown, "active": True}
    assert desk.api("POST", "triggers", given, token=ADMIN).status_code == 422


def test_newer_triggers_are_looked_at(clock: Clock) -> None:
    desk = ZammadDesk(clock, "6.5")
    perform = {"ticket.tags": {"operator": "add", "value": "a"}}
    given = {"name": "x", "condition": {"ticket.nexistepas": {"operator": "is", "value": "x"}}, "perform": perform}
    assert desk.api("POST", "triggers", given, token=ADMIN).status_code == 422
    assert desk.admin("POST", "triggers", given | {"condition": UPDATE})["execution_condition_mode"] == "selective"
