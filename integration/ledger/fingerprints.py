"""Which tickets are about the same thing: one peppered fingerprint for each, and who still has to hear of it."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from integration.ledger.prepared import is_of, of, table_of
from integration.ledger.tables import Fingerprint, Secret

AT_MOST = 20
"""How many others are named, those known for longest first: more would say no more to anybody."""

RENEW = timedelta(days=1)
"""How exactly it is known when a case was last seen open; noting it at every look would be a write at every look."""

_PRINTS = table_of(Fingerprint)
_ITS = sa.select(_PRINTS).where(is_of(_PRINTS))
_NEW, _CHANGED = sa.insert(_PRINTS), sa.update(_PRINTS).where(is_of(_PRINTS))
_SHARING = (
    sa.select(_PRINTS.c.helpdesk, _PRINTS.c.ticket_id)
    .where(
        _PRINTS.c.fingerprint.in_(sa.bindparam("prints", expanding=True)),
        sa.not_(is_of(_PRINTS)),
        sa.or_(_PRINTS.c.closed.is_(False), _PRINTS.c.seen_at >= sa.bindparam("lately")),
    )
    .order_by(_PRINTS.c.since, _PRINTS.c.helpdesk, _PRINTS.c.ticket_id)
    .limit(AT_MOST)
)


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
        its = of(it.helpdesk, it.ticket_id)
        with self._engine.begin() as connection:
            row = connection.execute(_ITS, its).first()
            if row is None and fingerprint:
                connection.execute(_NEW, _first(it, fingerprint, closed=closed, seen_at=seen_at, now=now))
            elif row is not None and (news := _news(row, fingerprint, closed=closed, now=now)):
                connection.execute(_CHANGED, {**its, **news})

    def close(self, it: Other) -> None:
        """The ticket can no longer be changed: what is known of it stays, and begins to age."""
        mine = (Fingerprint.helpdesk == it.helpdesk, Fingerprint.ticket_id == it.ticket_id)
        with Session(self._engine) as session, session.begin():
            session.execute(sa.update(Fingerprint).where(*mine, Fingerprint.closed.is_(False)).values(closed=True))

    def others(self, it: Other, fingerprint: str, since: datetime) -> tuple[Other, ...]:
        """The other tickets with this fingerprint that are open, or were after `since`."""
        with self._engine.connect() as connection:
            return _sharing(connection, it, {fingerprint}, since)

    def untold(self, it: Other, since: datetime) -> Untold | None:
        """Who shares the ticket's fingerprint, or shared the one before, if they did not hear of the change yet."""
        with self._engine.connect() as connection:
            row = connection.execute(_ITS, of(it.helpdesk, it.ticket_id)).first()
            if row is None or row.told:
                return None
            return Untold(row.since, _sharing(connection, it, {row.fingerprint, row.before}, since))

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


def _first(it: Other, fingerprint: str, *, closed: bool, seen_at: datetime, now: datetime) -> dict[str, object]:
    seen = {"fingerprint": fingerprint, "before": "", "closed": closed, "told": False, "since": now, "seen_at": seen_at}
    return {"helpdesk": it.helpdesk, "ticket_id": it.ticket_id, **seen}


def _news(row: sa.Row[Any], fingerprint: str, *, closed: bool, now: datetime) -> dict[str, object]:
    """What changes in the row, which is mostly nothing.

    What changed since others last heard is kept until they hear of it, even when it changes once more.
    """
    news: dict[str, object] = {}
    if row.fingerprint != fingerprint or (row.closed and not closed):
        before = row.fingerprint if row.told else row.before
        news = {"before": before, "fingerprint": fingerprint, "told": False, "since": now}
    if row.closed != closed:
        news["closed"] = closed
    if not closed and now - row.seen_at > RENEW:
        news["seen_at"] = now
    return news


def _sharing(connection: sa.Connection, it: Other, prints: set[str], since: datetime) -> tuple[Other, ...]:
    named = sorted(prints - {""})
    if not named:
        return ()
    rows = connection.execute(_SHARING, {**of(it.helpdesk, it.ticket_id), "prints": named, "lately": since})
    return tuple(Other(row.helpdesk, row.ticket_id) for row in rows)
