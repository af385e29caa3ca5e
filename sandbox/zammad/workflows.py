"""Core workflows: fields that are mandatory for some tickets are mandatory for writes through the API as well."""

from __future__ import annotations

from typing import Any

from sandbox.acts import Edits
from sandbox.office import Json
from sandbox.records import Ticket
from sandbox.store import Store
from sandbox.zammad.attributes import columns
from sandbox.zammad.refusals import hidden


def check_mandatory(store: Store, ticket: Ticket | None, edits: Edits, wanted: Json) -> None:
    """Refuse a write after which a field that has to be filled in is empty."""
    held = {record["name"]: _value(ticket, edits, field.id) for field, record in columns(store)} | {
        name: wanted[name] for name in ("state_id", "group_id", "priority_id") if name in wanted
    }
    for workflow in store.office.shelves["core_workflows"].values():
        if not workflow["active"] or not _selected(workflow, held):
            continue
        for name, rule in (workflow.get("perform") or {}).items():
            column = name.removeprefix("ticket.")
            mandatory = "set_mandatory" in (rule.get("operator") or [])
            if mandatory and column in held and held[column] in (None, ""):
                raise hidden(422, f"Missing required value for field '{column}'!")


def _value(ticket: Ticket | None, edits: Edits, field_id: int) -> Any:
    return edits.fields.get(field_id, ticket.fields.get(field_id) if ticket else None)


def _selected(workflow: Json, held: Json) -> bool:
    for name, condition in (workflow.get("condition_selected") or {}).items():
        values = condition.get("value")
        listed = [str(one) for one in values] if isinstance(values, list) else [str(values)]
        if str(held.get(name.removeprefix("ticket."))) not in listed:
            return False
    return True
