"""What a caller of the door is told, and that nothing recorded is ever lost."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.test import TestResponse

from integration.connections import ZendeskSettings
from integration.core.delivery import Delivery, Outcome
from integration.core.errors import CannotRecord, PolicyError
from integration.engine.rows import State
from integration.ledger.rows import Facts
from integration.settings import Settings
from integration.wiring import Web, build_web
from webhooks.app import create_app

SECRET, OLD_SECRET = "the-secret", "the-secret-before"
NOW = datetime.now(UTC)
ZENDESK = ZendeskSettings(
    url="https://acme.zendesk.com",
    account_id="22129848",
    webhook_secrets=(SecretStr(SECRET), SecretStr(OLD_SECRET)),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'guichet.db'}", connections={"zendesk": ZENDESK})


@pytest.fixture
def web(settings: Settings) -> Iterator[Web]:
    built = build_web(settings)
    yield built
    built.close()


@pytest.fixture
def client(settings: Settings, web: Web) -> FlaskClient:
    return create_app(settings, web).test_client()


def event(kind: str = "zen:event-type:ticket.created", delivery: str = "d-1", **detail: object) -> bytes:
    body = {
        "account_id": 22129848,
        "detail": {"id": "7", "actor_id": "9", **detail},
        "event": {},
        "id": delivery,
        "subject": "zen:ticket:7",
        "time": "2026-11-22T10:12:07.672717030Z",
        "type": kind,
        "zendesk_event_version": "2022-11-06",
    }
    return json.dumps(body, indent=3).encode() + b"\n"


def send(
    client: FlaskClient, body: bytes, *, secret: str = SECRET, at: datetime | None = None, path: str = "zendesk"
) -> TestResponse:
    timestamp = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).digest()
    headers = {
        "X-Zendesk-Webhook-Signature": base64.b64encode(digest).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": timestamp,
        "X-Zendesk-Account-Id": "22129848",
        "X-Zendesk-Webhook-Invocation-Id": "01HANA2B5D5W9XSJS3NE5SQA1J",
    }
    return client.post(f"/webhooks/{path}", data=body, headers=headers, content_type="application/json; charset=utf-8")


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
def test_a_signed_call_is_on_disk_before_it_is_accepted(client: FlaskClient, web: Web, secret: str) -> None:
    answer = send(client, event(), secret=secret)

    assert (answer.status_code, answer.json) == (202, {"status": "recorded"})
    [row] = web.watch.queue.deliveries()
    assert (row.helpdesk, row.ticket_id, row.state) == ("zendesk", "7", State.WAITING)


def test_the_same_delivery_twice_is_one(client: FlaskClient, web: Web) -> None:
    assert send(client, event()).status_code == send(client, event()).status_code == 202
    assert len(web.watch.queue.deliveries()) == 1


def test_a_trigger_s_call_is_taken_too(client: FlaskClient, web: Web) -> None:
    body = b'{"ticket_id":"8","updated_at":"2026-11-22T09:00:00Z","event":"created"}'

    assert send(client, body).status_code == 202
    assert web.watch.queue.deliveries()[0].ticket_id == "8"


@pytest.mark.parametrize(
    "spoil",
    [
        {"secret": "another"},
        {"at": NOW - timedelta(hours=1)},
        {"at": NOW + timedelta(hours=1)},
    ],
)
def test_a_call_that_is_not_proven_gets_one_and_the_same_answer(
    client: FlaskClient, web: Web, spoil: dict[str, object]
) -> None:
    answer = send(client, event(), **spoil)  # type: ignore[arg-type] # a table of keyword arguments

    assert answer.status_code == 401
    assert answer.json == {
        "error": "The signature of this call could not be verified: check the webhook secret and the clock."
    }
    assert web.watch.queue.deliveries() == ()


def test_without_any_signature_the_answer_is_the_same(client: FlaskClient) -> None:
    assert client.post("/webhooks/zendesk", data=event()).status_code == 401


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"not json", "JSON"),
        (b"[]", "JSON"),
        (event(id="seven"), "ticket"),
        (event().replace(b"22129848", b"11111111"), "another Zendesk account"),
        (b'{"hello": "world"}', "neither a Zendesk event nor a trigger's call"),
    ],
)
def test_a_signed_call_that_cannot_be_read_is_told_why(
    client: FlaskClient, web: Web, body: bytes, sentence: str
) -> None:
    answer = send(client, body)

    assert answer.status_code == 400
    assert sentence in answer.get_json()["error"]
    assert web.watch.queue.deliveries() == ()


def test_an_event_guichet_does_not_know_is_ignored_and_counted(client: FlaskClient, web: Web) -> None:
    answer = send(client, event("zen:event-type:user.created"))

    assert (answer.status_code, answer.json) == (202, {"status": "ignored"})
    assert web.watch.queue.deliveries() == ()
    assert 'guichet_webhook_calls_total{helpdesk="zendesk",result="ignored"} 1.0' in client.get("/metrics").text


def test_a_body_that_is_too_large_is_not_read(client: FlaskClient) -> None:
    answer = send(client, b"x" * 1_000_001)

    assert answer.status_code == 413
    assert answer.json == {"error": "The body is too large for a webhook; it was not read."}


def test_when_it_cannot_be_recorded_the_sender_is_asked_to_come_back(settings: Settings, web: Web) -> None:
    class Away:
        def put(self, _delivery: Delivery) -> None:
            raise CannotRecord("The queue's database cannot be used (OperationalError).")

    answer = send(create_app(settings, replace(web, queue=Away())).test_client(), event())

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_without_a_secret_the_door_is_shut_and_says_so(settings: Settings) -> None:
    shut = settings.model_copy(update={"connections": {"zendesk": ZENDESK.model_copy(update={"webhook_secrets": ()})}})
    web = build_web(shut)
    client = create_app(shut, web).test_client()

    answer = send(client, event())

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    ready = client.get("/ready")
    assert ready.status_code == 503
    assert "GUICHET_ZENDESK_WEBHOOK_SECRETS" in ready.get_json()["problems"][0]
    web.close()


@pytest.mark.parametrize("path", ["/webhooks/zendesk/", "//webhooks/zendesk", "/webhooks", "/", "/webhooks/freshdesk"])
def test_no_address_ever_redirects(client: FlaskClient, path: str) -> None:
    for answer in (client.post(path, data=event()), client.get(path)):
        assert answer.status_code in {401, 404, 405}
        assert answer.get_json()["error"].endswith(".")


def test_a_fault_of_our_own_asks_the_sender_to_come_back(
    settings: Settings, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def put(self, _delivery: Delivery) -> None:
            raise ZeroDivisionError

    answer = send(create_app(settings, replace(web, queue=Broken())).test_client(), event())

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "ZeroDivisionError" in caplog.text


def test_health_names_the_policy_in_force(client: FlaskClient, web: Web) -> None:
    told = {"policy": web.policies["zendesk"].current().version, "mode": "live", "broken": []}
    assert client.get("/health").json == {"status": "ok", "helpdesks": {"zendesk": told}}


def test_ready_and_metrics_tell_of_cases_that_wait_for_a_limit(client: FlaskClient, web: Web) -> None:
    facts = Facts(state="ask", held="messages_per_hour")
    web.watch.ledger.close("zendesk", "7", delivery_id="d", outcome=Outcome.HELD, read_at=NOW, at=NOW, facts=facts)

    ready = client.get("/ready")
    assert ready.status_code == 503
    assert ready.json is not None
    assert ready.json["problems"] == [
        "1 cases of zendesk wait because the limit messages_per_hour was reached: see `guichet limits show`."
    ]
    assert 'guichet_limit_reached{helpdesk="zendesk",limit="messages_per_hour"} 1.0' in client.get("/metrics").text


def test_ready_fails_when_nothing_works_on_what_was_recorded(client: FlaskClient, settings: Settings, web: Web) -> None:
    send(client, event())
    assert client.get("/ready").json == {"status": "ready", "problems": []}

    later = replace(web, watch=replace(web.watch, now=lambda: datetime.now(UTC) + timedelta(minutes=10)))
    answer = create_app(settings, later).test_client().get("/ready")

    assert answer.status_code == 503
    assert "is a worker running?" in answer.get_json()["problems"][0]


def test_metrics_tell_what_waits(client: FlaskClient) -> None:
    send(client, event())
    text = client.get("/metrics").text

    assert "guichet_deliveries_waiting 1.0" in text
    assert "guichet_database_up 1.0" in text
    assert 'guichet_webhook_calls_total{helpdesk="zendesk",result="recorded"} 1.0' in text


def test_a_broken_policy_stops_the_start_and_says_where(settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "policy.yaml"
    broken.write_text("language: fr\nrooting: []\n", "utf-8")

    with pytest.raises(PolicyError, match=r"policy\.yaml:2:1: "):
        create_app(settings.model_copy(update={"policy": broken}))


def test_nothing_of_the_body_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        send(client, event(subject="Zénobie Tartempion est décédée"))
        send(client, event(subject="Zénobie Tartempion est décédée"), secret="wrong")

    assert "delivery=d-1" in caplog.text
    assert "Tartempion" not in caplog.text
