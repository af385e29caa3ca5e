"""What follows an attempt: it ended, it is tried again at a time, or it is given up. Pure; kept as plain data."""

from dataclasses import dataclass
from typing import TypedDict, assert_never

from integration.core.delivery import Dead, Done, Ending, Later

DONE = "done"
LATER = "later"
DEAD = "dead"


class Record(TypedDict):
    """One attempt as it is kept in the queue's database, so that a worker killed meanwhile knows where it was.

    `ended` is one of the three words above; `words` the outcome or the reason; `until` the time of the next attempt,
    in seconds since 1970 (0 unless it is later), `waits` how many seconds that is away; `failures` how many attempts
    have counted so far.
    """

    ended: str
    words: str
    until: float
    waits: float
    failures: int


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how soon it is tried again: each wait is twice the last one, from `first` to `longest` seconds."""

    attempts: int = 12
    first: float = 2.0
    longest: float = 900.0

    def wait(self, failures: int, chance: float) -> float:
        """Seconds to wait after so many failures; `chance` (0 to 1) spreads those that failed together."""
        longest = min(self.longest, self.first * 2.0 ** (failures - 1))
        return longest * (0.5 + chance / 2)


def recorded(ending: Ending, failures: int, retries: Retries, now: float, chance: float) -> Record:
    """What to remember of an attempt that ended so, after `failures` earlier ones that counted.

    What is not the delivery's fault (`counts` False: a rate limit, a helpdesk that is away) never uses up an attempt.
    """
    match ending:
        case Done():
            return _final(DONE, ending.outcome.value, failures)
        case Dead():
            return _final(DEAD, ending.reason, failures)
        case Later():
            return _later(ending, failures + ending.counts, retries, now, chance)
    assert_never(ending)


def _later(ending: Later, failures: int, retries: Retries, now: float, chance: float) -> Record:
    if ending.counts and failures >= retries.attempts:
        return _final(DEAD, f"Given up after {failures} attempts; the last one said: {ending.reason}", failures)
    wait = retries.wait(max(failures, 1), chance) if ending.after is None else ending.after
    return Record(ended=LATER, words=ending.reason, until=now + wait, waits=wait, failures=failures)


def _final(ended: str, words: str, failures: int) -> Record:
    return Record(ended=ended, words=words, until=0.0, waits=0.0, failures=failures)
