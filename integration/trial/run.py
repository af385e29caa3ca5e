"""Comparing two policies over many tickets: a chunk at a time, on several cores, in as little memory as chunks need."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from integration.core.comparison import Comparison, merged, summed
from integration.core.outlook import compare
from integration.core.policy import Policy
from integration.core.ticket import Ticket
from integration.trial.lines import ticket_of

CHUNK = 250
"""Tickets that travel together: some tenths of a second of work, against a millisecond of sending them."""

AHEAD = 3
"""Chunks for each process that lie ready or are being worked on; more would only fill the memory."""

Lines = list[bytes]


@dataclass(frozen=True, slots=True)
class Trial:
    """The policy in force, the candidate, the instant (aware) that counts for deadlines, how many examples to keep."""

    current: Policy
    candidate: Policy
    now: datetime
    examples: int = 5

    def over(self, tickets: Iterable[Ticket]) -> Comparison:
        """The sum over tickets at hand."""
        return summed((compare(one, self.current, self.candidate, self.now) for one in tickets), self.examples)

    def over_lines(self, lines: Lines) -> Comparison:
        """The sum over lines of a file; one that is no ticket is counted, not fatal."""
        read = [ticket for line in lines if (ticket := _read(line)) is not None]
        return replace(self.over(read), unreadable=len(lines) - len(read))


def over_file(
    lines: Iterable[bytes], trial: Trial, processes: int, progress: Callable[[int], None] = lambda _bytes: None
) -> Comparison:
    """The sum over all lines, by so many processes; `progress` hears how many bytes are done."""
    source = iter(lines)
    chunks = iter(lambda: list(islice(source, CHUNK)), [])
    if processes < 2:
        return _added(((chunk, trial.over_lines(chunk)) for chunk in chunks), trial, progress)
    # Started anew rather than forked: a fork of a process with threads may hang.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        results = _in_turn(lambda chunk: pool.submit(trial.over_lines, chunk), chunks, processes * AHEAD)
        return _added(results, trial, progress)


def _added(results: Iterable[tuple[Lines, Comparison]], trial: Trial, progress: Callable[[int], None]) -> Comparison:
    total = Comparison()
    for chunk, found in results:
        total = merged(total, found, trial.examples)
        progress(sum(map(len, chunk)))
    return total


def _in_turn(
    submit: Callable[[Lines], Future[Comparison]], chunks: Iterable[Lines], most: int
) -> Iterator[tuple[Lines, Comparison]]:
    """The results in the order of the file, with no more than so many chunks in memory."""
    waiting = deque[tuple[Lines, Future[Comparison]]]()
    for chunk in chunks:
        waiting.append((chunk, submit(chunk)))
        if len(waiting) == most:
            first, future = waiting.popleft()
            yield first, future.result()
    yield from ((chunk, future.result()) for chunk, future in waiting)


def _read(line: bytes) -> Ticket | None:
    try:
        return ticket_of(line)
    except ValueError:
        return None
