"""A webhook as the sandbox really sends it, received by a bare HTTP server and read by our door."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import pytest

from integration.core.errors import BadSignature
from integration.core.event import Event
from integration.helpdesks.zendesk.webhook import ZendeskDoor
from tests.helpdesks.town import Town

SECRET = "a-secret-of-the-tests"
Call = tuple[dict[str, str], bytes]


@pytest.fixture
def received() -> Iterator[tuple[str, "Queue[Call]"]]:
    """The address of a server that accepts everything, and what came."""
    calls: Queue[Call] = Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.put(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on the tests' output."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", calls
        server.shutdown()
        thread.join()


def test_a_real_call_opens_the_door(town: Town, received: tuple[str, "Queue[Call]"]) -> None:
    url, calls = received
    town.post("reset", webhook_url=url, webhook_secret=SECRET)

    ticket_id = town.member_files(description="Décès de l\u2019adhérent")

    headers, body = calls.get(timeout=20)
    event = ZendeskDoor((SECRET,), account_id="22129848").receive(headers, body, datetime.now(UTC))
    assert isinstance(event, Event)
    assert event.ticket_id == ticket_id
    assert event.kind.startswith("zen:event-type:ticket.")
    with pytest.raises(BadSignature):
        ZendeskDoor(("another",)).receive(headers, body, datetime.now(UTC))
