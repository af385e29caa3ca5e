"""What became of each document, over one open database: read before deciding, kept as it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from integration.core.delivery import Outcome
from integration.core.documents import Document, Papers, Review, Sort, State
from integration.core.waking import Why
from integration.ledger.document_tables import DocumentRow, HoldRow, ReviewRow, StartRow
from integration.ledger.prepared import is_of, of, table_of
from integration.ledger.tables import Case

_COPIED = tuple(one.name for one in fields(Document) if one.name not in {"sort", "state"})
_WAITING = (State.TO_DELETE.value, State.REAPPEARED.value)

_DOCUMENTS, _REVIEWS, _HOLDS = table_of(DocumentRow), table_of(ReviewRow), table_of(HoldRow)
_ITS_DOCUMENTS = sa.select(_DOCUMENTS).where(is_of(_DOCUMENTS)).order_by(_DOCUMENTS.c.marked_at, _DOCUMENTS.c.id)
_ITS_REVIEW = sa.select(_REVIEWS).where(is_of(_REVIEWS))
_HOLDING = (_HOLDS.c.lifted_at.is_(None), _HOLDS.c.expires_at > sa.bindparam("now"))
_HELD_UNTIL = sa.select(sa.func.max(_HOLDS.c.expires_at)).where(is_of(_HOLDS), *_HOLDING)


@dataclass(frozen=True, slots=True)
class Planned:
    """A document that waits to be deleted, of which ticket, by which rule, since when it may, and what it waits for."""

    helpdesk: str
    ticket_id: str
    document: Document


class Documents:
    """The documents over one open database. Every method is one transaction; times come back in UTC."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def papers(self, helpdesk: str, ticket_id: str, now: datetime) -> Papers:
        """What is known of one ticket's documents; a hold that has expired holds nothing."""
        its = of(helpdesk, ticket_id)
        with self._engine.connect() as connection:
            documents = tuple(_document(row) for row in connection.execute(_ITS_DOCUMENTS, its))
            review = connection.execute(_ITS_REVIEW, its).first()
            held = connection.scalar(_HELD_UNTIL, {**its, "now": now})
        return Papers(documents, Review(review.rule, review.decided_by, review.over_at) if review else None, held)

    def keep(self, helpdesk: str, ticket_id: str, documents: tuple[Document, ...]) -> None:
        """Bring the rows of these documents to what they are now."""
        try:
            self._keep(helpdesk, ticket_id, documents)
        except IntegrityError:  # another worker made the same row a moment ago: now it is there
            self._keep(helpdesk, ticket_id, documents)

    def over(self, helpdesk: str, ticket_id: str, review: Review | None) -> None:
        """Remember that the review is over, or that it goes on (None)."""
        mine = {"helpdesk": helpdesk, "ticket_id": ticket_id}
        with Session(self._engine) as session, session.begin():
            if review is None:
                session.execute(sa.delete(ReviewRow).filter_by(**mine))
            else:
                found = {"rule": review.rule, "decided_by": review.decided_by, "over_at": review.over_at}
                session.merge(ReviewRow(**mine, **found))

    def copied(self, helpdesk: str, ticket_id: str, into: str, at: datetime) -> None:
        """A merge copied this ticket's documents into another ticket, which is looked at anew when that is news."""
        mine = (DocumentRow.helpdesk == helpdesk, DocumentRow.ticket_id == ticket_id, DocumentRow.copied_to != into)
        with Session(self._engine) as session, session.begin():
            news = session.execute(sa.update(DocumentRow).where(*mine).values(copied_to=into))
            if news.rowcount:  # type: ignore[attr-defined] # an update's result has it
                session.execute(_wake(at).where(Case.helpdesk == helpdesk, Case.ticket_id == into))

    def copies(self, helpdesk: str, ticket_id: str) -> frozenset[tuple[str, int]]:
        """The documents, as hash of the name and size, that merges copied into this ticket."""
        wanted = sa.select(DocumentRow.name_hash, DocumentRow.size)
        with Session(self._engine) as session:
            rows = session.execute(wanted.where(DocumentRow.helpdesk == helpdesk, DocumentRow.copied_to == ticket_id))
            return frozenset((row[0], row[1]) for row in rows)

    def planned(self, now: datetime | None = None) -> tuple[Planned, ...]:
        """The documents that wait to be deleted, those that may go longest first; only those due by `now`, if given."""
        wanted = sa.select(DocumentRow).where(DocumentRow.state.in_(_WAITING))
        if now is not None:
            wanted = wanted.where(DocumentRow.due_at <= now)
        with Session(self._engine) as session:
            rows = session.scalars(wanted.order_by(DocumentRow.due_at, DocumentRow.ticket_id, DocumentRow.id))
            return tuple(Planned(row.helpdesk, row.ticket_id, _document(row)) for row in rows)

    def remaining(self) -> tuple[Planned, ...]:
        """Every document that is not proven to be gone, whatever it waits for, by helpdesk and ticket."""
        wanted = sa.select(DocumentRow).where(DocumentRow.state != State.VERIFIED.value)
        with Session(self._engine) as session:
            rows = session.scalars(wanted.order_by(DocumentRow.helpdesk, DocumentRow.ticket_id, DocumentRow.id))
            return tuple(Planned(row.helpdesk, row.ticket_id, _document(row)) for row in rows)

    def by_state(self) -> Mapping[str, int]:
        """How many documents stand where."""
        with Session(self._engine) as session:
            rows = session.execute(sa.select(DocumentRow.state, sa.func.count()).group_by(DocumentRow.state))
            return {row[0]: row[1] for row in rows}

    def requested(self, helpdesk: str, since: datetime) -> int:
        """How many documents of a helpdesk were asked to be removed since then."""
        lately = (DocumentRow.helpdesk == helpdesk, DocumentRow.requested_at >= since)
        return self._number(sa.select(sa.func.count()).select_from(DocumentRow).where(*lately))

    def cases_in_a_run(self, helpdesk: str, since: datetime, now: datetime, left_for: str = "") -> int:
        """How many tickets of a helpdesk had documents deleted since then, or have some that may go now.

        With `left_for`, a Reason, also those whose documents could not go for it.
        """
        waits = sa.or_(DocumentRow.state.in_(_WAITING), DocumentRow.why.in_([left_for] if left_for else []))
        run = sa.or_(sa.and_(waits, DocumentRow.due_at <= now), DocumentRow.requested_at >= since)
        tickets = sa.func.count(sa.distinct(DocumentRow.ticket_id))
        return self._number(sa.select(tickets).where(DocumentRow.helpdesk == helpdesk, run))

    def look_again(self, helpdesk: str, ticket_id: str, at: datetime, now: datetime) -> None:
        """Have the clock look for the documents of a ticket that is gone again, also when no pass ever closed well."""
        waits = {"wake_at": at, "wake_for": Why.DELETION.value, "woken_for": None}
        nothing = {"state": Outcome.GONE.value, "category": "", "rule": "", "policy_version": "", "missing": ()}
        with Session(self._engine) as session, session.begin():
            known = session.get(Case, (helpdesk, ticket_id))
            new = {} if known else {**nothing, "closed_at": now}
            session.merge(Case(helpdesk=helpdesk, ticket_id=ticket_id, **new, **waits))

    def started(self) -> bool:
        """Whether a person let deletions begin."""
        return bool(self._number(sa.select(sa.func.count()).select_from(StartRow)))

    def start(self, author: str, reason: str, at: datetime) -> int:
        """Let deletions begin: every ticket with documents that wait is looked at at once; returns how many."""
        waiting = sa.select(DocumentRow.helpdesk + ":" + DocumentRow.ticket_id).where(DocumentRow.state.in_(_WAITING))
        theirs = (Case.helpdesk + ":" + Case.ticket_id).in_(waiting)
        with Session(self._engine) as session, session.begin():
            session.add(StartRow(author=author, reason=reason, at=at))
            session.execute(_wake(at).where(theirs).execution_options(synchronize_session=False))
            return session.scalar(sa.select(sa.func.count()).select_from(Case).where(theirs)) or 0

    def _keep(self, helpdesk: str, ticket_id: str, documents: tuple[Document, ...]) -> None:
        with Session(self._engine) as session, session.begin():
            for document in documents:
                copied = {name: getattr(document, name) for name in _COPIED}
                words = {"sort": document.sort.value, "state": document.state.value}
                session.merge(DocumentRow(helpdesk=helpdesk, ticket_id=ticket_id, **words, **copied))

    def _number(self, wanted: sa.Select[int]) -> int:
        with Session(self._engine) as session:
            return session.scalar(wanted) or 0


def _wake(at: datetime) -> sa.Update:
    return sa.update(Case).values(wake_at=at, wake_for=Why.DELETION.value, woken_for=None)


def _document(row: DocumentRow | sa.Row[Any]) -> Document:
    copied = {name: getattr(row, name) for name in _COPIED}
    return Document(sort=Sort(row.sort), state=State(row.state), **copied)
