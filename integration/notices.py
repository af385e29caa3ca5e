"""Couriers: how the team lead is told, by a chat's webhook or by e-mail. They carry ids and times, nothing personal."""

import hashlib
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import MappingProxyType
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

import requests

from integration.core.errors import NotConfigured, Refused, TryLater

CHAT = "chat"
EMAIL = "email"
"""The channels, by the policy's words."""

PATIENCE = 15.0
"""Seconds."""

_HERE = {"localhost", "127.0.0.1"}


class Courier(Protocol):
    """One way of telling people."""

    def send(self, subject: str, text: str) -> None:
        """Send it. Raises TryLater when it may arrive another time, Refused when somebody has to look."""
        ...


Couriers = Mapping[str, Courier]
"""Those that are set up, by channel."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat's incoming webhook that takes `{"text": ...}`, as Slack's and Mattermost's do. Its address is a secret."""

    url: str = field(repr=False)

    def send(self, subject: str, text: str) -> None:
        """Post `{"text": ...}`; a redirect is never followed, so that the words go nowhere else."""
        try:
            with requests.Session() as session:
                session.trust_env = urlsplit(self.url).hostname not in _HERE
                told = {"text": f"{subject}\n{text}"}
                answer = session.post(self.url, json=told, timeout=PATIENCE, allow_redirects=False)
        except requests.RequestException as error:
            raise TryLater(f"The chat (GUICHET_NOTICE_URL) cannot be reached ({type(error).__name__}).") from None
        if answer.status_code == 429 or answer.status_code >= 500:
            raise TryLater(f"The chat (GUICHET_NOTICE_URL) answers {answer.status_code}: it is tried again.")
        if not answer.ok or answer.is_redirect:
            raise Refused(f"The chat (GUICHET_NOTICE_URL) answers {answer.status_code}: check its address.")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server that takes our letters: `smtps://`, or `smtp://` with STARTTLS; plain only on this machine."""

    server: str = field(repr=False)
    sender: str
    recipients: tuple[str, ...]

    def send(self, subject: str, text: str) -> None:
        """Send one letter to all recipients. The same letter again has the same Message-ID."""
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = subject, self.sender, ", ".join(self.recipients)
        letter["Message-ID"] = _message_id(self.sender, subject, text)
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office comes back
        letter.set_content(text)
        try:
            self._hand_over(letter)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError) as error:
            raise Refused(f"The mail server refuses us ({type(error).__name__}): check GUICHET_SMTP_URL.") from None
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(f"The mail server cannot take letters now ({type(error).__name__}).") from None

    def _hand_over(self, letter: EmailMessage) -> None:
        parts = urlsplit(self.server)
        with _connection(parts) as connection:
            if parts.username:
                connection.login(unquote(parts.username), unquote(parts.password or ""))
            connection.send_message(letter)


def couriers(chat_url: str, smtp_url: str, sender: str, recipients: tuple[str, ...]) -> Couriers:
    """Those that are configured. Raises NotConfigured, with one sentence that repeats no address."""
    found: dict[str, Courier] = {}
    if chat_url:
        found[CHAT] = Chat(_checked(chat_url))
    if smtp_url:
        if not (sender and recipients):
            raise NotConfigured("GUICHET_SMTP_URL needs GUICHET_NOTICE_FROM and GUICHET_NOTICE_TO as well.")
        found[EMAIL] = Mail(_mail_server(smtp_url), sender, recipients)
    return MappingProxyType(found)


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and parts.hostname in _HERE):
        return url
    raise NotConfigured("GUICHET_NOTICE_URL must begin with https://, the address that your chat gave you.")


def _mail_server(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return url
    raise NotConfigured("GUICHET_SMTP_URL is smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://...:465.")


def _connection(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
    connection = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE)
    if host not in _HERE:
        connection.starttls(context=ssl.create_default_context())
    return connection


def _message_id(sender: str, subject: str, text: str) -> str:
    digest = hashlib.sha256(f"{subject}\n{text}".encode()).hexdigest()[:32]
    return f"<{digest}@{sender.rpartition('@')[2].strip('> ') or 'guichet'}>"
