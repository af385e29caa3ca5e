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
    found = reached(_volume(delivery, changes, tally, now), policy.limits)
    if found:
        raise LimitReached(found.limit, found.reason)


def _volume(delivery: Delivery, changes: tuple[Change, ...], tally: Tally, now: datetime) -> Volume:
    speaks = any(isinstance(change, AddComment) and change.public for change in changes)
    messages = tally.messages(now - RUN) if speaks else None
    if lifted(tally, now):
        return Volume(messages=messages)
    changed_at = _changed_policy_at(tally, now)
    woken = delivery.kind == WAKE
    return Volume(
        messages=messages,
        changed=tally.changed(changed_at) if changed_at else None,
        yesterday=tally.changed(changed_at - FIRST_DAY, changed_at) if changed_at else 0,
        by_clock=tally.changed_by_clock(now - RUN) if woken else None,
        cases=tally.cases() if woken else 0,
    )


def lifted(tally: Tally, now: datetime) -> bool:
    """Whether a person looked and let it go on: for one day, or until the policy changes again."""
    changed_at = tally.changed_policy_at()
    return bool(tally.lifts(max(now - FIRST_DAY, changed_at or now - FIRST_DAY)))


def _changed_policy_at(tally: Tally, now: datetime) -> datetime | None:
    at = tally.changed_policy_at()
    return at if at and now - at < FIRST_DAY else None
