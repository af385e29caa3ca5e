"""Couriers carry a notice over real HTTP and real SMTP, follow no redirect and tell nobody a secret."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from integration.core.errors import GuichetError, NotConfigured, Refused, TryLater
from integration.notices import CHAT, EMAIL, Chat, Mail, couriers

SUBJECT, TEXT = "Guichet\u00a0: 1 dossier(s) à regarder", "Dossier 1 (zendesk)\u00a0: le délai est dépassé."


@dataclass
class Received:
    """What a server was given."""

    bodies: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield int(server.server_address[1])  # type: ignore[index] # a TCP server's address is host and port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def chat_that_answers(status: int) -> Iterator[tuple[str, Received]]:
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.paths.append(self.path)
            received.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}/hooks/secret", received


@contextmanager
def mail_server(rcpt: str = "250 OK") -> Iterator[tuple[str, Received]]:
    """As much of SMTP as a letter needs."""
    received = Received()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                match line.split()[0].upper():
                    case "EHLO":
                        self.say("250-here")
                        self.say("250 8BITMIME")
                    case "RCPT":
                        self.say(rcpt)
                    case "DATA":
                        self.say("354 go on")
                        received.bodies.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                        self.say("250 taken")
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case _:
                        self.say("250 OK")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with serving(socketserver.TCPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"smtp://127.0.0.1:{port}", received


def test_a_chat_gets_one_text() -> None:
    with chat_that_answers(200) as (url, received):
        Chat(url).send(SUBJECT, TEXT)

    assert [json.loads(body) for body in received.bodies] == [{"text": f"{SUBJECT}\n{TEXT}"}]


@pytest.mark.parametrize(
    ("status", "error"),
    [(500, TryLater), (429, TryLater), (404, Refused), (403, Refused), (302, Refused), (308, Refused)],
)
def test_what_a_chat_does_not_take_is_an_error_and_a_redirect_is_never_followed(
    status: int, error: type[GuichetError]
) -> None:
    with chat_that_answers(status) as (url, received), pytest.raises(error) as raised:
        Chat(url).send(SUBJECT, TEXT)

    assert received.paths == ["/hooks/secret"]
    assert "secret" not in str(raised.value)


def test_a_chat_that_is_not_there_is_tried_again() -> None:
    with chat_that_answers(200) as (url, _):
        pass
    with pytest.raises(TryLater) as raised:
        Chat(url).send(SUBJECT, TEXT)

    assert "secret" not in str(raised.value)


def test_a_letter_arrives_and_the_same_one_again_has_the_same_id() -> None:
    with mail_server() as (url, received):
        courier = Mail(url, "Guichet <guichet@mutuelle.example>", ("chef@mutuelle.example",))
        for _ in range(2):
            courier.send(SUBJECT, TEXT)

    first, second = (body.decode() for body in received.bodies)
    assert "To: chef@mutuelle.example" in first
    assert "Auto-Submitted: auto-generated" in first
    ids = [line for body in (first, second) for line in body.splitlines() if line.startswith("Message-ID")]
    assert ids[0] == ids[1]
    assert ids[0].endswith("@mutuelle.example>")


def test_a_recipient_that_is_refused_is_for_somebody_to_look_at() -> None:
    with mail_server(rcpt="550 no such user") as (url, _), pytest.raises(Refused) as raised:
        Mail(url, "guichet@mutuelle.example", ("chef@mutuelle.example",)).send(SUBJECT, TEXT)

    assert "chef" not in str(raised.value)


def test_a_mail_server_that_is_not_there_is_tried_again() -> None:
    with mail_server() as (url, _):
        pass
    with pytest.raises(TryLater):
        Mail(url, "guichet@mutuelle.example", ("chef@mutuelle.example",)).send(SUBJECT, TEXT)


def test_only_what_is_set_up_is_there() -> None:
    made = couriers("https://chat.example/hooks/secret", "smtps://u:p@mail.example", "a@b.example", ("c@d.example",))

    assert set(made) == {CHAT, EMAIL}
    assert "secret" not in repr(made[CHAT])
    assert "u:p" not in repr(made[EMAIL])
    assert couriers("", "", "", ()) == {}


@pytest.mark.parametrize(
    ("chat", "mail", "sender", "to"),
    [
        ("http://chat.example/hooks/secret", "", "", ()),
        ("ftp://127.0.0.1/secret", "", "", ()),
        ("", "mail.example/secret", "a@b.example", ("c@d.example",)),
        ("", "smtp://secret@mail.example", "", ("c@d.example",)),
        ("", "smtp://secret@mail.example", "a@b.example", ()),
    ],
)
def test_what_cannot_be_is_said_without_the_secret(chat: str, mail: str, sender: str, to: tuple[str, ...]) -> None:
    with pytest.raises(NotConfigured, match="GUICHET_") as raised:
        couriers(chat, mail, sender, to)

    assert "secret" not in str(raised.value)
