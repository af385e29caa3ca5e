import json
from datetime import UTC, datetime, timedelta

import pytest

from integration.core.errors import BadPayload, BadSignature, NotConfigured
from integration.core.event import Event, Ignored
from integration.helpdesks.zendesk.webhook import TICKET_EVENTS, ZendeskDoor, signature
from tests.helpdesks.recordings import recorded
from tests.helpdesks.zendesk.signed import EVENT, NOW, SECRET, SIGNED_AT, TRIGGER, receive, signed


@pytest.mark.parametrize(
    ("timestamp", "body", "expected"),
    [
        (
            "2026-11-22T09:15:04Z",
            (
                '{"account_id":22129848,"detail":{"id":"5158","status":"OPEN","subject":"Remboursement – décès de '
                'l\'adhérent","tags":["remboursement"]},"event":{},"id":"cbe4028c-7239-495d-b020-f22348516046",'
                '"subject":"zen:ticket:5158","time":"2026-11-22T09:15:04.672717030Z",'
                '"type":"zen:event-type:ticket.created","zendesk_event_version":"2022-11-06"}'
            ),
            b"s7kriYRfwgtouQGgD8B/e/QqDolqHgRma7KiYjC94tc=",
        ),
        ("2026-11-22T09:15:04Z", "", b"+L2SwTJO+kNTbMftcaVxGZoDTX0fWe5uINpLPyl9Is0="),
        (
            "2021-03-25T05:09:27Z",
            '{"event":"ticket.updated","id":123}',
            b"S/RDdU2ERmj7LHDDoWJ2onPYH+t7/f2+LTM4dL7UiLM=",
        ),
    ],
    ids=["french", "empty", "other implementation"],
)
def test_the_worked_vectors(timestamp: str, body: str, expected: bytes) -> None:
    assert signature(SECRET, timestamp, body.encode()) == expected


def test_the_older_order_of_body_and_timestamp_is_not_accepted() -> None:
    # The vector that an old page of Zendesk's shows, signed over BODY+TIMESTAMP.
    headers = {
        "x-zendesk-webhook-signature": "tRDSF7URY8BLCDlaBcQ7FHu051Zk+aAB0NKMP53teMw=",
        "x-zendesk-webhook-signature-timestamp": "2021-07-25T10:00:00Z",
    }
    door = ZendeskDoor(("HRkRd4BeOAoUkfZr-mhauJT64rvBASlJRoIyPsd3zeA=",))

    with pytest.raises(BadSignature):
        door.receive(headers, b'{"say": "hello"}', datetime(2021, 7, 25, 10, tzinfo=UTC))


def test_an_event_says_which_ticket_moved() -> None:
    assert receive(EVENT) == Event(
        delivery_id="cbe4028c-7239-495d-b020-f22348516046",
        ticket_id="5158",
        kind="zen:event-type:ticket.created",
        occurred_at=datetime(2026, 11, 22, 9, 15, 4, 672717, UTC),
        actor="8447388090494",
    )


def test_a_triggers_call_says_which_ticket_moved() -> None:
    assert receive(TRIGGER) == Event(
        delivery_id="01HANA2B5D5W9XSJS3NE5SQA1J",
        ticket_id="5158",
        kind="conditional_ticket_events",
        occurred_at=datetime(2026, 11, 22, 9, 15, 3, tzinfo=UTC),
    )


def test_a_trigger_may_write_the_ticket_as_a_number() -> None:
    event = receive({**TRIGGER, "ticket_id": 5158})

    assert isinstance(event, Event)
    assert event.ticket_id == "5158"


