"""When an answer will change by itself: the next instant at which time alone turns a condition."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from integration.core.conditions import AgedWithin, AtHours, Condition, DatedWithin, How, Joined, OnDays
from integration.core.meeting import meets
from integration.core.subject import Subject

_MOMENT = timedelta(microseconds=1)


def turns_at(condition: Condition, subject: Subject) -> datetime | None:
    """The first instant after now (aware, UTC) at which the condition may turn by itself, None for never.

    What time cannot change settles a tree where it can: a rule for another category never turns at six o'clock.
    """
    if not isinstance(condition, Joined):
        return min((at.astimezone(UTC) for at in _instants(condition, subject) if at > subject.now), default=None)
    turns = [turns_at(part, subject) for part in condition.parts]
    settles = condition.how is not How.ALL
    if any(at is None and meets(part, subject) is settles for part, at in zip(condition.parts, turns, strict=True)):
        return None
    return first(turns)


def first(instants: Iterable[datetime | None]) -> datetime | None:
    """The earliest of those that there are."""
    return min((at for at in instants if at is not None), default=None)


def _instants(leaf: Condition, subject: Subject) -> Iterator[datetime]:
    match leaf:
        case AgedWithin():
            filed = subject.ticket.filed_at
            if leaf.at_least is not None:
                yield filed + leaf.at_least
            if leaf.at_most is not None:
                yield filed + leaf.at_most + _MOMENT
        case DatedWithin():
            yield from (_midnight(day, subject) for day in _days(leaf, subject))
        case OnDays():
            today = subject.local.date()
            ahead = (today + timedelta(days=days) for days in range(1, 8))
            now_in = today.weekday() in leaf.days
            yield from (_midnight(day, subject) for day in ahead if (day.weekday() in leaf.days) is not now_in)
        case AtHours():
            today = subject.local.date()
            for day in (today, today + timedelta(days=1)):
                yield from (_at(day, clock, subject) for clock in (leaf.start, leaf.end))
        case _:
            return


def _days(leaf: DatedWithin, subject: Subject) -> Iterator[date]:
    """The days with whose beginning a date becomes too old for `within`, or old enough for `older_than`."""
    day = subject.day
    if day is not None:
        spans = (leaf.older_than, leaf.within)
        yield from (day + timedelta(days=span + 1) for span in spans if span is not None)
        if leaf.within is not None:
            yield day  # until then it lies in the future


def _midnight(day: date, subject: Subject) -> datetime:
    return _at(day, time(), subject)


def _at(day: date, clock: time, subject: Subject) -> datetime:
    return datetime.combine(day, clock, subject.timezone).astimezone(UTC)
