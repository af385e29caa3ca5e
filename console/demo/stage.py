"""The stage: sandboxes, web, worker and clock as real processes on this machine, for the demo and the story tests."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import click

from console.demo.dialects import DIALECTS
from console.demo.helpdesk import Helpdesk, wait_for

START = 60.0
"""Seconds a process may take to come up; they share two busy cores with whatever else runs."""

OFF_STAGE = ("ZENDESK_URL", "ZAMMAD_URL", "HELPDESKS", "NOTICE_URL", "SMTP_URL")
"""Settings that would let the demo reach into the real world, should a `.env` lie about."""

Process = subprocess.Popen[bytes]


@dataclass
class Stage:
    """The running processes. `folder` holds the database and one log for each of them.

    `sandboxes` gives the port of each helpdesk by its kind, which is its name in the settings as well, `own_policies`
    the policy file of one that does not share `policy`.
    """

    folder: Path
    sandboxes: Mapping[str, int]
    web_port: int
    database_url: str
    settle: float
    policy: str
    policy_source: str = "files"
    own_policies: Mapping[str, str] = field(default_factory=dict)
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def helpdesks(self) -> tuple[Helpdesk, ...]:
        """Each helpdesk's people and pages."""
        return tuple(Helpdesk(f"http://127.0.0.1:{port}", DIALECTS[kind]) for kind, port in self.sandboxes.items())

    @property
    def helpdesk(self) -> Helpdesk:
        """The first helpdesk, which is the only one on most stages."""
        return self.helpdesks[0]

    @property
    def web(self) -> str:
        """Where Guichet is called."""
        return f"http://127.0.0.1:{self.web_port}"

    def start(self) -> None:
        """Start everything; returns when the sandboxes and Guichet answer and the worker has begun."""
        for kind, port in self.sandboxes.items():
            webhook = ("--webhook-url", f"{self.web}/webhooks/{kind}", "--webhook-secret", self.secret)
            self.run(f"sandbox-{kind}", "-m", "sandbox", "--port", str(port), "--helpdesk", kind, *webhook)
        server = ("--bind", f"127.0.0.1:{self.web_port}", "-k", "gthread", "--workers", "1", "--threads", "16")
        self.run("web", "-m", "gunicorn", "webhooks.app:create_app()", *server)
        for helpdesk in self.helpdesks:
            wait_for(f"{helpdesk.url}/sandbox", START)
        wait_for(f"{self.web}/health", START)
        self.restart_worker()
        self.run("clock", "-m", "console.cli", "clock")
        self._wait_for_worker()

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
        """Start the worker, or start it anew."""
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
        connected = {
            f"GUICHET_{helpdesk.kind.upper()}_{name}": value
            for helpdesk in self.helpdesks
            for name, value in self._connection(helpdesk).items()
        }
        return {
            **own,
            **{f"GUICHET_{name}": "" for name in OFF_STAGE},
            **connected,
            "GUICHET_DATABASE_URL": self.database_url,
            "GUICHET_POLICY": self.policy,
            "GUICHET_POLICY_SOURCE": self.policy_source,
            "GUICHET_PEPPER": "",
            "GUICHET_SETTLE": str(self.settle),
            "GUICHET_LOG_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
        }

    def _wait_for_worker(self) -> None:
        """It asks the helpdesk what there is before it begins, and those calls are about no case."""
        end = time.monotonic() + START
        while "worker started" not in (self.folder / "worker.log").read_text("utf-8", errors="replace"):
            if time.monotonic() > end:
                raise TimeoutError(f"the worker did not start within {START:.0f} s")
            time.sleep(0.05)  # a log rings no bell

    def _connection(self, helpdesk: Helpdesk) -> Mapping[str, str]:
        return {
            **helpdesk.dialect.settings,
            "URL": helpdesk.url,
            "WEBHOOK_SECRETS": self.secret,
            "POLICY": self.own_policies.get(helpdesk.kind, ""),
        }

    def _log(self, name: str) -> IO[bytes]:
        return (self.folder / f"{name}.log").open("ab")


@contextmanager
def stage(
    folder: Path,
    *,
    database_url: str = "",
    kinds: Sequence[str] = ("zendesk",),
    settle: float = 1.0,
    web_port: int = 0,
    sandbox_port: int = 0,
) -> Iterator[Stage]:
    """A stage that is taken down whatever happens. A port that is 0 or taken is chosen freely."""
    sandboxes = {kind: _port(sandbox_port and sandbox_port + number) for number, kind in enumerate(kinds)}
    url = database_url or f"sqlite:///{folder / 'guichet.db'}"
    set_up = Stage(folder, sandboxes, _port(web_port), url, settle, policy="config/policy.yaml")
    try:
        set_up.start()
        yield set_up
    finally:
        set_up.stop()


def _port(wanted: int) -> int:
    return wanted if wanted and is_free(wanted) else free_port()


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
