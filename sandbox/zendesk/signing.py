"""The signature of a webhook: https://developer.zendesk.com/documentation/webhooks/verifying/."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="  # noqa: S105 - published: signs tests of webhooks that do not exist yet


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Base64 of HMAC-SHA256 over timestamp and raw body, keyed with the secret's text as it is shown."""
    digest = hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def new_secret() -> str:
    """A secret of the shape the helpdesk makes."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def new_ulid(milliseconds: int) -> str:
    """An id that sorts by time, as webhooks and their invocations have."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = (milliseconds << 80) | secrets.randbits(80)
    return "".join(alphabet[(number >> shift) & 31] for shift in range(125, -1, -5))
