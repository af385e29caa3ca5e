"""Triggers: which of them fire after an act, and what they do."""

from __future__ import annotations

from sandbox.acts import By, Edits, Message, change
from sandbox.office import NOBODY, Json
from sandbox.records import Audit, Comment, Letter, Ticket
from sandbox.sender import Sender
from sandbox.store import Store
from sandbox.zammad.performing import perform
from sandbox.zammad.refusals import Fault
from sandbox.zammad.selector import Moment, matches, names_in

COLUMNS = {
    "subject": "title",
    "status": "state_id",
    "state": "state_id",
    "priority": "priority_id",
    "assignee_id": "owner_id",
    "requester_id": "customer_id",
    "pending_until": "pending_time",
}
SILENT = {"tags", "target", "source"}
THANKS = "Thanks for your inquiry"


class TriggerRunner:
    """Listens to the store. What a trigger changes fires no other trigger, as Zammad's setting has it."""

    def __init__(self, store: Store, sender: Sender) -> None:
        self._store, self._sender = store, sender
        self._running = False

    def __call__(self, ticket: Ticket, audit: Audit) -> None:
        """Run every active trigger that fires after this act."""
        if self._store.helpdesk != "zammad" or self._running or ticket.deleted:
            return
        when = moment_of(self._store, ticket, audit)
        if when is None:
            return
        self._running = True
        try:
            for trigger in list(self._store.office.shelves["triggers"].values()):
                if trigger["active"] and fires(self._store, trigger, ticket, when):
                    self._perform(trigger, ticket, when)
            if self._store.office.auto_reply and when.action == "create":
                auto_reply(self._store, ticket, when)
        finally:
            self._running = False

    def _perform(self, trigger: Json, ticket: Ticket, when: Moment) -> None:
        number = (trigger["perform"].get("notification.webhook") or {}).get("webhook_id")
        hook = self._store.webhooks.get(str(number))
        if hook and hook.status == "active":
            article = when.articles[-1].id if when.articles else None
            context = {"trigger": trigger["name"], "article_id": article}
            self._sender.post(hook, when.action, ticket.id, "", context)
        orders = {name: order for name, order in trigger["perform"].items() if not name.startswith("notification.")}
        if orders:
            nobody = By(self._store.users[NOBODY], "trigger")
            perform(self._store, nobody, ticket, orders)


def moment_of(store: Store, ticket: Ticket, audit: Audit) -> Moment | None:
    """What happened, as triggers see it; None for what they do not see: tags, merges, files, switches, deletions."""
    changed = {entry.name for entry in audit.entries if entry.kind == "change"} - SILENT
    written = [entry.comment_id for entry in audit.entries if entry.kind == "comment"]
    if any(entry.kind in ("merge", "received_merge", "delete") for entry in audit.entries):
        return None
    created = any(entry.kind == "create" for entry in audit.entries)
    if not (created or changed or written):
        return None
    names = {COLUMNS.get(name) or _key(store, name) for name in changed}
    articles: tuple[Comment, ...] = tuple(c for c in ticket.comments if c.id in written)
    action = "create" if created else "update"
    return Moment(store.clock.now(), action, frozenset(names), articles, store.users[audit.author_id])


def _key(store: Store, name: str) -> str:
    field = store.fields.get(int(name)) if name.isdigit() else None
    return (field.key or name) if field else name


def fires(store: Store, trigger: Json, ticket: Ticket, when: Moment) -> bool:
    """Whether a trigger fires.

    Selective (5.5 knows nothing else): an update counts only if it brought an article or changed an attribute that the
    trigger's own condition names. A condition that breaks never fires.
    """
    if trigger.get("activator", "action") != "action":
        return False
    always = store.office.at_least("6.0") and trigger.get("execution_condition_mode") == "always"
    named = {name.partition(".")[2] for name in names_in(trigger["condition"])}
    if when.action == "update" and not always and not when.articles and not when.changes & named:
        return False
    try:
        return matches(store, ticket, trigger["condition"], when)
    except Fault:
        return False


def auto_reply(store: Store, ticket: Ticket, when: Moment) -> None:
    """The seed trigger: whoever writes by web, phone or mail gets a mail of the system's."""
    letter = when.articles[-1].letter if when.articles else None
    if letter is None or letter.sender != "Customer" or letter.kind not in ("web", "phone", "email"):
        return
    now, customer = store.clock.now(), store.users[ticket.requester_id]
    text = f"Your request (Ticket#{31000 + ticket.id}) has been received and will be reviewed by our support staff."
    reply = Letter("email", "System", "Zammad", "text/html", now, NOBODY, to=customer.email)
    reply.subject, reply.preferences = f"{THANKS} ({ticket.subject})", {"perform_origin": "trigger"}
    message = Message(text, f"<div>{text}</div>", author=store.users[NOBODY], letter=reply)
    change(store, By(store.users[NOBODY], "trigger"), ticket, Edits(message=message))
