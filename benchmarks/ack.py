"""How fast a webhook is acknowledged once it is on disk.

The receiver as it is, the same without waiting for the disk, and a Flask that stores nothing: on the same server
(gunicorn gthread, 1 process, 16 threads), in turn, several rounds, in one run of less than a minute. No worker runs.
"""

import asyncio
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from integration.engine.queue import Queue
from integration.helpdesks.zendesk.webhook import INVOCATION, SIGNATURE, TIMESTAMP, signature
from integration.settings import Settings
from integration.wiring import build_web
from webhooks.app import create_app

ROUNDS = 2
SECONDS = 2
LEVELS = (1, 16, 64)
PROGRAMS = {"bare": "bare Flask", "durable": "receiver", "without_fsync": "receiver, no fsync"}
ROOT = Path(__file__).parents[1]
PATH = "/webhooks/zendesk"
SECRET = "the benchmark's own"  # noqa: S105 # opens nothing else
BODY = b"""{
  "ticket_id": "4711",
  "updated_at": "2026-11-22T09:00:00Z",
  "event": "conditional_ticket_events"
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One round: answers in a second, and how long one took, in milliseconds."""

    rate: float
    p50: float
    p99: float
    answers: int


def main() -> None:
    """Measure in turn, check that all of it really lies in the queue, and print it side by side."""
    print(f"Acknowledged webhooks on SQLite; load by {_client()}\ntarget: 30 % of bare Flask, p99 < 50 ms")
    rounds: dict[tuple[str, int], list[Measured]] = {}
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        ports = {program: stack.enter_context(_served(program, Path(home))) for program in PROGRAMS}
        for number in range(ROUNDS):
            for level in LEVELS:
                for program in PROGRAMS:
                    mark = f"{number}-{level}"
                    rounds.setdefault((program, level), []).append(_load(ports[program], level, mark))
        for program in ("durable", "without_fsync"):
            _check(
                program,
                Path(home),
                sum(one.answers for (name, _), each in rounds.items() for one in each if name == program),
            )
    _show(rounds)


def bare() -> Flask:
    """Flask and nothing else."""
    app = Flask(__name__)

    @app.post(PATH)
    def hello() -> tuple[str, int]:
        return "hello", 202

    return app


def durable() -> Flask:
    """The receiver as it is."""
    return create_app()


def without_fsync() -> Flask:
    """The receiver, but a power cut would lose what was just recorded; the product has no such switch, on purpose."""
    web = build_web(Settings())
    assert isinstance(web.queue, Queue)

    def never_wait(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    event.listen(web.queue._engine, "connect", never_wait)  # noqa: SLF001 # as said
    return create_app(web=web)


def _database(program: str, home: Path) -> str:
    return f"sqlite:///{home}/{program}/guichet.db"


@contextmanager
def _served(program: str, home: Path) -> Iterator[int]:
    """The program's port, while gunicorn serves it as the Procfile says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    options = ["--worker-class", "gthread", "--workers", "1", "--threads", "16", "--access-logfile", "/dev/null"]
    command = [sys.executable, "-m", "gunicorn", f"ack:{program}()", "--bind", f"127.0.0.1:{port}", *options]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "benchmarks"),
        "GUICHET_DATABASE_URL": _database(program, home),
        "GUICHET_ZENDESK_WEBHOOK_SECRETS": SECRET,
        "GUICHET_ZENDESK_ACCOUNT_ID": "",
    }
    with (
        (home / f"{program}.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log) as server,
    ):
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server did not start"
        try:
            # An answer, whatever it is: gunicorn takes connections long before the program behind it has started.
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
        except ConnectionError:
            time.sleep(0.1)
        else:
            return


def _check(program: str, home: Path, answers: int) -> None:
    """Every 202 must be in the queue, once; what was under way when a round ended may be there as well."""
    queue = Queue(_database(program, home))
    recorded = queue.waiting().count
    queue.close()
    assert answers <= recorded <= answers + ROUNDS * sum(LEVELS), (program, answers, recorded)


def _show(rounds: dict[tuple[str, int], list[Measured]]) -> None:
    print(f"  {'connections':>11}  {'':<20} {'answers/s':>9} {'p50 ms':>7} {'p99 ms':>7}  {'of bare Flask':>13}")
    for level in LEVELS:
        bare_rate = statistics.median(one.rate for one in rounds["bare", level])
        for program, name in PROGRAMS.items():
            rate, p50, p99 = (
                statistics.median(getattr(one, what) for one in rounds[program, level])
                for what in ("rate", "p50", "p99")
            )
            print(f"  {level:>11}  {name:<20} {rate:>9.0f} {p50:>7.1f} {p99:>7.1f}  {rate / bare_rate:>12.0%}")


def _client() -> str:
    return (
        "wrk"
        if shutil.which("wrk")
        else "a client in Python on the same cores, which slows the fastest most (install wrk)"
    )


def _load(port: int, connections: int, mark: str) -> Measured:
    """Keep so many connections busy with calls that differ in their delivery id; any answer but 202 fails."""
    timestamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        TIMESTAMP: timestamp,
        SIGNATURE: signature(SECRET, timestamp, BODY).decode(),
    }
    if shutil.which("wrk"):
        return _wrk(port, connections, headers, mark)
    return asyncio.run(_own_client(port, connections, headers, mark))


def _wrk(port: int, connections: int, headers: dict[str, str], mark: str) -> Measured:
    lines = [f"wrk.headers[ [[{name}]] ] = [[{value}]]" for name, value in headers.items()]
    script = f"""
        wrk.method, wrk.body = "POST", [[{BODY.decode()}]]
        {chr(10).join(lines)}
        local sent = 0
        function request()
          sent = sent + 1
          wrk.headers["{INVOCATION}"] = "{mark}-" .. sent
          return wrk.format()
        end
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-s", file.name]
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{port}{PATH}"], check=True, capture_output=True, text=True
        ).stdout
    assert "Non-2xx" not in said, said
    return Measured(
        rate=float(_said(said, r"Requests/sec:\s+([\d.]+)")),
        p50=_milliseconds(_said(said, r"\n +50% +(\S+)")),
        p99=_milliseconds(_said(said, r"\n +99% +(\S+)")),
        answers=int(_said(said, r"(\d+) requests in")),
    )


def _said(said: str, pattern: str) -> str:
    found = re.search(pattern, said)
    assert found, said
    return found[1]


def _milliseconds(word: str) -> float:
    unit = word.lstrip("0123456789.")
    return float(word.removesuffix(unit)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


async def _own_client(port: int, connections: int, headers: dict[str, str], mark: str) -> Measured:
    until = time.perf_counter() + SECONDS
    each = [_connection(port, until, headers, f"{mark}-{number}") for number in range(connections)]
    took = sorted(seconds for times in await asyncio.gather(*each) for seconds in times)
    points = statistics.quantiles(took, n=100)
    return Measured(len(took) / SECONDS, points[49] * 1000, points[98] * 1000, len(took))


async def _connection(port: int, until: float, headers: dict[str, str], mark: str) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    fixed = "".join(f"{name}: {value}\r\n" for name, value in {**headers, "Content-Length": str(len(BODY))}.items())
    took: list[float] = []
    while (began := time.perf_counter()) < until:
        head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n{fixed}{INVOCATION}: {mark}-{len(took)}\r\n\r\n"
        writer.write(head.encode() + BODY)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert answer.startswith("http/1.1 202"), answer
        await reader.readexactly(int(_said(answer, r"content-length: (\d+)")))
        took.append(time.perf_counter() - began)
    writer.close()
    return took


if __name__ == "__main__":
    main()
