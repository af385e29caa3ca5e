"""Two cases about the same thing: the same account, date and amount in another ticket."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

from integration.core.changes import AddTag, RemoveTag
from integration.core.claim import Claim, Money, Value
from integration.core.folding import fold


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another ticket about the same thing; `helpdesk` is "" when it is the ticket's own, else the other one's name."""

    helpdesk: str
    ticket_id: str

    def __str__(self) -> str:
        return f"{self.ticket_id} ({self.helpdesk})" if self.helpdesk else self.ticket_id


def fingerprint(claim: Claim, pepper: bytes) -> str:
    """What two claims about the same payment share, as 64 hex digits that say nothing without the pepper.

    HMAC-SHA256 (RFC 2104) of account, date, amount and currency. A bare hash would not do: all dates, amounts and
    account numbers can be tried in an afternoon. "" unless account, date and amount were all read without a doubt.
    """
    three = (claim.account, claim.transaction_date, claim.amount)
    values = [found.value for found in three if found is not None]
    if len(values) < len(three):
        return ""
    return hmac.new(pepper, "\0".join(map(_told, values)).encode(), hashlib.sha256).hexdigest()


def tagged(duplicates: tuple[Duplicate, ...], tag: str) -> AddTag | RemoveTag:
    """The tag that agents filter by, there as long as there is a duplicate."""
    return AddTag(tag) if duplicates else RemoveTag(tag)


def _told(value: Value) -> str:
    if isinstance(value, Money):
        return f"{value.value:.2f} {value.currency}"
    return value.isoformat() if isinstance(value, date) else _account(value)


def _account(written: str) -> str:
    """The account as people compare it: "7 204-118" and "7204118" are one; an address keeps its points and hyphens."""
    folded = fold(written)
    return folded.strip() if "@" in folded else "".join(char for char in folded if char.isalnum())
