"""The outbox: who has to be told of what, kept with the pass that found it and sent by a job."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.core import flags
from integration.ledger.run_tables import NoticeRow


@dataclass(frozen=True, slots=True)
class Notice:
    """That a clock of a ticket warns or is due: ids and codes only. `at` is the instant it is about, aware.

    `channel` says through which courier it goes; `tries` how often that was tried in vain.
    """

    helpdesk: str
    ticket_id: str
    clock: str
    kind: str
    at: datetime
    channel: str
    tries: int = 0


class Outbox:
    """Over the ledger's own database. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(self, notices: tuple[Notice, ...], now: datetime) -> None:
        """Lay notices into the outbox by themselves."""
        with self._engine.begin() as connection:
            keep(connection, notices, now)

    def waiting(self, now: datetime, limit: int) -> tuple[Notice, ...]:
        """What is to be sent now, the oldest first."""
        due = (NoticeRow.sent_at.is_(None), NoticeRow.next_at <= now)
        wanted = sa.select(NoticeRow).where(*due).order_by(NoticeRow.made_at, NoticeRow.ticket_id).limit(limit)
        with Session(self._engine) as session:
            return tuple(_notice(row) for row in session.scalars(wanted))

    def unsent(self) -> int:
        """How many were not sent yet, those that wait for another attempt included."""
        wanted = sa.select(sa.func.count()).select_from(NoticeRow).where(NoticeRow.sent_at.is_(None))
        with Session(self._engine) as session:
            return session.scalar(wanted) or 0

    def sent(self, notices: tuple[Notice, ...], at: datetime) -> None:
        """These went out."""
        with Session(self._engine) as session, session.begin():
            for notice in notices:
                session.execute(_row(notice).values(sent_at=at))

    def failed(self, notice: Notice, next_at: datetime) -> None:
        """It could not be sent, and is tried again at `next_at`."""
        with Session(self._engine) as session, session.begin():
            session.execute(_row(notice).values(tries=notice.tries + 1, next_at=next_at))


def keep(connection: sa.Connection, notices: tuple[Notice, ...], now: datetime) -> None:
    """Lay notices into the outbox within the caller's transaction; one that is there already stays as it is."""
    for notice in notices:
        if connection.execute(sa.select(NoticeRow.tries).where(*_is(notice))).first() is None:
            row = {**_named(notice), "made_at": now, "tries": 0, "next_at": now, "sent_at": None}
            connection.execute(sa.insert(NoticeRow), row)


def addressed(found: tuple[flags.Notice, ...], helpdesk: str, ticket_id: str) -> tuple[Notice, ...]:
    """What was decided to be told about one case, one notice for each channel."""
    return tuple(
        Notice(helpdesk, ticket_id, one.clock, one.kind.value, one.at, channel) for one in found for channel in one.by
    )


_KEY = ("helpdesk", "ticket_id", "clock", "kind", "at", "channel")


def _named(notice: Notice) -> dict[str, object]:
    return {name: getattr(notice, name) for name in _KEY}


def _is(notice: Notice) -> tuple[sa.ColumnElement[bool], ...]:
    return tuple(getattr(NoticeRow, name) == value for name, value in _named(notice).items())


def _row(notice: Notice) -> sa.Update:
    return sa.update(NoticeRow).where(*_is(notice))


def _notice(row: NoticeRow) -> Notice:
    return Notice(row.helpdesk, row.ticket_id, row.clock, row.kind, row.at, row.channel, row.tries)
