import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpdesks.town import Town

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """A sandbox in a process of its own, for all tests of this session."""
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            assert "listening on" in line, "the sandbox did not start"
            yield line.split()[-1]
        finally:
            process.terminate()
            process.stdout.read()


@pytest.fixture
def town(sandbox_url: str) -> Iterator[Town]:
    """The people around the sandbox, its scene as at the start."""
    town = Town(sandbox_url)
    town.post("reset")
    yield town
    town.close()
