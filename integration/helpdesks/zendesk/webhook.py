"""The door for Zendesk's calls: headers and raw bytes in, an event out, or the reason why not. Pure.

Zendesk calls in one of two ways, fixed when the webhook is made: subscribed to events (its own JSON), or connected to a
trigger (our JSON: `{"ticket_id": "…", "updated_at": "…", "event": "…"}`). Both are signed alike:
https://developer.zendesk.com/documentation/webhooks/verifying/
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from integration.core.errors import BadPayload, BadSignature, NotConfigured
from integration.core.event import Event, Ignored

SIGNATURE = "x-zendesk-webhook-signature"
TIMESTAMP = "x-zendesk-webhook-signature-timestamp"
ACCOUNT = "x-zendesk-account-id"
INVOCATION = "x-zendesk-webhook-invocation-id"

TRIGGER = "conditional_ticket_events"
_PREFIX = "zen:event-type:ticket."
# The closed list of https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/ and newer clients.
TICKET_EVENTS = frozenset(
    _PREFIX + name
    for name in (  # noqa: SIM905 # forty words read better so
        "agent_assignment_changed attachment_linked_to_comment attachment_redacted_from_comment brand_changed "
        "comment_added comment_made_private comment_redacted created csat_received csat_requested "
        "custom_field_changed custom_status_changed description_changed email_ccs_changed external_id_changed "
        "followers_changed form_changed group_assignment_changed marked_as_spam merged next_sla_breach_changed "
        "ola_policy_changed organization_changed permanently_deleted priority_changed problem_link_changed "
        "requester_changed schedule_changed sla_policy_changed soft_deleted status_changed subject_changed "
        "submitter_changed tags_changed task_due_at_changed type_changed undeleted"
    ).split()
)

_NUMBER = re.compile(r"[0-9]{1,20}")
_DELIVERY_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_KIND_AT_MOST = 100  # an unknown kind is only counted, so it may be cut


@dataclass(frozen=True, slots=True)
class ZendeskDoor:
    """Verifies and parses Zendesk's calls.

    `secrets` is a list so that a secret can be changed without a gap; any of them opens. `account_id`, when set, is the
    only account listened to. `tolerance` is how far the signed time may be from now, either way: Zendesk prescribes
    none and its retries may come minutes later.
    """

    secrets: tuple[str, ...] = field(repr=False)
    account_id: str = ""
    tolerance: timedelta = timedelta(minutes=15)

    def receive(
        self,
        headers: Mapping[str, str],
        body: bytes,
        now: datetime,
        path: str = "",  # noqa: ARG002 - the body says what happened
    ) -> Event | Ignored:
        """Verify one call over its raw bytes, then read it; `headers` has lower-case names, `now` is aware.

        Raises NotConfigured without a secret, BadSignature when the call is not proven, BadPayload when it is proven
        but unreadable.
        """
        signed_at = self._verified(headers, body, now)
        data = _json_object(body)
        self._check_account(headers, data)
        if "type" in data:
            return _subscribed(data, signed_at)
        if "ticket_id" in data:
            return _triggered(data, headers.get(INVOCATION, ""), signed_at)
        raise BadPayload("The body is neither a Zendesk event nor a trigger's call: it has no type and no ticket_id.")

    def _verified(self, headers: Mapping[str, str], body: bytes, now: datetime) -> datetime:
        secrets = [secret for secret in self.secrets if secret]
        if not secrets:
            raise NotConfigured("No Zendesk webhook secret is configured, so this door is shut.")
        timestamp = headers.get(TIMESTAMP, "")
        given = _bytes(headers.get(SIGNATURE, ""))
        # Every secret is tried, so that the time taken does not tell which one matched.
        matches = [hmac.compare_digest(given, signature(secret, timestamp, body)) for secret in secrets]
        signed_at = _time(timestamp)
        if not any(matches) or signed_at is None or abs(now - signed_at) > self.tolerance:
            raise BadSignature
        return signed_at

    def _check_account(self, headers: Mapping[str, str], data: dict[str, object]) -> None:
        said = {headers.get(ACCOUNT, ""), _id(data.get("account_id"))} - {""}
        if self.account_id and said - {self.account_id}:
            raise BadPayload("The call comes from another Zendesk account than the configured one.")


def signature(secret: str, timestamp: str, body: bytes) -> bytes:
    """What Zendesk signs: base64(HMAC-SHA256(secret as shown, TIMESTAMP + BODY)), no separator between the two."""
    digest = hmac.new(_bytes(secret), _bytes(timestamp) + body, hashlib.sha256).digest()
    return base64.b64encode(digest)


def _subscribed(data: dict[str, object], signed_at: datetime) -> Event | Ignored:
    kind = data["type"]
    if not isinstance(kind, str):
        raise BadPayload("The event's type is not text.")
    if kind not in TICKET_EVENTS:
        return Ignored(kind[:_KIND_AT_MOST])
    detail = data.get("detail")
    if not isinstance(detail, dict):
        raise BadPayload("The event has no detail.")
    delivery_id = data.get("id")
    if not isinstance(delivery_id, str) or not _DELIVERY_ID.fullmatch(delivery_id):
        raise BadPayload("The event has no id of its own.")
    return Event(
        delivery_id=delivery_id,
        ticket_id=_ticket_id(detail.get("id")),
        kind=kind,
        # A time that cannot be read is no reason to lose an event: the signed time is within minutes of it.
        occurred_at=_time(data.get("time")) or signed_at,
        actor=_id(detail.get("actor_id")),
    )


def _triggered(data: dict[str, object], invocation: str, signed_at: datetime) -> Event:
    if not _DELIVERY_ID.fullmatch(invocation):
        raise BadPayload("The call has no invocation id.")
    return Event(
        delivery_id=invocation,
        ticket_id=_ticket_id(data["ticket_id"]),
        kind=TRIGGER,
        occurred_at=_time(data.get("updated_at")) or signed_at,
    )


def _ticket_id(value: object) -> str:
    ticket_id = _id(value)
    if not ticket_id:
        raise BadPayload("The call names no ticket.")
    return ticket_id


def _id(value: object) -> str:
    """An id as text: events write ids as strings, trigger bodies may write numbers; "" for anything else."""
    text = str(value) if isinstance(value, str) or type(value) is int else ""
    return text if _NUMBER.fullmatch(text) else ""


def _time(value: object) -> datetime | None:
    """An RFC 3339 time as UTC, or None; Zendesk writes up to nanoseconds, which are cut to microseconds."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
        return time.astimezone(UTC) if time.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _json_object(body: bytes) -> dict[str, object]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise BadPayload("The body is not JSON.") from None
    if not isinstance(data, dict):
        raise BadPayload("The body is JSON but not an object.")
    return data


def _bytes(text: str) -> bytes:
    # A header may hold anything a server let through; a wrong one must compare unequal, not fail.
    return text.encode("utf-8", "surrogatepass")
