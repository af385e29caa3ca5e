"""What was decided, done and proven for each ticket, and which tickets asked to be looked at again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from integration.core.delivery import Delivery, Outcome
from integration.core.stand import Stand
from integration.core.ticket import Mark
from integration.core.traces import Memory
from integration.core.waking import Why
from integration.helpdesks.contract import Said
from integration.ledger import clocks, outbox
from integration.ledger.budgets import Budgets
from integration.ledger.cases import Cases
from integration.ledger.certificates import Certificates
from integration.ledger.clocks import Clocks
from integration.ledger.deletions import Deletions
from integration.ledger.documents import Documents
from integration.ledger.expiry import Expiry
from integration.ledger.fingerprints import Fingerprints
from integration.ledger.holds import Holds
from integration.ledger.outbox import Outbox
from integration.ledger.policies import Policies
from integration.ledger.prepared import is_of, of, table_of
from integration.ledger.provisioned import Provisioned
from integration.ledger.rows import CaseRow, Due, Facts, Intent, case_row, intent, said
from integration.ledger.runs import Runs
from integration.ledger.set_aside import SetAside
from integration.ledger.statements import Statements
from integration.ledger.tables import TO_WAKE, Case, Pass, Write
from integration.ledger.tally import Tally

_CASES, _PASSES, _WRITES = table_of(Case), table_of(Pass), table_of(Write)

_CASE = sa.select(_CASES).where(is_of(_CASES))
_NEW_CASE = sa.insert(_CASES)
_CHANGED_CASE = sa.update(_CASES).where(is_of(_CASES))
_WAKING_CASE = _CHANGED_CASE.where(_CASES.c.wake_at == sa.bindparam("its_time"))
_PASS = sa.insert(_PASSES)

_IT = _WRITES.c.key == sa.bindparam("its_key")
_PROVEN_AT = sa.select(_WRITES.c.proven_at).where(_IT)
_NEW_WRITE = sa.insert(_WRITES)
_CHANGED_WRITE = sa.update(_WRITES).where(_IT)
_UNPROVEN_WRITE = _CHANGED_WRITE.where(_WRITES.c.proven_at.is_(None))
_OF_TICKET = sa.select(_WRITES).where(is_of(_WRITES)).order_by(_WRITES.c.intended_at, _WRITES.c.key)
_UNPROVEN = _OF_TICKET.where(_WRITES.c.proven_at.is_(None), _WRITES.c.dropped_at.is_(None))
_SAID = _OF_TICKET.where(_WRITES.c.proven_at.is_not(None), _WRITES.c.comment_id != "", _WRITES.c.mark_kind != "")


class Ledger:
    """The ledger over one open database (see `database.connect`), whose tables `migrate` has made.

    `skew` is how far apart the clocks of the web and worker machines may be; zero when they are one machine. Times go
    in aware and come back in UTC. Every method is one transaction; SQLAlchemy's errors come out when the database is
    away. `tally` counts what was written lately, `policies` keeps what ran, `fingerprints` finds duplicates,
    `deletions` proves what was deleted, `documents` knows where each stands, `holds` who keeps some.
    """

    def __init__(self, engine: sa.Engine, skew: timedelta = timedelta(0)) -> None:
        self._engine = engine
        self._skew = skew
        self.tally = Tally(engine)
        self.clocks = Clocks(engine)
        self.policies = Policies(engine)
        self.fingerprints = Fingerprints(engine)
        self.budgets = Budgets(engine)
        self.deletions = Deletions(engine)
        self.certificates = Certificates(engine)
        self.documents = Documents(engine)
        self.holds = Holds(engine)
        self.runs = Runs(engine)
        self.set_aside = SetAside(engine)
        self.provisioned = Provisioned(engine)
        self.cases = Cases(engine)
        self.outbox = Outbox(engine)
        self.expiry = Expiry(engine)
        self.statements = Statements(engine)

    def close_down(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def case(self, helpdesk: str, ticket_id: str) -> CaseRow | None:
        """The ticket as the last good pass left it, or None when there was none."""
        with self._engine.connect() as connection:
            case = connection.execute(_CASE, of(helpdesk, ticket_id)).first()
        return case_row(case) if case else None

    def routed(self, helpdesk: str, ticket_id: str) -> str:
        """The rule of the last good pass, "" when the case had not reached its team by then."""
        return self.remembered(helpdesk, ticket_id)[0]

    def remembered(self, helpdesk: str, ticket_id: str) -> tuple[str, Memory]:
        """The same, and what is remembered of the clocks, in one reading."""
        with self._engine.connect() as connection:
            case = connection.execute(_CASE, of(helpdesk, ticket_id)).first()
            memory = clocks.memory(connection, helpdesk, ticket_id, case)
        return case.rule if case and case.state not in {Stand.ASK, Stand.WAITING} else "", memory

    def covered(self, delivery: Delivery) -> bool:
        """Whether a pass that closed well read this ticket after the delivery was recorded: then it brings no news."""
        case = self.case(delivery.helpdesk, delivery.ticket_id)
        return bool(case and case.read_at and case.read_at - self._skew > delivery.received_at)

    def intend(  # noqa: PLR0913, each is a column of the row and they meet nowhere else
        self,
        helpdesk: str,
        ticket_id: str,
        key: str,
        *,
        delivery_id: str,
        kinds: tuple[str, ...],
        mark: Mark | None,
        at: datetime,
    ) -> None:
        """Remember a write before it is sent. The same key again opens it anew, unless it is proven already."""
        row = {
            "helpdesk": helpdesk,
            "ticket_id": ticket_id,
            "delivery_id": delivery_id,
            "kinds": kinds,
            "mark_kind": mark.kind.value if mark else "",
            "mark_about": mark.about if mark else (),
            "comment_id": "",
            "intended_at": at,
            "dropped_at": None,
        }
        with self._engine.begin() as connection:
            known = connection.execute(_PROVEN_AT, {"its_key": key}).first()
            if known is None:
                connection.execute(_NEW_WRITE, {"key": key, **row})
            elif known.proven_at is None:
                connection.execute(_CHANGED_WRITE, {"its_key": key, **row})

    def prove(self, key: str, comment_id: str, at: datetime) -> None:
        """The write was found in the helpdesk; `comment_id` is "" when it carried no comment."""
        proof = {"proven_at": at, "dropped_at": None, "comment_id": comment_id}
        self._execute(_CHANGED_WRITE, {"its_key": key, **proof})

    def drop(self, key: str, at: datetime) -> None:
        """The helpdesk certainly did not take the write. A proven write stays proven."""
        self._execute(_UNPROVEN_WRITE, {"its_key": key, "dropped_at": at})

    def unproven(self, helpdesk: str, ticket_id: str) -> tuple[Intent, ...]:
        """The writes of which nobody knows whether they arrived, oldest first."""
        return tuple(intent(write) for write in self._writes(_UNPROVEN, helpdesk, ticket_id))

    def said(self, helpdesk: str, ticket_id: str) -> tuple[Said, ...]:
        """Every comment of ours that is proven to be on the ticket and says what it was for, oldest first."""
        return tuple(said(write) for write in self._writes(_SAID, helpdesk, ticket_id))

    def close(  # noqa: PLR0913, what identifies the pass, then its facts as one value
        self,
        helpdesk: str,
        ticket_id: str,
        *,
        delivery_id: str,
        outcome: Outcome,
        read_at: datetime | None,
        at: datetime,
        facts: Facts | None = None,
    ) -> None:
        """Append the pass and, in the same transaction, bring the case up to date.

        `read_at` is the time just before the ticket was read, None when it was not. Without facts (folded, dead) the
        case stays as it is; a dead pass proves no reading, so it never moves the case either.
        """
        found = facts or Facts(state="")
        it, known = {"helpdesk": helpdesk, "ticket_id": ticket_id}, {"closed_at": at, "wake_at": found.wake_at}
        decided = {name: getattr(found, name) for name in ("state", "category", "rule", "policy_version", "missing")}
        look = {"delivery_id": delivery_id, "outcome": outcome.value, "read_at": read_at}
        seen = {"verdicts": found.verdicts, "changes": found.changes}
        with self._engine.begin() as connection:
            connection.execute(_PASS, {**it, **known, **decided, **look, **seen})
            if facts and outcome is not Outcome.DEAD:
                read = {"read_at": read_at} if read_at else {}
                completed = {"completed_at": found.completed_at} if found.completed_at else {}
                waits = {"held": found.held, "wake_for": found.wake_for.value}
                version = {"version_at": found.version_at} if found.version_at else {}
                stands = {**known, **decided, **read, **completed, **waits, **version}
                if not connection.execute(_CHANGED_CASE, {**of(helpdesk, ticket_id), **stands}).rowcount:
                    first = {"seen_by": found.seen_by, "first_seen_at": found.received_at or at}
                    connection.execute(_NEW_CASE, {**it, **stands, **first})
                if facts.traces is not None:
                    clocks.keep(connection, helpdesk, ticket_id, facts.traces)
                outbox.keep(connection, outbox.addressed(facts.notices, helpdesk, ticket_id), at)
            elif outcome in {Outcome.GONE, Outcome.DEAD}:  # whatever it waited for, it waits no longer
                gone = {"state": outcome.value, "wake_at": None} if outcome is Outcome.GONE else {}
                connection.execute(_CHANGED_CASE, {**of(helpdesk, ticket_id), "held": "", **gone})

    def due(
        self, now: datetime, limit: int, why: frozenset[Why] | None = None, without: frozenset[str] = frozenset()
    ) -> tuple[Due, ...]:
        """The cases whose time has come and that were not put in the queue for it yet, the longest waiting first.

        `why`: only those that asked for one of these reasons; None for all. Those of the helpdesks `without` are left
        out.
        """
        columns = (Case.helpdesk, Case.ticket_id, Case.wake_at, Case.wake_for)
        wanted = sa.select(*columns).where(Case.wake_at <= now, TO_WAKE).order_by(Case.wake_at).limit(limit)
        if why is not None:
            wanted = wanted.where(Case.wake_for.in_(why))
        if without:
            wanted = wanted.where(Case.helpdesk.not_in(without))
        with Session(self._engine) as session:
            rows = session.execute(wanted)
            return tuple(Due(helpdesk, ticket, at, Why(why_)) for helpdesk, ticket, at, why_ in rows if at)

    def woken(self, due: Due) -> None:
        """The wake-up is in the queue: do not offer it again. Say it after putting: a crash then puts it twice."""
        its = {**of(due.helpdesk, due.ticket_id), "its_time": due.wake_at}
        self._execute(_WAKING_CASE, {**its, "woken_for": due.wake_at})

    def cases_by_state(self) -> Mapping[tuple[str, str], int]:
        """How many cases of which helpdesk stand where, for the metrics."""
        return self._counts(Case.helpdesk, Case.state)

    def passes_by_outcome(self) -> Mapping[tuple[str, str], int]:
        """How many passes over a helpdesk's tickets ended how, for the metrics."""
        return self._counts(Pass.helpdesk, Pass.outcome)

    def _execute(self, statement: sa.Update, named: Mapping[str, object]) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement, named)

    def _writes(self, wanted: sa.Select[Any], helpdesk: str, ticket_id: str) -> Sequence[sa.Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(wanted, of(helpdesk, ticket_id)).all()

    def _counts(
        self, helpdesk: InstrumentedAttribute[str], word: InstrumentedAttribute[str]
    ) -> Mapping[tuple[str, str], int]:
        wanted = sa.select(helpdesk, word, sa.func.count()).group_by(helpdesk, word)
        with Session(self._engine) as session:
            return {(row[0], row[1]): row[2] for row in session.execute(wanted)}
