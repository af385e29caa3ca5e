"""Whether a write is one too many: the policy's limits held against what was written lately. Numbers only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from integration.core.policy import Limits

ALWAYS = 20
"""So many tickets may always be changed: a share or a multiple of very little says nothing about a mistake."""

RUN = timedelta(hours=1)
FIRST_DAY = timedelta(days=1)


class Limit(StrEnum):
    """The limits by the policy's own words."""

    CHANGED = "changed_tickets_per_run"
    DELETIONS = "deletions_per_run"
    MESSAGES = "messages_per_hour"
    FIRST_RUN = "first_run"


@dataclass(frozen=True, slots=True)
class Reached:
    """A limit that stands in the way, and the sentence for whoever can lift it."""

    limit: Limit
    reason: str


@dataclass(frozen=True, slots=True)
class Volume:
    """What was written lately, the write in question included. None: it does not matter for this write.

    `messages` to members within the last hour. `changed` since the policy changed, less than a day ago, and
    `yesterday` on the day before that. `by_clock` within the last hour, of all `cases`. All but messages are tickets.
    """

    messages: int | None = None
    changed: int | None = None
    yesterday: int = 0
    by_clock: int | None = None
    cases: int = 0


def reached(volume: Volume, limits: Limits) -> Reached | None:
    """The first limit that the write would break, None when it may be sent."""
    return next(_broken(volume, limits), None)


def deleting(cases: int, known: int, requested: int, limits: Limits) -> Reached | None:
    """Whether a removal is one too many, None when it may be asked for.

    `cases` are those with documents that may go now or went within the last hour, of all that are `known`: what would
    be deleted of is counted before the first is. `requested` are the documents of the last hour.
    """
    most = max(ALWAYS, known * limits.changed_tickets_per_run // 100)
    if cases > most:
        return Reached(
            Limit.DELETIONS,
            f"Documents of {cases} of {known} cases would be deleted at once, which is unusual (allowed: {most}): look "
            "at `guichet deletions plan`, then `guichet limits lift`, or hold them back.",
        )
    if requested >= limits.deletions_per_run:
        return Reached(
            Limit.DELETIONS,
            f"{requested} documents were deleted within one hour, which is all the policy allows; the others follow "
            "by themselves.",
        )
    return None


def _broken(volume: Volume, limits: Limits) -> Iterator[Reached]:
    most = max(ALWAYS, limits.first_run * volume.yesterday)
    if volume.changed is not None and volume.changed > most:
        yield Reached(
            Limit.FIRST_RUN,
            f"The policy changed less than a day ago and {most} tickets were changed since ({volume.yesterday} on "
            "the day before): look at what it does, then `guichet limits lift`, or go back to the policy before.",
        )
    most = max(ALWAYS, volume.cases * limits.changed_tickets_per_run // 100)
    if volume.by_clock is not None and volume.by_clock > most:
        yield Reached(
            Limit.CHANGED,
            f"Without any event, {most} of {volume.cases} cases were changed within one hour "
            f"(allowed: {limits.changed_tickets_per_run} %): look at why, then `guichet limits lift`.",
        )
    if volume.messages is not None and volume.messages > limits.messages_per_hour:
        yield Reached(
            Limit.MESSAGES,
            f"{limits.messages_per_hour} messages went to members within one hour, which is all the policy allows; "
            "the others follow by themselves.",
        )
