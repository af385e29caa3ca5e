"""Changing the token that Zammad's webhooks sign with, once our door knows it."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.session import ZammadSession

_SET = ("name", "endpoint", "ssl_verify", "note", "active", "basic_auth_username", "basic_auth_password")


class ZammadRotation:
    """One Zammad, with the permission admin.webhook. It signs when it sends: nothing is under way with the old one."""

    def __init__(self, access: ZammadAccess, clock: Callable[[], datetime]) -> None:
        self._session = ZammadSession(access, clock)

    def begin(self, hooks: Mapping[str, str]) -> str:  # noqa: ARG002, Zammad takes whatever token it is given
        """The secret to come, known to nobody yet."""
        return secrets.token_urlsafe(32)

    def finish(self, hooks: Mapping[str, str], secret: str) -> Mapping[str, str]:
        """Have every webhook of ours sign with that secret from now on; they stay the same."""
        for id_ in hooks.values():
            path = f"/api/v1/webhooks/{int(id_)}"
            shown = self._session.call("GET", path)
            same = {name: shown[name] for name in _SET if shown.get(name) is not None}
            self._session.call("PUT", path, {**same, "signature_token": secret})
        return dict(hooks)
