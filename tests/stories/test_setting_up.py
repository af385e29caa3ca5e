"""From an empty helpdesk to a test ticket that went all the way, with the commands that an admin types."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", ["zendesk", "zammad"])
def test_an_empty_helpdesk_is_connected_furnished_and_proven(kind: str) -> None:
    script = ROOT / "benchmarks" / "setup" / "run.py"
    done = subprocess.run(
        [sys.executable, script, kind], cwd=ROOT, capture_output=True, text=True, timeout=380, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The helpdesk's signed call came and was recorded" in done.stdout
    assert "It was decided (ask) and written, and read back from the helpdesk." in done.stdout
    assert "was removed." in done.stdout
    assert "\nX " not in done.stdout
