"""Whether a rule can ever get a case: conditions that contradict themselves, earlier rules that leave nothing over."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from integration.core.conditions import (
    Condition,
    FieldIs,
    HasDuplicate,
    How,
    IsMissing,
    Joined,
    OnDays,
    OneOf,
    Trait,
    every,
)
from integration.core.implying import excludes, implies, opposite
from integration.core.judging import name_of
from integration.core.policy import Category, Policy, Rule


def impossible(condition: Condition, policy: Policy) -> tuple[Condition, ...]:
    """What makes the condition impossible to meet: one part, or two that never hold together; () when it may hold."""
    if not isinstance(condition, Joined):
        return (condition,) if _dead(condition, policy) else ()
    if condition.how is How.ALL:
        return _clash(tuple(_flat(condition)), policy)
    if condition.how is How.ANY:
        dead = all(impossible(part, policy) for part in condition.parts)
    else:
        dead = any(certain(part, policy) for part in condition.parts)
    return (condition,) if dead else ()


def certain(condition: Condition, policy: Policy) -> bool:  # noqa: PLR0911 - one arm per kind of condition
    """Whether every case meets the condition, as far as can be told."""
    match condition:
        case Joined(how=How.ALL):
            return all(certain(part, policy) for part in condition.parts)
        case Joined(how=How.ANY):
            return any(certain(part, policy) for part in condition.parts) or _one_or_the_other(condition.parts)
        case Joined():
            return all(impossible(part, policy) for part in condition.parts)
        case OneOf(trait=Trait.CATEGORY):
            return {one.id for one in policy.categories} <= set(condition.words)
        case FieldIs():
            return {"", "*"} <= set(condition.values)
        case OnDays():
            return len(set(condition.days)) == 7
        case _:
            return False


def taken(policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """The rules that never get a case, each with the earlier ones that together take every case it could get.

    A rule only takes from another what asks for all that it asks for itself, so most pairs need not be compared.
    """
    found: dict[str, tuple[str, ...]] = {}
    earlier: list[tuple[Rule, frozenset[str]]] = []
    for rule in policy.rules:
        parts = tuple(_flat(rule.when))
        names = frozenset(name_of(part) for part in parts if not isinstance(part, Joined))
        anything = any(isinstance(part, Joined) for part in parts)
        alike = (one for one, asked in earlier if anything or asked <= names | {Trait.CATEGORY})
        if ids := takers(rule, tuple(alike), policy):
            found[rule.id] = ids
        earlier.append((rule, frozenset() if certain(rule.when, policy) else names))
    return found


def takers(rule: Rule, earlier: tuple[Rule, ...], policy: Policy) -> tuple[str, ...]:
    """The ids of the earlier rules that together take every case this rule could get; () when some may be left."""
    found: list[str] = []
    for category in policy.categories:
        narrowed = every(OneOf(Trait.CATEGORY, (category.id,)), rule.when)
        if impossible(narrowed, policy):
            continue
        taker = next((one.id for one in earlier if certain(one.when, policy) or implies(narrowed, one.when)), None)
        if taker is None:
            return ()
        found.append(taker)
    return tuple(dict.fromkeys(found))


def _flat(tree: Condition) -> Iterator[Condition]:
    """The parts that must all hold, those of inner trees among them."""
    if isinstance(tree, Joined) and tree.how is How.ALL:
        for part in tree.parts:
            yield from _flat(part)
    else:
        yield tree


def _clash(parts: tuple[Condition, ...], policy: Policy) -> tuple[Condition, ...]:
    alone = next((found for part in parts if (found := impossible(part, policy))), ())
    pairs = combinations(parts, 2)
    return alone or next((pair for pair in pairs if excludes(*pair) or _never_asked(pair, policy)), ())


def _dead(leaf: Condition, policy: Policy) -> bool:
    """What this policy rules out: duplicates that are not looked for, items that no category requires."""
    match leaf:
        case HasDuplicate(wanted=True):
            return policy.duplicates_within_days is None
        case IsMissing():
            return bool(leaf.items) and not _asked_for(leaf.items, policy.categories)
        case _:
            return False


def _never_asked(pair: tuple[Condition, ...], policy: Policy) -> bool:
    """A category that requires none of the items, and one of the items missing."""
    for one, other in (pair, pair[::-1]):
        if isinstance(one, OneOf) and one.trait is Trait.CATEGORY and isinstance(other, IsMissing) and other.items:
            mine = tuple(category for category in policy.categories if category.id in one.words)
            return not _asked_for(other.items, mine)
    return False


def _asked_for(items: tuple[str, ...], categories: tuple[Category, ...]) -> bool:
    return any(
        item in category.requires or any(item in more.requires for more in category.requires_if)
        for category in categories
        for item in items
    )


def _one_or_the_other(parts: tuple[Condition, ...]) -> bool:
    turned = ((opposite(one), other) for one in parts for other in parts)
    return any(against is not None and implies(against, other) for against, other in turned)
