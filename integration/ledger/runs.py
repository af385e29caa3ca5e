"""What each run of a job saw and did, and how far catching up got with each helpdesk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.ledger.run_tables import CaughtUp, RunRow


class Colour(StrEnum):
    """Green only when everything was done."""

    GREEN = "green"
    RED = "red"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: how many things it `seen`, how many it put to work or `changed`, what was `refused` or `left`.

    `words` are sentences for an admin, `listed` ids that a person may look up; neither holds anything a member wrote.
    `again` is whether a helpdesk was away, so that the same is worth trying soon; it is not kept.
    """

    seen: int = 0
    changed: int = 0
    refused: int = 0
    left: int = 0
    words: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    again: bool = False

    @property
    def colour(self) -> Colour:
        """Red as soon as something was refused or left undone."""
        return Colour.RED if self.refused or self.left else Colour.GREEN

    def __add__(self, other: "Report") -> "Report":
        return Report(
            self.seen + other.seen,
            self.changed + other.changed,
            self.refused + other.refused,
            self.left + other.left,
            self.words + other.words,
            self.listed + other.listed,
            self.again or other.again,
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One run: when it was due, began and ended (aware, in UTC; None while it runs), and its report."""

    job: str
    due_at: datetime
    started_at: datetime
    ended_at: datetime | None
    report: Report

    @property
    def colour(self) -> Colour:
        """How it went; one that was killed in its midst runs until a worker has taken it up again."""
        return self.report.colour if self.ended_at else Colour.RUNNING


class Runs:
    """Over the ledger's own database. Every method is one transaction; times are aware."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def begin(self, job: str, due: datetime, at: datetime) -> bool:
        """Note that the job begins; False when nothing is left to do.

        That is when this very run has ended well, or ended somehow and a later one has begun since.
        """
        with Session(self._engine) as session, session.begin():
            known = session.get(RunRow, (job, due))
            if known and (_run(known).colour is Colour.GREEN or (known.ended_at and _is_old(session, known))):
                return False
            session.merge(
                RunRow(
                    job=job,
                    due_at=due,
                    started_at=at,
                    ended_at=None,
                    seen=0,
                    changed=0,
                    refused=0,
                    left=0,
                    words=(),
                    listed=(),
                )
            )
            return True

    def end(self, job: str, due: datetime, at: datetime, report: Report) -> None:
        """Note what the run did."""
        told = {name: getattr(report, name) for name in ("seen", "changed", "refused", "left", "words", "listed")}
        this = (RunRow.job == job, RunRow.due_at == due)
        with Session(self._engine) as session, session.begin():
            session.execute(sa.update(RunRow).where(*this).values(ended_at=at, **told))

    def latest(self) -> Mapping[str, Run]:
        """The last run of each job that ever ran."""
        last = sa.select(RunRow.job, sa.func.max(RunRow.due_at).label("due_at")).group_by(RunRow.job).subquery()
        wanted = sa.select(RunRow).join(last, sa.and_(RunRow.job == last.c.job, RunRow.due_at == last.c.due_at))
        with Session(self._engine) as session:
            return {row.job: _run(row) for row in session.scalars(wanted)}

    def of(self, job: str, limit: int) -> tuple[Run, ...]:
        """The runs of one job, the newest first."""
        wanted = sa.select(RunRow).where(RunRow.job == job).order_by(RunRow.due_at.desc()).limit(limit)
        with Session(self._engine) as session:
            return tuple(_run(row) for row in session.scalars(wanted))

    def caught_up(self, helpdesk: str) -> datetime | None:
        """How far catching up got, by the helpdesk's own clock; None before the first time."""
        with Session(self._engine) as session:
            row = session.get(CaughtUp, helpdesk)
            return row.until if row else None

    def catch_up(self, helpdesk: str, until: datetime) -> None:
        """Everything that changed until then is in the queue; the mark never moves back."""
        with Session(self._engine) as session, session.begin():
            known = session.get(CaughtUp, helpdesk)
            session.merge(CaughtUp(helpdesk=helpdesk, until=max(until, known.until) if known else until))


def _is_old(session: Session, run: RunRow) -> bool:
    later = sa.exists().where(RunRow.job == run.job, RunRow.due_at > run.due_at)
    return bool(session.scalar(sa.select(later)))


def _run(row: RunRow) -> Run:
    report = Report(row.seen, row.changed, row.refused, row.left, row.words, row.listed)
    return Run(row.job, row.due_at, row.started_at, row.ended_at, report)
