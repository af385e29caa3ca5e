"""What a look at an installation found, and what the figures it read mean: good, unknown, warning or fault. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Grade(StrEnum):
    """How a finding is meant: as it should be, not to be told, to be seen to this week, or not working now."""

    GOOD = "good"
    UNKNOWN = "unknown"
    WARNING = "warning"
    FAULT = "fault"


_ORDER = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and how it ended, in sentences: what was seen, why it matters, what to do.

    `check` is its lasting name; `helpdesk` is "" for what is about the machine. A good one needs no `todo`.
    """

    check: str
    grade: Grade
    what: str
    why: str = ""
    todo: str = ""
    helpdesk: str = ""


def worst(findings: Iterable[Finding]) -> Grade:
    """The gravest grade among them; good when there is none."""
    return max((one.grade for one in findings), key=_ORDER.index, default=Grade.GOOD)


SKEW_SEEN, SKEW_TOO_FAR = timedelta(seconds=30), timedelta(minutes=10)
"""Zendesk's signed time may be 15 minutes from ours before its calls are refused."""

_LITTLE, _NEARLY_NONE = 1_000_000_000, 100_000_000  # bytes; a year of 500 cases a day takes less than the first
_SOON = timedelta(days=14)


def skew(ours: datetime, theirs: datetime, helpdesk: str) -> Finding:
    """Our clock beside the helpdesk's (aware)."""
    apart = abs(ours - theirs)
    grade = Grade.FAULT if apart > SKEW_TOO_FAR else Grade.WARNING if apart > SKEW_SEEN else Grade.GOOD
    return Finding(
        "clock",
        grade,
        f"This machine's clock and the helpdesk's are {apart.total_seconds():.0f} s apart.",
        "Signed calls from another time are refused, and deadlines would be missed by as much.",
        "" if grade is Grade.GOOD else "Let the machine keep its time by NTP (`timedatectl set-ntp true`).",
        helpdesk,
    )


def disk(free: int, folder: str) -> Finding:
    """The room left, in bytes, where the database lies."""
    grade = Grade.FAULT if free < _NEARLY_NONE else Grade.WARNING if free < _LITTLE else Grade.GOOD
    return Finding(
        "disk",
        grade,
        f"{free / 1_000_000_000:.1f} GB are free in {folder}.",
        "A full disk means that no delivery can be recorded.",
        "" if grade is Grade.GOOD else "Make room, or move the database (GUICHET_DATABASE_URL) to a larger disk.",
    )


def certificate(until: datetime, now: datetime, host: str) -> Finding:
    """Until when our public address's TLS certificate is good (aware)."""
    left = until - now
    grade = Grade.FAULT if left <= timedelta(0) else Grade.WARNING if left < _SOON else Grade.GOOD
    return Finding(
        "certificate",
        grade,
        f"The TLS certificate of {host} is good until {until:%Y-%m-%d}.",
        "With one that has run out, the helpdesk's calls no longer reach us, and it tells nobody.",
        "" if grade is Grade.GOOD else "Renew it on the reverse proxy, and let that happen by itself.",
    )


def backlog(oldest: float, within: int) -> Finding:
    """The age of the oldest delivery that waits, and what is allowed, in seconds."""
    late = oldest > within
    return Finding(
        "worker",
        Grade.FAULT if late else Grade.GOOD,
        f"The oldest waiting delivery is {oldest:.0f} s old.",
        "What waits is recorded and not lost, but nobody is answered meanwhile.",
        "See that the worker runs (`systemctl status guichet-worker`) and what its log says." if late else "",
    )


def dead(count: int) -> Finding:
    """How many deliveries a person has to look at."""
    return Finding(
        "dead_deliveries",
        Grade.WARNING if count else Grade.GOOD,
        f"{count} deliveries could not be carried out.",
        "Each is a ticket that was not brought to where the policy wants it.",
        "`guichet deliveries list --state dead` says why; then `guichet deliveries replay`." if count else "",
    )


def budget(room: int, allowed: int, helpdesk: str) -> Finding:
    """How many calls are left in this minute of those that are ours."""
    low = room * 10 < allowed
    return Finding(
        "budget",
        Grade.WARNING if low else Grade.GOOD,
        f"{room} of {allowed} calls are left in this minute.",
        "Without calls left, answers to members wait.",
        "See what takes them (`guichet budget`); raise the share if the plan allows it." if low else "",
        helpdesk,
    )
