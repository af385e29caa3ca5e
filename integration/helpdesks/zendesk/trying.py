"""Trying a Zendesk connection out: a signed call that means nothing, and a test ticket that is removed again."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from integration.helpdesks.zendesk import auth
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.catalog import ask_catalog
from integration.helpdesks.zendesk.client import Clients
from integration.helpdesks.zendesk.provisioning.words import choice
from integration.helpdesks.zendesk.session import ZendeskSession, address
from integration.helpdesks.zendesk.webhook import SIGNATURE, TIMESTAMP, signature

Json = dict[str, Any]

# No ticket event: whoever takes it verifies it and lets it be.
_NOTHING = json.dumps({"type": "zen:event-type:guichet.trial"})


class ZendeskTrial:
    """One account; one object for one thread. `clock` gives the current time, aware."""

    proven = frozenset({202})
    """The statuses by which our door says that a call was signed well."""

    def __init__(self, access: ZendeskAccess, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._clients = Clients(address(access.url), auth.sign_in(access, clock), clock)

    @property
    def _session(self) -> ZendeskSession:
        return self._clients.session

    def signed(self, secret: str) -> tuple[dict[str, str], bytes]:
        """Headers and body of a call as Zendesk would sign it now, which makes nobody look at anything."""
        at = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        mark = signature(secret, at, _NOTHING.encode()).decode()
        return {SIGNATURE: mark, TIMESTAMP: at, "Content-Type": "application/json"}, _NOTHING.encode()

    def knock(self, webhook_id: str, receiver: str) -> int | None:
        """Have Zendesk make such a call itself, signed by that webhook, and say which status it was answered with.

        A right of admins. https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/#test-webhook
        """
        asked = {"endpoint": receiver, "http_method": "POST", "request_format": "json", "payload": _NOTHING}
        answer = self._session.post(
            f"{self._session.address}/api/v2/webhooks/test", params={"webhook_id": webhook_id}, json={"request": asked}
        ).json()
        return int((answer.get("response") or {}).get("status_code") or 0)

    def addon(self) -> str | None:
        """Nothing has to be installed in Zendesk."""
        return None

    def file(self, subject: str, text: str, field: str, word: str) -> str:
        """File a ticket of our own user's, with that word's option in the drop-down of that title; its id."""
        catalog = ask_catalog(self._clients.zenpy)
        entry = catalog.field_titled(field)
        fields = [{"id": entry.id, "value": choice(word, entry.options)}] if entry else []
        ticket = {
            "subject": subject,
            "comment": {"body": text},
            "requester_id": int(catalog.user_id),
            "custom_fields": fields,
        }
        made = self._session.post(f"{self._session.address}/api/v2/tickets", json={"ticket": ticket}).json()
        return str(made["ticket"]["id"])

    def remove(self, ticket_id: str) -> bool:
        """Put the ticket into the bin, which Zendesk empties after 30 days. Raises Refused without the right."""
        self._session.delete(f"{self._session.address}/api/v2/tickets/{int(ticket_id)}")
        return True
