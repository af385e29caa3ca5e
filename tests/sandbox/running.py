"""A sandbox in a process of its own, for the tests that need the real thing."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
AUTH = ("guichet@adherents.example/token", "sandbox-token")


class Running:
    """A sandbox that runs elsewhere."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.auth = AUTH

    def api(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(method, f"{self.url}/api/v2/{path}", timeout=20, **more)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.session.request(method, f"{self.url}/sandbox{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def raw(self, method: str, path: str, body: str = "") -> socket.socket:
        """A call on a bare connection that can be cut."""
        host, port = self.url.removeprefix("http://").split(":")
        connection = socket.create_connection((host, int(port)), timeout=20)
        credentials = "Basic " + base64.b64encode(":".join(AUTH).encode()).decode()
        head = f"{method} /api/v2/{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {credentials}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        connection.sendall(head.encode())
        return connection


def start(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("sandbox listening on http://127.0.0.1:")
    return process, line.split()[-1]


def stop(process: subprocess.Popen[str]) -> str:
    process.terminate()
    _, errors = process.communicate(timeout=20)
    return errors
