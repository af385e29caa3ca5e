"""Counts what was written lately and stops a write that is one too many."""

from datetime import datetime, timedelta

from integration.core.changes import AddComment, Change
from integration.core.delivery import WAKE, Delivery
from integration.core.errors import LimitReached
from integration.core.limits import FIRST_DAY, RUN, Volume, reached
from integration.core.policy import Policy
from integration.ledger.tally import Tally

PATIENCE = timedelta(minutes=10)
"""How soon a case that a limit held back is looked at again. It waits in the ledger and takes no worker's time."""


def stop_beyond(delivery: Delivery, changes: tuple[Change, ...], policy: Policy, tally: Tally, now: datetime) -> None:
    """Raise LimitReached when this write, already recorded as intended, is beyond what the policy allows.

    Asked after the intent is on disk: of two workers that count at the same moment each sees the other's write, so that
    together they can only stay below the limit, never go beyond it.
    """
    volume = _volume(delivery, changes, policy, tally.of(delivery.helpdesk), now)
    found = reached(volume, policy.limits)
    if found:
        raise LimitReached(found.limit, found.reason)


def lifted(tally: Tally, changed_at: datetime | None, now: datetime) -> bool:
    """Whether a person looked and let it go on: for one day, or until the policy changes again."""
    day_ago = now - FIRST_DAY
    return bool(tally.lifts(max(day_ago, changed_at or day_ago)))


def first_day(changed_at: datetime | None, now: datetime) -> datetime | None:
    """When the policy changed, if that was less than a day ago."""
    return changed_at if changed_at and now - changed_at < FIRST_DAY else None


def _volume(delivery: Delivery, changes: tuple[Change, ...], policy: Policy, tally: Tally, now: datetime) -> Volume:
    """The figures this write depends on, and no others: each of them is a count over an index."""
    speaks = any(isinstance(change, AddComment) and change.public for change in changes)
    messages = tally.messages(now - RUN) if speaks else None
    changed_at, woken = tally.changed_policy_at(policy.version), delivery.kind == WAKE
    since = first_day(changed_at, now)
    if (since is None and not woken) or lifted(tally, changed_at, now):
        return Volume(messages=messages)
    return Volume(
        messages=messages,
        changed=tally.changed(since) if since else None,
        yesterday=tally.changed(since - FIRST_DAY, since) if since else 0,
        by_clock=tally.changed_by_clock(now - RUN) if woken else None,
        cases=tally.cases() if woken else 0,
    )
