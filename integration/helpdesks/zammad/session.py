"""Our own HTTP session to one Zammad: one address, JSON in and out, time limits, and a write is sent once."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.util import Retry

from integration.core.errors import NotConfigured, Refused, TryLater
from integration.helpdesks.budget import Turns, Unlimited
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.answers import Missing, error_in, is_unknown

Json = dict[str, Any]

# An e-mail with files may take Zammad many seconds; a minute leaves room and still ends.
CONNECT_SECONDS, READ_SECONDS = 5.0, 60.0
_LOOPBACK = {"localhost", "127.0.0.1"}
_PAGE = 200  # the most that a search gives at once
_PAGES_AT_MOST = 5_000  # a million tickets; more is an endless list


class ZammadSession(requests.Session):
    """A session that speaks to one Zammad only. One per thread: requests promises no more.

    `clock` gives the current time, aware. Plain http is accepted for this machine alone (the sandbox); redirects are
    never followed, so that no answer can carry our token elsewhere. No From header is ever sent: with an
    administrator's token Zammad would take it for acting as somebody else.
    """

    def __init__(self, access: ZammadAccess, clock: Callable[[], datetime], turns: Turns | None = None) -> None:
        super().__init__()
        self._turns = turns or Unlimited()
        self.address = address(access.url)
        self._clock = clock
        self.auth = _Token(access.token)
        self.headers["User-Agent"] = f"Guichet/{version('guichet')}"
        # Otherwise Zammad answers some errors as pages.
        self.headers["Accept"] = "application/json"
        # A proxy of the environment is right for a Zammad elsewhere and wrong for this machine.
        self.trust_env = self.address.startswith("https:")
        adapter = HTTPAdapter(max_retries=_connecting_again())
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def call(self, method: str, path: str, body: Json | None = None, **query: str) -> Any:
        """Send one call and give the JSON of a good answer; raises the error that any other answer stands for.

        `path` begins with a slash. A body always goes as JSON by its content type: without that Zammad says 200 and
        changes nothing. A call without its answer raises TryLater; one that finds no turn raises NoBudget unsent.
        """
        response = self._sent(method, path, params=query, json=body)
        error = error_in(response, self._clock())
        if error:
            raise error
        return response.json() if response.content else {}

    def has(self, path: str) -> bool:
        """Whether there is something to download at this path; nothing of it is fetched."""
        with self._sent("GET", path, stream=True) as response:
            if response.ok:
                return response.status_code != 204
            error = error_in(response, self._clock())
        if error and not isinstance(error, Missing):
            raise error
        return False

    def knows_nothing_of(self, path: str) -> bool:
        """Whether Zammad itself says that what this path names does not exist; not seeing it is another answer."""
        with self._sent("GET", path, stream=True) as response:
            error = error_in(response, self._clock())
            if isinstance(error, TryLater | NotConfigured):
                raise error
            return is_unknown(response)

    def found(self, condition: Json) -> Iterator[Json]:
        """The tickets that meet a condition, in the order of their ids.

        A condition goes to Zammad's database even where it has a search index, so what is found is exact and of now.
        Raises Refused when the list does not end.
        """
        for page in range(1, _PAGES_AT_MOST + 1):
            asked: Json = {"condition": condition, "sort_by": "id", "order_by": "asc"}
            asked |= {"limit": _PAGE, "page": page, "expand": True}
            tickets = _tickets(self.call("POST", "/api/v1/tickets/search", asked))
            yield from tickets
            if len(tickets) < _PAGE:
                return
        raise Refused("POST /api/v1/tickets/search: Zammad's list does not end.")

    def _sent(self, method: str, path: str, **more: Any) -> requests.Response:
        what = f"{method} {path}"
        more |= {"timeout": (CONNECT_SECONDS, READ_SECONDS), "allow_redirects": False}
        try:
            with self._turns.turn():
                return self.request(method, self.address + path, **more)
        except requests.ConnectTimeout:
            raise TryLater(f"{what}: Zammad could not be reached in time.") from None
        except requests.RequestException as error:
            # Only the kind of failure is told: its text may hold addresses and more.
            lost = "no answer came" if method == "GET" else "the answer is lost, it may have been done"
            raise TryLater(f"{what}: {lost} ({type(error).__name__}).") from None


class Sessions:
    """Gives each thread its own session: they may not be shared. `clock` gives the current time, aware.

    Raises NotConfigured at once for an address or a token that cannot be.
    """

    def __init__(self, access: ZammadAccess, clock: Callable[[], datetime], turns: Turns | None = None) -> None:
        address(access.url)
        if not access.token:
            raise NotConfigured("No Zammad access token is configured.")
        self._new: Callable[[], ZammadSession] = lambda: ZammadSession(access, clock, turns)
        self._threads = threading.local()

    @property
    def here(self) -> ZammadSession:
        """The session of the calling thread."""
        session: ZammadSession | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = self._new()
        return session


def address(url: str) -> str:
    """The address calls go to, without a slash at its end; a Zammad may live under a path.

    Raises NotConfigured for anything but https, or http to this machine.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.username or parts.query or parts.fragment or parts.scheme not in {"https", "http"}:
        raise NotConfigured("The Zammad address is missing or is not one such as https://helpdesk.example.org.")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise NotConfigured("The Zammad address must begin with https: the access token never travels in clear.")
    # The sandbox listens on IPv4.
    name = "127.0.0.1" if host == "localhost" else host
    return f"{parts.scheme}://{name}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


class _Token(AuthBase):
    """Signs each call with the token, and keeps requests from looking into a .netrc file."""

    def __init__(self, token: str) -> None:
        self._header = f"Token token={token}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._header
        return request


def _connecting_again() -> Retry:
    # Only a connection that was never made is tried again: nothing had been sent then.
    return Retry(
        total=1,
        connect=1,
        read=False,
        redirect=False,
        status=0,
        other=0,
        allowed_methods={"GET"},
        respect_retry_after_header=False,
    )


def _tickets(answer: Any) -> list[Json]:
    """The tickets of a page. Zammad answers a list, or ids with everything else beside them, as its version has it."""
    if isinstance(answer, list):
        return answer
    known = (answer.get("assets") or {}).get("Ticket") or {}
    ids = answer.get("tickets") or answer.get("record_ids") or ()
    return [known[str(id_)] for id_ in ids if str(id_) in known]
