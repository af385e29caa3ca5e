"""What the people of a simulated year will do: two thousand cases, invented from a seed."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Way(StrEnum):
    """How a case goes."""

    WHOLE = "whole"  # filed with everything
    ANSWERED = "answered"  # something missing, which the member brings in time
    LATE = "late"  # the member answers after the case was closed
    SILENT = "silent"  # the member never answers
    VAGUE = "vague"  # the member answers, and it does not help
    CARE = "care"  # a death or an illness, with a document


@dataclass(frozen=True)
class Plan:
    """One case. Spans are counted from what they follow; None: it never happens.

    `answers` after the filing, `decides` after the case is with an agent, `pays` after a positive decision.
    """

    number: int
    way: Way
    files_at: datetime
    answers: timedelta | None
    decides: timedelta | None
    accepts: bool
    pays: timedelta | None
    document: bool

    @property
    def account(self) -> str:
        """A member number that no other case has."""
        return str(200_000 + self.number)


_WAYS = (Way.WHOLE, Way.ANSWERED, Way.LATE, Way.SILENT, Way.VAGUE, Way.CARE)
_SHARES = (30, 30, 8, 12, 6, 14)


def plans(count: int, begins: datetime, days: int, seed: int) -> list[Plan]:
    """So many cases, filed at any second of so many days."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible year, not a secret
    return [_plan(number, chance, begins, days) for number in range(count)]


def _plan(number: int, chance: random.Random, begins: datetime, days: int) -> Plan:
    way = chance.choices(_WAYS, _SHARES)[0]
    answers = {
        Way.ANSWERED: timedelta(seconds=chance.randrange(600, 13 * 86400)),
        Way.LATE: timedelta(seconds=chance.randrange(20 * 86400, 30 * 86400)),
        Way.VAGUE: timedelta(seconds=chance.randrange(600, 12 * 86400)),
    }.get(way)
    decides = timedelta(seconds=chance.randrange(3600, 20 * 86400))
    never = way is Way.SILENT or chance.random() < 0.04
    accepts = chance.random() < 0.6
    pays = timedelta(seconds=chance.randrange(3600, 20 * 86400))
    return Plan(
        number=number,
        way=way,
        files_at=begins + timedelta(seconds=chance.randrange(days * 86400)),
        answers=answers,
        decides=None if never else decides,
        accepts=accepts,
        pays=pays if accepts else None,
        document=way is Way.CARE or chance.random() < 0.15,
    )
