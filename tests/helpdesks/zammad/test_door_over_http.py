"""Webhooks as the sandbox's Zammad really sends them, received by a bare HTTP server and read by our door."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import pytest

from integration.core.errors import BadSignature
from integration.core.event import Event
from integration.helpdesks.zammad.webhook import ZammadDoor
from tests.helpdesks.town import Town
from tests.helpdesks.zammad.samples import ACCESS

SECRET = "secret-des-tests-é"
Call = tuple[str, dict[str, str], bytes]


@pytest.fixture
def received() -> Iterator[tuple[str, "Queue[Call]"]]:
    """The address of a server that accepts everything, and what came."""
    calls: Queue[Call] = Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            calls.put((self.path.rpartition("/")[2], headers, body))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on the tests' output."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/webhooks/zammad", calls
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("version", ["5.5", "7.0"])
def test_real_calls_open_the_door(town: Town, received: tuple[str, "Queue[Call]"], version: str) -> None:
    url, calls = received
    town.becomes("zammad", version=version, webhook_url=url, webhook_secret=SECRET)
    door = ZammadDoor(replace(ACCESS, webhook_secrets=(SECRET,)))

    ticket_id = town.member_files(description="Décès de l\u2019adhérent")
    town.agent(ticket_id, priority="high")

    for kind in ("created", "updated"):
        path, headers, body = calls.get(timeout=20)
        event = door.receive(headers, body, datetime.now(UTC), path)
        assert isinstance(event, Event)
        assert (event.ticket_id, event.kind) == (ticket_id, kind)
        with pytest.raises(BadSignature):
            ZammadDoor(replace(ACCESS, webhook_secrets=("autre",))).receive(headers, body, datetime.now(UTC), path)
