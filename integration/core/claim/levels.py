"""How surely a value is the one of the transaction, and what it takes to tell."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from integration.core.claim.marks import Mark
from integration.core.claim.page import Page
from integration.core.claim.surroundings import Surroundings


class Level(IntEnum):
    """How surely a value is the one of the transaction."""

    DENIED = -1  # "et non le 3": whoever said so before, it is not this one
    NO = 0
    DOUBT = 1
    WEAK = 2  # the amount asked back, or a date and an amount side by side with nothing else said
    TERSE = 3  # a short answer that says little but the value
    CHARGED = 4  # next to a word of charging
    LABELLED = 5  # "Montant : 49,90 €"


@dataclass(frozen=True, slots=True)
class Setting:
    """A page with its marks and its distances: what roles are told from."""

    page: Page
    marks: list[Mark]
    around: Surroundings
    signature: int  # where the signature begins in the text
    written_on: date  # the day the text was written: a letter's own date
    accounts: tuple[tuple[int, int], ...] = ()  # where accounts stand: their letters say nothing of their own
