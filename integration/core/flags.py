"""The flags of late cases: tags that native views can find, what the policy does about them, and who is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from integration.core.changes import (
    AddTag,
    Assign,
    Change,
    RemoveTag,
    SetAssignee,
    SetGroup,
    SetPriority,
)
from integration.core.clocks import Alarm, Running
from integration.core.policy import Policy
from integration.core.ticket import Priority, Ticket
from integration.core.traces import Memory


class Flag(StrEnum):
    """How late a clock is: soon, or already."""

    WARNED = "warn"
    LATE = "due"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the team lead is told once: a clock of the case was just flagged.

    `at` is the instant it is about (aware), `by` holds "chat" and "email".
    """

    clock: str
    kind: Flag
    at: datetime
    by: tuple[str, ...]


_RANKS = {
    rank: number
    for number, rank in enumerate((Priority.NONE, Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT))
}


def flags(ticket: Ticket, running: tuple[Running, ...], policy: Policy, memory: Memory) -> tuple[Change, ...]:
    """The tags as they should be, and for every clock that was just flagged what the policy does about it.

    What people change afterwards stays: only the tags are held to, and they go once they are no longer true.
    """
    fresh = [_alarm(one, flag) for one, flag in _fresh(ticket, running, policy, memory)]
    return (*_tags(ticket, running, policy, memory), *(change for alarm in fresh for change in _steps(alarm, ticket)))


def notices(ticket: Ticket, running: tuple[Running, ...], policy: Policy, memory: Memory) -> tuple[Notice, ...]:
    """Whom to tell, and of what: once for each clock and flag."""
    return tuple(
        Notice(one.clock.id, flag, one.due_at if flag is Flag.LATE else one.warn_at, by)
        for one, flag in _fresh(ticket, running, policy, memory)
        if (by := _alarm(one, flag).notify)
    )


def unflagged(ticket: Ticket, policy: Policy) -> tuple[Change, ...]:
    """A ticket whose clocks are no business of ours any more keeps no flag."""
    return tuple(RemoveTag(tag) for tag in (policy.tags.warned, policy.tags.late) if tag in ticket.tags)


def _fresh(
    ticket: Ticket, running: tuple[Running, ...], policy: Policy, memory: Memory
) -> Iterator[tuple[Running, Flag]]:
    """The clocks that were not flagged so before. With the ledger lost, the tag on the ticket says that they were."""
    for one in running:
        flag = _flag(one)
        if flag is None:
            continue
        known = memory.of(one.clock.id)
        tag = policy.tags.late if flag is Flag.LATE else policy.tags.warned
        before = (known.late_at if flag is Flag.LATE else known.warned_at) if known else None
        if before is None and (memory.traces or tag not in ticket.tags):
            yield one, flag


def _flag(running: Running) -> Flag | None:
    if running.late:
        return Flag.LATE
    return Flag.WARNED if running.warned and not running.paused else None


def _alarm(running: Running, flag: Flag) -> Alarm:
    return running.clock.at_due if flag is Flag.LATE else running.clock.at_warn


def _tags(ticket: Ticket, running: tuple[Running, ...], policy: Policy, memory: Memory) -> tuple[Change, ...]:
    """One flag at a time: what is late is not soon late. Tags of alarms that are over go as well."""
    raised = {one.clock.id: flag for one in running if (flag := _flag(one))}
    worst = Flag.LATE if Flag.LATE in raised.values() else next(iter(raised.values()), None)
    own = {Flag.WARNED: policy.tags.warned, Flag.LATE: policy.tags.late}
    more = (tag for one in running if (flag := _flag(one)) for tag in _alarm(one, flag).tags)
    kept = tuple(dict.fromkeys((own[worst], *more))) if worst else ()
    worn = {flag for flag, tag in own.items() if tag in ticket.tags and tag not in kept}
    gone = dict.fromkeys((*own.values(), *_over(worn, raised, policy, memory)))
    return (*(RemoveTag(tag) for tag in gone if tag not in kept), *(AddTag(tag) for tag in kept))


def _over(worn: set[Flag], raised: dict[str, Flag], policy: Policy, memory: Memory) -> Iterator[str]:
    """The tags of alarms that are over: which ones were is remembered, or told by a tag of ours that goes now."""
    for clock in policy.clocks:
        known = memory.of(clock.id)
        if known:
            was = {Flag.WARNED: known.warned_at is not None, Flag.LATE: known.late_at is not None}
        else:
            was = {flag: flag in worn and not memory.traces for flag in Flag}
        for flag, alarm in ((Flag.WARNED, clock.at_warn), (Flag.LATE, clock.at_due)):
            if was[flag] and raised.get(clock.id) is not flag:
                yield from alarm.tags


def _steps(alarm: Alarm, ticket: Ticket) -> tuple[Change, ...]:
    """What the policy does once. Another group takes the ticket over from whoever has it, named agent or nobody."""
    raised = alarm.priority and _RANKS.get(ticket.priority, len(_RANKS)) < _RANKS[alarm.priority]
    priority = (SetPriority(alarm.priority),) if alarm.priority and raised else ()
    group = (SetGroup(alarm.group),) if alarm.group else ()
    if alarm.assignee:
        return (*priority, *group, Assign(alarm.assignee, take=True))
    moved = alarm.group and alarm.group != ticket.group
    return (*priority, *group, *((SetAssignee(""),) if moved and ticket.assignee else ()))
