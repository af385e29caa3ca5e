"""The statement of the day: where every refund ticket stands, each in exactly one line, and whether it adds up."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from integration.core.stand import Stand
from integration.core.ticket import Status

FRESH = timedelta(minutes=15)
"""What moved later than this may still be on its way to us, or not yet in the helpdesk's own search."""

_UNSOLVED = {Status.NEW, Status.OPEN, Status.PENDING, Status.HOLD}


class Line(StrEnum):
    """Where a ticket stands, the first that is true of it in the order of `line_of`."""

    INCOMPLETE = "incomplete"
    PERSON = "person"
    COMPLETE = "complete"
    WARNED = "warned"
    OVERDUE = "overdue"
    DECIDED = "decided"


class Gap(StrEnum):
    """How the ledger and the helpdesk can differ about a ticket.

    UNSEEN: the helpdesk has it and nobody here saw it. ENDED: it is over there and open here. REOPENED: the reverse.
    UNREAD: they differ, and it could not be read to find out why.
    """

    UNSEEN = "unseen"
    ENDED = "ended"
    REOPENED = "reopened"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Known:
    """A refund ticket as the ledger knows it; `over_at` is when its review ended (aware), None while it goes on."""

    ticket_id: str
    state: str
    seen_by: str = ""
    first_seen_at: datetime | None = None
    warned: bool = False
    late: bool = False
    over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """How many documents wait to be deleted, are proven deleted (ever, and on the day), cannot be, or are on hold."""

    held: int = 0
    deleted: int = 0
    deleted_that_day: int = 0
    not_deletable: int = 0
    on_hold: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """What the helpdesk itself says.

    `unsolved` is how many refund tickets it has that are neither solved nor closed, `under_way` how many of those are
    too new for us to know, `suspended` the ids of messages it set aside that look like requests.
    """

    unsolved: int = 0
    under_way: int = 0
    suspended: tuple[str, ...] = ()
    gaps: tuple[tuple[Gap, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One helpdesk's statement for a day, as things stood `at` an instant (aware).

    `lines`, and `found` (what first told of each ticket), count the same tickets; `arrived` counts those first seen on
    the day. Without `compared` the helpdesk could not be asked, and `problem` says why.
    """

    helpdesk: str
    day: date
    at: datetime
    total: int
    lines: Mapping[str, int]
    found: Mapping[str, int]
    arrived: Mapping[str, int]
    overdue: tuple[str, ...]
    documents: Documents
    compared: Compared | None
    problem: str = ""

    @property
    def balanced(self) -> bool:
        """Whether each ticket is in one line, and the helpdesk counts the same ones."""
        adds_up = sum(self.lines.values()) == sum(self.found.values()) == self.total
        return adds_up and self.compared is not None and not self.compared.gaps


def line_of(known: Known) -> Line:
    """The one line a ticket is in. A payment that is late is late although the decision was taken."""
    if known.state == Stand.OVER:
        return Line.DECIDED
    if known.late:
        return Line.OVERDUE
    if known.warned:
        return Line.WARNED
    if known.over_at:
        return Line.DECIDED
    if known.state in {Stand.ASK, Stand.WAITING}:
        return Line.INCOMPLETE
    return Line.PERSON if known.state == Stand.PERSON else Line.COMPLETE


def statement(  # noqa: PLR0913, each is a part of the sheet and they meet nowhere else
    helpdesk: str,
    day: date,
    at: datetime,
    *,
    known: Collection[Known],
    arrived_since: datetime,
    documents: Documents,
    compared: Compared | None,
    problem: str = "",
) -> Statement:
    """Put the sheet together; `arrived_since` is the beginning of the day (aware), which ends a day later."""
    lines = Counter(line_of(one).value for one in known)
    until = arrived_since + timedelta(days=1)
    new = (one for one in known if one.first_seen_at and arrived_since <= one.first_seen_at < until)
    return Statement(
        helpdesk=helpdesk,
        day=day,
        at=at,
        total=len({one.ticket_id for one in known}),
        lines={line.value: lines[line.value] for line in Line},
        found=dict(sorted(Counter(one.seen_by for one in known).items())),
        arrived=dict(sorted(Counter(one.seen_by for one in new).items())),
        overdue=tuple(sorted(one.ticket_id for one in known if line_of(one) is Line.OVERDUE)),
        documents=documents,
        compared=compared,
        problem=problem,
    )


def difference(state: str, status: Status, updated_at: datetime, now: datetime) -> Gap | None:
    """How ledger and helpdesk differ about a refund ticket; `state` is what the ledger says, "" when it knows nothing.

    None when they agree, or when what happened is so fresh that it will be seen in its turn.
    """
    if now - updated_at < FRESH:
        return None
    unsolved, at_rest = status in _UNSOLVED, state in {Stand.OVER, Stand.OUTSIDE, "gone"}
    if unsolved and not state:
        return Gap.UNSEEN
    if unsolved and at_rest:
        return Gap.REOPENED
    return Gap.ENDED if not unsolved and state and not at_rest else None
