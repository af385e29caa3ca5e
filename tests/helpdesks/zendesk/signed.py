"""Webhook calls as Zendesk sends and signs them."""

import json
from datetime import UTC, datetime
from typing import Any

from integration.core.event import Event, Ignored
from integration.helpdesks.zendesk.webhook import ZendeskDoor, signature

SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="


SIGNED_AT = "2026-11-22T09:15:04Z"


NOW = datetime(2026, 11, 22, 9, 15, 30, tzinfo=UTC)


EVENT: dict[str, Any] = {
    "account_id": 22129848,
    "detail": {"id": "5158", "actor_id": "8447388090494", "status": "OPEN", "tags": None},
    "event": {},
    "id": "cbe4028c-7239-495d-b020-f22348516046",
    "subject": "zen:ticket:5158",
    "time": "2026-11-22T09:15:04.672717030Z",
    "type": "zen:event-type:ticket.created",
    "zendesk_event_version": "2022-11-06",
}


TRIGGER = {"ticket_id": "5158", "updated_at": "2026-11-22T09:15:03Z", "event": "created"}


def signed(body: bytes, secret: str = SECRET, at: str = SIGNED_AT) -> dict[str, str]:
    return {
        "x-zendesk-webhook-signature": signature(secret, at, body).decode(),
        "x-zendesk-webhook-signature-timestamp": at,
        "x-zendesk-webhook-invocation-id": "01HANA2B5D5W9XSJS3NE5SQA1J",
        "x-zendesk-account-id": "22129848",
    }


def receive(data: object, door: ZendeskDoor | None = None) -> Event | Ignored:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return (door or ZendeskDoor((SECRET,))).receive(signed(body), body, NOW)
