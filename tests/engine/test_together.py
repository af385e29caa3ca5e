import threading
from collections import deque
from collections.abc import Sequence

import pytest

from integration.engine.together import Together
from tests.engine.samples import SOON


class Disk:
    """Notes what is written in one go; the first write waits until the test lets it go on; later ones may fail."""

    def __init__(self, fails: bool = False) -> None:
        self.written: list[list[int]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self._fails = fails

    def write(self, items: Sequence[int]) -> None:
        self.begun.set()
        assert self.go_on.wait(SOON)
        self.written.append(sorted(items))
        if self._fails and len(self.written) > 1:
            raise OSError("full")


class Announced(deque[object]):
    """A line that says when somebody joins it."""

    def __init__(self) -> None:
        super().__init__()
        self.joined = threading.Semaphore(0)

    def append(self, one: object, /) -> None:
        super().append(one)
        self.joined.release()


def put_at_once(together: Together[int], disk: Disk, count: int) -> list[Exception]:
    """Thread 0 writes first; the others come while it does. What they raised."""
    line = Announced()
    together._waiting = line  # type: ignore[assignment] # a deque that tells
    raised: list[Exception] = []

    def one(number: int) -> None:
        try:
            together.put(number)
        except OSError as error:
            raised.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    threads[0].start()
    assert disk.begun.wait(SOON)
    for thread in threads[1:]:
        thread.start()
    for _ in threads:
        assert line.joined.acquire(timeout=SOON)
    disk.go_on.set()
    for thread in threads:
        thread.join(SOON)
    return raised


def test_those_who_come_while_one_writes_are_written_together() -> None:
    disk = Disk()

    assert put_at_once(Together(disk.write), disk, 10) == []
    assert disk.written == [[0], list(range(1, 10))]


def test_a_write_that_fails_fails_for_all_who_were_in_it_and_for_nobody_else() -> None:
    disk = Disk(fails=True)

    assert len(put_at_once(Together(disk.write), disk, 10)) == 9


def test_after_a_failure_the_next_one_is_written() -> None:
    written: list[int] = []

    def write(items: Sequence[int]) -> None:
        if 1 in items:
            raise OSError("no")
        written.extend(items)

    together = Together(write)
    with pytest.raises(OSError, match="no"):
        together.put(1)
    together.put(2)

    assert written == [2]
