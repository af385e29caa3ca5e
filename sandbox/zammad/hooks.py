"""Webhooks: where deliveries go; their secrets come back in clear."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, jsonify

from sandbox.office import Json
from sandbox.parts import the_store
from sandbox.records import Webhook
from sandbox.store import Store
from sandbox.zammad import rights
from sandbox.zammad.door import api, caller, given, need, the_office
from sandbox.zammad.names import moment
from sandbox.zammad.payload import payload_of
from sandbox.zammad.refusals import unknown, unprocessable

COLUMNS: Json = {
    "name": None,
    "endpoint": None,
    "signature_token": None,
    "ssl_verify": True,
    "basic_auth_username": None,
    "basic_auth_password": None,
    "note": None,
    "active": True,
}
NEWER: Json = {"customized_payload": False, "custom_payload": None, "preferences": {}, "pre_defined_webhook_type": None}
NEWEST: Json = {"http_method": "post", "bearer_token": None}


def columns_of(store: Store) -> Json:
    """What a webhook has in this version; whatever else is sent is ignored."""
    newer = NEWER if store.office.at_least("6.0") else {}
    return COLUMNS | newer | (NEWEST if store.office.at_least("7.0") else {})


def add(store: Store, wanted: Json, user_id: int) -> Json:
    """A new webhook; names need not be unique."""
    known = columns_of(store)
    record = known | {name: value for name, value in wanted.items() if name in known and value is not None}
    _check(record)
    now = moment(store.stamp())
    made = {"updated_by_id": user_id, "created_by_id": user_id, "created_at": now, "updated_at": now}
    record = store.office.put("webhooks", record | made)
    mirror(store, record)
    return record


def mirror(store: Store, record: Json) -> None:
    """Tell the sender of the webhook, who knows webhooks of every vendor."""
    hook = store.webhooks.get(str(record["id"]))
    if hook is None:
        secret, now = record["signature_token"] or "", store.clock.now()
        hook = Webhook(str(record["id"]), record["name"], record["endpoint"], secret, [], now, record["created_by_id"])
        store.webhooks[hook.id] = hook
    hook.name, hook.endpoint, hook.secret = record["name"], record["endpoint"], record["signature_token"] or ""
    hook.status = "active" if record["active"] else "inactive"


def _check(record: Json) -> None:
    if not record["name"]:
        raise unprocessable("Name can't be blank")
    if not re.match(r"https?://.", str(record["endpoint"] or "")):
        text = "Endpoint The provided endpoint is invalid, no http or https protocol was specified."
        raise unprocessable(text)


def _found(number: str) -> Json:
    record = the_office().shelves["webhooks"].get(int(number)) if number.isdigit() else None
    if record is None:
        raise unknown("Webhook", number)
    return record


@api.get("/webhooks")
def list_hooks() -> Response:
    """All webhooks."""
    need("admin.webhook")
    return jsonify(list(the_office().shelves["webhooks"].values()))


@api.get("/webhooks/preview")
def preview() -> Response:
    """What a delivery for the newest ticket would hold."""
    need("admin.webhook")
    tickets = [ticket for ticket in the_store().tickets.values() if not ticket.deleted]
    if not tickets:
        raise unknown("Ticket", "preview")
    newest = tickets[-1]
    return jsonify(payload_of(the_store(), newest, newest.comments[-1] if newest.comments else None))


@api.get("/webhooks/<number>")
def show_hook(number: str) -> Response:
    """One webhook."""
    need("admin.webhook")
    return jsonify(_found(number))


@api.post("/webhooks")
def create_hook() -> tuple[Response, int]:
    """A new webhook."""
    need("admin.webhook")
    return jsonify(add(the_store(), given(), caller().id)), 201


@api.put("/webhooks/<number>")
def update_hook(number: str) -> Response:
    """Change what is named."""
    need("admin.webhook")
    record, known = _found(number), columns_of(the_store())
    changed: dict[str, Any] = {name: value for name, value in given().items() if name in known}
    _check(record | changed)
    record |= changed | {"updated_by_id": caller().id, "updated_at": moment(the_store().stamp())}
    mirror(the_store(), record)
    return jsonify(record)


@api.delete("/webhooks/<number>")
def delete_hook(number: str) -> Response:
    """Remove a webhook that no trigger calls."""
    need("admin.webhook")
    record = _found(number)
    for kind, shelf in (("Trigger", "triggers"), ("Job", "jobs")):
        for rule in the_office().shelves[shelf].values():
            called = (rule["perform"].get("notification.webhook") or {}).get("webhook_id")
            if str(called) == str(record["id"]):
                who = f"{kind}: {rule['name']} (#{rule['id']})"
                raise unprocessable(f"Cannot delete! This webhook is referenced by {who}")
    del the_office().shelves["webhooks"][record["id"]]
    the_store().webhooks.pop(str(record["id"]), None)
    return jsonify({})


@api.get("/http_logs/webhook")
def http_logs() -> Response:
    """Every attempt with request and answer in full, newest first; any admin may read it."""
    need(*rights.ADMINS)
    sent = [(i, attempt) for i in the_store().invocations.values() for attempt in i.attempts][::-1]
    shown = []
    for number, (invocation, attempt) in enumerate(sent[: int(given().get("limit") or 50)]):
        hook = the_store().webhooks.get(invocation.webhook_id)
        lines = "\n".join(f"{name}: {value}" for name, value in attempt.sent_headers.items())
        shown.append(
            {
                "id": len(sent) - number,
                "direction": "out",
                "facility": "webhook",
                "method": "POST",
                "url": hook.endpoint if hook else None,
                "status": str(attempt.status_code or 0),
                "ip": None,
                "request": {"content": f"{lines}\n\n{attempt.payload}"},
                "response": {"content": attempt.answer},
                "created_at": moment(attempt.completed_at),
            }
        )
    return jsonify(shown)
