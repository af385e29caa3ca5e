"""Gates and lost connections, looked at from inside: the process tests meet them from outside."""

import socket
import threading

import pytest

from sandbox.faults import Fault, cut, is_gone, socket_of
from tests.sandbox.desk import Desk


@pytest.mark.parametrize(("stage", "meanwhile"), [("before", None), ("after", "high")])
def test_a_call_stands_at_a_gate_before_or_after_its_effect(desk: Desk, stage: str, meanwhile: str | None) -> None:
    desk.file()
    desk.control("POST", "/faults", {"kind": "gate", "name": "g", "method": "PUT", "stage": stage})
    statuses: list[int] = []
    caller = threading.Thread(target=lambda: statuses.append(desk.put(priority="high").status_code))
    caller.start()
    assert desk.control("GET", "/gates/g/wait")["gate"]["waiting"] == 1
    assert desk.store.tickets[1].priority == meanwhile
    desk.control("POST", "/gates/g/open")
    caller.join(10)
    assert statuses == [200]
    assert desk.ticket()["priority"] == "high"


def test_a_caller_who_hangs_up_is_noticed(desk: Desk) -> None:
    desk.parts.faults.add(Fault("gate", name="g"))
    ours, theirs = socket.socketpair()
    with ours:
        assert not is_gone(ours)
        theirs.close()
        assert is_gone(ours)
        assert not desk.parts.faults.stop_at("g", lambda: is_gone(ours))
        assert desk.parts.faults.gates["g"].gone == 1
    assert is_gone(ours)
    assert not is_gone(None)


def test_a_connection_is_cut_once() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        cut(ours)
        assert theirs.recv(1) == b""
        ours.close()
        cut(ours)
        cut(None)
    assert socket_of({"werkzeug.socket": ours}) is ours
    assert socket_of({}) is None


@pytest.mark.parametrize(("stage", "priority"), [("before", None), ("after", "high")])
def test_a_dropped_call_is_logged_without_a_status(desk: Desk, stage: str, priority: str | None) -> None:
    desk.file()
    desk.control("POST", "/faults", {"kind": "drop", "stage": stage, "method": "PUT"})
    desk.put(priority="high")
    assert desk.control("GET", "/calls?status=0")["count"] == 1
    assert desk.control("GET", "/tickets/1")["priority"] == priority


def test_latency_is_only_latency(desk: Desk) -> None:
    desk.control("POST", "/faults", {"kind": "latency", "seconds": 0})
    assert desk.api("GET", "tickets").status_code == 200


def test_a_gate_nobody_comes_to_says_so(desk: Desk) -> None:
    assert desk.client.get("/sandbox/gates/none/wait?timeout=0.01").status_code == 408
