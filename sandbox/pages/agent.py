"""The agents' inbox: what there is to do, one ticket with everything about it, and what the webhooks sent."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sandbox.acts import By, Edits, Message, change
from sandbox.parts import parts, the_store
from sandbox.plain_words import staff
from sandbox.records import STATUSES, Field, Ticket
from sandbox.rules import Refused

pages = Blueprint("agent", __name__, url_prefix="/agent")
NOTE = "Note Guichet"
DUE = ("Échéance d'examen", "Échéance de paiement")
PROPERTIES = ("status", "priority", "group_id", "assignee_id")


@pages.get("")
def inbox() -> str:
    """All tickets, newest change first; `?statut=` and `?groupe=` narrow them down."""
    store, status, group = the_store(), request.args.get("statut", ""), request.args.get("groupe", "")
    tickets = [
        ticket
        for ticket in store.tickets.values()
        if not ticket.deleted
        and (not status or ticket.status == status)
        and (not group or str(ticket.group_id) == group)
    ]
    tickets.sort(key=lambda ticket: ticket.updated_at, reverse=True)
    due = {ticket.id: _due(ticket) for ticket in tickets}
    groups = store.groups.values()
    return render_template("inbox.html", tickets=tickets, due=due, groups=groups, status=status, group_id=group)


@pages.get("/tickets/<int:ticket_id>")
def show(ticket_id: int) -> str:
    """One ticket."""
    return _page(_ticket(ticket_id), [])


@pages.post("/tickets/<int:ticket_id>")
def act(ticket_id: int) -> Response | tuple[str, int]:
    """Save what the agent changed, all in one act, with their comment."""
    store, ticket, given = the_store(), _ticket(ticket_id), request.form
    edits = Edits(_values(ticket))
    edits.tags = given["tags"].replace(",", " ").split() if "tags" in given else None
    edits.fields = {field.id: given[str(field.id)].strip() or None for field in _fields() if str(field.id) in given}
    if text := given.get("text", "").strip():
        edits.message = Message(text, public=given.get("public") == "oui")
    by = By(staff(store, given.get("as")), "web", request.headers.get("User-Agent", ""))
    try:
        change(store, by, ticket, edits)
    except Refused as error:
        return _page(ticket, [text for texts in error.problems.values() for text in texts]), 422
    return redirect(url_for("agent.show", ticket_id=ticket.id), 303)


def _values(ticket: Ticket) -> dict[str, Any]:
    """What the form says of status, priority, group and assignee. A button (`step`) wins over the drop-down."""
    given = request.form
    values: dict[str, Any] = {name: given[name] or None for name in PROPERTIES if name in given}
    for name in ("group_id", "assignee_id"):
        if values.get(name):
            values[name] = int(values[name])
    status = given.get("step") or values.get("status")
    values.pop("status", None)
    if status and status != ticket.status:
        values["status"] = status
    if values.get("priority") == ticket.priority:
        values.pop("priority", None)
    return values


@pages.get("/envois")
def deliveries() -> str:
    """What the webhooks sent, newest first, and what came back."""
    sent = list(the_store().invocations.values())[::-1][:200]
    held = len(parts().sender.held or [])
    return render_template("deliveries.html", deliveries=sent, hooks=the_store().webhooks, held=held)


def _page(ticket: Ticket, problems: list[str]) -> str:
    store = the_store()
    note = store.field_titled(NOTE)
    return render_template(
        "ticket.html",
        ticket=ticket,
        problems=problems,
        note=ticket.fields.get(note.id) if note else None,
        fields=_fields(),
        groups=store.groups.values(),
        agents=[user for user in store.users.values() if user.is_staff],
        statuses=[status for status in STATUSES if status == ticket.status or status != "new"],
        titles={str(field.id): field.title for field in store.fields.values()},
    )


def _fields() -> list[Field]:
    """The fields an agent may change, their own first; the note is written by the plugin alone."""
    fields = [field for field in the_store().fields.values() if field.active and field.title != NOTE]
    return sorted(fields, key=lambda field: field.in_portal)


def _due(ticket: Ticket) -> str | None:
    """The nearest of the ticket's due dates."""
    dates = [ticket.fields.get(field.id) for title in DUE if (field := the_store().field_titled(title))]
    return min((str(date) for date in dates if date), default=None)


def _ticket(ticket_id: int) -> Ticket:
    ticket = the_store().ticket(ticket_id)
    if ticket is None:
        abort(404)
    return ticket
