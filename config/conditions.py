"""From the conditions as they are written to the trees the core answers."""

from collections.abc import Iterator

from config.condition_parts import WhenPart
from integration.core.conditions import (
    AgedWithin,
    AmountWithin,
    AtHours,
    Condition,
    DatedWithin,
    FieldIs,
    HasDocuments,
    HasDuplicate,
    How,
    IsMissing,
    Joined,
    OnDays,
    OneOf,
    Owner,
    Tagged,
    Trait,
    Wrote,
    every,
)
from integration.core.judging import DAYS


def condition(when: WhenPart) -> Condition:
    """The tree for one `when`; what is quick to answer comes first, what takes the longest last."""
    return every(*_traits(when), *_claimed(when), *_timed(when), *_looked_for(when), *_trees(when))


def _traits(when: WhenPart) -> Iterator[Condition]:
    for trait in Trait:
        words: tuple[str, ...] = getattr(when, trait)
        if words:
            yield OneOf(trait, words)
    for owner in Owner:
        tags: tuple[str, ...] = getattr(when, owner)
        if tags:
            yield Tagged(owner, tags)


def _claimed(when: WhenPart) -> Iterator[Condition]:
    if when.amount:
        yield AmountWithin(when.amount.at_least, when.amount.at_most)
    if when.transaction_date:
        dates = when.transaction_date
        yield DatedWithin(dates.before, dates.after, dates.older_than, dates.within)
    if isinstance(when.missing, bool):
        yield IsMissing(when.missing)
    elif when.missing:
        yield IsMissing(items=when.missing)
    if when.duplicate is not None:
        yield HasDuplicate(when.duplicate)


def _timed(when: WhenPart) -> Iterator[Condition]:
    if when.age:
        yield AgedWithin(when.age.at_least, when.age.at_most)
    if when.day:
        yield OnDays(tuple(DAYS.index(day) for day in when.day))
    if when.hour:
        yield AtHours(*when.hour.hours())


def _looked_for(when: WhenPart) -> Iterator[Condition]:
    if when.documents is not None:
        yield HasDocuments(when.documents)
    yield from (FieldIs(title, values) for title, values in when.field.items())
    if when.text:
        yield Wrote(when.text)


def _trees(when: WhenPart) -> Iterator[Condition]:
    joined = ((How.ALL, when.all), (How.ANY, when.any), (How.NONE, when.none))
    yield from (Joined(how, tuple(map(condition, parts))) for how, parts in joined if parts)
