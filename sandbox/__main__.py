"""`python -m sandbox`: start a sandbox and say where it listens."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sandbox.office import VERSIONS
from sandbox.scene import EMPTY, LAWS, Scene, read_scene
from sandbox.server import serve


def main() -> None:
    """Read the command line and serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A helpdesk of our own, for demo and tests.")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind; there is no protection: keep it local")
    parser.add_argument("--port", type=int, default=8801, help="0 takes a free one")
    parser.add_argument("--scene", type=Path, help="YAML or JSON file of the account to start with")
    parser.add_argument("--empty", action="store_true", help="an account with an admin and nothing else")
    parser.add_argument("--webhook-url", default=os.environ.get("SANDBOX_WEBHOOK_URL"), help="where events go")
    parser.add_argument("--webhook-secret", default=os.environ.get("SANDBOX_WEBHOOK_SECRET"), help="what signs them")
    parser.add_argument("--helpdesk", choices=sorted(LAWS), default="zendesk", help="whose rules the account has")
    parser.add_argument("--version", choices=VERSIONS, help="of Zammad; 5.5 if not said")
    given = parser.parse_args()
    scene = Scene(EMPTY) if given.empty else read_scene(given.scene)
    scene = scene.of(given.helpdesk, given.version)
    serve(scene.with_webhook(given.webhook_url, given.webhook_secret), given.host, given.port)


if __name__ == "__main__":
    main()
