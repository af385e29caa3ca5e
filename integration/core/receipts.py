"""What agents and members are told of a case's documents; "deleted" only of what was proven to be gone."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from integration.core.changes import AddTag, Change, RemoveTag
from integration.core.deletion import all_proven
from integration.core.documents import Document, State
from integration.core.policy import Policy
from integration.core.ticket import Kind, Mark, Ticket

_ORDER = tuple(State)
_SETTLED = frozenset({State.VERIFIED, State.ON_HOLD})
_ALARMING = frozenset({State.NOT_DELETABLE, State.REAPPEARED})

Told = tuple[State, str, date | None, int]


def flagged(documents: tuple[Document, ...], policy: Policy) -> Change:
    """The tag of tickets whose documents are still to go, by which a view finds them; taken off once they went."""
    waits = any(document.state not in _SETTLED for document in documents)
    return AddTag(policy.tags.documents) if waits else RemoveTag(policy.tags.documents)


def told(documents: tuple[Document, ...], timezone: ZoneInfo) -> tuple[Told, ...]:
    """How many documents stand where, why, and since which local day the removed ones are proven to be gone."""
    counted = Counter(_told(document, timezone) for document in documents)
    return tuple((*one, count) for one, count in sorted(counted.items(), key=lambda pair: _rank(pair[0])))


def alarms(documents: tuple[Document, ...]) -> bool:
    """Whether a person has to do something: a document does not go, or came back."""
    return any(document.state in _ALARMING for document in documents)


def owed(ticket: Ticket, documents: tuple[Document, ...], policy: Policy) -> Mark | None:
    """The receipt that the member has not had yet, by its reference; None when none is due."""
    if policy.retention is None or not policy.retention.receipt or not all_proven(documents, policy):
        return None
    mark = Mark(Kind.DELETED, (reference(ticket, documents, policy.timezone),))
    return None if any(known == mark for _, known in ticket.marks()) else mark


def reference(ticket: Ticket, documents: tuple[Document, ...], timezone: ZoneInfo) -> str:
    """What a member can name: the ticket, the day of the last removal, and how many documents went by then."""
    return f"{ticket.id}-{deleted_on(documents, timezone):%Y%m%d}-{len(documents)}"


def deleted_on(documents: tuple[Document, ...], timezone: ZoneInfo) -> date:
    """The local day on which the last of them was proven to be gone. Raises ValueError when none was."""
    return max(_days(documents, timezone))


def _days(documents: tuple[Document, ...], timezone: ZoneInfo) -> Iterator[date]:
    return (document.verified_at.astimezone(timezone).date() for document in documents if document.verified_at)


def _told(document: Document, timezone: ZoneInfo) -> tuple[State, str, date | None]:
    return document.state, document.why, next(_days((document,), timezone), None)


def _rank(told: tuple[State, str, date | None]) -> tuple[int, str, date]:
    state, why, day = told
    return _ORDER.index(state), why, day or date.min
