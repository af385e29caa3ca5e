"""A mark: something on a page that may be a value, before anyone has asked what it is doing there."""

from enum import Enum, auto
from typing import NamedTuple

from integration.core.claim.model import Item, Reason, Value


class Form(Enum):
    """How surely the writing alone says what kind of value it is."""

    FULL = auto()  # "3 septembre 2026", "49,90 €": a date or an amount wherever it stands
    BARE = auto()  # "le 15", "lundi", "hier", "49,90": only next to a charge or behind a label
    RATE = auto()  # "9,99 € par mois": a price, more than a charge


class Mark(NamedTuple):
    """A candidate for an item: its words on the page, what it can mean, and what is wrong with it."""

    item: Item
    first: int  # index of its first word
    last: int  # index of the word after it
    values: tuple[Value, ...]  # none when it means nothing real, several when it can be read in several ways
    problem: Reason | None = None
    form: Form = Form.FULL

    def within(self, first: int, last: int) -> "Mark":
        """Return the same mark over other words."""
        return self._replace(first=first, last=last)
