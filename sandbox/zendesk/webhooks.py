"""The webhooks API and its activity log. https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/."""

from __future__ import annotations

from flask import Response, jsonify, request

from sandbox.parts import the_store
from sandbox.records import Webhook
from sandbox.store import Store
from sandbox.zendesk import signing
from sandbox.zendesk.bodies import Json, body_under
from sandbox.zendesk.door import admins_only, api, caller
from sandbox.zendesk.refusals import BadRequest, NotFound
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


def webhook_or_404(webhook_id: str) -> Webhook:
    """The webhook of this id."""
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
        model = webhook_or_404(original)
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
    return jsonify({"webhook": webhook_json(webhook_or_404(webhook_id))})


@api.route("/webhooks/<webhook_id>", methods=["PUT", "PATCH"])
def update_webhook(webhook_id: str) -> tuple[str, int]:
    """Change a webhook; there is no body in the answer."""
    admins_only()
    hook, given = webhook_or_404(webhook_id), body_under("webhook")
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
    del the_store().webhooks[webhook_or_404(webhook_id).id]
    return "", 204


@api.route("/webhooks/<webhook_id>/signing_secret", methods=["GET", "POST"])
def signing_secret(webhook_id: str) -> tuple[Response, int]:
    """Show the secret (GET) or make a new one (POST)."""
    admins_only()
    hook = webhook_or_404(webhook_id)
    if request.method == "POST":
        hook.secret = signing.new_secret()
    shown = {"signing_secret": {"secret": hook.secret, "algorithm": "SHA256"}}
    return jsonify(shown), 201 if request.method == "POST" else 200
