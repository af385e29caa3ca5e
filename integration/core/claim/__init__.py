"""Reading the account, the date of the transaction and the amount in what a member wrote, and asking when in doubt."""

from integration.core.claim.asking import phrase, phrase_value
from integration.core.claim.model import (
    Checks,
    Claim,
    Fields,
    Finding,
    Item,
    Money,
    Question,
    Reading,
    Reason,
    Text,
    Value,
)
from integration.core.claim.reading import read_claim, read_claims

__all__ = [
    "Checks",
    "Claim",
    "Fields",
    "Finding",
    "Item",
    "Money",
    "Question",
    "Reading",
    "Reason",
    "Text",
    "Value",
    "phrase",
    "phrase_value",
    "read_claim",
    "read_claims",
]
