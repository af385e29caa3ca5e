"""From an empty helpdesk to one that is connected and proven: time and calls of init, apply and doctor --e2e.

The commands, the services and the sandbox are real processes on this machine; the sandbox starts with an admin and
nothing else. Run it with `.venv/bin/python benchmarks/setup/run.py [zendesk|zammad]`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests

from console.demo.stage import free_port

TARGET = 60.0  # seconds
GUICHET = (sys.executable, "-m", "console.cli")
SECRETS = {
    "zendesk": {"GUICHET_ZENDESK_CLIENT_ID": "guichet-sandbox", "GUICHET_ZENDESK_CLIENT_SECRET": "sandbox-secret"},
    "zammad": {"GUICHET_ZAMMAD_TOKEN": "sandbox-token"},
}


def main() -> None:
    """Measure one kind of helpdesk and print a table."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "zendesk"
    with tempfile.TemporaryDirectory(prefix="guichet-setup-") as name, ExitStack() as open_ones:
        folder = Path(name)
        desk, web = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        environment = {one: value for one, value in os.environ.items() if not one.startswith("GUICHET_")}
        environment |= {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        sandbox = ("-m", "sandbox", "--empty", "--helpdesk", kind, "--port", _port(desk))
        open_ones.enter_context(_service(sandbox, folder, environment))
        _wait(f"{desk}/sandbox")
        began, rows = time.monotonic(), []
        place = ("--helpdesk", kind, "--url", desk, "--public-url", web, "--yes")
        rows.append(_measured("init", (*GUICHET, "init", *place), folder, environment | SECRETS[kind], desk))
        rows.append(_measured("apply", (*GUICHET, "apply", "--yes"), folder, environment, desk))
        started = time.monotonic()
        server = ("-m", "gunicorn", "webhooks.app:create_app()", "-k", "gthread", "--bind", web.removeprefix("http://"))
        for arguments in (server, (*GUICHET[1:], "worker"), (*GUICHET[1:], "clock")):
            open_ones.enter_context(_service(arguments, folder, environment))
        _wait(f"{web}/health")
        rows.append(("(start)", time.monotonic() - started, 0))
        rows.append(_measured("doctor --e2e", (*GUICHET, "doctor", "--e2e"), folder, environment, desk))
        _print(kind, rows, time.monotonic() - began)


def _measured(
    title: str, command: Sequence[str], folder: Path, environment: Mapping[str, str], desk: str
) -> tuple[str, float, int]:
    """Seconds and helpdesk calls of one command, which must end well; a warning of `doctor` (2) is well enough."""
    before, began = _calls(desk), time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    took = time.monotonic() - began
    print(f"$ guichet {' '.join(command[3:])}\n{done.stdout}{done.stderr}", flush=True)
    assert done.returncode in {0, 2}, f"{title} ended with {done.returncode}"
    return title, took, _calls(desk) - before


def _print(kind: str, rows: Sequence[tuple[str, float, int]], total: float) -> None:
    print(f"| {kind} | seconds | helpdesk calls | ids typed |\n| --- | --- | --- | --- |")
    for title, took, calls in rows:
        print(f"| {title} | {took:.1f} | {calls} | 0 |")
    alone = sum(took for title, took, _ in rows if title != "(start)")
    print(f"| all commands | {alone:.1f} | {sum(calls for *_, calls in rows)} | 0 |")
    print(f"\n{total:.1f} s with the start of the services (target: under {TARGET:.0f} s).")


def _calls(desk: str) -> int:
    return int(requests.get(f"{desk}/sandbox/calls", timeout=10).json()["last"])


@contextmanager
def _service(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    with (folder / "services.log").open("ab") as log:
        process = subprocess.Popen((sys.executable, *arguments), cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(url: str) -> None:
    end = time.monotonic() + TARGET
    while time.monotonic() < end:
        try:
            requests.get(url, timeout=5)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{url} does not answer")


def _port(url: str) -> str:
    return url.rpartition(":")[2]


if __name__ == "__main__":
    main()
