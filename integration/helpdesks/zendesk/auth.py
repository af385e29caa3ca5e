"""Signing in to Zendesk: an OAuth client whose token renews itself, or an API token for as long as those live."""

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from integration.core.errors import NotConfigured, Refused, TryLater
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.session import Json, SignIn, ZendeskSession

# Zendesk allows 5 minutes to 48 hours, in seconds; its pages contradict themselves and speak of milliseconds as well.
# https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
_LONGEST_LIFE = 172_800
_RENEWED_AT = 0.8


def sign_in(access: ZendeskAccess, clock: Callable[[], datetime]) -> SignIn:
    """The way in that is configured, the OAuth client before the API token. Raises NotConfigured when neither is."""
    if access.client_id and access.client_secret:
        return OAuthClient(access, clock)
    if access.email and access.api_token:
        return ApiToken(access.email, access.api_token)
    raise NotConfigured("No Zendesk credentials are configured: an OAuth client's id and secret are needed.")


@dataclass(frozen=True, slots=True)
class ApiToken:
    """Basic authentication with an API token. Zendesk stops accepting these on 2027-04-30."""

    email: str = field(repr=False)
    token: str = field(repr=False)

    def header(self) -> str:
        """The same header for ever."""
        return "Basic " + base64.b64encode(f"{self.email}/token:{self.token}".encode()).decode()

    def renewed(self, refused: str) -> bool:  # noqa: ARG002 # the protocol's word
        """An API token has no successor."""
        return False


@dataclass(frozen=True, slots=True)
class _Token:
    header: str = field(repr=False)
    renew_at: datetime | None


class OAuthClient:
    """A bearer token by client credentials, asked for when first needed, renewed at 80 % of its life or on a 401.

    Zendesk gives no refresh token for this grant: renewing is asking again. One thread asks while the others wait.
    https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
    """

    def __init__(self, access: ZendeskAccess, clock: Callable[[], datetime]) -> None:
        self._access = access
        self._clock = clock
        self._lock = threading.Lock()
        self._token: _Token | None = None

    def header(self) -> str:
        """The bearer header. Raises NotConfigured when Zendesk refuses the client, TryLater when it does not answer."""
        token = self._token
        if token is None or self._is_old(token):
            token = self._another_than(token)
        return token.header

    def renewed(self, refused: str) -> bool:
        """Ask for another token, unless another thread already has."""
        token = self._token
        if token is None or token.header == refused:
            self._another_than(token)
        return True

    def _is_old(self, token: _Token) -> bool:
        return token.renew_at is not None and self._clock() >= token.renew_at

    def _another_than(self, old: _Token | None) -> _Token:
        with self._lock:
            if self._token is None or self._token is old:
                self._token = self._asked_for()
            return self._token

    def _asked_for(self) -> _Token:
        asked_at = self._clock()
        grant = {
            "grant_type": "client_credentials",
            "client_id": self._access.client_id,
            "client_secret": self._access.client_secret,
            "scope": self._access.scope,
        }
        try:
            with ZendeskSession(self._access.url, _Stranger(), self._clock) as session:
                answer: Json = session.post("/oauth/tokens", json=grant).json()
        except Refused as refused:
            raise NotConfigured(f"{refused} Check the OAuth client's id, secret and scope.") from None
        word = answer.get("access_token")
        if not isinstance(word, str) or not word:
            raise TryLater("POST /oauth/tokens: Zendesk answered without a token.")
        return _Token(f"Bearer {word}", _renew_at(answer.get("expires_in"), asked_at))


class _Stranger:
    """Nobody yet: the call for a token carries its credentials in its body."""

    def header(self) -> str:
        return ""

    def renewed(self, refused: str) -> bool:  # noqa: ARG002 # the protocol's word
        return False


def _renew_at(expires_in: object, asked_at: datetime) -> datetime | None:
    """When to renew, None for a token that says nothing of its end (older clients): a 401 will tell."""
    if not isinstance(expires_in, int) or expires_in <= 0:
        return None
    seconds = expires_in / 1000 if expires_in > _LONGEST_LIFE else expires_in
    return asked_at + timedelta(seconds=seconds * _RENEWED_AT)
