"""Whoever ends the demo ends all of its processes, even while they are still being started."""

import subprocess
import sys

ENDED_WHILE_STARTING = """
import signal
from contextlib import contextmanager
from console.cli import guichet
from console.demo import command

@contextmanager
def stage(folder, **_):
    try:
        signal.raise_signal(signal.SIGTERM)
        yield None
    finally:
        print("taken down")

command.stage = stage
guichet(["demo"])
"""


def test_a_demo_that_is_ended_while_it_starts_is_taken_down() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDED_WHILE_STARTING], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (143, "taken down\n")
