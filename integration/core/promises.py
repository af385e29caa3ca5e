"""The clocks of one case: which are ticking, and the dates that agents see on the ticket."""

from datetime import date, datetime

from integration.core.calendar import EVERY_DAY
from integration.core.changes import SetField
from integration.core.clocks import Clock, Running, Starts, Until, resume, run
from integration.core.folding import fold
from integration.core.policy import Category, Decisions, Policy
from integration.core.ticket import Status, Ticket


def ticking(ticket: Ticket, category: Category, policy: Policy, now: datetime) -> tuple[Running, ...]:
    """The clocks of the case that have started and not ended, in the policy's order."""
    started = (_started(clock, ticket, policy, now) for clock in policy.clocks if clock.id in category.clocks)
    return tuple(running for running in started if running and not _ended(running.clock, ticket, policy))


def shown(ticket: Ticket, running: tuple[Running, ...]) -> tuple[SetField, ...]:
    """The due dates for those of the ticket's date fields that are still empty."""
    return tuple(
        SetField(one.clock.field, one.due_on.isoformat())
        for one in running
        if (field := ticket.field(one.clock.field)) is not None and not field.value
    )


def granted(ticket: Ticket, policy: Policy) -> bool:
    """Whether the decision recorded on the ticket pays something back."""
    return _decided(ticket, policy) in {*policy.decisions.accepted, *policy.decisions.partly}


def decided(ticket: Ticket, policy: Policy) -> bool:
    """Whether a decision is recorded: the review is over."""
    return _decided(ticket, policy) in _every(policy.decisions)


def decision_of(ticket: Ticket, policy: Policy) -> str:
    """Which decision is recorded: accepted, partly or refused; "" for none."""
    word, decisions = _decided(ticket, policy), policy.decisions
    named = (("accepted", decisions.accepted), ("partly", decisions.partly), ("refused", decisions.refused))
    return next((name for name, words in named if word in words), "")


def _started(clock: Clock, ticket: Ticket, policy: Policy, now: datetime) -> Running | None:
    """The date field is the memory: what an agent wrote there wins over what Guichet would compute."""
    on_ticket = _day(ticket.value(clock.field))
    if clock.starts is Starts.SUBMITTED:
        computed = run(clock, ticket.created_at, policy.timezone)
        if on_ticket in {None, computed.due_on}:
            return computed
    elif not granted(ticket, policy):
        return None
    elif on_ticket is None:
        return run(clock, now, policy.timezone)
    return resume(clock, now, on_ticket, policy.timezone, EVERY_DAY) if on_ticket else None


def _ended(clock: Clock, ticket: Ticket, policy: Policy) -> bool:
    if clock.until is Until.DECISION:
        return decided(ticket, policy)
    return ticket.status in {Status.SOLVED, Status.CLOSED}


def _decided(ticket: Ticket, policy: Policy) -> str:
    field = ticket.field(policy.fields.decision)
    if field is None:
        return ""
    return next((word for word in (fold(field.value), fold(field.label)) if word in _every(policy.decisions)), "")


def _every(decisions: Decisions) -> frozenset[str]:
    return frozenset((*decisions.accepted, *decisions.partly, *decisions.refused))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
