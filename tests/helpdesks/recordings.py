"""The recorded answers kept beside the project, for the tests that replay them."""

import json
from pathlib import Path
from typing import Any

import pytest

_SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "recordings"


def recorded(helpdesk: str, name: str) -> Any:
    """One recording, or a skip where the recordings are not at hand (they are no part of the project)."""
    path = _SHARED / helpdesk / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"the recordings are not at hand ({helpdesk}/{name})")
    return json.loads(path.read_text(encoding="utf-8"))


def recorded_body(helpdesk: str, name: str) -> Any:
    """The body of a recorded answer."""
    return recorded(helpdesk, name)["response"]["body"]
