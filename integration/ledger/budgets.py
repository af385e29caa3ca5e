"""The budget of helpdesk calls as all processes see it: what was taken, what is left, who has a turn and who waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from integration.core.budget import Account, Batch, Limit, Told
from integration.ledger.budget_tables import BudgetAccount, BudgetBatch, BudgetTold, BudgetTurn, BudgetWait

_KEPT = timedelta(minutes=15)
"""Batches of the longest window (ten minutes) count no longer after this."""

_SEEN = timedelta(seconds=10)
"""How long after it may ask again something still shows as waiting."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the budget of a helpdesk: so many for a purpose, the first of them since then."""

    helpdesk: str
    purpose: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One limit of a helpdesk: what was taken of it lately, and what the helpdesk said of it, if it did."""

    helpdesk: str
    bucket: str
    batches: tuple[Batch, ...]
    told: Told | None
    paused_until: datetime | None

    def under(self, limit: Limit) -> Account:
        """As an account of that limit."""
        return Account(limit, self.batches, self.told, self.paused_until)


class Budgets:
    """Over the ledger's own database. Times go in aware."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @contextmanager
    def alone(self, helpdesk: str) -> Iterator["Books"]:
        """The books of one helpdesk's budget, which nobody else can open until the end."""
        with Session(self._engine) as session, session.begin():
            # A write comes first, so that the others wait from here on, on both kinds of database.
            turn = sa.update(BudgetAccount).where(BudgetAccount.helpdesk == helpdesk)
            if not session.execute(turn.values(turn=BudgetAccount.turn + 1)).rowcount:  # type: ignore[attr-defined] # an update's result has it
                _open(session, helpdesk)
                session.execute(turn.values(turn=BudgetAccount.turn + 1))
            yield Books(session, helpdesk)

    def waiting(self, now: datetime) -> tuple[Waiting, ...]:
        """What waits now, by helpdesk and purpose."""
        of = (BudgetWait.helpdesk, BudgetWait.purpose)
        wanted = sa.select(*of, sa.func.count(), sa.func.min(BudgetWait.since)).where(BudgetWait.until > now - _SEEN)
        with Session(self._engine) as session:
            return tuple(Waiting(*row) for row in session.execute(wanted.group_by(*of).order_by(*of)))

    def tickets_waiting(self, now: datetime, limit: int) -> tuple[tuple[str, str, str], ...]:
        """Helpdesk, ticket ("" for none) and purpose of what waits now, the longest waiting first."""
        wanted = sa.select(BudgetWait).where(BudgetWait.until > now - _SEEN).order_by(BudgetWait.since).limit(limit)
        with Session(self._engine) as session:
            return tuple((one.helpdesk, one.ticket_id, one.purpose) for one in session.scalars(wanted))

    def standings(self, now: datetime) -> tuple[Standing, ...]:
        """Every limit of which something was taken or told lately."""
        batch = sa.select(BudgetBatch.helpdesk, BudgetBatch.bucket).where(BudgetBatch.until > now - _KEPT)
        told = sa.select(BudgetTold.helpdesk, BudgetTold.bucket).where(BudgetTold.at > now - _KEPT)
        with Session(self._engine) as session:
            found = sorted(tuple(row) for row in session.execute(sa.union(batch, told)))
            return tuple(Books(session, helpdesk).standing(bucket) for helpdesk, bucket in found)

    def turns(self, now: datetime) -> tuple[tuple[str, int], ...]:
        """How many calls at once are under way, by helpdesk."""
        wanted = sa.select(BudgetTurn.helpdesk, sa.func.count()).where(BudgetTurn.until > now)
        with Session(self._engine) as session:
            return tuple((row[0], row[1]) for row in session.execute(wanted.group_by(BudgetTurn.helpdesk)))


