"""Sends one webhook as Zammad sends it: written when it is sent, signed with SHA-1, tried five times."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import uuid
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

import requests

from sandbox.office import Json
from sandbox.records import Attempt, Comment, Invocation, Ticket, Webhook
from sandbox.store import Store
from sandbox.zammad.payload import payload_of

ATTEMPTS = 5
STEP = timedelta(seconds=10)
CONNECT = 4.0  # seconds
PLACE = re.compile(r"#\{([a-z_.]+)\}")
MOVED = (301, 302, 303, 307, 308)


class ZammadPost:
    """Zammad's way of sending: one worker, so that a slow receiver makes all others wait."""

    timeout = 30.0
    one_by_one = True

    def __init__(self, store: Store) -> None:
        self._store = store

    def new_id(self, now: datetime) -> str:  # noqa: ARG002 - every dialect is asked so
        """A UUID, the same for all attempts."""
        return str(uuid.uuid4())

    def send(self, webhook: Webhook, invocation: Invocation, now: datetime, timeout: float) -> Attempt | None:
        """Send once what the ticket is now; nothing at all when it is gone."""
        with self._store.bell:
            ticket = self._store.ticket(invocation.ticket_id)
            record = self._store.office.shelves["webhooks"].get(int(webhook.id))
            if ticket is None or record is None:
                return None
            invocation.body = body_of(self._store, ticket, invocation, record)
            modern = self._store.office.at_least("6.0")
        body = invocation.body.encode()
        headers = headers_of(record, invocation, body)
        attempt = Attempt("failed", now, headers, invocation.body)
        try:
            answer = _call(str(record.get("http_method", "post")).upper(), record, body, headers, timeout)
            if answer.status_code in MOVED and not modern:
                answer = _follow(answer, record, body, headers, timeout)
        except requests.RequestException as error:
            attempt.status = "timeout" if isinstance(error, requests.Timeout) else "failed"
            attempt.answer = type(error).__name__
            return attempt
        attempt.status = "success" if 200 <= answer.status_code < 300 else "terminated"
        attempt.status_code, attempt.answer = answer.status_code, answer.text[:1000]
        attempt.answer_headers = dict(answer.headers)
        return attempt

    def pause_before_retry(self, attempts: list[Attempt]) -> timedelta | None:
        """Whatever went wrong, the nth attempt is followed by n times ten seconds; after the fifth all is dropped."""
        if attempts[-1].status == "success" or len(attempts) >= ATTEMPTS:
            return None
        return STEP * len(attempts)


def body_of(store: Store, ticket: Ticket, invocation: Invocation, record: Json) -> str:
    """Compact JSON, raw UTF-8; since 6.0 a webhook may have a payload of its own."""
    number = invocation.context.get("article_id")
    comment: Comment | None = next((c for c in ticket.comments if c.id == number), None)
    payload = payload_of(store, ticket, comment)
    if record.get("customized_payload") and record.get("custom_payload"):
        return PLACE.sub(lambda found: _said(payload, found.group(1)), str(record["custom_payload"]))
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def _said(payload: Json, path: str) -> str:
    """What a placeholder such as `ticket.customer.email` stands for, ready to stand within a JSON text."""
    value: Any = payload
    for word in path.split("."):
        value = value.get(word) if isinstance(value, dict) else None
    return json.dumps("" if value is None else str(value), ensure_ascii=False)[1:-1]


def headers_of(record: Json, invocation: Invocation, body: bytes) -> dict[str, str]:
    """The recorded headers; the trigger's name goes out as raw UTF-8, which HTTP libraries read as latin-1."""
    name = str(invocation.context.get("trigger", "")).encode().decode("latin-1")
    headers = {
        "Accept-Encoding": "gzip;q=1.0,deflate;q=0.6,identity;q=0.3",
        "Accept": "*/*",
        "User-Agent": "Zammad User Agent",
        "X-Zammad-Trigger": name,
        "X-Zammad-Delivery": invocation.id,
        "Content-Type": "application/json",
        "Connection": "close",
    }
    if record.get("bearer_token"):
        headers["Authorization"] = f"Bearer {record['bearer_token']}"
    if record["basic_auth_username"]:
        pair = f"{record['basic_auth_username']}:{record['basic_auth_password'] or ''}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    if record["signature_token"]:
        headers["X-Hub-Signature"] = signature(record["signature_token"], body)
    return headers


def signature(token: str, body: bytes) -> str:
    """HMAC-SHA1 over the raw bytes, the token as UTF-8; nothing in it says when."""
    return f"sha1={hmac.new(token.encode(), body, hashlib.sha1).hexdigest()}"


def _call(method: str, record: Json, body: bytes, headers: dict[str, str], timeout: float) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False  # a proxy of this machine is no business of the helpdesk
        given = {name: value.encode("latin-1") for name, value in headers.items()}
        return session.request(
            method, record["endpoint"], data=body, headers=given, timeout=(CONNECT, timeout), allow_redirects=False
        )


def _follow(
    answer: requests.Response, record: Json, body: bytes, headers: dict[str, str], timeout: float
) -> requests.Response:
    """5.5 follows a redirect with a GET that has the whole payload in its address, unsigned."""
    address = urljoin(record["endpoint"], answer.headers.get("Location", ""))
    known = ("X-Hub-Signature", "Content-Type")
    rest = {name: value for name, value in headers.items() if name not in known}
    query = urlencode({name: json.dumps(value, ensure_ascii=False) for name, value in json.loads(body).items()})
    return _call("GET", record | {"endpoint": f"{address}?{query}"}, b"", rest, timeout)
