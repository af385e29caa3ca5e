"""What the policy can ask of a case: single questions (leaves), and trees of them joined by all, any and none.

Only shapes: `judging` answers them, `turning` says when an answer will change by itself.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum


class Trait(StrEnum):
    """What a case is one of: its category, the requester's language, and the ticket's own words."""

    CATEGORY = "category"
    LANGUAGE = "language"
    CHANNEL = "channel"
    BRAND = "brand"
    ORGANIZATION = "organization"
    GROUP = "group"
    STATUS = "status"


class Owner(StrEnum):
    """Whose tags are meant."""

    TICKET = "tags"
    REQUESTER = "requester_tags"


class How(StrEnum):
    """How the parts of a tree are joined."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The trait is one of these words; folded, except categories and languages, which are written exactly."""

    trait: Trait
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tagged:
    """All of these tags are there."""

    owner: Owner
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldIs:
    """The field of that title holds one of these folded values, by stored value or label; "*" anything, "" nothing."""

    title: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrote:
    """The member wrote one of these folded words or phrases, whole; "*" at the end takes any ending."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmountWithin:
    """The amount was read and lies between, both ends included."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DatedWithin:
    """The date of the transaction was read and lies there.

    `before` and `after` are days that do not belong to the range; `older_than` and `within` count days back from today
    in the policy's zone: more than that many, at most that many. A date to come is neither.
    """

    before: date | None = None
    after: date | None = None
    older_than: int | None = None
    within: int | None = None


@dataclass(frozen=True, slots=True)
class AgedWithin:
    """So much time has gone by since the ticket was filed, both ends included; a day is 24 hours."""

    at_least: timedelta | None = None
    at_most: timedelta | None = None


@dataclass(frozen=True, slots=True)
class HasDocuments:
    """Whether the requester sent files; pictures inside a text (logos of a signature) are none."""

    wanted: bool = True


@dataclass(frozen=True, slots=True)
class IsMissing:
    """Whether something the category requires is missing or doubtful; with `items`, whether one of these is."""

    wanted: bool = True
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnDays:
    """Today is one of these days of the week in the policy's zone; Monday is 0."""

    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AtHours:
    """The wall clock of the policy's zone is at or after `start` and before `end`; over midnight when `end` is less."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class HasDuplicate:
    """Whether another case has the same account, date and amount."""

    wanted: bool = True


Leaf = (
    OneOf
    | Tagged
    | FieldIs
    | Wrote
    | AmountWithin
    | DatedWithin
    | AgedWithin
    | HasDocuments
    | IsMissing
    | OnDays
    | AtHours
    | HasDuplicate
)


@dataclass(frozen=True, slots=True)
class Joined:
    """Several conditions as one: all of them hold, any of them does, or none."""

    how: How
    parts: tuple["Condition", ...]


Condition = Leaf | Joined


def every(*parts: Condition) -> Condition:
    """One condition for all the parts; a single part is itself."""
    return parts[0] if len(parts) == 1 else Joined(How.ALL, parts)


def leaves(condition: Condition) -> tuple[Leaf, ...]:
    """Every single question in a tree, in the order it was written."""
    if isinstance(condition, Joined):
        return tuple(leaf for part in condition.parts for leaf in leaves(part))
    return (condition,)
