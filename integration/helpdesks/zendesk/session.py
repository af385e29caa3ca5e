"""Our own HTTP session to one Zendesk account, for zenpy and for raw calls alike.

It exists because zenpy's own session sends a PUT up to four times when the answer is slow, which would say the same
thing to a member four times. Here a write is sent once, every call has its time limits, and every answer that is not a
good one becomes one of our errors before zenpy sees it (so zenpy's endless wait on 429 is never reached).
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.util import Retry

from integration.core.errors import GuichetError, NotConfigured, Refused, TryLater
from integration.helpdesks.budget import Budget, Unlimited, errand
from integration.helpdesks.zendesk.answers import error_in
from integration.helpdesks.zendesk.counting import buckets_of, refused_by, told

Json = dict[str, Any]

# Zendesk's slowest calls take about ten seconds; 30 leaves room and still ends.
CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
_LOOPBACK = {"localhost", "127.0.0.1"}
_PAGES_AT_MOST = 100  # a ticket holds at most 5,000 comments, 100 a page; twice that is an endless list


class SignIn(Protocol):
    """How a call proves who we are. Shared by all threads."""

    def header(self) -> str:
        """The Authorization header to send, "" for none. May ask Zendesk for a token first."""
        ...

    def renewed(self, refused: str) -> bool:
        """After a 401 with the header `refused`: whether there is a newer one to try. Raises when there cannot be."""
        ...


class ZendeskSession(requests.Session):
    """A session that speaks to one address only. One per thread: requests promises no more.

    `url` is the account's address; plain http is accepted for this machine alone (the sandbox). `clock` gives the
    current time, aware. Whatever host a caller asks for, the call goes to `url`: neither a link in an answer nor zenpy
    can carry our credentials elsewhere, and redirects are never followed.
    """

    authorized = True  # tells zenpy that it need not sign in itself

    def __init__(
        self,
        url: str,
        sign_in: SignIn,
        clock: Callable[[], datetime],
        budget: Budget | None = None,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> None:
        super().__init__()
        self._budget = budget or Unlimited()
        self.address = address(url)
        self._sign_in = sign_in
        self._clock = clock
        self._timeout = timeout
        self.auth = _NoAuth()
        self.headers["User-Agent"] = f"Guichet/{version('guichet')}"
        self.headers["Accept"] = "application/json"
        # A proxy of the environment is right for Zendesk and wrong for this machine.
        self.trust_env = self.address.startswith("https:")
        adapter = HTTPAdapter(max_retries=_connecting_again())
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override] # same call, our limits
        """Send one call and return a good answer; raises the error any other answer stands for."""
        kwargs |= {"timeout": self._timeout, "allow_redirects": False}
        header = self._sign_in.header()
        response = self._sent(method, url, header, kwargs)
        # A 401 means that nothing was done, so even a write may go again with the new token.
        if response.status_code == 401 and self._sign_in.renewed(header):
            response = self._sent(method, url, self._sign_in.header(), kwargs)
        error = self._error_in(response)
        if error:
            raise error
        return response

    def fetch(self, path: str, **query: str) -> Json:
        """GET one JSON object; `path` begins with a slash."""
        return _object(self.get(path, params=query))

    def pages(self, path: str, **query: str) -> Iterator[Json]:
        """GET a list of a ticket page by page, 100 items each."""
        return self.many_pages(path, query, _PAGES_AT_MOST)

    def many_pages(self, path: str, query: dict[str, str], most: int) -> Iterator[Json]:
        """GET a list page by page, by Zendesk's cursors. Raises Refused when it does not end after `most` pages.

        The end is where `meta.has_more` says so: `links.next` is set on the last page too.
        https://developer.zendesk.com/api-reference/introduction/pagination/
        """
        query = {**query, "page[size]": "100"}
        for _ in range(most):
            page = self.fetch(path, **query)
            yield page
            meta = page.get("meta") or {}
            if not meta.get("has_more"):
                return
            query["page[after]"] = str(meta.get("after_cursor"))
        raise Refused(f"GET {path}: Zendesk's list does not end.")

    def _sent(self, method: str, url: str, header: str, kwargs: Json) -> requests.Response:
        headers = {**(kwargs.get("headers") or {}), **({"Authorization": header} if header else {})}
        path = urlsplit(url)
        here = self.address + urlunsplit(("", "", path.path, path.query, ""))
        what = f"{method.upper()} {path.path}"
        buckets = buckets_of(method, path.path, errand().ticket_id)
        self._budget.spend(*buckets)
        sent_at = self._clock()
        try:
            response = super().request(method, here, **{**kwargs, "headers": headers})
        except requests.ConnectTimeout:
            raise TryLater(f"{what}: Zendesk could not be reached in time.") from None
        except requests.RequestException as error:
            # Only the kind of failure is told: its text may hold addresses and more.
            lost = (
                "no answer came" if method.upper() in {"GET", "HEAD"} else "the answer is lost, it may have been done"
            )
            raise TryLater(f"{what}: {lost} ({type(error).__name__}).") from None
        for bucket, news in told(response.headers, buckets, sent_at):
            self._budget.told(bucket, news)
        return response

    def _error_in(self, response: requests.Response) -> GuichetError | None:
        """The error an answer stands for. A refusal for too many calls makes all processes wait, not only this one."""
        now = self._clock()
        error = error_in(response, now)
        if response.status_code == 429 and isinstance(error, TryLater) and error.after:
            request = response.request
            buckets = buckets_of(request.method or "GET", request.path_url, errand().ticket_id)
            self._budget.pause(refused_by(response.headers, buckets, now), now + timedelta(seconds=error.after))
        return error


def address(url: str) -> str:
    """The scheme and host of a configured address, as calls use it.

    Raises NotConfigured for anything but https, or http to this machine.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.username or parts.scheme not in {"https", "http"}:
        raise NotConfigured("The Zendesk address is missing or is not one such as https://acme.zendesk.com.")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise NotConfigured("The Zendesk address must begin with https: credentials never travel in clear.")
    # zenpy wants a host with a dot in it, and the sandbox listens on IPv4.
    name = "127.0.0.1" if host == "localhost" else host
    return f"{parts.scheme}://{name}:{port}" if port else f"{parts.scheme}://{name}"


class _NoAuth(AuthBase):
    """Keeps requests from looking into a .netrc file; the header is set call by call."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
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
        allowed_methods={"GET", "HEAD"},
        respect_retry_after_header=False,
    )


def _object(response: requests.Response) -> Json:
    body: Json = response.json()  # a good answer is a JSON object: the session has looked
    return body
