"""Whether a case meets a condition: yes or no, and nothing else, since a thousand rules may be asked of every case."""

from collections.abc import Callable, Mapping
from datetime import time
from functools import lru_cache
from typing import Any

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
    Wrote,
)
from integration.core.folding import mentions
from integration.core.subject import Subject, documents

ANYTHING = "*"
"""The value of a field condition that any content meets."""

_NOTHING = frozenset({""})


def meets(condition: Condition, subject: Subject) -> bool:
    """Whether the case meets the condition; what comes first in a tree is asked first, and no more than needed."""
    return _ASKED[type(condition)](condition, subject)


def _joined(tree: Joined, subject: Subject) -> bool:
    if tree.how is How.ALL:
        for part in tree.parts:  # noqa: SIM110 - all() and its generator would take twice as long
            if not _ASKED[type(part)](part, subject):
                return False
        return True
    for part in tree.parts:
        if _ASKED[type(part)](part, subject):
            return tree.how is How.ANY
    return tree.how is How.NONE


def _one_of(leaf: OneOf, subject: Subject) -> bool:
    return subject.traits[leaf.trait] in leaf.words


def tags_of(owner: Owner, subject: Subject) -> frozenset[str]:
    """The tags of the ticket or of its requester."""
    return subject.ticket.tags if owner is Owner.TICKET else subject.ticket.requester.tags


def _tagged(leaf: Tagged, subject: Subject) -> bool:
    return tags_of(leaf.owner, subject).issuperset(leaf.tags)


def _field_is(leaf: FieldIs, subject: Subject) -> bool:
    held = subject.held.get(leaf.title, _NOTHING)
    return not held.isdisjoint(leaf.values) or (ANYTHING in leaf.values and held != _NOTHING)


def _wrote(leaf: Wrote, subject: Subject) -> bool:
    whole, others = _vocabulary(leaf.words)
    if not whole.isdisjoint(subject.words):
        return True
    text = subject.text
    for beginning, word in others:  # noqa: SIM110 - as above
        # To look for a word's beginning is far quicker than to look for the word, and mostly says no.
        if beginning in text and mentions(text, word):
            return True
    return False


@lru_cache(maxsize=4096)
def _vocabulary(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Those that are single whole words, and the rest, each behind what stands before its first blank or star."""
    whole = frozenset(word for word in words if all(char.isalnum() or char == "_" for char in word))
    others = (word for word in words if word not in whole)
    return whole, tuple((word.removesuffix("*").partition(" ")[0], word) for word in others)


def _amount(leaf: AmountWithin, subject: Subject) -> bool:
    if subject.amount is None:
        return False
    amount = subject.amount.value
    return (leaf.at_least is None or amount >= leaf.at_least) and (leaf.at_most is None or amount <= leaf.at_most)


def _dated(leaf: DatedWithin, subject: Subject) -> bool:
    day = subject.day
    if day is None:
        return False
    ago = (subject.local.date() - day).days
    return (
        (leaf.before is None or day < leaf.before)
        and (leaf.after is None or day > leaf.after)
        and (leaf.older_than is None or ago > leaf.older_than)
        and (leaf.within is None or 0 <= ago <= leaf.within)
    )


def _aged(leaf: AgedWithin, subject: Subject) -> bool:
    age = subject.now - subject.ticket.filed_at
    return (leaf.at_least is None or age >= leaf.at_least) and (leaf.at_most is None or age <= leaf.at_most)


def _documents(leaf: HasDocuments, subject: Subject) -> bool:
    return bool(documents(subject.ticket)) is leaf.wanted


def _missing(leaf: IsMissing, subject: Subject) -> bool:
    if not leaf.items:
        return bool(subject.missing) is leaf.wanted
    return any(code.partition(":")[0] in leaf.items for code in subject.missing)


def _days(leaf: OnDays, subject: Subject) -> bool:
    return subject.local.weekday() in leaf.days


def _hours(leaf: AtHours, subject: Subject) -> bool:
    return clock_within(leaf, subject.local.time())


def clock_within(leaf: AtHours, at: time) -> bool:
    """Whether a wall time lies in the hours."""
    if leaf.start < leaf.end:
        return leaf.start <= at < leaf.end
    return at >= leaf.start or at < leaf.end


def _duplicate(leaf: HasDuplicate, subject: Subject) -> bool:
    return bool(subject.duplicates) is leaf.wanted


# Each kind of condition with the function that answers it; `Any`, since every function takes its own kind.
_ASKED: Mapping[type, Callable[[Any, Subject], bool]] = {
    Joined: _joined,
    OneOf: _one_of,
    Tagged: _tagged,
    FieldIs: _field_is,
    Wrote: _wrote,
    AmountWithin: _amount,
    DatedWithin: _dated,
    AgedWithin: _aged,
    HasDocuments: _documents,
    IsMissing: _missing,
    OnDays: _days,
    AtHours: _hours,
    HasDuplicate: _duplicate,
}
