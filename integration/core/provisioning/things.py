"""The words of provisioning: things wanted, things found, the steps between them, and the plan that orders these."""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum

Value = str | int | bool | None | tuple["Value", ...]
Properties = tuple[tuple[str, Value], ...]
"""What a thing is like, by name and in a fixed order: plain words and lists only, so that it can be compared."""


class Kind(StrEnum):
    """What a helpdesk is furnished with, in the order of making: whatever is named by another comes before it."""

    ROLE = "role"
    GROUP = "group"
    FIELD = "field"
    FORM = "form"
    MACRO = "macro"
    VIEW = "view"
    WEBHOOK = "webhook"
    TRIGGER = "trigger"


HOLDS_DATA = frozenset({Kind.GROUP, Kind.FIELD, Kind.FORM, Kind.ROLE})
"""Kinds that a policy names by title and that tickets refer to: they are adopted by title, and never removed."""


FITTING: dict[str, tuple[str, ...]] = {
    "text": ("lines", "decimal", "integer", "regexp", "partialcreditcard"),
    "date": ("text", "regexp", "datetime"),
    "decimal": ("text", "integer", "regexp"),
}
"""Types of fields that do as well as the one wanted: a field that members know is not given up for its type."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something the policy needs. `key` is our own lasting name for it, such as "field:note"; titles may change.

    What is found may be like more than `wanted`: only the properties named here are compared. A property named in
    `at_least` holds a list of which every entry must be known by one of its words (a drop-down's value or label).
    """

    kind: Kind
    key: str
    title: str
    wanted: Properties = ()
    at_least: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """Something the helpdesk has; `key` is ours when it carries our marker, else ""."""

    kind: Kind
    id: str
    title: str
    has: Properties = ()
    key: str = ""


class Verb(StrEnum):
    """What a step does. Only `keep` does nothing."""

    CREATE = "create"
    ADOPT = "adopt"
    CHANGE = "change"
    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `before` and `after` hold the properties that differ (all of them when it is made or removed).

    `id` is the helpdesk's, "" for what does not exist yet.
    """

    verb: Verb
    kind: Kind
    key: str
    title: str
    id: str = ""
    before: Properties = ()
    after: Properties = ()

    @property
    def does(self) -> bool:
        """Whether carrying it out changes anything, in the helpdesk or in what is remembered as ours."""
        return self.verb is not Verb.KEEP


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps in the order of carrying them out, and the sentences on what a person has to settle first."""

    steps: tuple[Step, ...]
    problems: tuple[str, ...] = ()

    @property
    def todo(self) -> tuple[Step, ...]:
        """The steps that do something."""
        return tuple(step for step in self.steps if step.does)

    @property
    def checksum(self) -> str:
        """What a person approved: any other plan, and the same one over a helpdesk that moved, has another."""
        text = json.dumps([asdict(step) for step in self.steps], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
