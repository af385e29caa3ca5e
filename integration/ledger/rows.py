"""What the ledger takes and gives: frozen values, so that no caller holds a row of the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from integration.core.flags import Notice
from integration.core.ticket import Kind, Mark
from integration.core.traces import Trace
from integration.core.waking import Why
from integration.helpdesks.contract import Said


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A ticket as the last good pass left it. `missing` holds codes; times are aware, in UTC."""

    helpdesk: str
    ticket_id: str
    state: str
    category: str
    rule: str
    policy_version: str
    missing: tuple[str, ...]
    read_at: datetime | None
    wake_at: datetime | None
    held: str = ""
    completed_at: datetime | None = None
    seen_by: str = ""
    first_seen_at: datetime | None = None
    version_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision found, without a word of what the member wrote: ids of rules and verdicts, kinds of changes.

    `traces` is what is remembered of the clocks from now on; None leaves it as it was. `notices` go to the team lead.
    `seen_by` and `received_at` tell how and when the news came; `version_at` is the helpdesk's own time of the version
    that was read or written.
    """

    state: str
    category: str = ""
    rule: str = ""
    policy_version: str = ""
    missing: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    wake_at: datetime | None = None
    wake_for: Why = Why.CLOCK
    held: str = ""
    completed_at: datetime | None = None
    traces: tuple[Trace, ...] | None = None
    notices: tuple[Notice, ...] = ()
    seen_by: str = ""
    received_at: datetime | None = None
    version_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that was about to be sent and of which nobody yet knows whether it arrived."""

    key: str
    delivery_id: str
    kinds: tuple[str, ...]
    mark: Mark | None
    intended_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A case that asked to be looked at again, the time it asked for, and what for."""

    helpdesk: str
    ticket_id: str
    wake_at: datetime
    wake_for: Why = Why.CLOCK


def case_row(case: sa.Row[Any]) -> CaseRow:
    """The case as a value."""
    return CaseRow(
        helpdesk=case.helpdesk,
        ticket_id=case.ticket_id,
        state=case.state,
        category=case.category,
        rule=case.rule,
        policy_version=case.policy_version,
        missing=case.missing,
        read_at=case.read_at,
        wake_at=case.wake_at,
        held=case.held,
        completed_at=case.completed_at,
        seen_by=case.seen_by,
        first_seen_at=case.first_seen_at,
        version_at=case.version_at,
    )


def intent(write: sa.Row[Any]) -> Intent:
    """The write as a value."""
    mark = _mark(write) if write.mark_kind else None
    return Intent(write.key, write.delivery_id, write.kinds, mark, write.intended_at)


def said(write: sa.Row[Any]) -> Said:
    """What a proven, marked write left in the helpdesk."""
    return Said(write.comment_id, write.key, _mark(write))


def _mark(write: sa.Row[Any]) -> Mark:
    return Mark(Kind(write.mark_kind), write.mark_about)
