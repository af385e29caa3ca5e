"""A small receiver of webhooks, to see what is really sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One delivery as it came."""

    method: str
    headers: dict[str, str]
    raw: bytes
    path: str = ""

    @property
    def event(self) -> dict[str, Any]:
        """The body as an event."""
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass
class Receiver:
    """Notes every delivery and answers with the next of `answers`, or 202."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def types(self) -> list[str]:
        """The last words of the event types, in order of arrival."""
        return [received.event["type"].rpartition(".")[2] for received in self.received]

    def wait(self, number: int) -> list[Received]:
        """Wait until so many deliveries have come."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.received) >= number, 10), f"only {len(self.received)} came"
            return list(self.received)


class Server(ThreadingHTTPServer):
    """Takes many callers at once."""

    request_queue_size = 128
    daemon_threads = True


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with receiver.changed:
                receiver.received.append(Received(self.command, dict(self.headers), raw, self.path))
                status, headers = receiver.answers.pop(0) if receiver.answers else (202, {})
                receiver.changed.notify_all()
            if status == 0:  # no answer until the test is over
                receiver.silent.wait(10)
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - the name the server looks for

        def log_message(self, *_: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/webhooks/zendesk"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.silent.set()
        server.shutdown()
        server.server_close()
        thread.join()
