"""The door for Zammad's calls: headers and raw bytes in, an event out, or the reason why not. Pure.

Zammad renders its payload when it sends, not when something happened, and again for each attempt: a call means "ticket
N moved" and nothing else. It does not say what happened either, so that two triggers call two addresses.
https://admin-docs.zammad.org/en/latest/manage/webhook.html
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import datetime

from integration.core.errors import BadPayload, BadSignature, NotConfigured
from integration.core.event import Event, Ignored
from integration.helpdesks.zammad.access import ZammadAccess

SIGNATURE = "x-hub-signature"
DELIVERY = "x-zammad-delivery"
AUTHORIZATION = "authorization"

_DELIVERY_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_KINDS = {"created": "created", "updated": "updated"}
_UNSAID = "moved"


class ZammadDoor:
    """Verifies and parses Zammad's calls.

    Any of the access's webhook secrets opens, so that one can be changed without a gap. A user and password, when
    configured, are asked for besides the signature. The signature holds no time: a call that is repeated is known by
    its delivery id, and looks at a ticket once more at worst.
    """

    def __init__(self, access: ZammadAccess) -> None:
        self._secrets = tuple(secret for secret in access.webhook_secrets if secret)
        self._basic = basic(access.webhook_user, access.webhook_password)

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime, path: str = "") -> Event | Ignored:
        """Verify one call over its raw bytes, then read it; `headers` has lower-case names, `now` is aware.

        `path` is "created" or "updated" where the address says so. Raises NotConfigured without a secret, BadSignature
        when the call is not proven, BadPayload when it is proven but unreadable.
        """
        self._verify(headers, body)
        delivery_id = headers.get(DELIVERY, "")
        if not _DELIVERY_ID.fullmatch(delivery_id):
            raise BadPayload("The call has no delivery id: it does not come from a Zammad webhook.")
        return Event(delivery_id, _ticket_id(body), _KINDS.get(path, _UNSAID), occurred_at=now)

    def _verify(self, headers: Mapping[str, str], body: bytes) -> None:
        if not self._secrets:
            raise NotConfigured("No Zammad webhook secret is configured, so this door is shut.")
        given = _bytes(headers.get(SIGNATURE, ""))
        # Everything is compared, so that the time taken does not tell what matched.
        matches = [hmac.compare_digest(given, signature(secret, body)) for secret in self._secrets]
        known = not self._basic or hmac.compare_digest(_bytes(headers.get(AUTHORIZATION, "")), self._basic)
        if not any(matches) or not known:
            raise BadSignature


def signature(secret: str, body: bytes) -> bytes:
    """What Zammad signs: sha1=hex(HMAC-SHA1(token as UTF-8, body)); it offers no better one, in no version."""
    return b"sha1=" + hmac.new(_bytes(secret), body, hashlib.sha1).hexdigest().encode()


def basic(user: str, password: str) -> bytes:
    """The header of basic authentication, empty where there is neither user nor password."""
    return b"Basic " + base64.b64encode(_bytes(f"{user}:{password}")) if user or password else b""


def _ticket_id(body: bytes) -> str:
    """The id in `{"ticket": {"id": …}}`; a webhook with a payload of its own may write it as text."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise BadPayload("The body is not JSON.") from None
    ticket = data.get("ticket") if isinstance(data, dict) else None
    value = ticket.get("id") if isinstance(ticket, dict) else None
    text = str(value) if isinstance(value, str) or type(value) is int else ""
    if not _NUMBER.fullmatch(text):
        raise BadPayload("The call names no ticket.")
    return text


def _bytes(text: str) -> bytes:
    # A header may hold anything a server let through; a wrong one must compare unequal, not fail.
    return text.encode("utf-8", "surrogatepass")
