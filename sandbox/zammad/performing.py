"""What triggers, macros and scheduler jobs do to a ticket."""

from __future__ import annotations

from typing import Any

from sandbox import acts
from sandbox.acts import By, Message
from sandbox.office import Json
from sandbox.records import Ticket
from sandbox.store import Store
from sandbox.zammad.writing import edits_from

SIMPLE = ("state_id", "group_id", "owner_id", "priority_id", "pending_time")


def perform(store: Store, by: By, ticket: Ticket, orders: Json) -> None:
    """Carry out the orders, webhooks and mails apart: they have their own ways."""
    if (orders.get("ticket.action") or {}).get("value") == "delete":
        acts.delete(store, by, ticket)
        return
    wanted: Json = {}
    for name, order in orders.items():
        column = name.removeprefix("ticket.")
        if name.startswith("ticket.") and name not in ("ticket.tags", "ticket.action"):
            wanted[column] = _number(order.get("value")) if column in SIMPLE else order.get("value")
    edits = edits_from(store, wanted, ticket)
    if "ticket.tags" in orders:
        edits.tags = _tags(ticket, orders["ticket.tags"])
    if "article.note" in orders:
        edits.message = _note(orders["article.note"])
    if edits.touched():
        acts.change(store, by, ticket, edits)


def _number(value: Any) -> Any:
    return int(value) if str(value).isdigit() else value


def _tags(ticket: Ticket, order: Json) -> list[str]:
    names = [part.strip() for part in str(order.get("value", "")).split(",") if part.strip()]
    if order.get("operator") == "remove":
        return [tag for tag in ticket.tags if tag not in names]
    return [*ticket.tags, *names]


def _note(order: Json) -> Message:
    return Message(str(order.get("body", "")), public=str(order.get("internal", "true")) != "true")
