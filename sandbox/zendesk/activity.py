"""Trying a webhook, and the activity log. https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from sandbox.parts import parts, the_store
from sandbox.records import Attempt, Invocation, Webhook
from sandbox.zendesk import signing
from sandbox.zendesk.bodies import Json, body_under
from sandbox.zendesk.door import admins_only, api, caller
from sandbox.zendesk.refusals import NotFound
from sandbox.zendesk.sending import ZendeskPost
from sandbox.zendesk.shapes import second
from sandbox.zendesk.webhooks import webhook_or_404


@api.post("/webhooks/test")
def test_webhook() -> Response:
    """Send one request now and show the answer; without a webhook it is signed with the published test secret."""
    admins_only()
    store, given = the_store(), body_under("request")
    known = store.webhooks.get(request.args.get("webhook_id", ""))
    now = store.clock.now()
    hook = Webhook("", "test", "", signing.TEST_SECRET, [], now, caller().id) if known is None else known
    trial = Webhook(
        hook.id or signing.new_ulid(int(now.timestamp() * 1000)),
        hook.name,
        given.get("endpoint") or hook.endpoint,
        hook.secret,
        hook.subscriptions,
        now,
        hook.created_by,
        method=given.get("http_method") or hook.method,
        authentication=given.get("authentication") or hook.authentication,
    )
    post = ZendeskPost(store)
    invocation = Invocation(post.new_id(now), trial.id, "test", 0, given.get("payload") or '{\n   "test": true\n}\n')
    attempt = post.send(trial, invocation, now, parts().sender.timeout or post.timeout)
    return jsonify({"response": _answer_json(attempt)})


def _answer_json(attempt: Attempt) -> Json:
    return {
        "status_code": attempt.status_code or 504,
        "headers": [{"key": key, "value": value} for key, value in attempt.answer_headers.items()],
        "payload": attempt.answer,
    }


@api.get("/webhooks/<webhook_id>/invocations")
def list_invocations(webhook_id: str) -> Response:
    """The activity log, newest first."""
    admins_only()
    hook = webhook_or_404(webhook_id)
    sent = [i for i in the_store().invocations.values() if i.webhook_id == hook.id and i.attempts]
    return jsonify({"invocations": [_invocation_json(i) for i in reversed(sent)], "meta": {"has_more": False}})


def _invocation_json(invocation: Invocation) -> Json:
    shown: dict[str, Any] = {
        "id": invocation.id,
        "status_code": invocation.status_code,
        "status": invocation.status,
        "latest_completed_at": second(invocation.attempts[-1].completed_at),
    }
    return {name: value for name, value in shown.items() if value is not None}


@api.get("/webhooks/<webhook_id>/invocations/<invocation_id>/attempts")
def list_attempts(webhook_id: str, invocation_id: str) -> Response:
    """What was sent each time and what came back."""
    admins_only()
    invocation = the_store().invocations.get(invocation_id)
    if invocation is None or invocation.webhook_id != webhook_id:
        raise NotFound
    return jsonify({"attempts": [_attempt_json(invocation, a) for a in reversed(invocation.attempts)]})


def _attempt_json(invocation: Invocation, attempt: Attempt) -> Json:
    shown: Json = {"id": invocation.webhook_id, "invocation_id": invocation.id, "status": attempt.status}
    if attempt.status_code:
        sent = [{"key": key, "value": value} for key, value in attempt.sent_headers.items()]
        shown |= {"status_code": attempt.status_code, "request": {"headers": sent, "payload": attempt.payload}}
        came = _answer_json(attempt)
        shown["response"] = {"headers": came["headers"], "payload": came["payload"]}
    return shown | {"completed_at": second(attempt.completed_at)}
