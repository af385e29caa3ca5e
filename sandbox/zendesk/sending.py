"""Sends one webhook as Zendesk sends it: signed, no redirect followed, tried again only in the few documented cases."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import requests

from sandbox.records import Attempt, Invocation, Webhook
from sandbox.store import Store
from sandbox.zendesk import signing

RETRY_PAUSE = timedelta(seconds=1)  # after 409 and time-outs; the real pause is not documented


class ZendeskPost:
    """Zendesk's way of sending, as the sender wants it."""

    timeout = 12.0  # seconds, not adjustable on the real one
    one_by_one = False

    def __init__(self, store: Store) -> None:
        self._store = store

    def new_id(self, now: datetime) -> str:
        """A ULID, which sorts by time."""
        return signing.new_ulid(int(now.timestamp() * 1000))

    def send(self, webhook: Webhook, invocation: Invocation, now: datetime, timeout: float) -> Attempt:
        """Send once and say what came back."""
        body = b"" if webhook.method in ("GET", "DELETE") else invocation.body.encode()
        sent = signed_headers(webhook, invocation.id, now, body, self._store.account_id)
        attempt = Attempt("failed", now, sent, body.decode())
        try:
            with requests.Session() as session:
                session.trust_env = False  # a proxy of this machine is no business of the helpdesk
                answer = session.request(
                    webhook.method,
                    webhook.endpoint,
                    data=body,
                    headers=sent | extra_headers(webhook),
                    timeout=timeout,
                    allow_redirects=False,
                )
        except requests.Timeout:
            attempt.status = "timeout"
            return attempt
        except requests.RequestException as error:
            attempt.answer = type(error).__name__
            return attempt
        attempt.status = "success" if 200 <= answer.status_code < 300 else "terminated"
        attempt.status_code = answer.status_code
        attempt.answer_headers = dict(answer.headers)
        attempt.answer = answer.text[:1000]
        return attempt

    def pause_before_retry(self, attempts: list[Attempt]) -> timedelta | None:
        """How long to wait before trying again; None when it is not tried again.

        Only 409 (three times), 429 and 503 with a Retry-After under 60 s, and time-outs (five times) are: a plain 500
        is a lost event. https://developer.zendesk.com/documentation/webhooks/monitoring/
        """
        last = attempts[-1]
        alike = sum(
            1 for attempt in attempts if (attempt.status, attempt.status_code) == (last.status, last.status_code)
        )
        if (last.status_code == 409 and alike <= 3) or (last.status == "timeout" and alike <= 5):
            return RETRY_PAUSE
        if last.status_code in (429, 503):
            after = {name.lower(): value for name, value in last.answer_headers.items()}.get("retry-after", "")
            if after.isdigit() and int(after) < 60:
                return timedelta(seconds=int(after))
        return None


def signed_headers(webhook: Webhook, invocation_id: str, now: datetime, body: bytes, account: int) -> dict[str, str]:
    """The headers every delivery has, in the recorded order."""
    timestamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "X-Zendesk-Webhook-Signature-Timestamp": timestamp,
        "X-Zendesk-Webhook-Signature": signing.sign(webhook.secret, timestamp, body),
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Zendesk Webhook",
        "X-Zendesk-Account-Id": str(account),
        "X-Zendesk-Webhook-Id": webhook.id,
        "X-Zendesk-Webhook-Invocation-Id": invocation_id,
    }


def extra_headers(webhook: Webhook) -> dict[str, str]:
    """The webhook's own headers and credentials, which come on top of the signature."""
    headers = dict(webhook.custom_headers or {})
    given = webhook.authentication or {}
    data = given.get("data", {})
    if given.get("type") == "bearer_token":
        headers["Authorization"] = f"Bearer {data['token']}"
    elif given.get("type") == "api_key":
        headers[data["name"]] = data["value"]
    elif given.get("type") == "basic_auth":
        pair = f"{data['username']}:{data['password']}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return headers
