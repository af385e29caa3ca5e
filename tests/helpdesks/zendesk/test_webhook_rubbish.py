"""Whatever is thrown at the door, it answers with one of its own words."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration.core.errors import BadPayload, BadSignature
from integration.core.event import Event, Ignored
from integration.helpdesks.zendesk.webhook import ZendeskDoor
from tests.helpdesks.zendesk.signed import EVENT, NOW, SECRET, TRIGGER, receive


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[]", "not an object"),
        (b"null", "not an object"),
        (b"1e999", "not an object"),
        ({}, "neither a Zendesk event nor"),
        ({**EVENT, "type": 1}, "type is not text"),
        ({**EVENT, "type": None}, "type is not text"),
        ({**EVENT, "detail": None}, "no detail"),
        ({**EVENT, "detail": []}, "no detail"),
        ({**EVENT, "detail": {}}, "names no ticket"),
        ({**EVENT, "detail": {"id": "5158; drop"}}, "names no ticket"),
        ({**EVENT, "detail": {"id": "../1"}}, "names no ticket"),
        ({**EVENT, "detail": {"id": "٣"}}, "names no ticket"),
        ({**EVENT, "detail": {"id": True}}, "names no ticket"),
        ({**EVENT, "detail": {"id": 1.5}}, "names no ticket"),
        ({**EVENT, "detail": {"id": 10**30}}, "names no ticket"),
        ({**EVENT, "detail": {"id": -1}}, "names no ticket"),
        ({**EVENT, "id": None}, "no id of its own"),
        ({**EVENT, "id": 7}, "no id of its own"),
        ({**EVENT, "id": ""}, "no id of its own"),
        ({**EVENT, "id": "a" * 101}, "no id of its own"),
        ({**EVENT, "id": "a\nb"}, "no id of its own"),
        ({**TRIGGER, "ticket_id": None}, "names no ticket"),
        ({**TRIGGER, "ticket_id": "{{ticket.id}}"}, "names no ticket"),
    ],
)
def test_a_proven_call_that_cannot_be_read_says_what_is_wrong(data: object, sentence: str) -> None:
    with pytest.raises(BadPayload, match=sentence):
        receive(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


# How fast rubbish is made says nothing about the door, and this machine may be busy.
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


KEYS = ["type", "detail", "id", "time", "account_id", "event"]


@patient
@given(base=st.sampled_from([EVENT, TRIGGER, {}]), change=st.dictionaries(st.sampled_from([*KEYS, *TRIGGER]), JSON))
def test_no_signed_json_breaks_the_door(base: dict[str, Any], change: dict[str, Any]) -> None:
    with suppress(BadPayload):
        assert isinstance(receive({**base, **change}), Event | Ignored)


@patient
@given(body=st.binary(max_size=200), timestamp=st.text(max_size=30), given_signature=st.text(max_size=50))
def test_no_unsigned_bytes_pass_the_door(body: bytes, timestamp: str, given_signature: str) -> None:
    headers = {
        "x-zendesk-webhook-signature": given_signature,
        "x-zendesk-webhook-signature-timestamp": timestamp,
    }

    with pytest.raises(BadSignature):
        ZendeskDoor((SECRET,)).receive(headers, body, NOW)


@patient
@given(body=st.binary(max_size=200))
def test_no_signed_bytes_break_the_door(body: bytes) -> None:
    with suppress(BadPayload):
        assert isinstance(receive(body), Event | Ignored)
