"""Two cases about the same thing: the same account, date and amount in another ticket."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another ticket, open or recent, of the same account, date and amount; `helpdesk` is its configured name."""

    helpdesk: str
    ticket_id: str
