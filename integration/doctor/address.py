"""The checks about the address at which helpdesks reach us: does it answer, is it ours, is its TLS certificate good."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import requests

from integration.core import findings
from integration.core.findings import Finding, Grade
from integration.doctor.checking import House

SECONDS = 10.0

_WHY = "A call that does not arrive is tried again a few times, then lost until we catch up."


def address(house: House) -> Iterator[Finding]:
    """Whether the public address leads here. That the helpdesk gets through as well, its own call must show."""
    url = house.settings.public_url.rstrip("/")
    if not url:
        yield Finding("address", Grade.FAULT, "GUICHET_PUBLIC_URL is not set.", _WHY, "Set it to https://... .")
        return
    yield _answers(url)
    yield from _certificate(url, house.now())


def _answers(url: str) -> Finding:
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(f"{url}/health", timeout=SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        what = f"{url}/health cannot be reached from here ({type(error).__name__})."
        return Finding("address", Grade.FAULT, what, _WHY, "Start the web process; see the proxy and the firewall.")
    if answer.is_redirect:
        what, todo = f"{url} redirects elsewhere.", "Set GUICHET_PUBLIC_URL to where it leads: helpdesks lose the body."
        return Finding("address", Grade.FAULT, what, _WHY, todo)
    if not _is_ours(answer):
        what = f"{url}/health answers {answer.status_code}, and not as Guichet does."
        return Finding("address", Grade.FAULT, what, _WHY, "Let the proxy lead this address to the web process.")
    return Finding("address", Grade.GOOD, f"{url} leads to Guichet.", _WHY)


def _is_ours(answer: requests.Response) -> bool:
    try:
        told = answer.json()
    except ValueError:
        return False
    return answer.ok and isinstance(told, dict) and {"status", "helpdesks"} <= set(told)


def _certificate(url: str, now: datetime) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme != "https":
        yield Finding("certificate", Grade.UNKNOWN, f"{url} is not https.", "It is for trying out on this machine.")
        return
    host = parts.hostname or ""
    try:
        until = expires(host, parts.port or 443)
    except (OSError, ValueError) as error:
        what = f"The TLS certificate of {host} is not accepted ({type(error).__name__})."
        yield Finding("certificate", Grade.FAULT, what, _WHY, "Give the proxy a certificate that everybody accepts.")
        return
    yield findings.certificate(until, now, host)


def expires(host: str, port: int, context: ssl.SSLContext | None = None) -> datetime:
    """Until when the TLS certificate of that server is good (aware). Raises OSError when it is not accepted."""
    trusted = context or ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=SECONDS) as plain,
        trusted.wrap_socket(plain, server_hostname=host) as secure,
    ):
        found = (secure.getpeercert() or {})["notAfter"]
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found)), UTC)
