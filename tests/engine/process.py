"""A worker in a process of its own, which a test can watch, hold up and kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from integration.core.delivery import Delivery, Ending
from integration.engine.worker import Worker
from tests.engine.samples import QUICK, WRITTEN


@dataclass
class Process:
    """The other process, as the test sees it."""

    process: subprocess.Popen[str]

    def says(self) -> str:
        """The next line it writes: "ready PLACE", or "attempt DELIVERY"."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def says_to_the_end(self) -> list[str]:
        """All the lines it writes until it ends."""
        assert self.process.stdout
        return self.process.stdout.read().splitlines()

    def kill(self) -> None:
        """SIGKILL: no farewell, nothing written."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ends(self) -> int:
        """The exit status, waited for."""
        return self.process.wait(timeout=20)

    def terminate(self) -> None:
        """Ask it to end, as a process supervisor does."""
        self.process.send_signal(signal.SIGTERM)


@contextmanager
def worker_process(url: str, *held_up: str) -> Iterator[Process]:
    """Start a worker that never finishes its attempts at the deliveries named, and finishes all others at once."""
    command = [sys.executable, "-m", "tests.engine.process", url, *held_up]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, cwd=root) as process:
        try:
            yield Process(process)
        finally:
            process.kill()


def main(url: str, held_up: list[str]) -> None:
    """What runs in the other process."""

    def attempt(delivery: Delivery) -> Ending:
        _say(f"attempt {delivery.id}")
        while delivery.id in held_up:
            time.sleep(60)  # until killed
        return WRITTEN

    worker = Worker(url, attempt, pace=QUICK)
    begin = worker.start

    def start() -> None:
        begin()
        _say(f"ready {worker._place.name}")

    worker.start = start  # type: ignore[method-assign] # to tell the test when run() has started
    worker.run()


def _say(line: str) -> None:
    # One write of its own, so that two threads' lines never mix.
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
