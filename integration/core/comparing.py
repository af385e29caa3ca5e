"""Two single questions of one kind side by side: whether one is within the other, and whether they are apart.

Every "yes" is certain; a "no" may only mean that nothing here can tell.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from integration.core.conditions import (
    AgedWithin,
    AmountWithin,
    AtHours,
    DatedWithin,
    FieldIs,
    HasDocuments,
    HasDuplicate,
    IsMissing,
    Leaf,
    OnDays,
    OneOf,
    Tagged,
    Wrote,
)
from integration.core.folding import mentions
from integration.core.meeting import ANYTHING, clock_within

_LETTER = "\u01bb"
"""A letter of no word: what the open end of "deced*" may go on with."""


def within(one: Leaf, other: Leaf) -> bool:
    """Whether every case that meets the one meets the other; of different kinds, nothing is said."""
    alike = _WITHIN.get(type(one)) if type(one) is type(other) else None
    return alike is not None and alike(one, other)


def apart(one: Leaf, other: Leaf) -> bool:
    """Whether no case meets both."""
    alike = _APART.get(type(one)) if type(one) is type(other) else None
    return alike is not None and alike(one, other)


def _lower(one: Any, other: Any) -> bool:
    """Whether the one begins no earlier than the other, where None is no bound at all."""
    return other is None or (one is not None and one >= other)


def _upper(one: Any, other: Any) -> bool:
    return other is None or (one is not None and one <= other)


def _within(one: AmountWithin | AgedWithin, other: AmountWithin | AgedWithin) -> bool:
    return _lower(one.at_least, other.at_least) and _upper(one.at_most, other.at_most)


def _apart(one: Any, other: Any) -> bool:
    """Whether one range ends before the other begins."""
    pairs = ((one, other), (other, one))
    return any(
        low.at_most is not None and high.at_least is not None and low.at_most < high.at_least for low, high in pairs
    )


def _dated_within(one: DatedWithin, other: DatedWithin) -> bool:
    return (
        _upper(one.before, other.before)
        and _lower(one.after, other.after)
        and _lower(one.older_than, other.older_than)
        and _upper(one.within, other.within)
    )


def _dated_apart(one: DatedWithin, other: DatedWithin) -> bool:
    return any(
        _no_day_between(high.after, low.before)
        or (low.older_than is not None and high.within is not None and low.older_than >= high.within)
        for low, high in ((one, other), (other, one))
    )


def _no_day_between(after: date | None, before: date | None) -> bool:
    return after is not None and before is not None and (before - after).days < 2


def _one_of_within(one: OneOf, other: OneOf) -> bool:
    return one.trait is other.trait and set(one.words) <= set(other.words)


def _one_of_apart(one: OneOf, other: OneOf) -> bool:
    return one.trait is other.trait and set(one.words).isdisjoint(other.words)


def _tagged_within(one: Tagged, other: Tagged) -> bool:
    return one.owner is other.owner and set(one.tags) >= set(other.tags)


def _field_within(one: FieldIs, other: FieldIs) -> bool:
    filled = ANYTHING in other.values
    return one.title == other.title and all(value in other.values or (value and filled) for value in one.values)


def _field_apart(one: FieldIs, other: FieldIs) -> bool:
    """Only nothing and something; a field of several choices may hold two different values at once."""
    empty, filled = (one, other) if one.values == ("",) else (other, one)
    return one.title == other.title and empty.values == ("",) and "" not in filled.values


def _wrote_within(one: Wrote, other: Wrote) -> bool:
    return all(any(_holds(word, looked_for) for looked_for in other.words) for word in one.words)


def _holds(word: str, looked_for: str) -> bool:
    """Whether a text with the one word certainly has the other."""
    return mentions(word.removesuffix("*") + _LETTER if word.endswith("*") else word, looked_for)


def _missing_within(one: IsMissing, other: IsMissing) -> bool:
    if one.items:
        return set(one.items) <= set(other.items) if other.items else other.wanted
    return False


def _missing_apart(one: IsMissing, other: IsMissing) -> bool:
    return (bool(one.items) or one.wanted) is not (bool(other.items) or other.wanted)


def _days_within(one: OnDays, other: OnDays) -> bool:
    return set(one.days) <= set(other.days)


def _days_apart(one: OnDays, other: OnDays) -> bool:
    return set(one.days).isdisjoint(other.days)


def _hours_within(one: AtHours, other: AtHours) -> bool:
    return _hours_apart(one, AtHours(other.end, other.start))


def _hours_apart(one: AtHours, other: AtHours) -> bool:
    return not (clock_within(one, other.start) or clock_within(other, one.start))


def _opposed(one: HasDocuments | HasDuplicate, other: HasDocuments | HasDuplicate) -> bool:
    return one.wanted is not other.wanted


_Alike = Mapping[type, Callable[[Any, Any], bool]]  # `Any`: every function takes two conditions of its own kind

_WITHIN: _Alike = MappingProxyType(
    {
        OneOf: _one_of_within,
        Tagged: _tagged_within,
        FieldIs: _field_within,
        Wrote: _wrote_within,
        AmountWithin: _within,
        AgedWithin: _within,
        DatedWithin: _dated_within,
        IsMissing: _missing_within,
        OnDays: _days_within,
        AtHours: _hours_within,
    }
)
_APART: _Alike = MappingProxyType(
    {
        OneOf: _one_of_apart,
        FieldIs: _field_apart,
        AmountWithin: _apart,
        AgedWithin: _apart,
        DatedWithin: _dated_apart,
        IsMissing: _missing_apart,
        OnDays: _days_apart,
        AtHours: _hours_apart,
        HasDocuments: _opposed,
        HasDuplicate: _opposed,
    }
)
