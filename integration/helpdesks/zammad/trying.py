"""Trying a Zammad connection out: a signed call that means nothing, and a test ticket that is removed or closed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from integration.core.errors import NotConfigured, Refused
from integration.core.folding import fold
from integration.core.ticket import Status
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.answers import NoRoute, NotAllowed
from integration.helpdesks.zammad.catalog import FieldEntry, ask_account, ask_form
from integration.helpdesks.zammad.session import ZammadSession
from integration.helpdesks.zammad.webhook import AUTHORIZATION, DELIVERY, SIGNATURE, basic, signature

Json = dict[str, Any]

_NOTHING = b"{}"  # no ticket: whoever takes it verifies it, and then finds nothing in it


class ZammadTrial:
    """One Zammad; one object for one thread. `clock` gives the current time, aware."""

    proven = frozenset({400})
    """The statuses by which our door says that a call was signed well, though there is nothing in it."""

    def __init__(self, access: ZammadAccess, clock: Callable[[], datetime]) -> None:
        self._access = access
        self._session = ZammadSession(access, clock)

    def signed(self, secret: str) -> tuple[dict[str, str], bytes]:
        """Headers and body of a call as Zammad would sign it, which makes nobody look at anything."""
        headers = {
            SIGNATURE: signature(secret, _NOTHING).decode(),
            DELIVERY: "guichet-trial",
            "Content-Type": "application/json",
        }
        known = basic(self._access.webhook_user, self._access.webhook_password)
        return headers | ({AUTHORIZATION: known.decode()} if known else {}), _NOTHING

    def knock(self, webhook_id: str, receiver: str) -> int | None:  # noqa: ARG002, the protocol's words
        """Zammad cannot be asked to call its webhooks."""
        return None

    def addon(self) -> str | None:
        """The version of Guichet's add-on there, "" when it is not installed, None when we may not ask."""
        try:
            return str(self._session.call("GET", "/api/v1/guichet/version").get("version") or "")
        except NoRoute:
            return ""
        except NotAllowed:
            return None

    def file(self, subject: str, text: str, field: str, word: str) -> str:
        """File a ticket of our own user's, with that word's option in the field of that title; its id.

        It goes into the first group we may write in. Raises NotConfigured when there is none.
        """
        form, me = ask_form(self._session), ask_account(self._session)
        entry = form.field_titled(field)
        ticket: Json = {
            "title": subject,
            "customer_id": int(me.user_id),
            "article": {"body": text, "type": "note", "sender": "Customer", "internal": False},
            **({entry.name: _value(entry, word)} if entry else {}),
        }
        for group in form.groups:
            try:
                return str(self._session.call("POST", "/api/v1/tickets", {**ticket, "group_id": group.id})["id"])
            except NotAllowed:
                continue
        raise NotConfigured("Our Zammad user may create tickets in no group: give its role the right `create`.")

    def remove(self, ticket_id: str) -> bool:
        """Delete the ticket, which only an administrator may; else close it and say False."""
        path = f"/api/v1/tickets/{int(ticket_id)}"
        try:
            self._session.call("DELETE", path)
        except Refused:
            closed = ask_account(self._session).state_for(Status.SOLVED)
            if closed is None:
                raise
            self._session.call("PUT", path, {"state_id": closed.id})
            return False
        return True


def _value(entry: FieldEntry, word: str) -> str:
    """The stored value of the option that a word of the policy means, by value or label."""
    return next((value for value, label in entry.options if word in {fold(value), fold(label)}), word)
