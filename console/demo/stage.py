"""The stage: sandbox, web, worker and clock as real processes on this machine, for the demo and the story tests."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import click

from console.demo.helpdesk import Helpdesk, wait_for

START = 30.0
"""Seconds a process may take to come up; they share two busy cores with whatever else runs."""

Process = subprocess.Popen[bytes]


@dataclass
class Stage:
    """The running processes. `folder` holds the database and one log for each of them."""

    folder: Path
    sandbox_port: int
    web_port: int
    database_url: str
    settle: float
    policy: str
    policy_source: str = "files"
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def helpdesk(self) -> Helpdesk:
        """The helpdesk's people and pages."""
        return Helpdesk(f"http://127.0.0.1:{self.sandbox_port}")

    @property
    def web(self) -> str:
        """Where Guichet is called."""
        return f"http://127.0.0.1:{self.web_port}"

    def start(self) -> None:
        """Start everything; returns when the sandbox and Guichet answer."""
        webhook = ("--webhook-url", f"{self.web}/webhooks/zendesk", "--webhook-secret", self.secret)
        self.run("sandbox", "-m", "sandbox", "--port", str(self.sandbox_port), *webhook)
        server = ("--bind", f"127.0.0.1:{self.web_port}", "-k", "gthread", "--workers", "1", "--threads", "16")
        self.run("web", "-m", "gunicorn", "webhooks.app:create_app()", *server)
        wait_for(f"{self.helpdesk.url}/sandbox", START)
        wait_for(f"{self.web}/health", START)
        self.run("worker", "-m", "console.cli", "worker")
        self.run("clock", "-m", "console.cli", "clock")

    def run(self, name: str, *arguments: str) -> None:
        """Start one of the processes; what it prints goes to its log."""
        with self._log(name) as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603 - our own programs, with arguments from this file
                [sys.executable, *arguments], env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """End a process at once, as a power cut would: it gets no chance to tidy up."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart_worker(self) -> None:
        """Start the worker anew."""
        self.run("worker", "-m", "console.cli", "worker")

    def stop(self) -> None:
        """Ask every process to end, in the reverse order of their start, and wait for it."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for name, process in self.processes.items():
            _end(name, process)
        self.processes.clear()

    def environment(self) -> Mapping[str, str]:
        """What the processes of Guichet are told; nothing of a real installation's settings."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
        return {
            **own,
            "GUICHET_DATABASE_URL": self.database_url,
            "GUICHET_POLICY": self.policy,
            "GUICHET_POLICY_SOURCE": self.policy_source,
            "GUICHET_PEPPER": "",
            "GUICHET_ZENDESK_URL": self.helpdesk.url,
            "GUICHET_ZENDESK_ACCOUNT_ID": "22129848",
            "GUICHET_ZENDESK_WEBHOOK_SECRETS": self.secret,
            "GUICHET_ZENDESK_CLIENT_ID": "guichet-sandbox",
            "GUICHET_ZENDESK_CLIENT_SECRET": "sandbox-secret",
            "GUICHET_ZENDESK_SCOPE": "read write",
            "GUICHET_ZENDESK_EMAIL": "",
            "GUICHET_ZENDESK_API_TOKEN": "",
            "GUICHET_SETTLE": str(self.settle),
            "PYTHONUNBUFFERED": "1",
        }

    def _log(self, name: str) -> IO[bytes]:
        return (self.folder / f"{name}.log").open("ab")


@contextmanager
def stage(
    folder: Path, *, database_url: str = "", ports: tuple[int, int] = (0, 0), settle: float = 1.0
) -> Iterator[Stage]:
    """A stage that is taken down whatever happens. Ports of 0 are chosen freely."""
    sandbox_port, web_port = (port or free_port() for port in ports)
    url = database_url or f"sqlite:///{folder / 'guichet.db'}"
    set_up = Stage(folder, sandbox_port, web_port, url, settle, policy="config/policy.yaml")
    try:
        set_up.start()
        yield set_up
    finally:
        set_up.stop()


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end(name: str, process: Process) -> None:
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        click.echo(f"{name} did not stop when asked; ending it.", err=True)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
