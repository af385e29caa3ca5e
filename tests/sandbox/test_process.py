"""The sandbox as a process of its own: start, connections, faults and gates as a real caller meets them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.sandbox.running import AUTH, ROOT, Running, start, stop


def test_connections_stay_open(running: Running) -> None:
    with running.raw("GET", "tickets/1") as connection:
        first = connection.recv(65536)
        assert first.startswith(b"HTTP/1.1 200")
        assert b"connection: keep-alive" in first.lower()
        again = running.raw("GET", "users/me")
        again.close()
    assert running.api("GET", "tickets/1").json()["ticket"]["url"] == f"{running.url}/api/v2/tickets/1.json"


def test_many_callers_at_once(running: Running) -> None:
    ready = threading.Barrier(64)

    def call(number: int) -> int:
        ready.wait()
        with requests.Session() as session:
            session.trust_env = False
            url = f"{running.url}/api/v2/tickets/1/tags"
            return session.put(url, json={"tags": [f"n{number}"]}, auth=AUTH, timeout=30).status_code

    with ThreadPoolExecutor(64) as pool:
        assert set(pool.map(call, range(64))) == {200}
    assert len(running.control("GET", "/tickets/1")["tags"]) == 65
    assert running.control("GET", "/calls?method=PUT")["count"] == 64


def test_a_call_stopped_before_applying_is_forgotten_when_its_caller_dies(running: Running) -> None:
    running.control("POST", "/faults", {"kind": "gate", "name": "write", "method": "PUT", "path": "/api/v2/tickets/*"})
    connection = running.raw("PUT", "tickets/1.json", '{"ticket":{"priority":"high"}}')
    assert running.control("GET", "/gates/write/wait?timeout=10")["gate"]["waiting"] == 1
    connection.close()
    assert running.control("GET", "/wait?calls=1&method=PUT&status=0&timeout=10")["met"]
    assert running.control("GET", "/faults")["gates"][0]["gone"] == 1
    assert running.control("GET", "/tickets/1")["priority"] is None


def test_a_call_stopped_after_applying_is_done_when_its_caller_dies(running: Running) -> None:
    gate = {"kind": "gate", "name": "g", "method": "PUT", "path": "/api/v2/tickets/*", "stage": "after"}
    running.control("POST", "/faults", gate)
    connection = running.raw("PUT", "tickets/1", '{"ticket":{"priority":"high"}}')
    running.control("GET", "/gates/g/wait?timeout=10")
    connection.close()
    assert running.control("GET", "/wait?calls=1&status=0&timeout=10")["met"]
    assert running.control("GET", "/tickets/1")["priority"] == "high"


def test_a_gate_opens_for_everybody(running: Running) -> None:
    running.control("POST", "/faults", {"kind": "gate", "name": "all", "path": "/api/v2/tickets/*", "count": None})
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(requests.get, f"{running.url}/api/v2/tickets/1", auth=AUTH, timeout=20) for _ in range(3)]
        assert running.control("GET", "/gates/all/wait?arrived=3&timeout=10")["met"]
        assert running.control("GET", "/calls")["count"] == 0
        assert running.control("POST", "/gates/all/open")["arrived"] == 3
        assert {call.result().status_code for call in calls} == {200}
    assert running.api("GET", "tickets/1").status_code == 200
    waited = running.session.get(f"{running.url}/sandbox/gates/all/wait?arrived=4&timeout=0.05", timeout=5)
    assert waited.status_code == 408


def test_a_call_that_began_before_a_reset_is_not_counted_after_it(running: Running) -> None:
    running.control("POST", "/faults", {"kind": "gate", "name": "old", "path": "/api/v2/tickets/*", "stage": "after"})
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(requests.get, f"{running.url}/api/v2/tickets/1", auth=AUTH, timeout=20)
        assert running.control("GET", "/gates/old/wait?arrived=1&timeout=10")["met"]
        running.control("POST", "/reset", {})
        assert call.result().status_code == 200
    assert running.control("GET", "/calls")["count"] == 0


@pytest.mark.parametrize(("stage", "priority"), [("before", None), ("after", "high")])
def test_connections_are_cut_before_or_after_the_effect(running: Running, stage: str, priority: str | None) -> None:
    running.control("POST", "/faults", {"kind": "drop", "method": "PUT", "stage": stage})
    with pytest.raises(requests.ConnectionError):
        running.api("PUT", "tickets/1.json", json={"ticket": {"priority": "high"}})
    assert running.control("GET", "/tickets/1")["priority"] == priority
    assert running.control("GET", "/calls?status=0")["count"] == 1
    assert running.api("GET", "tickets/1").status_code == 200


def test_an_answer_can_be_late(running: Running) -> None:
    running.control("POST", "/faults", {"kind": "latency", "seconds": 0.5, "stage": "after", "method": "PUT"})
    with pytest.raises(requests.ReadTimeout):
        running.session.put(f"{running.url}/api/v2/tickets/1", json={"ticket": {"priority": "low"}}, timeout=0.2)
    assert running.control("GET", "/wait?calls=1&method=PUT&timeout=10")["met"]
    assert running.control("GET", "/tickets/1")["priority"] == "low"


def test_a_scene_of_ones_own_and_an_empty_account(tmp_path: Path) -> None:
    scene = tmp_path / "scene.json"
    admin = {"name": "A", "email": "a@a.example", "role": "admin"}
    scene.write_text(json.dumps({"account_id": 7, "groups": ["G"], "people": [admin]}))
    process, url = start("--scene", str(scene), "--webhook-url", "http://127.0.0.1:9/", "--webhook-secret", "s")
    account = requests.get(f"{url}/sandbox", timeout=20).json()
    assert (account["account_id"], list(account["groups"]), account["webhooks"][0]["secret"]) == (7, ["G"], "s")
    assert stop(process) == ""
    process, url = start("--empty")
    account = requests.get(f"{url}/sandbox", timeout=20).json()
    assert (account["groups"], account["fields"], len(account["people"]), account["webhooks"]) == ({}, {}, 1, [])
    assert stop(process) == ""


def test_an_unknown_scene_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "scene.yaml"
    broken.write_text("- a list\n")
    command = [sys.executable, "-m", "sandbox", "--scene", str(broken)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode != 0
    assert "holds no scene" in ended.stderr


def test_a_zammad_account_from_the_command_line() -> None:
    process, url = start("--helpdesk", "zammad", "--version", "6.5", "--webhook-url", "http://127.0.0.1:9/w")
    account = requests.get(f"{url}/sandbox", timeout=20).json()
    assert (account["helpdesk"], account["version"], len(account["webhooks"])) == ("zammad", "6.5", 2)
    key = {"Authorization": "Token token=sandbox-bot-token"}
    assert requests.get(f"{url}/api/v1/users/me", headers=key, timeout=20).json()["login"] == "guichet-bot"
    assert stop(process) == ""
