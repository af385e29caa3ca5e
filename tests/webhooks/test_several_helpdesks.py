"""Several helpdesks at one door: each by its own name, with its own secret, policy and figures."""

import hashlib
import hmac
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from werkzeug.test import TestResponse

from integration.connections import ZammadSettings, ZendeskSettings
from integration.core.delivery import Outcome
from integration.ledger.rows import Facts
from integration.settings import Settings
from integration.wiring import Web, build_web, clock
from tests.config.small import SMALL, edited, written
from tests.webhooks.test_receiver import SECRET, event, send
from webhooks.app import create_app

BODY = b'{"ticket":{"id":7},"article":{}}'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    own = written(tmp_path / "b", edited(SMALL, "Service clients", "Accueil"))
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'guichet.db'}",
        policy=written(tmp_path / "common"),
        connections={
            "zendesk": ZendeskSettings(
                url="https://acme.zendesk.com", account_id="22129848", webhook_secrets=(SecretStr(SECRET),)
            ),
            "marque-b": ZammadSettings(url="https://b.example.org", webhook_secrets=(SecretStr("b"),), policy=own),
            "marque-c": ZammadSettings(url="https://c.example.org", webhook_secrets=(SecretStr("c"),)),
        },
    )


@pytest.fixture
def web(settings: Settings) -> Iterator[Web]:
    built = build_web(settings)
    yield built
    built.close()


@pytest.fixture
def client(settings: Settings, web: Web) -> FlaskClient:
    return create_app(settings, web).test_client()


def zammad_calls(client: FlaskClient, path: str, secret: str, **headers: str) -> TestResponse:
    digest = hmac.new(secret.encode(), BODY, hashlib.sha1).hexdigest()
    given = {"X-Hub-Signature": f"sha1={digest}", "X-Zammad-Delivery": "d-1", **headers}
    return client.post(f"/webhooks/{path}", data=BODY, headers=given, content_type="application/json; charset=utf-8")


def test_the_address_says_what_happened(client: FlaskClient, web: Web) -> None:
    for number, path in enumerate(("marque-b", "marque-b/created", "marque-b/updated")):
        answer = zammad_calls(client, path, "b", **{"X-Zammad-Delivery": f"d-{number}"})
        assert (answer.status_code, answer.json) == (202, {"status": "recorded"})

    kinds = {row.id: row.kind for row in web.watch.queue.deliveries()}
    assert kinds == {"marque-b:d-0": "moved", "marque-b:d-1": "created", "marque-b:d-2": "updated"}


@pytest.mark.parametrize("path", ["marque-b/closed", "marque-b/created/", "marque-d/created", "zammad"])
def test_no_other_address_is_there(client: FlaskClient, path: str) -> None:
    answer = zammad_calls(client, path, "b")

    assert answer.status_code == (202 if path.endswith("/") else 404)


def test_the_same_delivery_id_of_two_helpdesks_is_two_deliveries(client: FlaskClient, web: Web) -> None:
    assert zammad_calls(client, "marque-b", "b").status_code == 202
    assert zammad_calls(client, "marque-c", "c").status_code == 202

    assert {(row.helpdesk, row.ticket_id) for row in web.watch.queue.deliveries()} == {
        ("marque-b", "7"),
        ("marque-c", "7"),
    }


def test_a_secret_opens_its_own_door_only(client: FlaskClient, web: Web) -> None:
    assert zammad_calls(client, "marque-c", "b").status_code == 401
    assert zammad_calls(client, "zendesk", "b").status_code == 401
    assert send(client, event(), path="marque-b").status_code == 401
    assert web.watch.queue.deliveries() == ()


def test_each_helpdesk_says_by_which_policy_it_decides(client: FlaskClient, settings: Settings, web: Web) -> None:
    helpdesks = client.get("/health").get_json()["helpdesks"]

    assert helpdesks["zendesk"]["policy"] == helpdesks["marque-c"]["policy"] != helpdesks["marque-b"]["policy"]
    assert web.policies["zendesk"] is web.policies["marque-c"]
    own = settings.policy_file("marque-b")
    own.write_text(edited(SMALL, "routing:", "rooting:"), "utf-8")
    web.policies["marque-b"].look_now()
    said = client.get("/health").get_json()
    assert said["status"] == "degraded"
    assert [name for name, told in said["helpdesks"].items() if told["broken"]] == ["marque-b"]


def test_a_helpdesk_without_a_secret_is_named(settings: Settings, tmp_path: Path) -> None:
    shut = settings.connections["marque-b"].model_copy(update={"webhook_secrets": ()})
    web = build_web(settings.model_copy(update={"connections": {**settings.connections, "marque-b": shut}}))
    problems = create_app(settings, web).test_client().get("/ready").get_json()["problems"]
    web.close()

    assert problems == ["marque-b has no webhook secret (GUICHET_MARQUE_B_WEBHOOK_SECRETS), so its door is shut."]


def test_figures_and_limits_are_told_for_each(client: FlaskClient, web: Web) -> None:
    now = clock()
    for name, held in (("zendesk", "first_run"), ("marque-b", "")):
        facts = Facts(state="ask", held=held)
        web.watch.ledger.close(name, "7", delivery_id="d", outcome=Outcome.HELD, read_at=now, at=now, facts=facts)
    text = client.get("/metrics").text

    assert 'guichet_cases{helpdesk="marque-b",state="ask"} 1.0' in text
    assert 'guichet_limit_reached{helpdesk="zendesk",limit="first_run"} 1.0' in text
    assert 'guichet_limit_reached{helpdesk="marque-b"' not in text
    [problem] = client.get("/ready").get_json()["problems"]
    assert problem.startswith("1 cases of zendesk wait")


def test_a_header_that_is_not_latin_1_does_no_harm(tmp_path: Path) -> None:
    """Zammad sends a trigger's name as raw UTF-8, and anybody may send anything: over a real socket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "GUICHET_DATABASE_URL": f"sqlite:///{tmp_path / 'guichet.db'}",
        "GUICHET_ZAMMAD_URL": "https://b.example.org",
        "GUICHET_ZAMMAD_WEBHOOK_SECRETS": "s3cr3t-é",
    }
    command = [sys.executable, "-m", "gunicorn", "webhooks.app:create_app()", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            digest = hmac.new("s3cr3t-é".encode(), BODY, hashlib.sha1).hexdigest().encode()
            assert _status(port, b"sha1=" + digest) == 202
            assert _status(port, "sha1=é\udc80".encode("utf-8", "surrogateescape")) == 401
        finally:
            process.terminate()
            process.wait()


def _status(port: int, signature: bytes) -> int:
    head = [
        b"POST /webhooks/zammad/created HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Content-Length: %d" % len(BODY),
        b"X-Hub-Signature: " + signature,
        b"X-Zammad-Delivery: d-1",
        "X-Zammad-Trigger: Décès \u2013 créé".encode(),
        b"Connection: close",
    ]
    with _connected(port) as line:
        line.sendall(b"\r\n".join(head) + b"\r\n\r\n" + BODY)
        return int(line.makefile("rb").readline().split()[1])


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.05)  # a server that is starting has no other way to tell
