"""Counting what was written lately, and what waits because a limit was reached; each helpdesk by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

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
        return self._counted(_messages(one=bool(self._helpdesk)), since=since)

    def changed(self, since: datetime, until: datetime | None = None) -> int:
        """How many tickets were written to."""
        wanted = _written(_TICKETS, one=bool(self._helpdesk))
        return self._counted(wanted if until is None else wanted.where(Write.intended_at < until), since=since)

    def changed_by_clock(self, since: datetime) -> int:
        """How many tickets were written to because the clock woke them, and not because something had happened."""
        return self._counted(_by_clock(one=bool(self._helpdesk)), since=since)

    def cases(self) -> int:
        """How many tickets Guichet knows."""
        return self._counted(_cases(one=bool(self._helpdesk)))

    def changed_policy_at(self, version: str) -> datetime | None:
        """When the policy of this version, by which we decide, replaced another; None when it is the first that ran.

        A helpdesk's own policy replaces the common one. The version tells which of the two it is.
        """
        with self._engine.connect() as connection:
            latest = connection.execute(_NEWEST, {"whose": self._helpdesk, "its_version": version}).first()
            if latest is None:
                return None
            before = connection.execute(_EARLIER, {"whose": self._helpdesk, "its_id": latest.id}).first()
            return latest.at if before else None

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
        wanted = _lifts(one=bool(self._helpdesk))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted, {"whose": self._helpdesk, "since": since})
            return tuple(Lifted(row.author, row.reason, row.at, row.helpdesk) for row in rows)

    def held(self) -> Mapping[str, int]:
        """How many cases wait for which limit."""
        waiting = (Case.held != "", *self._of(Case.helpdesk))
        wanted = sa.select(Case.held, sa.func.count()).where(*waiting).group_by(Case.held)
        with Session(self._engine) as session:
            return {row[0]: row[1] for row in session.execute(wanted)}

    def _counted(self, wanted: sa.Select[int], **named: datetime) -> int:
        with self._engine.connect() as connection:
            return connection.scalar(wanted, {"whose": self._helpdesk, **named}) or 0

    def _of(self, column: InstrumentedAttribute[str]) -> tuple[sa.ColumnElement[bool], ...]:
        return (column == self._helpdesk,) if self._helpdesk else ()


_TICKETS = sa.func.count(sa.distinct(Write.helpdesk + ":" + Write.ticket_id))
_WHOSE = sa.bindparam("whose", type_=sa.String)

_MINE = sa.or_(Publication.helpdesk == "", Publication.helpdesk == _WHOSE)
_NEWEST = (
    sa.select(Publication.id, Publication.at)
    .where(_MINE, Publication.version == sa.bindparam("its_version"))
    .order_by(Publication.id.desc())
    .limit(1)
)
_EARLIER = sa.select(Publication.id).where(_MINE, Publication.id < sa.bindparam("its_id")).limit(1)


def _written(what: sa.ColumnElement[int], *, one: bool) -> sa.Select[int]:
    written = (Write.intended_at >= sa.bindparam("since"), Write.dropped_at.is_(None))
    return sa.select(what).select_from(Write).where(*written, *_of(Write.helpdesk, one=one))


# Prepared once for one helpdesk and once for all: the limits are asked before every write.


@cache
def _messages(*, one: bool) -> sa.Select[int]:
    return _written(sa.func.count(), one=one).where(Write.mark_kind.not_in(("", Kind.NOTE.value)))


@cache
def _by_clock(*, one: bool) -> sa.Select[int]:
    return _written(_TICKETS, one=one).where(Write.delivery_id.startswith(f"{WAKE}:"))


@cache
def _cases(*, one: bool) -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(Case).where(*_of(Case.helpdesk, one=one))


@cache
def _lifts(*, one: bool) -> sa.Select[str, str, datetime, str]:
    for_us = (sa.or_(Lift.helpdesk == "", Lift.helpdesk == _WHOSE),) if one else ()
    wanted = sa.select(Lift.author, Lift.reason, Lift.at, Lift.helpdesk)
    return wanted.where(Lift.at >= sa.bindparam("since"), *for_us).order_by(Lift.id.desc())


def _of(column: InstrumentedAttribute[str], *, one: bool) -> tuple[sa.ColumnElement[bool], ...]:
    return (column == _WHOSE,) if one else ()
