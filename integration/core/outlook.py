"""What would become of past tickets under a policy, and what another policy would change. Nothing is written.

A past ticket was already asked about, routed, noted and solved, and a case once complete is never routed again. To
compare two policies it is therefore taken back to what the member made of it (see `as_filed`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from integration.core.clocks import Starts
from integration.core.decide import Case, weigh
from integration.core.policy import Action, Policy
from integration.core.promises import Moment, ticking
from integration.core.reading import Claims, read_once, reads_alike
from integration.core.retention import due_to_go
from integration.core.stand import Stand, category_of, stand
from integration.core.subject import spoken
from integration.core.ticket import Priority, Status, Ticket


class Difference(StrEnum):
    """What two policies can disagree about on one ticket, seen from the candidate."""

    TAKEN_IN = "taken_in"
    LEFT_OUT = "left_out"
    ROUTED = "routed"
    ASKED = "asked"
    NOT_ASKED = "not_asked"
    OVERDUE = "overdue"
    NOT_OVERDUE = "not_overdue"
    DELETED = "deleted"
    NOT_DELETED = "not_deleted"


CHANGING = frozenset(
    {Difference.TAKEN_IN, Difference.LEFT_OUT, Difference.ROUTED, Difference.ASKED, Difference.NOT_ASKED}
)
"""The differences by which a ticket would have been written to otherwise."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of one ticket.

    `asked` holds the codes of what the member would be asked, () for nothing; `overdue` the clocks that are past due;
    `files` how many files have to go. Without a category all of it is empty.
    """

    category: str = ""
    rule: str = ""
    action: Action = field(default_factory=Action)
    asked: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    files: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """One past ticket under two policies. `open` is whether the member could still be written to about it."""

    ticket: str
    before: Outlook
    after: Outlook
    differences: frozenset[Difference]
    open: bool


def compare(ticket: Ticket, current: Policy, candidate: Policy, now: datetime) -> Compared:
    """The ticket under both policies; `now` (aware) counts for deadlines and deletions, the past for all the rest."""
    before, claims = outlook(ticket, current, now)
    after, _ = outlook(ticket, candidate, now, claims if reads_alike(current, candidate) else None)
    return Compared(ticket.id, before, after, frozenset(_differences(before, after)), _open(ticket, current))


def outlook(
    ticket: Ticket, policy: Policy, now: datetime, claims: Claims | None = None
) -> tuple[Outlook, Claims | None]:
    """What would become of the ticket under one policy, and what was read; `claims` when that was done before."""
    category = category_of(ticket, policy)
    if category is None:
        return Outlook(), claims
    filed, at = as_filed(ticket, policy), last_said(ticket)
    claims = claims or read_once(filed, policy, at)
    facts = weigh(Case(filed), category, policy, at, claims)
    asks = stand(filed, facts.understood, policy) is Stand.ASK
    running = ticking(Moment(_undated(ticket, policy), category, policy, now, complete=not facts.understood.codes))
    found = Outlook(
        category=category.id,
        rule=facts.route.rule,
        action=facts.route.action,
        asked=facts.understood.codes if asks else (),
        overdue=tuple(one.clock.id for one in running if one.due_at <= now),
        files=len(due_to_go(ticket, policy)),
    )
    return found, claims


def as_filed(ticket: Ticket, policy: Policy) -> Ticket:
    """The ticket as the member alone made it: no word, tag, group or priority of ours or of an agent's; open again.

    Fields stay as they are, except the note: what Guichet copied into them was read in the member's words. Tags that
    rules put there go as well, whichever rule it was.
    """
    given = (policy.otherwise, *(rule.then for rule in policy.rules))
    ours = {*(tag for action in given for tag in action.tags), *_own_tags(policy)}
    return replace(
        ticket,
        status=Status.NEW,
        status_raw=Status.NEW.value,
        priority=Priority.NONE,
        priority_raw=Priority.NONE.value,
        group="",
        assignee="",
        tags=ticket.tags - ours,
        comments=spoken(ticket),
        fields=tuple(one for one in ticket.fields if one.title != policy.fields.note),
    )


def last_said(ticket: Ticket) -> datetime:
    """When the member last wrote: the instant at which a past ticket is read and routed."""
    return max((comment.created_at for comment in spoken(ticket)), default=ticket.created_at)


def _differences(before: Outlook, after: Outlook) -> Iterator[Difference]:
    if before.category and after.category and before.action != after.action:
        yield Difference.ROUTED
    if not before.category and after.category:
        yield Difference.TAKEN_IN
    if before.category and not after.category:
        yield Difference.LEFT_OUT
    if set(after.asked) - set(before.asked):
        yield Difference.ASKED
    elif before.asked and not after.asked:
        yield Difference.NOT_ASKED
    yield from _later_differences(before, after)


def _later_differences(before: Outlook, after: Outlook) -> Iterator[Difference]:
    if set(after.overdue) - set(before.overdue):
        yield Difference.OVERDUE
    if set(before.overdue) - set(after.overdue):
        yield Difference.NOT_OVERDUE
    if after.files > before.files:
        yield Difference.DELETED
    if after.files < before.files:
        yield Difference.NOT_DELETED


def _own_tags(policy: Policy) -> tuple[str, ...]:
    tags = policy.tags
    return tags.incomplete, tags.complete, tags.person, tags.duplicate, tags.warned, tags.late


def _undated(ticket: Ticket, policy: Policy) -> Ticket:
    """Without the due dates that follow from the filing: the policies may promise differently from the same start."""
    dated = {clock.field for clock in policy.clocks if clock.starts is not Starts.ACCEPTED}
    return replace(ticket, fields=tuple(one for one in ticket.fields if one.title not in dated))


def _open(ticket: Ticket, policy: Policy) -> bool:
    done = {policy.tags.complete, policy.tags.person}
    return ticket.status.writable and ticket.status is not Status.SOLVED and not done.intersection(ticket.tags)
