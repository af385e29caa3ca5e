"""Zammad's calls: what opens the door, and what is read of them."""

import base64
import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.errors import BadPayload, BadSignature, NotConfigured
from integration.core.event import Event, Ignored
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.webhook import ZammadDoor, signature
from tests.helpdesks.recordings import recorded
from tests.helpdesks.zammad.samples import NOW, URL

SECRET = "s3cr3t-é"
DELIVERY = "744457f5-e585-4f28-9dd1-4aa4434e0872"
BODY = json.dumps({"ticket": {"id": 8, "title": "Décès"}, "article": {}}, ensure_ascii=False).encode()


def door(*secrets: str, **more: str) -> ZammadDoor:
    return ZammadDoor(ZammadAccess(URL, webhook_secrets=secrets or (SECRET,), **more))


def signed(body: bytes = BODY, secret: str = SECRET, **more: str) -> dict[str, str]:
    return {"x-hub-signature": signature(secret, body).decode(), "x-zammad-delivery": DELIVERY} | more


def receive(body: bytes) -> Event | Ignored:
    return door().receive(signed(body), body, NOW)


@pytest.mark.parametrize(("path", "kind"), [("created", "created"), ("updated", "updated"), ("", "moved")])
def test_the_address_says_what_happened(path: str, kind: str) -> None:
    assert door().receive(signed(), BODY, NOW, path) == Event(DELIVERY, "8", kind, NOW)


def test_nothing_but_the_id_of_the_ticket_is_believed() -> None:
    body = b'{"ticket": {"id": 8, "updated_by_id": 4, "updated_at": "2001-01-01T00:00:00Z"}, "article": {"id": 9}}'

    assert receive(body) == Event(DELIVERY, "8", "moved", NOW, actor="")


def test_any_of_several_secrets_opens() -> None:
    assert door("ancien", SECRET).receive(signed(), BODY, NOW)
    assert door("nouveau", "ancien").receive(signed(secret="ancien"), BODY, NOW)


@pytest.mark.parametrize("secrets", [(), ("",)])
def test_without_a_secret_the_door_is_shut(secrets: tuple[str, ...]) -> None:
    shut = ZammadDoor(ZammadAccess(URL, webhook_secrets=secrets, webhook_user="zammad", webhook_password="word"))

    with pytest.raises(NotConfigured):
        shut.receive(signed(), BODY, NOW)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature": ""},
        {"x-hub-signature": "sha1="},
        signed(secret="autre"),
        signed(BODY + b" "),
        {"x-hub-signature": signature(SECRET, BODY).decode().removeprefix("sha1=")},
        {"x-hub-signature": signature(SECRET, BODY).decode().upper()},
        {"x-hub-signature": "sha1=\udcff€"},
    ],
)
def test_what_is_not_proven_does_not_enter(headers: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        door().receive({"x-zammad-delivery": DELIVERY} | headers, BODY, NOW)


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@pytest.mark.parametrize(
    ("headers", "opens"),
    [
        (basic("zammad", "mot-é"), True),
        (basic("zammad", "mot"), False),
        (basic("", ""), False),
        ({}, False),
        ({"authorization": "Bearer \udcff"}, False),
    ],
)
def test_basic_authentication_is_asked_for_besides(headers: dict[str, str], opens: bool) -> None:
    guarded = door(webhook_user="zammad", webhook_password="mot-é")

    if opens:
        assert guarded.receive(signed() | headers, BODY, NOW)
    else:
        with pytest.raises(BadSignature):
            guarded.receive(signed() | headers, BODY, NOW)


def test_the_right_password_alone_opens_nothing() -> None:
    guarded = door(webhook_user="zammad", webhook_password="word")

    with pytest.raises(BadSignature):
        guarded.receive({"x-zammad-delivery": DELIVERY} | basic("zammad", "word"), BODY, NOW)


def test_a_trigger_may_have_an_accent_in_its_name() -> None:
    as_wsgi_gives_it = "Guichet création".encode().decode("latin-1")

    assert door().receive(signed() | {"x-zammad-trigger": as_wsgi_gives_it}, BODY, NOW)


@pytest.mark.parametrize("delivery", ["", "é", "a b", "x" * 101])
def test_a_call_without_an_id_of_its_own_cannot_be_kept(delivery: str) -> None:
    with pytest.raises(BadPayload, match="delivery id"):
        door().receive(signed() | {"x-zammad-delivery": delivery}, BODY, NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[1]",
        b"null",
        b"{}",
        b'{"ticket": null}',
        b'{"ticket": []}',
        b'{"ticket": {}}',
        b'{"ticket": {"id": null}}',
        b'{"ticket": {"id": true}}',
        b'{"ticket": {"id": -8}}',
        b'{"ticket": {"id": 8.5}}',
        b'{"ticket": {"id": "8; drop"}}',
        '{"ticket": {"id": "٣"}}'.encode(),
        b"[" * 100_000,
    ],
)
def test_a_call_that_names_no_ticket_cannot_be_read(body: bytes) -> None:
    with pytest.raises(BadPayload):
        receive(body)


def test_a_webhook_with_a_payload_of_its_own_may_write_the_id_as_text() -> None:
    event = receive(b'{"ticket": {"id": "8"}}')

    assert isinstance(event, Event)
    assert event.ticket_id == "8"


@given(st.binary(max_size=60))
def test_whatever_is_signed_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(BadPayload):
        receive(body)


def test_secrets_do_not_print() -> None:
    access = ZammadAccess(URL, "jeton", (SECRET,), "utilisateur", "mot")

    assert not any(word in repr(access) for word in ("jeton", SECRET, "utilisateur", "mot'"))


def headers_of(delivery: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in delivery["headers"]}


def test_a_recorded_signed_call() -> None:
    delivery = recorded("zammad", "01-webhook-create-signed")["delivery"]

    event = door().receive(headers_of(delivery), base64.b64decode(delivery["body_b64"]), NOW, "created")

    assert event == Event(DELIVERY, "8", "created", NOW)


@pytest.mark.parametrize(
    "name", ["03b-webhook-update-no-article-nested-condition", "02-webhook-update-basic-auth-with-note"]
)
def test_recorded_calls_of_updates(name: str) -> None:
    (delivery,) = recorded("zammad", name)["deliveries"]
    body, headers = base64.b64decode(delivery["body_b64"]), headers_of(delivery)

    event = door().receive(headers | {"x-hub-signature": signature(SECRET, body).decode()}, body, NOW, "updated")

    assert event == Event(headers["x-zammad-delivery"], "8", "updated", NOW)
