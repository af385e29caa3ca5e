"""Counting what was written lately, and what waits because a limit was reached; each helpdesk by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from integration.core.delivery import WAKE
from integration.core.ticket import Kind
from integration.ledger.tables import Case, Lift, Publication, Write


@dataclass(frozen=True, slots=True)
class Lifted:
    """A limit lifted by a person: who, why and when; `helpdesk` is "" when it was for all of them."""

    author: str
    reason: str
    at: datetime
    helpdesk: str = ""


class Tally:
    """Over the ledger's own database. A write that was dropped never reached the helpdesk and does not count.

    `helpdesk` is the one that is counted, "" for all together.
    """

    def __init__(self, engine: sa.Engine, helpdesk: str = "") -> None:
        self._engine, self._helpdesk = engine, helpdesk

    def of(self, helpdesk: str) -> "Tally":
        """The same for one helpdesk: what brand A writes uses nothing up of what brand B may."""
        return Tally(self._engine, helpdesk)

    def messages(self, since: datetime) -> int:
        """How many messages went out to members."""
        return self._number(self._written(sa.func.count(), since).where(Write.mark_kind.not_in(("", Kind.NOTE.value))))

    def changed(self, since: datetime, until: datetime | None = None) -> int:
        """How many tickets were written to."""
        wanted = self._written(_TICKETS, since)
        return self._number(wanted if until is None else wanted.where(Write.intended_at < until))

    def changed_by_clock(self, since: datetime) -> int:
        """How many tickets were written to because the clock woke them, and not because something had happened."""
        return self._number(self._written(_TICKETS, since).where(Write.delivery_id.startswith(f"{WAKE}:")))

    def cases(self) -> int:
        """How many tickets Guichet knows."""
        return self._number(sa.select(sa.func.count()).select_from(Case).where(*self._of(Case.helpdesk)))

    def changed_policy_at(self, version: str) -> datetime | None:
        """When the policy of this version, by which we decide, replaced another; None when it is the first that ran.

        A helpdesk's own policy replaces the common one. The version tells which of the two it is.
        """
        mine = Publication.helpdesk.in_(("", self._helpdesk))
        newest = sa.select(Publication).where(mine, Publication.version == version).order_by(Publication.id.desc())
        with Session(self._engine) as session:
            latest = session.scalars(newest.limit(1)).first()
            if latest is None:
                return None
            before = sa.select(Publication.id).where(mine, Publication.id < latest.id).limit(1)
            return latest.at if session.scalar(before) is not None else None

    def lift(self, author: str, reason: str, at: datetime) -> int:
        """Let everything that waits be looked at again at once; returns how many cases that are."""
        waiting = (Case.held != "", *self._of(Case.helpdesk))
        again = sa.update(Case).where(*waiting).values(wake_at=at, woken_for=None)
        with Session(self._engine) as session, session.begin():
            session.add(Lift(helpdesk=self._helpdesk, author=author, reason=reason, at=at))
            cases = session.scalar(sa.select(sa.func.count()).select_from(Case).where(*waiting))
            session.execute(again)
        return cases or 0

    def lifts(self, since: datetime) -> tuple[Lifted, ...]:
        """What people lifted, for this helpdesk or for all, the latest first."""
        for_us = () if not self._helpdesk else (Lift.helpdesk.in_(("", self._helpdesk)),)
        wanted = sa.select(Lift).where(Lift.at >= since, *for_us).order_by(Lift.id.desc())
        with Session(self._engine) as session:
            return tuple(Lifted(one.author, one.reason, one.at, one.helpdesk) for one in session.scalars(wanted))

    def held(self) -> Mapping[str, int]:
        """How many cases wait for which limit."""
        waiting = (Case.held != "", *self._of(Case.helpdesk))
        wanted = sa.select(Case.held, sa.func.count()).where(*waiting).group_by(Case.held)
        with Session(self._engine) as session:
            return {row[0]: row[1] for row in session.execute(wanted)}

    def _number(self, wanted: sa.Select[int]) -> int:
        with Session(self._engine) as session:
            return session.scalar(wanted) or 0

    def _written(self, what: sa.ColumnElement[int], since: datetime) -> sa.Select[int]:
        written = (Write.intended_at >= since, Write.dropped_at.is_(None), *self._of(Write.helpdesk))
        return sa.select(what).select_from(Write).where(*written)

    def _of(self, column: InstrumentedAttribute[str]) -> tuple[sa.ColumnElement[bool], ...]:
        return (column == self._helpdesk,) if self._helpdesk else ()


_TICKETS = sa.func.count(sa.distinct(Write.helpdesk + ":" + Write.ticket_id))
