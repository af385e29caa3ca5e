"""Webhooks as they are managed, signed, sent, tried again, disturbed and logged."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.zendesk.signing import TEST_SECRET, sign
from tests.sandbox.contract import assert_shaped_like, recording
from tests.sandbox.desk import Desk
from tests.sandbox.receiver import Receiver, receiving

CREATED = ["zen:event-type:ticket.created"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def subscribe(desk: Desk, receiver: Receiver, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = desk.control("POST", "/webhooks", {"url": receiver.url, "subscriptions": CREATED} | more)
    return given


def settled(desk: Desk) -> list[dict[str, Any]]:
    """The deliveries, once nothing is under way any more."""
    desk.control("GET", "/wait?idle=1&timeout=10")
    found: list[dict[str, Any]] = desk.control("GET", "/deliveries")["deliveries"]
    return found


def test_signatures_agree_with_the_worked_vectors() -> None:
    vector = recording("webhook_signature_vector")
    assert sign(vector["secret"], vector["timestamp"], vector["body"].encode()) == vector["signature"]
    assert sign(vector["secret"], vector["timestamp"], b"") == vector["signature_of_empty_body"]
    other = vector["cross_check_third_party"]
    assert sign(vector["secret"], other["timestamp"], other["body"].encode()) == other["signature"]
    assert vector["secret"] == TEST_SECRET


def test_a_delivery_is_signed_and_headed_as_recorded(desk: Desk, receiver: Receiver) -> None:
    hook = subscribe(desk, receiver, secret="s3cret")
    desk.file(description="où ça ?")
    came = receiver.wait(1)[0]
    stamp = came.headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert stamp == "2026-11-23T12:00:00Z"
    assert came.headers["X-Zendesk-Webhook-Signature"] == sign("s3cret", stamp, came.raw)
    assert came.headers["X-Zendesk-Account-Id"] == "22129848"
    assert came.headers["X-Zendesk-Webhook-Id"] == hook["id"]
    assert came.headers["User-Agent"] == "Zendesk Webhook"
    assert came.headers["Content-Type"] == "application/json; charset=utf-8"
    assert came.raw.startswith(b'{\n   "account_id": 22129848,\n')
    assert came.raw.endswith(b"}\n")
    assert "où ça".encode() in came.raw
    recorded = recording("webhook_invocation_attempts")["response"]["body"]["attempts"][0]["request"]["headers"]
    assert {header["key"] for header in recorded} <= set(came.headers)


@pytest.mark.parametrize(
    ("answers", "attempts", "status"),
    [
        ([(202, {})], 1, "success"),
        ([(500, {})], 1, "terminated"),
        ([(502, {})], 1, "terminated"),
        ([(301, {"Location": "/elsewhere"})], 1, "terminated"),
        ([(401, {})], 1, "terminated"),
        ([(409, {})] * 2, 3, "success"),
        ([(409, {})] * 4, 4, "terminated"),
        ([(503, {"Retry-After": "30"})], 2, "success"),
        ([(429, {"Retry-After": "5"})], 2, "success"),
        ([(503, {"Retry-After": "60"})], 1, "terminated"),
        ([(503, {})], 1, "terminated"),
    ],
)
def test_only_the_documented_failures_are_tried_again(
    desk: Desk, clock: Clock, receiver: Receiver, answers: list[tuple[int, dict[str, str]]], attempts: int, status: str
) -> None:
    receiver.answers = list(answers)
    subscribe(desk, receiver)
    desk.file()
    for number in range(1, attempts + 1):
        receiver.wait(number)
        assert desk.store.wait_for(lambda: not desk.parts.sender.in_flight, 5)
        clock.advance(timedelta(seconds=31))
        desk.control("GET", "/clock")
    delivery = settled(desk)[0]
    assert (delivery["attempts"], delivery["status"]) == (attempts, status)
    assert len({came.headers["X-Zendesk-Webhook-Invocation-Id"] for came in receiver.received}) == 1


def test_a_receiver_that_says_nothing_is_tried_again_five_times(desk: Desk, receiver: Receiver) -> None:
    receiver.answers = [(0, {})] * 6
    subscribe(desk, receiver)
    desk.control("POST", "/webhooks/timeout", {"seconds": 0.05})
    desk.file()
    for number in range(1, 7):
        receiver.wait(number)
        assert desk.store.wait_for(lambda: not desk.parts.sender.in_flight, 5)
        desk.control("POST", "/webhooks/flush")
    assert [(d["attempts"], d["status"]) for d in settled(desk)] == [(6, "timeout")]


def test_a_receiver_that_is_away_loses_the_event(desk: Desk) -> None:
    desk.control("POST", "/webhooks", {"url": "http://127.0.0.1:9/", "subscriptions": CREATED})
    desk.file()
    assert [(d["attempts"], d["status"]) for d in settled(desk)] == [(1, "failed")]


def test_deliveries_can_be_doubled_lost_delayed(desk: Desk, clock: Clock, receiver: Receiver) -> None:
    subscribe(desk, receiver)
    desk.control("POST", "/webhooks/mishaps", {"kind": "duplicate", "times": 50})
    desk.file()
    bodies = {came.raw for came in receiver.wait(50)}
    assert len(bodies) == 1
    assert len({came.headers["X-Zendesk-Webhook-Invocation-Id"] for came in receiver.received}) == 1
    settled(desk)
    desk.control("POST", "/webhooks/mishaps", {"kind": "duplicate", "new_invocation": True})
    desk.file()
    assert len({came.headers["X-Zendesk-Webhook-Invocation-Id"] for came in receiver.wait(52)[50:]}) == 2
    desk.control("POST", "/webhooks/mishaps", {"kind": "lose", "event_type": "created", "ticket_id": 3})
    desk.file()
    assert settled(desk)[-1]["status"] == "lost"
    desk.control("POST", "/webhooks/mishaps", {"kind": "delay", "seconds": 3600})
    desk.file()
    assert desk.control("GET", "/deliveries")["idle"] is False
    desk.control("POST", "/clock", {"advance": 3601})
    assert receiver.wait(53)[-1].event["detail"]["id"] == "4"


def test_deliveries_can_come_in_another_order(desk: Desk, receiver: Receiver) -> None:
    subscribe(desk, receiver, subscriptions=["zen:event-type:ticket.*"])
    desk.control("POST", "/webhooks/mishaps", {"kind": "reorder", "count": 3})
    desk.file()
    receiver.wait(3)
    settled(desk)
    assert receiver.types() == ["tags_changed", "comment_added", "created"]


def test_held_deliveries_go_out_as_asked(desk: Desk, receiver: Receiver) -> None:
    subscribe(desk, receiver, subscriptions=["zen:event-type:ticket.*"])
    desk.control("POST", "/webhooks/hold")
    desk.file()
    assert desk.control("GET", "/wait?idle=1")["met"], "what is held back does not keep anybody waiting"
    assert receiver.received == []
    assert desk.control("POST", "/webhooks/release", {"order": "reversed", "one_by_one": True}) == {"released": 3}
    settled(desk)
    assert receiver.types() == ["tags_changed", "comment_added", "created"]
    desk.control("POST", "/webhooks/hold")
    desk.file()
    desk.control("POST", "/webhooks/release", {"order": "shuffled", "seed": 3})
    assert len(receiver.wait(6)) == 6


def test_a_delivery_can_be_sent_again(desk: Desk, receiver: Receiver) -> None:
    subscribe(desk, receiver)
    desk.file()
    delivery = settled(desk)[0]
    desk.control("POST", f"/deliveries/{delivery['id']}/again", {"times": 3})
    assert len({came.raw for came in receiver.wait(4)}) == 1
    assert desk.client.post("/sandbox/deliveries/none/again").status_code == 404


def test_webhooks_are_made_shown_changed_and_removed_as_recorded(desk: Desk) -> None:
    number = ""
    for name in ("webhook_create_basic_auth", "webhook_create_no_auth"):
        exchange = recording(name)
        made = desk.api("POST", "webhooks", exchange["request"]["body"])
        assert made.status_code == 201
        assert made.json
        assert_shaped_like(exchange["response"]["body"], made.json)
        assert "password" not in made.get_data(as_text=True)
        number = made.json["webhook"]["id"]
    assert len(number) == 26
    shown = desk.ok("GET", f"webhooks/{number}")["webhook"]
    assert shown["name"] == "Example Webhook X1234 No Auth"
    listed = desk.ok("GET", "webhooks?filter[name_contains]=no auth")
    assert [hook["id"] for hook in listed["webhooks"]] == [number]
    assert listed["meta"] == {"has_more": False}
    changed = desk.api("PATCH", f"webhooks/{number}", {"webhook": {"status": "inactive"}})
    assert (changed.status_code, changed.data) == (204, b"")
    assert desk.ok("GET", f"webhooks/{number}")["webhook"]["status"] == "inactive"
    connect = {"webhook": {"subscriptions": CREATED}}
    assert desk.api("PUT", f"webhooks/{number}", connect).status_code == 400, "the connection method is for ever"
    clone = desk.api("POST", f"webhooks?clone_webhook_id={number}")
    assert clone.status_code == 201
    assert desk.api("DELETE", f"webhooks/{number}").status_code == 204
    assert desk.api("GET", f"webhooks/{number}").status_code == 404
    assert desk.api("POST", "webhooks", {"webhook": {"name": "x"}}).status_code == 400


def test_secrets_are_shown_and_renewed_as_recorded(desk: Desk) -> None:
    hook = desk.control("POST", "/webhooks", {"url": "http://127.0.0.1:9/"})
    shown = desk.ok("GET", f"webhooks/{hook['id']}/signing_secret")
    assert_shaped_like(recording("webhook_show_secret")["response"]["body"], shown)
    assert shown["signing_secret"]["secret"] == hook["secret"]
    renewed = desk.api("POST", f"webhooks/{hook['id']}/signing_secret")
    assert renewed.status_code == 201
    assert renewed.json
    assert renewed.json["signing_secret"]["secret"] != hook["secret"]


@pytest.mark.parametrize(
    ("authentication", "header", "value"),
    [
        ({"type": "bearer_token", "data": {"token": "t"}}, "Authorization", "Bearer t"),
        ({"type": "basic_auth", "data": {"username": "u", "password": "p"}}, "Authorization", "Basic dTpw"),
        ({"type": "api_key", "data": {"name": "X-Key", "value": "k"}}, "X-Key", "k"),
    ],
)
def test_credentials_come_on_top_of_the_signature(
    desk: Desk, receiver: Receiver, authentication: dict[str, Any], header: str, value: str
) -> None:
    hook = subscribe(desk, receiver)
    change = {"authentication": {**authentication, "add_position": "header"}, "custom_headers": {"X-More": "m"}}
    desk.api("PATCH", f"webhooks/{hook['id']}", {"webhook": change})
    desk.file()
    came = receiver.wait(1)[0]
    assert (came.headers[header], came.headers["X-More"]) == (value, "m")
    assert "X-Zendesk-Webhook-Signature" in came.headers


def test_the_activity_log_is_as_recorded(desk: Desk, receiver: Receiver) -> None:
    receiver.answers = [(403, {})]
    hook = subscribe(desk, receiver)
    desk.file()
    settled(desk)
    listed = desk.ok("GET", f"webhooks/{hook['id']}/invocations")
    recorded = recording("webhook_invocations")["response"]["body"]
    assert_shaped_like(recorded["invocations"], listed["invocations"])
    number = listed["invocations"][0]["id"]
    attempts = desk.ok("GET", f"webhooks/{hook['id']}/invocations/{number}/attempts")
    shape = recording("webhook_invocation_attempts")["response"]["body"]
    assert_shaped_like(shape, attempts)
    assert attempts["attempts"][0]["request"]["payload"] == receiver.received[0].raw.decode()
    assert desk.api("GET", f"webhooks/{hook['id']}/invocations/none/attempts").status_code == 404


def test_a_webhook_can_be_tried_before_it_exists(desk: Desk, receiver: Receiver) -> None:
    request = {"endpoint": receiver.url, "request_format": "json", "http_method": "POST", "payload": '{"a": 1}'}
    answer = desk.ok("POST", "webhooks/test", {"request": request})
    assert_shaped_like(recording("webhook_test_full")["response"]["body"], answer)
    assert answer["response"]["status_code"] == 202
    came = receiver.received[0]
    stamp = came.headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert came.headers["X-Zendesk-Webhook-Signature"] == sign(TEST_SECRET, stamp, b'{"a": 1}')
    hook = subscribe(desk, receiver, secret="own")
    desk.ok("POST", f"webhooks/test?webhook_id={hook['id']}", {"request": {}})
    came = receiver.received[1]
    stamp = came.headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert came.headers["X-Zendesk-Webhook-Signature"] == sign("own", stamp, came.raw)


def test_a_webhook_that_is_read_with_get_has_no_body(desk: Desk, receiver: Receiver) -> None:
    hook = subscribe(desk, receiver, secret="s")
    desk.store.webhooks[hook["id"]].method = "GET"
    desk.file()
    came = receiver.wait(1)[0]
    assert (came.method, came.raw) == ("GET", b"")
    stamp = came.headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert came.headers["X-Zendesk-Webhook-Signature"] == sign("s", stamp, b"")


def test_an_inactive_webhook_is_silent(desk: Desk, receiver: Receiver) -> None:
    hook = subscribe(desk, receiver)
    desk.control("POST", "/webhooks/hold")
    desk.file()
    desk.api("PATCH", f"webhooks/{hook['id']}", {"webhook": {"status": "inactive"}})
    desk.file()
    desk.control("POST", "/webhooks/release")
    assert [delivery["status"] for delivery in settled(desk)] == ["terminated"]
    assert receiver.received == []


def test_mishaps_can_be_lifted(desk: Desk) -> None:
    desk.control("POST", "/webhooks/mishaps", {"kind": "lose", "count": 5})
    assert desk.control("GET", "/webhooks/mishaps")["mishaps"][0]["count"] == 5
    assert desk.control("DELETE", "/webhooks/mishaps") == {"mishaps": []}
    assert desk.client.post("/sandbox/webhooks/mishaps", json={"kind": "eat"}).status_code == 400
