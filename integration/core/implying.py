"""What conditions say of each other: which follows from which, and which can never both hold.

Every answer is safe: "yes" is always true, "no" may only mean that nothing here can tell. So a rule is never accused
wrongly, and what is not found here is still found by examples and by simulating.
"""

from integration.core.comparing import apart, within
from integration.core.conditions import Condition, FieldIs, HasDocuments, HasDuplicate, How, IsMissing, Joined
from integration.core.meeting import ANYTHING


def implies(one: Condition, other: Condition) -> bool:
    """Whether every case that meets the one certainly meets the other."""
    if type(one) is type(other) and one == other:
        return True
    if isinstance(other, Joined):
        return _into(one, other) or (isinstance(one, Joined) and _from(one, other))
    return _from(one, other) if isinstance(one, Joined) else within(one, other)


def _into(one: Condition, other: Joined) -> bool:
    """To imply a tree: each of its parts, one of them, or the opposite of each."""
    match other.how:
        case How.ALL:
            return all(implies(one, part) for part in other.parts)
        case How.ANY:
            return any(implies(one, part) for part in other.parts)
        case _:
            return all(excludes(one, part) for part in other.parts)


def _from(one: Joined, other: Condition) -> bool:
    """To be implied by a tree: by one of the parts that all hold, or by each of those of which any may."""
    match one.how:
        case How.ALL:
            return any(implies(part, other) for part in one.parts)
        case How.ANY:
            return all(implies(part, other) for part in one.parts)
        case _:
            return any(_contrary(part, other) for part in one.parts)


def excludes(one: Condition, other: Condition) -> bool:
    """Whether certainly no case meets both."""
    if _never_beside(one, other) or _never_beside(other, one):
        return True
    return not (isinstance(one, Joined) or isinstance(other, Joined)) and apart(one, other)


def _never_beside(tree: Condition, other: Condition) -> bool:
    if not isinstance(tree, Joined):
        return False
    match tree.how:
        case How.ALL:
            return any(excludes(part, other) for part in tree.parts)
        case How.ANY:
            return all(excludes(part, other) for part in tree.parts)
        case _:
            return any(implies(other, part) for part in tree.parts)


def _contrary(one: Condition, other: Condition) -> bool:
    """Whether the other holds wherever the one does not."""
    turned = opposite(one)
    return turned is not None and implies(turned, other)


def opposite(condition: Condition) -> Condition | None:
    """What holds exactly when this does not, where one condition can say it."""
    match condition:
        case HasDocuments():
            return HasDocuments(not condition.wanted)
        case HasDuplicate():
            return HasDuplicate(not condition.wanted)
        case IsMissing(items=()):
            return IsMissing(not condition.wanted)
        case FieldIs(values=("",)):
            return FieldIs(condition.title, (ANYTHING,))
        case FieldIs(values=("*",)):
            return FieldIs(condition.title, ("",))
        case _:
            return None
