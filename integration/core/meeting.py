"""Whether a case meets a condition: yes or no, and nothing else, since a thousand rules may be asked of every case."""

from collections.abc import Callable, Mapping
from datetime import date, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from integration.core.claim import Money
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
)
from integration.core.folding import fold, mentions
from integration.core.subject import Subject, documents
from integration.core.ticket import Field

ANYTHING = "*"
"""The value of a field condition that any content meets."""


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


def trait(which: Trait, subject: Subject) -> str:
    """The word a case has for a trait, folded unless it is a category or a language; "" for none."""
    if which is Trait.CATEGORY:
        return subject.category
    ticket = subject.ticket
    if which is Trait.LANGUAGE:
        return ticket.requester.language
    return fold(str(getattr(ticket, which)))


def _one_of(leaf: OneOf, subject: Subject) -> bool:
    return trait(leaf.trait, subject) in leaf.words


def tags_of(owner: Owner, subject: Subject) -> frozenset[str]:
    """The tags of the ticket or of its requester."""
    return subject.ticket.tags if owner is Owner.TICKET else subject.ticket.requester.tags


def _tagged(leaf: Tagged, subject: Subject) -> bool:
    return tags_of(leaf.owner, subject).issuperset(leaf.tags)


def _field_is(leaf: FieldIs, subject: Subject) -> bool:
    found = contents(subject.ticket.field(leaf.title))
    return any(word in found or (word == ANYTHING and found != {""}) for word in leaf.values)


def contents(field: Field | None) -> frozenset[str]:
    """What a field holds, folded, in every form it can be named by: {""} for nothing."""
    if field is None or not field.value.strip():
        return frozenset({""})
    words = (field.value, field.label, *field.options)
    return frozenset(fold(word).strip() for word in words if word.strip())


def _wrote(leaf: Wrote, subject: Subject) -> bool:
    whole, other = _vocabulary(leaf.words)
    return not whole.isdisjoint(subject.words) or any(contains(subject.text, word) for word in other)


def contains(text: str, word: str) -> bool:
    """Whether a folded text holds a word or phrase; to look for its first part is far quicker, and mostly says no."""
    return word.removesuffix("*").partition(" ")[0] in text and mentions(text, word)


@lru_cache(maxsize=4096)
def _vocabulary(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Those that are single whole words, and the rest."""
    whole = frozenset(word for word in words if all(char.isalnum() or char == "_" for char in word))
    return whole, tuple(word for word in words if word not in whole)


def _amount(leaf: AmountWithin, subject: Subject) -> bool:
    finding = subject.claim.amount
    if finding is None or not isinstance(finding.value, Money):
        return False
    amount = finding.value.value
    return (leaf.at_least is None or amount >= leaf.at_least) and (leaf.at_most is None or amount <= leaf.at_most)


def _dated(leaf: DatedWithin, subject: Subject) -> bool:
    finding = subject.claim.transaction_date
    if finding is None or not isinstance(finding.value, date):
        return False
    day, ago = finding.value, (subject.local.date() - finding.value).days
    return (
        (leaf.before is None or day < leaf.before)
        and (leaf.after is None or day > leaf.after)
        and (leaf.older_than is None or ago > leaf.older_than)
        and (leaf.within is None or 0 <= ago <= leaf.within)
    )


def _aged(leaf: AgedWithin, subject: Subject) -> bool:
    age = subject.now - subject.ticket.created_at
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
_ASKED: Mapping[type, Callable[[Any, Subject], bool]] = MappingProxyType(
    {
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
)