@pytest.mark.parametrize("time", [None, "yesterday", 3, "2026-11-22T09:15:04", "0001-01-01T00:00:00+14:00"])
def test_an_event_whose_time_cannot_be_read_counts_from_its_signature(time: object) -> None:
    event = receive({**EVENT, "time": time})

    assert isinstance(event, Event)
    assert event.occurred_at == datetime(2026, 11, 22, 9, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize("name", ["event_ticket_created", "event_comment_added", "event_attachment_linked_to_comment"])
def test_recorded_events(name: str) -> None:
    payload = recorded("zendesk", name)["payload"]

    event = receive(payload)

    assert isinstance(event, Event)
    assert (event.ticket_id, event.kind) == (payload["detail"]["id"], payload["type"])
    assert event.delivery_id == payload["id"]
    assert event.actor == str(payload["detail"]["actor_id"])


@pytest.mark.parametrize("kind", sorted(TICKET_EVENTS))
def test_every_known_event_of_a_ticket_is_taken(kind: str) -> None:
    assert isinstance(receive({**EVENT, "type": kind}), Event)


@pytest.mark.parametrize(
    "kind",
    [
        "zen:event-type:ticket.updated",
        "zen:event-type:user.created",
        "zen:event-type:messaging_ticket.message_added",
        "",
        "zen:event-type:ticket.created\n",
    ],
)
def test_other_events_are_none_of_our_business(kind: str) -> None:
    assert receive({**EVENT, "type": kind}) == Ignored(kind)


def test_the_name_of_an_unknown_event_is_cut() -> None:
    assert receive({**EVENT, "type": "x" * 5000}) == Ignored("x" * 100)


def test_any_of_several_secrets_opens() -> None:
    body = json.dumps(EVENT).encode()
    door = ZendeskDoor(("old", "new"))

    for secret in ("old", "new"):
        assert isinstance(door.receive(signed(body, secret), body, NOW), Event)
    with pytest.raises(BadSignature):
        door.receive(signed(body, "third"), body, NOW)


@pytest.mark.parametrize("secrets", [(), ("",), ("", "")])
def test_without_a_secret_the_door_is_shut(secrets: tuple[str, ...]) -> None:
    body = json.dumps(EVENT).encode()

    with pytest.raises(NotConfigured):
        ZendeskDoor(secrets).receive(signed(body, ""), body, NOW)


def test_an_empty_secret_beside_a_real_one_opens_nothing() -> None:
    body = json.dumps(EVENT).encode()

    with pytest.raises(BadSignature):
        ZendeskDoor(("", SECRET)).receive(signed(body, ""), body, NOW)


@pytest.mark.parametrize("off", [timedelta(minutes=-15), timedelta(0), timedelta(minutes=15)])
def test_a_signed_time_within_the_tolerance_is_accepted(off: timedelta) -> None:
    body = json.dumps(EVENT).encode()

    event = ZendeskDoor((SECRET,)).receive(signed(body), body, datetime.fromisoformat(SIGNED_AT) + off)

    assert isinstance(event, Event)


@pytest.mark.parametrize("off", [timedelta(minutes=-15, seconds=-1), timedelta(minutes=15, seconds=1)])
def test_a_signed_time_too_far_away_is_not(off: timedelta) -> None:
    body = json.dumps(EVENT).encode()

    with pytest.raises(BadSignature):
        ZendeskDoor((SECRET,)).receive(signed(body), body, datetime.fromisoformat(SIGNED_AT) + off)


@pytest.mark.parametrize(
    "change",
    [
        {"x-zendesk-webhook-signature": None},
        {"x-zendesk-webhook-signature": ""},
        {"x-zendesk-webhook-signature": "wrong"},
        {"x-zendesk-webhook-signature": "é€\udcff"},
        {"x-zendesk-webhook-signature-timestamp": None},
        {"x-zendesk-webhook-signature-timestamp": "2026-11-22T09:15:05Z"},
        {"x-zendesk-webhook-signature-timestamp": "\udcff"},
    ],
)
def test_a_call_that_is_not_proven_gets_one_sentence(change: dict[str, str | None]) -> None:
    body = json.dumps(EVENT).encode()
    headers = {name: value for name, value in (signed(body) | change).items() if value is not None}

    with pytest.raises(BadSignature) as raised:
        ZendeskDoor((SECRET,)).receive(headers, body, NOW)

    assert str(raised.value) == str(BadSignature())


@pytest.mark.parametrize("at", ["", "now", "2026-11-22T09:15:04", "1e9", "2026-11-22", "9999-12-31T23:59:59-23:59"])
def test_a_correctly_signed_but_unreadable_time_proves_nothing(at: str) -> None:
    body = json.dumps(EVENT).encode()

    with pytest.raises(BadSignature):
        ZendeskDoor((SECRET,)).receive(signed(body, at=at), body, NOW)


def test_a_changed_body_is_not_proven() -> None:
    body = json.dumps(EVENT).encode()

    with pytest.raises(BadSignature):
        ZendeskDoor((SECRET,)).receive(signed(body), body + b"\n", NOW)


def test_the_raw_bytes_are_what_is_signed() -> None:
    body = json.dumps(EVENT, indent=2).encode() + b"\n"

    assert isinstance(receive(body), Event)


def test_a_triggers_call_without_an_invocation_id_cannot_be_told_from_another() -> None:
    body = json.dumps(TRIGGER).encode()
    headers = signed(body)
    del headers["x-zendesk-webhook-invocation-id"]

    with pytest.raises(BadPayload, match="no invocation id"):
        ZendeskDoor((SECRET,)).receive(headers, body, NOW)


def test_the_configured_account_is_listened_to() -> None:
    door = ZendeskDoor((SECRET,), account_id="22129848")

    assert isinstance(receive(EVENT, door), Event)
    assert isinstance(receive(TRIGGER, door), Event)


def test_another_account_is_not_even_with_the_secret() -> None:
    with pytest.raises(BadPayload, match="another Zendesk account"):
        receive(TRIGGER, ZendeskDoor((SECRET,), account_id="1"))


def test_an_account_named_in_the_body_alone_counts_too() -> None:
    body = json.dumps({**EVENT, "account_id": 2}).encode()
    headers = signed(body)
    del headers["x-zendesk-account-id"]

    with pytest.raises(BadPayload, match="another Zendesk account"):
        ZendeskDoor((SECRET,), account_id="1").receive(headers, body, NOW)


def test_a_door_keeps_its_secrets_to_itself() -> None:
    assert SECRET not in repr(ZendeskDoor((SECRET,)))
