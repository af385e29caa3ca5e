"""Serves a sandbox over HTTP/1.1 with gunicorn: one process holds the state, threads answer, connections stay open."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn has no types

from sandbox.app import create_app
from sandbox.scene import Scene
from sandbox.store import Store

THREADS = 128  # a call that stands at a gate keeps its thread


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """One gunicorn worker with threads; the app is made in the worker, after the port is known."""

    def __init__(self, scene: Scene, host: str, port: int) -> None:
        self._scene, self._bind = scene, f"{host}:{port}"
        self._url = ""
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings."""
        settings: dict[str, Any] = {
            "bind": [self._bind],
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": 75,
            "timeout": 0,
            "graceful_timeout": 1,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": self._announce,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app, in the process that serves."""
        return create_app(self._scene, Store(url=self._url))

    def _announce(self, arbiter: Any) -> None:
        host, port = arbiter.LISTENERS[0].sock.getsockname()[:2]
        self._url = f"http://{host}:{port}"
        print(f"sandbox listening on {self._url}", flush=True)  # noqa: T201 - whoever started us waits for this line


def serve(scene: Scene, host: str, port: int) -> None:
    """Serve until told to stop."""
    Server(scene, host, port).run()
