"""How many calls a helpdesk may still be sent: arithmetic over what was taken, so that no window ever holds too many.

Calls are taken in small batches: a process that takes one may make its calls until the batch ends, and until a window
after that end they count. A process that dies keeps nothing: its batch ends like any other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction


class Purpose(StrEnum):
    """Why a call is made, the most urgent first."""

    ANSWER = "answer"
    AGENT = "agent"
    CLOCK = "clock"
    SWEEP = "sweep"


SHARES = {
    Purpose.ANSWER: Fraction(1),
    Purpose.AGENT: Fraction(9, 10),
    Purpose.CLOCK: Fraction(3, 4),
    Purpose.SWEEP: Fraction(1, 2),
}
"""The part of a limit that may be used up when a call for this purpose is made; the rest is for what is more urgent."""

LIFE = timedelta(seconds=5)
"""How long a batch may be used: what a killed process held comes back that much later."""

SKEW = timedelta(seconds=2)
"""How far apart the clocks of two machines may be; a batch counts for that much longer."""

_LARGEST = 25
_LONGEST = timedelta(minutes=1)
_SHORTEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in any stretch of time as long as `window`."""

    calls: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Batch:
    """Calls that were taken and may be made until `until`."""

    calls: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What the helpdesk said of its own count in answer to a call sent at `at`: others call it too.

    `calls` is its limit, `remaining` what was left of it, and at `resets_at` it begins anew.
    """

    calls: int
    remaining: int
    resets_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """One limit as it stands: what is known of it, what was taken, and until when nothing may be sent at all."""

    limit: Limit
    batches: tuple[Batch, ...] = ()
    told: Told | None = None
    paused_until: datetime | None = None


def allowed(account: Account) -> int:
    """The limit in force: ours, or the helpdesk's own when that is lower."""
    return min(account.limit.calls, account.told.calls) if account.told else account.limit.calls


def used(account: Account, now: datetime) -> int:
    """How many calls were taken that can still lie in one window with a call made now."""
    return sum(batch.calls for batch in account.batches if _counts_until(batch, account.limit) > now)


def room(account: Account, purpose: Purpose, now: datetime) -> int:
    """How many calls may be taken now for this purpose; never below zero."""
    if account.paused_until and now < account.paused_until:
        return 0
    left = allowed(account) - used(account, now)
    if account.told and now < account.told.resets_at:
        # Of a batch that was open then, all calls may have reached the helpdesk after it counted.
        open_then = sum(batch.calls for batch in account.batches if batch.until >= account.told.at)
        left = min(left, account.told.remaining - open_then)
    return max(0, left - _kept_back(account, purpose))


def batch_size(account: Account, purpose: Purpose, now: datetime) -> int:
    """How many calls to take at once: few enough that other processes find some too, none when there is no room."""
    found = room(account, purpose, now)
    return min(found, _LARGEST, max(1, found // 4), max(1, allowed(account) // 20))


def wait(account: Account, purpose: Purpose, now: datetime) -> timedelta:
    """How long until there may be room for this purpose: looked for at the instants when something comes back.

    At least a second, at most a minute: by then somebody may have lowered or raised the limit.
    """
    instants = [_counts_until(batch, account.limit) for batch in account.batches]
    if account.told:
        instants.append(account.told.resets_at)
    if account.paused_until:
        instants.append(account.paused_until)
    free = (at for at in sorted(instants) if at > now and room(account, purpose, at) > 0)
    return max(_SHORTEST, min(_LONGEST, next(free, now + _LONGEST) - now))


def places(at_once: int, purpose: Purpose) -> int:
    """How many of so many calls at once may be under way when one for this purpose begins, that one included."""
    return max(1, int(at_once * SHARES[purpose]))


def _counts_until(batch: Batch, limit: Limit) -> datetime:
    return batch.until + limit.window + SKEW


def _kept_back(account: Account, purpose: Purpose) -> int:
    """What is kept for more urgent purposes; a limit too small to be shared leaves one call to each."""
    calls = allowed(account)
    return min(calls - int(calls * SHARES[purpose]), max(0, calls - 1))
