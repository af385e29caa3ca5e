"""Changing the secret that Zendesk signs with: a second webhook beside the first, so that no call is lost between."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from integration.core.errors import NotConfigured
from integration.helpdesks.zendesk import auth
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.provisioning.words import mark_in
from integration.helpdesks.zendesk.session import ZendeskSession, address

Json = dict[str, Any]

_SAME = ("name", "endpoint", "http_method", "request_format", "subscriptions", "description")
_PAGES = 10


class ZendeskRotation:
    """One account, with an admin's right. Zendesk can only renew a webhook's secret at once, which would lose calls.

    So the new secret is that of a second webhook, made inactive, and made active once our door knows its secret. While
    both are, an event comes twice with the same id, and counts once.
    https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/
    """

    def __init__(self, access: ZendeskAccess, clock: Callable[[], datetime]) -> None:
        self._session = ZendeskSession(address(access.url), auth.sign_in(access, clock), clock)

    def begin(self, hooks: Mapping[str, str]) -> str:
        """The secret to come; called again before `finish`, the same one."""
        (key, current), *_ = hooks.items()
        found = self._waiting(key, current) or self._made(current)
        return self._secret(found)

    def finish(self, hooks: Mapping[str, str], secret: str) -> Mapping[str, str]:
        """Sign with that secret from now on; the ids of our webhooks by key. Raises NotConfigured without `begin`."""
        (key, current), *_ = hooks.items()
        found = self._waiting(key, current)
        if found is None or self._secret(found) != secret:
            raise NotConfigured("No webhook waits with the newest secret of the settings: begin with the first step.")
        self._send("PUT", found, {"webhook": {"status": "active"}})
        self._send("DELETE", current)
        return {key: found}

    def _waiting(self, key: str, current: str) -> str | None:
        pages = self._session.many_pages("/api/v2/webhooks", {}, _PAGES)
        every = (one for page in pages for one in page.get("webhooks") or ())
        ours = (str(one["id"]) for one in every if mark_in(one.get("description")) == key)
        return next((id_ for id_ in ours if id_ != current), None)

    def _made(self, current: str) -> str:
        shown = self._session.fetch(f"/api/v2/webhooks/{current}")["webhook"]
        wanted = {name: shown[name] for name in _SAME if name in shown} | {"status": "inactive"}
        made: Json = self._session.post(f"{self._session.address}/api/v2/webhooks", json={"webhook": wanted}).json()
        return str(made["webhook"]["id"])

    def _secret(self, webhook_id: str) -> str:
        return str(self._session.fetch(f"/api/v2/webhooks/{webhook_id}/signing_secret")["signing_secret"]["secret"])

    def _send(self, method: str, webhook_id: str, body: Json | None = None) -> None:
        self._session.request(method, f"{self._session.address}/api/v2/webhooks/{webhook_id}", json=body)
