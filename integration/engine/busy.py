"""Counts what is under way, so that a stop can wait for it."""

import threading


class Busy:
    """Enter it around each piece of work."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether everything under way ended within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)
