"""Mishaps on demand for incoming calls: late, refused, broken, cut off, or stopped at a gate until someone opens it."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.calls import path_pattern
from sandbox.store import Store

KINDS = ("latency", "status", "drop", "gate")
STAGES = ("before", "after")
LOOK_EVERY = 0.1  # seconds between two looks whether the caller at a gate is still there


@dataclass
class Fault:
    """What goes wrong, for which calls, how often (count None: for ever) and before or after the effect is done."""

    kind: str
    method: str = "*"
    path: str = "**"
    stage: str = "before"
    count: int | None = 1
    skip: int = 0
    seconds: float = 0.0
    status: int = 500
    retry_after: int | None = None
    body: str | None = None
    name: str = ""
    id: int = field(default=0)
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.stage not in STAGES:
            raise ValueError(f"kind must be one of {KINDS} and stage one of {STAGES}")

    def as_json(self) -> dict[str, Any]:
        """The fault as the control API shows it."""
        return asdict(self)


@dataclass
class Gate:
    """A place where calls stop: how many have arrived in all, how many wait, and whether it has been opened."""

    name: str
    arrived: int = 0
    waiting: int = 0
    gone: int = 0
    opened: int = 0

    def as_json(self) -> dict[str, Any]:
        """The gate as the control API shows it."""
        return asdict(self)


class Faults:
    """All faults in force, in the order they were asked for; each call meets at most one per stage."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids = itertools.count(1)
        self.faults: list[Fault] = []
        self.gates: dict[str, Gate] = {}

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force; a gate fault makes its gate."""
        with self._store.bell:
            fault.id = next(self._ids)
            self.faults.append(fault)
            if fault.kind == "gate":
                fault.name = fault.name or f"gate-{fault.id}"
                self.gates[fault.name] = Gate(fault.name)
            return fault

    def clear(self) -> None:
        """Lift all faults and open all gates."""
        with self._store.bell:
            self.faults.clear()
            for name in list(self.gates):
                self.open(name)
            self.gates.clear()

    def remove(self, fault_id: int) -> None:
        """Lift one fault."""
        with self._store.bell:
            self.faults = [fault for fault in self.faults if fault.id != fault_id]

    def take(self, method: str, path: str, stage: str) -> Fault | None:
        """The fault this call meets at this stage, used up by one."""
        with self._store.bell:
            for fault in self.faults:
                if not self._fits(fault, method, path, stage):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.hits += 1
                if fault.count is not None:
                    fault.count -= 1
                return fault
        return None

    @staticmethod
    def _fits(fault: Fault, method: str, path: str, stage: str) -> bool:
        wanted = fault.stage == stage and fault.method in ("*", method) and fault.count != 0
        return wanted and bool(path_pattern(fault.path).fullmatch(path))

    def stop_at(self, name: str, gone: Callable[[], bool]) -> bool:
        """Stand at the gate until it is opened; False when the caller went away first."""
        with self._store.bell:
            gate = self.gates[name]
            opened = gate.opened
            gate.arrived += 1
            gate.waiting += 1
            self._store.bell.notify_all()
            try:
                while gate.opened == opened:
                    if gone():
                        gate.gone += 1
                        return False
                    self._store.bell.wait(LOOK_EVERY)
            finally:
                gate.waiting -= 1
                self._store.bell.notify_all()
        return True

    def open(self, name: str) -> Gate:
        """Let through everybody who stands at the gate, and (the fault being lifted) everybody after them."""
        with self._store.bell:
            gate = self.gates[name]
            gate.opened += 1
            self.faults = [fault for fault in self.faults if fault.name != name]
            self._store.bell.notify_all()
            return gate

    def wait_at(self, name: str, arrived: int, timeout: float) -> bool:
        """Wait until so many calls have arrived at the gate; False when time (seconds) ran out."""
        return self._store.wait_for(lambda: name in self.gates and self.gates[name].arrived >= arrived, timeout)


def delay(seconds: float) -> None:
    """Be late by so many seconds: the one place where the sandbox really sleeps."""
    time.sleep(seconds)


def socket_of(environ: dict[str, Any]) -> socket.socket | None:
    """The connection of a request, if the server shows it."""
    found = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    return found if isinstance(found, socket.socket) else None


def is_gone(connection: socket.socket | None) -> bool:
    """Whether the caller has closed the connection."""
    if connection is None:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def cut(connection: socket.socket | None) -> None:
    """Close the connection without an answer."""
    if connection is not None:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # the caller was faster
