"""Builds the Zammad package (.zpm): one JSON file with every file of the add-on in base64."""

import json
from base64 import b64encode
from pathlib import Path

NAME = "guichet.zpm"
VERSION = "1.0.0"
"""The add-on's own version, which its route answers; Zammad refuses to install the same one twice."""

_FILES = Path(__file__).with_name("files")


def package() -> bytes:
    """The package as Zammad's `Package.install` reads it (app/models/package.rb); the same bytes at every build.

    `location` is the path below Zammad's own folder. Zammad makes the migrations' folder name from `name`.
    """
    described = {
        "name": "Guichet",
        "version": VERSION,
        "vendor": "Guichet",
        "license": "GNU AFFERO GENERAL PUBLIC LICENSE",
        "files": [_described(path) for path in sorted(_FILES.rglob("*.rb"))],
    }
    return json.dumps(described, indent=2).encode() + b"\n"


def _described(path: Path) -> dict[str, str]:
    content = b64encode(path.read_bytes()).decode()
    location = path.relative_to(_FILES).as_posix()
    return {"location": location, "permission": "644", "encode": "base64", "content": content}
