"""What an explanation is made of: sections of lines, the same for the command line and for a page."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `met` is the answer where it tells of a question of the policy, None where it is plain news."""

    text: str
    met: bool | None = None
    parts: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title; `id` is the same in every language."""

    id: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision on one ticket. `summary` is one sentence; `wake_at` is aware, in UTC."""

    ticket: str
    stand: str
    rule: str
    policy: str
    mode: str
    wake_at: datetime | None
    summary: str = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
