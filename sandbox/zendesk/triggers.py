"""Triggers that call a webhook. https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/.

Only the action `notification_webhook` is carried out, and only the conditions below are understood: a trigger with any
other condition never fires here.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Response, jsonify

from sandbox.parts import the_store
from sandbox.records import Audit, Ticket, Trigger
from sandbox.sender import Sender
from sandbox.store import Store
from sandbox.zendesk.bodies import Json, body_under
from sandbox.zendesk.door import admins_only, api
from sandbox.zendesk.paging import page_of
from sandbox.zendesk.refusals import NotFound
from sandbox.zendesk.shapes import second

VIA_IDS = {"web": "0", "email": "4", "api": "5"}


class TriggerRunner:
    """Listens to the store and calls webhooks as the triggers say."""

    def __init__(self, store: Store, sender: Sender) -> None:
        self._store, self._sender = store, sender

    def __call__(self, ticket: Ticket, audit: Audit) -> None:
        """Run every active trigger whose conditions hold for what was just done."""
        if self._store.helpdesk != "zendesk":
            return
        for trigger in self._store.triggers.values():
            if trigger.active and not ticket.deleted and holds(trigger, ticket, audit):
                for action in trigger.actions:
                    if action.get("field") == "notification_webhook":
                        self._call(action["value"], ticket)

    def _call(self, value: list[Any], ticket: Ticket) -> None:
        hook = self._store.webhooks.get(value[0])
        if hook and hook.status == "active" and "conditional_ticket_events" in hook.subscriptions:
            self._sender.post(hook, "trigger", ticket.id, filled(self._store, str(value[1]), ticket))


def holds(trigger: Trigger, ticket: Ticket, audit: Audit) -> bool:
    """Whether all of `all` and one of `any` hold."""
    every, some = trigger.conditions.get("all") or [], trigger.conditions.get("any") or []
    return all(_met(c, ticket, audit) for c in every) and (not some or any(_met(c, ticket, audit) for c in some))


def _met(condition: dict[str, Any], ticket: Ticket, audit: Audit) -> bool:
    name, operator, value = condition.get("field", ""), condition.get("operator"), condition.get("value")
    if name == "current_tags":
        found = bool(set(str(value).split()) & set(ticket.tags))
        return found if operator == "includes" else not found
    now: dict[str, object] = {
        "update_type": "Create" if any(e.kind == "create" for e in audit.entries) else "Change",
        "status": ticket.status,
        "current_via_id": VIA_IDS.get(audit.channel),
        "ticket_form_id": str(ticket.form_id),
        "comment_is_public": str(_last_is_public(ticket, audit)).lower(),
    }
    if name.startswith("custom_fields_"):
        now[name] = ticket.fields.get(int(name.removeprefix("custom_fields_")))
    if name not in now or operator not in ("is", "is_not"):
        return False
    is_so = str(now[name]) == str(value)
    return is_so if operator == "is" else not is_so


def _last_is_public(ticket: Ticket, audit: Audit) -> bool:
    return any(comment.public for comment in ticket.comments if comment.audit_id == audit.id)


def filled(store: Store, template: str, ticket: Ticket) -> str:
    """The body with its placeholders filled in; what is not known becomes empty."""
    known = {
        "ticket.id": str(ticket.id),
        "ticket.title": ticket.subject,
        "ticket.status": ticket.status.capitalize(),
        "ticket.tags": " ".join(ticket.tags),
        "ticket.updated_at_with_timestamp": second(ticket.updated_at),
        "ticket.link": f"{store.url}/agent/tickets/{ticket.id}",
    }
    known |= {f"ticket.ticket_field_{field_id}": str(value or "") for field_id, value in ticket.fields.items()}
    return re.sub(r"\{\{\s*([\w.]+)\s*\}\}", lambda found: known.get(found.group(1), ""), template)


def trigger_json(store: Store, trigger: Trigger) -> Json:
    """A trigger; conditions always come nested."""
    return {
        "url": f"{store.url}/api/v2/triggers/{trigger.id}.json",
        "id": trigger.id,
        "title": trigger.title,
        "active": trigger.active,
        "updated_at": second(trigger.updated_at),
        "created_at": second(trigger.created_at),
        "default": False,
        "actions": trigger.actions,
        "conditions": {"all": trigger.conditions.get("all") or [], "any": trigger.conditions.get("any") or []},
        "description": trigger.description,
        "position": list(store.triggers).index(trigger.id) + 1,
        "raw_title": trigger.title,
        "category_id": str(store.brand_id - 1),
    }


def _conditions(given: Json) -> dict[str, list[dict[str, Any]]]:
    nested = given.get("conditions") or given
    return {"all": list(nested.get("all") or []), "any": list(nested.get("any") or [])}


def _trigger(trigger_id: int) -> Trigger:
    trigger = the_store().triggers.get(trigger_id)
    if trigger is None:
        raise NotFound
    return trigger


@api.get("/triggers")
def list_triggers() -> Response:
    """All triggers."""
    store = the_store()
    return jsonify(page_of("triggers", list(store.triggers.values()), lambda trigger: trigger_json(store, trigger)))


@api.post("/triggers")
def create_trigger() -> tuple[Response, int]:
    """A new trigger."""
    admins_only()
    store, given = the_store(), body_under("trigger")
    now = store.stamp()
    trigger = Trigger(store.next_id(), given.get("title", ""), _conditions(given), given.get("actions", []), now, now)
    store.triggers[trigger.id] = trigger
    return jsonify({"trigger": trigger_json(store, trigger)}), 201


@api.put("/triggers/<int:trigger_id>")
def update_trigger(trigger_id: int) -> Response:
    """Change a trigger; conditions and actions are replaced as a whole."""
    admins_only()
    trigger, given = _trigger(trigger_id), body_under("trigger")
    trigger.title = given.get("title", trigger.title)
    trigger.active = given.get("active", trigger.active)
    trigger.actions = given.get("actions", trigger.actions)
    if {"conditions", "all", "any"} & set(given):
        trigger.conditions = _conditions(given)
    trigger.updated_at = the_store().stamp()
    return jsonify({"trigger": trigger_json(the_store(), trigger)})


@api.delete("/triggers/<int:trigger_id>")
def delete_trigger(trigger_id: int) -> tuple[str, int]:
    """Remove a trigger."""
    admins_only()
    del the_store().triggers[_trigger(trigger_id).id]
    return "", 204
