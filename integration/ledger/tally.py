"""Counting what was written lately, and what waits because a limit was reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.core.delivery import WAKE
from integration.core.ticket import Kind
from integration.ledger.tables import Case, Lift, Publication, Write


@dataclass(frozen=True, slots=True)
class Lifted:
    """A limit lifted by a person: who, why and when."""

    author: str
    reason: str
    at: datetime


class Tally:
    """Over the ledger's own database. A write that was dropped never reached the helpdesk and does not count."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def messages(self, since: datetime) -> int:
        """How many messages went out to members."""
        return self._number(_written(sa.func.count(), since).where(Write.mark_kind.not_in(("", Kind.NOTE.value))))

    def changed(self, since: datetime, until: datetime | None = None) -> int:
        """How many tickets were written to."""
        wanted = _written(_TICKETS, since)
        return self._number(wanted if until is None else wanted.where(Write.intended_at < until))

    def changed_by_clock(self, since: datetime) -> int:
        """How many tickets were written to because the clock woke them, and not because something had happened."""
        return self._number(_written(_TICKETS, since).where(Write.delivery_id.startswith(f"{WAKE}:")))

    def cases(self) -> int:
        """How many tickets Guichet knows."""
        return self._number(sa.select(sa.func.count()).select_from(Case))

    def changed_policy_at(self) -> datetime | None:
        """When the policy in force replaced another one; None when it is the first that ever ran."""
        with Session(self._engine) as session:
            last = list(session.scalars(sa.select(Publication).order_by(Publication.id.desc()).limit(2)))
        return last[0].at if len(last) == 2 else None

    def lift(self, author: str, reason: str, at: datetime) -> int:
        """Let everything that waits be looked at again at once; returns how many cases that are."""
        again = sa.update(Case).where(Case.held != "").values(wake_at=at, woken_for=None)
        with Session(self._engine) as session, session.begin():
            session.add(Lift(author=author, reason=reason, at=at))
            cases = session.scalar(sa.select(sa.func.count()).select_from(Case).where(Case.held != ""))
            session.execute(again)
        return cases or 0

    def lifts(self, since: datetime) -> tuple[Lifted, ...]:
        """What people lifted, the latest first."""
        wanted = sa.select(Lift).where(Lift.at >= since).order_by(Lift.id.desc())
        with Session(self._engine) as session:
            return tuple(Lifted(one.author, one.reason, one.at) for one in session.scalars(wanted))

    def held(self) -> Mapping[str, int]:
        """How many cases wait for which limit."""
        wanted = sa.select(Case.held, sa.func.count()).where(Case.held != "").group_by(Case.held)
        with Session(self._engine) as session:
            return {row[0]: row[1] for row in session.execute(wanted)}

    def _number(self, wanted: sa.Select[int]) -> int:
        with Session(self._engine) as session:
            return session.scalar(wanted) or 0


_TICKETS = sa.func.count(sa.distinct(Write.helpdesk + ":" + Write.ticket_id))


def _written(what: sa.ColumnElement[int], since: datetime) -> sa.Select[int]:
    return sa.select(what).select_from(Write).where(Write.intended_at >= since, Write.dropped_at.is_(None))
