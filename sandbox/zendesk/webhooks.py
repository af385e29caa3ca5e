"""The webhooks API and its activity log. https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from sandbox.parts import parts, the_store
from sandbox.records import Attempt, Invocation, Webhook
from sandbox.store import Store
from sandbox.zendesk import signing
from sandbox.zendesk.bodies import Json, body_under
from sandbox.zendesk.door import admins_only, api, caller
from sandbox.zendesk.refusals import BadRequest, NotFound
from sandbox.zendesk.sending import ZendeskPost
from sandbox.zendesk.shapes import second

CHANGEABLE = ("name", "endpoint", "status", "description", "authentication", "custom_headers")
SECRETS = {"basic_auth": ("username",), "bearer_token": (), "api_key": ("name",)}


def new_webhook(store: Store, given: Json, created_by: int) -> Webhook:
    """Make a webhook of what the API or a scene says of it."""
    for name in ("name", "endpoint", "http_method", "request_format", "status"):
        if not given.get(name):
            raise BadRequest("InvalidValue", f"{name} is required")
    now = store.clock.now()
    hook = Webhook(
        signing.new_ulid(int(now.timestamp() * 1000)),
        given["name"],
        given["endpoint"],
        given.get("secret") or signing.new_secret(),
        list(given.get("subscriptions") or []),
        now,
        created_by,
        method=given["http_method"],
        format=given["request_format"],
    )
    for name in CHANGEABLE:
        setattr(hook, name, given.get(name))
    store.webhooks[hook.id] = hook
    return hook


def webhook_json(hook: Webhook) -> Json:
    """A webhook as recorded: nothing that is empty, no secret."""
    shown: Json = {
        "id": hook.id,
        "name": hook.name,
        "description": hook.description,
        "status": hook.status,
        "subscriptions": hook.subscriptions,
        "created_at": second(hook.created_at),
        "created_by": str(hook.created_by),
        "updated_at": second(hook.updated_at) if hook.updated_at else None,
        "updated_by": str(hook.updated_by) if hook.updated_by else None,
        "endpoint": hook.endpoint,
        "http_method": hook.method,
        "request_format": hook.format,
        "custom_headers": hook.custom_headers,
    }
    if hook.authentication:
        shown["authentication"] = _without_secrets(hook.authentication)
    return {name: value for name, value in shown.items() if value is not None}


def _without_secrets(given: Json) -> Json:
    kept = SECRETS.get(given["type"], ())
    data = {name: value for name, value in given.get("data", {}).items() if name in kept}
    return {"type": given["type"]} | ({"data": data} if data else {}) | {"add_position": "header"}


def _hook(webhook_id: str) -> Webhook:
    hook = the_store().webhooks.get(webhook_id)
    if hook is None:
        raise NotFound
    return hook


@api.get("/webhooks")
def list_webhooks() -> Response:
    """All webhooks, or those whose name contains a word."""
    admins_only()
    word, status = request.args.get("filter[name_contains]", "").lower(), request.args.get("filter[status]")
    hooks = [h for h in the_store().webhooks.values() if word in h.name.lower() and status in (None, h.status)]
    return jsonify({"webhooks": [webhook_json(hook) for hook in hooks], "meta": {"has_more": False}})


@api.post("/webhooks")
def create_webhook() -> tuple[Response, int]:
    """A new webhook, or a copy of another one. How it is connected can never be changed."""
    admins_only()
    store = the_store()
    if original := request.args.get("clone_webhook_id"):
        model = _hook(original)
        given = webhook_json(model) | {"authentication": model.authentication}
    else:
        given = body_under("webhook")
    hook = new_webhook(store, {**given, "secret": None}, caller().id)
    shown = webhook_json(hook)
    shown["created_at"] = hook.created_at.strftime("%Y-%m-%dT%H:%M:%S.%f") + "65Z"
    return jsonify({"webhook": shown}), 201


@api.get("/webhooks/<webhook_id>")
def show_webhook(webhook_id: str) -> Response:
    """One webhook."""
    admins_only()
    return jsonify({"webhook": webhook_json(_hook(webhook_id))})


@api.route("/webhooks/<webhook_id>", methods=["PUT", "PATCH"])
def update_webhook(webhook_id: str) -> tuple[str, int]:
    """Change a webhook; there is no body in the answer."""
    admins_only()
    hook, given = _hook(webhook_id), body_under("webhook")
    connection = {"conditional_ticket_events"} & {*hook.subscriptions}
    if "subscriptions" in given and connection != {"conditional_ticket_events"} & {*given["subscriptions"]}:
        raise BadRequest("InvalidValue", "the connection method of a webhook cannot be changed")
    for name in CHANGEABLE:
        if name in given:
            setattr(hook, name, given[name])
    hook.subscriptions = list(given.get("subscriptions", hook.subscriptions))
    hook.method = given.get("http_method", hook.method)
    hook.updated_at, hook.updated_by = the_store().clock.now(), caller().id
    return "", 204


@api.delete("/webhooks/<webhook_id>")
def delete_webhook(webhook_id: str) -> tuple[str, int]:
    """Remove a webhook."""
    admins_only()
    del the_store().webhooks[_hook(webhook_id).id]
    return "", 204


@api.route("/webhooks/<webhook_id>/signing_secret", methods=["GET", "POST"])
def signing_secret(webhook_id: str) -> tuple[Response, int]:
    """Show the secret (GET) or make a new one (POST)."""
    admins_only()
    hook = _hook(webhook_id)
    if request.method == "POST":
        hook.secret = signing.new_secret()
    shown = {"signing_secret": {"secret": hook.secret, "algorithm": "SHA256"}}
    return jsonify(shown), 201 if request.method == "POST" else 200


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
    attempt = post.send(trial, invocation, now, parts().sender.timeout)
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
    hook = _hook(webhook_id)
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
