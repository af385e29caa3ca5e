"""The background work: scheduler jobs, and pending times that are reached."""

from __future__ import annotations

from sandbox.acts import By, Edits, change
from sandbox.office import NOBODY, Json
from sandbox.records import Ticket
from sandbox.sender import Sender
from sandbox.store import Store
from sandbox.zammad.names import moment, state_of
from sandbox.zammad.performing import perform
from sandbox.zammad.selector import Moment, matches


def run(store: Store, sender: Sender) -> Json:
    """Run every active job once, and close what was to be closed by now; who does it is the user "-"."""
    by = By(store.users[NOBODY], "job")
    done: Json = {"closed": [], "jobs": {}}
    for ticket in list(store.tickets.values()):
        if _is_due(store, ticket):
            change(store, by, ticket, Edits({"status": "solved", "state": "closed", "pending_until": None}))
            done["closed"].append(ticket.id)
    for job in store.office.shelves["jobs"].values():
        if job["active"]:
            done["jobs"][job["name"]] = _run(store, sender, by, job)
    return done


def _is_due(store: Store, ticket: Ticket) -> bool:
    """Whether a pending close has come; a pending reminder that is reached does nothing at all."""
    until = ticket.pending_until
    return not ticket.deleted and state_of(ticket) == "pending close" and bool(until and until <= store.clock.now())


def _run(store: Store, sender: Sender, by: By, job: Json) -> list[int]:
    """Carry out a job on all tickets it matches; its webhook is called every time, without an article."""
    when = Moment(store.clock.now(), user=by.user)
    found = [t for t in store.tickets.values() if not t.deleted and matches(store, t, job["condition"], when)]
    orders = {name: order for name, order in job["perform"].items() if not name.startswith("notification.")}
    number = (job["perform"].get("notification.webhook") or {}).get("webhook_id")
    hook = store.webhooks.get(str(number))
    for ticket in found:
        perform(store, by, ticket, orders)
        if hook and hook.status == "active":
            sender.post(hook, "job", ticket.id, "", {"trigger": job["name"], "article_id": None})
    job |= {"last_run_at": moment(store.clock.now()), "processed": len(found), "matching": len(found)}
    return [ticket.id for ticket in found]
