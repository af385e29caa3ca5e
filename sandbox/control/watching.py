"""Watching: tickets as they are, calls as they came, and waiting for either without sleeping."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, jsonify, request

from sandbox.control.door import Missing, any_ticket, control
from sandbox.parts import parts, the_store
from sandbox.plain_words import told
from sandbox.records import Ticket

LONGEST = 120.0
Condition = Callable[[], bool]


@control.get("/tickets/<int:ticket_id>")
def show_ticket(ticket_id: int) -> Response:
    """One ticket, readable, with conversation and history."""
    return jsonify(told(the_store(), any_ticket(ticket_id)))


@control.get("/tickets")
def list_tickets() -> Response:
    """All tickets, readable."""
    return jsonify({"tickets": [told(the_store(), ticket) for ticket in the_store().tickets.values()]})


@control.get("/calls")
def list_calls() -> Response:
    """The calls after number `since`: ?since=&kind=api|oauth|page|*&method=&path=&status=."""
    args = request.args
    status = int(args["status"]) if "status" in args else None
    calls = parts().calls
    found = calls.matching(
        since=int(args.get("since", 0)),
        kind=args.get("kind", "api"),
        method=args.get("method", "*"),
        path=args.get("path", "**"),
        status=status,
    )
    return jsonify(calls.summary(found))


@control.post("/calls/reset")
def reset_calls() -> tuple[str, int]:
    """Forget all calls and count from 1 again."""
    parts().calls.reset()
    return "", 204


@control.get("/deliveries")
def list_deliveries() -> Response:
    """Every webhook delivery, newest last: what, where to, how it went, how often."""
    return jsonify(
        {
            "idle": parts().sender.is_idle(),
            "held": len(parts().sender.held or []),
            "deliveries": [
                {
                    "id": i.id,
                    "webhook_id": i.webhook_id,
                    "event_type": i.event_type,
                    "ticket_id": i.ticket_id,
                    "status": i.status,
                    "status_code": i.status_code,
                    "attempts": len(i.attempts),
                    "body": i.body,
                }
                for i in the_store().invocations.values()
            ],
        }
    )


@control.get("/wait")
def wait() -> tuple[Response, int]:
    """Answer as soon as all that is asked for holds (200), or when the time is up (408).

    idle=1 · calls=N with method, path, status, kind, since · ticket=ID with version (more than), tag, no_tag, comments,
    public_comments, status_is, group, field and no_field (by title) · tickets=N · attempts=N of webhooks ·
    timeout in seconds (20).
    """
    conditions = _conditions()
    timeout = min(float(request.args.get("timeout", 20)), LONGEST)
    met = the_store().wait_for(lambda: all(condition() for condition in conditions.values()), timeout)
    found = {name: condition() for name, condition in conditions.items()}
    return jsonify({"met": met, "conditions": found}), 200 if met else 408


def _conditions() -> dict[str, Condition]:
    args = request.args
    wanted: dict[str, Condition] = {}
    if args.get("idle"):
        wanted["idle"] = parts().sender.is_idle
    if "calls" in args:
        wanted["calls"] = _enough_calls(int(args["calls"]))
    if "tickets" in args:
        wanted["tickets"] = lambda: len(the_store().tickets) >= int(args["tickets"])
    if "ticket" in args:
        wanted["ticket"] = _ticket_is(int(args["ticket"]))
    if "attempts" in args:
        wanted["attempts"] = lambda: _attempts() >= int(args["attempts"])
    if not wanted:
        raise Missing("nothing to wait for: give idle, calls, tickets, ticket or attempts")
    return wanted


def _attempts() -> int:
    """How often anything was sent to a webhook, its next attempt already being planned."""
    return sum(len(invocation.attempts) for invocation in the_store().invocations.values())


def _enough_calls(number: int) -> Condition:
    args, calls = request.args, parts().calls
    status = int(args["status"]) if "status" in args else None
    since, kind = int(args.get("since", 0)), args.get("kind", "api")
    method, path = args.get("method", "*"), args.get("path", "**")
    return lambda: len(calls.matching(since=since, kind=kind, method=method, path=path, status=status)) >= number


def _ticket_is(ticket_id: int) -> Condition:
    args, store = request.args, the_store()

    def filled(ticket: Ticket, title: str) -> bool:
        field = store.field_titled(title)
        return field is not None and ticket.fields.get(field.id) not in (None, "", [])

    tests: dict[str, Callable[[Ticket, str], bool]] = {
        "version": lambda t, value: t.version > int(value),
        "tag": lambda t, value: value in t.tags,
        "no_tag": lambda t, value: value not in t.tags,
        "comments": lambda t, value: len(t.comments) >= int(value),
        "public_comments": lambda t, value: sum(c.public for c in t.comments) >= int(value),
        "status_is": lambda t, value: t.status == value,
        "field": filled,
        "no_field": lambda t, value: not filled(t, value),
        "group": lambda t, value: t.group_id is not None and store.groups[t.group_id].name == value,
    }
    asked = {name: args[name] for name in tests if name in args}

    def holds() -> bool:
        ticket = store.tickets.get(ticket_id)
        return ticket is not None and all(tests[name](ticket, value) for name, value in asked.items())

    return holds