class Books:
    """The rows of one helpdesk's budget, within one transaction."""

    def __init__(self, session: Session, helpdesk: str) -> None:
        self._session = session
        self._helpdesk = helpdesk

    def standing(self, bucket: str) -> Standing:
        """One limit as it stands."""
        rows = sa.select(BudgetBatch).where(BudgetBatch.helpdesk == self._helpdesk, BudgetBatch.bucket == bucket)
        batches = tuple(Batch(row.calls, row.until) for row in self._session.scalars(rows))
        told = self._session.get(BudgetTold, (self._helpdesk, bucket))
        return Standing(self._helpdesk, bucket, batches, _told(told), told.paused_until if told else None)

    def take(self, bucket: str, calls: int, until: datetime) -> int:
        """Put a batch on the books; returns its number."""
        batch = BudgetBatch(helpdesk=self._helpdesk, bucket=bucket, calls=calls, until=until)
        self._session.add(batch)
        self._session.flush()
        return batch.id

    def give_back(self, number: int, calls: int, until: datetime) -> None:
        """Only so many calls of that batch were made, the last one at `until`."""
        this = BudgetBatch.id == number
        made = sa.update(BudgetBatch).where(this).values(calls=calls, until=until)
        self._session.execute(made if calls else sa.delete(BudgetBatch).where(this))

    def note(self, bucket: str, told: Told) -> None:
        """What the helpdesk said, unless something newer is known."""
        row = self._row(bucket, told.at)
        if row.calls is None or row.at <= told.at:
            row.calls, row.remaining, row.resets_at, row.at = told.calls, told.remaining, told.resets_at, told.at

    def pause(self, bucket: str, until: datetime, now: datetime) -> None:
        """No call before `until`."""
        row = self._row(bucket, now)
        row.paused_until = max(until, row.paused_until or until)

    def waits(self, purpose: str, ticket_id: str, now: datetime, until: datetime) -> None:
        """Remember that this ticket could not be called about now, and asks again at `until`."""
        key = (self._helpdesk, purpose, ticket_id)
        row = self._session.get(BudgetWait, key)
        since = row.since if row and row.until > now - _SEEN else now
        self._session.merge(
            BudgetWait(helpdesk=key[0], purpose=key[1], ticket_id=key[2], since=since, until=until),
        )

    def waits_no_longer(self, purpose: str, ticket_id: str) -> None:
        """It was given what it waited for."""
        key = (BudgetWait.helpdesk == self._helpdesk, BudgetWait.purpose == purpose, BudgetWait.ticket_id == ticket_id)
        self._session.execute(sa.delete(BudgetWait).where(*key))

    def begin_turn(self, id_: str, now: datetime, until: datetime, places: int) -> bool:
        """Whether there is a place among so many; then it is taken until `until`, or until the turn ends."""
        others = sa.select(sa.func.count()).select_from(BudgetTurn)
        of_helpdesk = BudgetTurn.helpdesk == self._helpdesk
        if (self._session.scalar(others.where(of_helpdesk, BudgetTurn.until > now)) or 0) >= places:
            return False
        self._session.execute(sa.delete(BudgetTurn).where(of_helpdesk, BudgetTurn.until <= now))
        self._session.add(BudgetTurn(id=id_, helpdesk=self._helpdesk, until=until))
        return True

    def keep_turn(self, id_: str, until: datetime) -> None:
        """Let it go on until then."""
        self._session.execute(sa.update(BudgetTurn).where(BudgetTurn.id == id_).values(until=until))

    def end_turn(self, id_: str) -> None:
        """The place is free again."""
        self._session.execute(sa.delete(BudgetTurn).where(BudgetTurn.id == id_))

    def forget_old(self, now: datetime) -> None:
        """Strike what counts no longer."""
        mine = (BudgetBatch.helpdesk == self._helpdesk, BudgetBatch.until < now - _KEPT)
        self._session.execute(sa.delete(BudgetBatch).where(*mine))
        gone = (BudgetWait.helpdesk == self._helpdesk, BudgetWait.until < now - _KEPT)
        self._session.execute(sa.delete(BudgetWait).where(*gone))
        # Of a single ticket nothing is known any more; what an account's limits are stays known.
        old = (BudgetTold.helpdesk == self._helpdesk, BudgetTold.bucket.like("ticket:%"), BudgetTold.at < now - _KEPT)
        self._session.execute(sa.delete(BudgetTold).where(*old))

    def _row(self, bucket: str, at: datetime) -> BudgetTold:
        row = self._session.get(BudgetTold, (self._helpdesk, bucket))
        if row is None:
            row = BudgetTold(helpdesk=self._helpdesk, bucket=bucket, at=at)
            self._session.add(row)
        return row


def _open(session: Session, helpdesk: str) -> None:
    try:
        with session.begin_nested():
            session.add(BudgetAccount(helpdesk=helpdesk, turn=0))
    except IntegrityError:
        pass  # another process was first


def _told(row: BudgetTold | None) -> Told | None:
    if row is None or row.calls is None or row.remaining is None or row.resets_at is None:
        return None
    return Told(row.calls, row.remaining, row.resets_at, row.at)
