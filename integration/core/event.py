"""What a helpdesk's call tells us: that a ticket moved, and nothing we would trust beyond that."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """A verified webhook call. `kind` is the helpdesk's own word, kept for the record; `actor` is "" when unknown."""

    delivery_id: str
    ticket_id: str
    kind: str
    occurred_at: datetime
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A verified call that is none of our business, e.g. a kind of event Guichet does not know; counted, not kept."""

    kind: str
