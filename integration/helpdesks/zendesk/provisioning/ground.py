"""Furnishes one Zendesk account, as an admin or an agent with the rights to."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from integration.core.errors import Refused
from integration.core.provisioning.things import Found, Kind, Step, Thing, Value, Verb
from integration.helpdesks.contract import Right
from integration.helpdesks.zendesk import auth
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.provisioning.looking import has_forms, look, titles_by_id
from integration.helpdesks.zendesk.provisioning.making import MEMBERS, PATHS, body
from integration.helpdesks.zendesk.provisioning.rights import rights
from integration.helpdesks.zendesk.provisioning.words import Options, choices, translated
from integration.helpdesks.zendesk.session import ZendeskSession, address

Json = dict[str, Any]

SUBSCRIPTIONS = (
    "zen:event-type:ticket.attachment_linked_to_comment",
    "zen:event-type:ticket.comment_added",
    "zen:event-type:ticket.created",
    "zen:event-type:ticket.custom_field_changed",
    "zen:event-type:ticket.merged",
    "zen:event-type:ticket.status_changed",
    "zen:event-type:ticket.tags_changed",
)
"""What the webhook is called for: the helpdesk's own events, which no trigger can be forgotten for."""

FORM = ("Facturation et remboursement", "Billing and refunds")


class ZendeskGround:
    """The furnishing of one account; one object for one thread. `clock` gives the current time, aware."""

    def __init__(self, access: ZendeskAccess, clock: Callable[[], datetime]) -> None:
        self._session = ZendeskSession(address(access.url), auth.sign_in(access, clock), clock)
        self._found: tuple[Found, ...] = ()
        self._fields: dict[str, int] = {}

    def look(self) -> tuple[Found, ...]:
        """Everything of the kinds a plan knows."""
        self._found = look(self._session)
        self._fields = dict(titles_by_id(self._found))
        return self._found

    def needs(self, blueprint: tuple[Thing, ...], found: tuple[Found, ...], receiver: str) -> tuple[Thing, ...]:
        """The blueprint in Zendesk's words, a form where the plan has forms, and the webhook."""
        options = {thing.title: _options(thing, found) for thing in blueprint if thing.at_least == {"options"}}
        things = tuple(translated(thing, options) for thing in blueprint)
        form = _form(blueprint) if has_forms(self._session) else ()
        return (*things, *form, _webhook(receiver))

    def carry_out(self, step: Step, ids: Mapping[str, str]) -> str:  # noqa: ARG002, Zendesk's things refer to fields by title
        """Make, change or remove one thing. Raises Refused, with the step that was not allowed."""
        path, word = PATHS[step.kind]
        if step.verb is Verb.REMOVE:
            self._sent("DELETE", f"/api/v2/{path}/{step.id}", None, step)
            return step.id
        if step.verb is Verb.ADOPT and not step.after:
            return step.id
        sent = {word: body(step, self._fields, self._known(step))}
        if step.id:
            self._sent("PUT", f"/api/v2/{path}/{step.id}", sent, step)
            return step.id
        made = self._sent("POST", f"/api/v2/{path}", sent, step)[word]
        if step.kind is Kind.FIELD:
            self._fields[step.title] = int(made["id"])
        return str(made["id"])

    def secret(self, webhook_id: str) -> str:
        """The secret our webhook signs with; an admin's right."""
        answer = self._session.fetch(f"/api/v2/webhooks/{webhook_id}/signing_secret")
        return str((answer.get("signing_secret") or {})["secret"])

    def rights(self) -> tuple[Right, ...]:
        """What our user may do there."""
        return rights(self._session)

    def _sent(self, method: str, path: str, sent: Json | None, step: Step) -> Json:
        try:
            response = self._session.request(method, f"{self._session.address}{path}", json=sent)
        except Refused as refused:
            raise Refused(f"{step.verb} {step.kind} {step.title!r}: {refused}") from None
        answer: Json = response.json() if response.content else {}
        return answer

    def _known(self, step: Step) -> Mapping[str, Value]:
        same = (one for one in self._found if one.kind is step.kind and one.id == step.id)
        found = next(same, None)
        return dict(found.has) if found else {}


def _options(thing: Thing, found: tuple[Found, ...]) -> Options:
    """Every option the drop-down will have: those it has, and those that are to be added."""
    field = next((one for one in found if one.kind is Kind.FIELD and one.title == thing.title), None)
    there = dict(field.has).get("options") if field else ()
    known = (
        tuple((str(one[0]), str(one[1])) for one in there if isinstance(one, tuple)) if isinstance(there, tuple) else ()
    )
    return (*known, *(pair for pair in choices(thing, known) if pair[0] not in dict(known)))


def _form(blueprint: tuple[Thing, ...]) -> tuple[Thing, ...]:
    titles = tuple(thing.title for key in MEMBERS for thing in blueprint if thing.key == key)
    french = any(thing.key == "view:late" and thing.title == "En retard" for thing in blueprint)
    title = FORM[0] if french else FORM[1]
    return (Thing(Kind.FORM, "form:refund", title, (("fields", titles),), frozenset({"fields"})),)


def _webhook(receiver: str) -> Thing:
    wanted: tuple[tuple[str, Value], ...] = (
        ("endpoint", receiver),
        ("http_method", "POST"),
        ("request_format", "json"),
        ("status", "active"),
        ("subscriptions", SUBSCRIPTIONS),
    )
    return Thing(Kind.WEBHOOK, "webhook:guichet", "Guichet", wanted)
