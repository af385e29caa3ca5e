"""Which tickets are about the same thing: one peppered fingerprint for each, and who still has to hear of it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from integration.ledger.tables import Fingerprint, Secret

AT_MOST = 20
"""How many others are named, those known for longest first: more would say no more to anybody."""

RENEW = timedelta(days=1)
"""How exactly it is known when a case was last seen open; noting it at every look would be a write at every look."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another ticket, of any helpdesk."""

    helpdesk: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A change that others have to hear of: when it was seen (aware, UTC), and who they are."""

    since: datetime
    others: tuple[Other, ...]


class Fingerprints:
    """The fingerprints over one open database. Every method is one transaction; times are aware."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def pepper(self) -> str:
        """The installation's own secret, made at the first call."""
        with Session(self._engine) as session:
            if kept := session.get(Secret, "pepper"):
                return kept.value
        try:
            with Session(self._engine) as session, session.begin():
                session.add(Secret(name="pepper", value=secrets.token_hex(32)))
        except IntegrityError:
            pass  # another process was faster: its secret is the one
        return self.pepper()

    def see(self, it: Other, fingerprint: str, *, closed: bool, seen_at: datetime, now: datetime) -> None:
        """Remember what a ticket is about, as it was just read; "" when that is not known.

        `seen_at` is when it was last known to be open.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(Fingerprint, (it.helpdesk, it.ticket_id))
            if row is None and fingerprint:
                session.add(_first(it, fingerprint, closed=closed, seen_at=seen_at, now=now))
            elif row is not None:
                _see_again(row, fingerprint, closed=closed, now=now)

    def close(self, it: Other) -> None:
        """The ticket can no longer be changed: what is known of it stays, and begins to age."""
        mine = (Fingerprint.helpdesk == it.helpdesk, Fingerprint.ticket_id == it.ticket_id)
        with Session(self._engine) as session, session.begin():
            session.execute(sa.update(Fingerprint).where(*mine, Fingerprint.closed.is_(False)).values(closed=True))

    def others(self, it: Other, fingerprint: str, since: datetime) -> tuple[Other, ...]:
        """The other tickets with this fingerprint that are open, or were after `since`."""
        with Session(self._engine) as session:
            return _sharing(session, it, {fingerprint}, since)

    def untold(self, it: Other, since: datetime) -> Untold | None:
        """Who shares the ticket's fingerprint, or shared the one before, if they did not hear of the change yet."""
        with Session(self._engine) as session:
            row = session.get(Fingerprint, (it.helpdesk, it.ticket_id))
            if row is None or row.told:
                return None
            return Untold(row.since, _sharing(session, it, {row.fingerprint, row.before}, since))

    def tell(self, it: Other) -> None:
        """All others have heard; nothing more needs to be known of a ticket without a fingerprint."""
        with Session(self._engine) as session, session.begin():
            row = session.get(Fingerprint, (it.helpdesk, it.ticket_id))
            if row is not None and row.fingerprint:
                row.told, row.before = True, ""
            elif row is not None:
                session.delete(row)

    def prune(self, since: datetime) -> None:
        """Forget the cases that are over and were last seen open before `since`: nobody can be their duplicate."""
        aged = (Fingerprint.closed.is_(True), Fingerprint.seen_at < since)
        with Session(self._engine) as session, session.begin():
            session.execute(sa.delete(Fingerprint).where(*aged))


def _first(it: Other, fingerprint: str, *, closed: bool, seen_at: datetime, now: datetime) -> Fingerprint:
    return Fingerprint(
        helpdesk=it.helpdesk,
        ticket_id=it.ticket_id,
        fingerprint=fingerprint,
        before="",
        closed=closed,
        told=False,
        since=now,
        seen_at=seen_at,
    )


def _see_again(row: Fingerprint, fingerprint: str, *, closed: bool, now: datetime) -> None:
    """What changed since others last heard is kept until they hear of it, even when it changes once more."""
    if row.fingerprint != fingerprint or (row.closed and not closed):
        row.before = row.fingerprint if row.told else row.before
        row.fingerprint, row.told, row.since = fingerprint, False, now
    row.closed = closed
    if not closed and now - row.seen_at > RENEW:
        row.seen_at = now


def _sharing(session: Session, it: Other, prints: set[str], since: datetime) -> tuple[Other, ...]:
    wanted = (
        sa.select(Fingerprint)
        .where(
            Fingerprint.fingerprint.in_(prints - {""}),
            sa.or_(Fingerprint.helpdesk != it.helpdesk, Fingerprint.ticket_id != it.ticket_id),
            sa.or_(Fingerprint.closed.is_(False), Fingerprint.seen_at >= since),
        )
        .order_by(Fingerprint.since, Fingerprint.helpdesk, Fingerprint.ticket_id)
        .limit(AT_MOST)
    )
    return tuple(Other(row.helpdesk, row.ticket_id) for row in session.scalars(wanted))
