"""What was decided, done and proven for each ticket, and which tickets asked to be looked at again."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from integration.core.delivery import Delivery, Outcome
from integration.core.stand import Stand
from integration.core.ticket import Mark
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
from integration.ledger.provisioned import Provisioned
from integration.ledger.rows import CaseRow, Due, Facts, Intent, case_row, intent, said
from integration.ledger.runs import Runs
from integration.ledger.statements import Statements
from integration.ledger.tables import TO_WAKE, Case, Pass, Write
from integration.ledger.tally import Tally


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
        with Session(self._engine) as session:
            case = session.get(Case, (helpdesk, ticket_id))
            return case_row(case) if case else None

    def routed(self, helpdesk: str, ticket_id: str) -> str:
        """The rule of the last good pass, "" when the case had not reached its team by then."""
        case = self.case(helpdesk, ticket_id)
        return case.rule if case and case.state not in {Stand.ASK, Stand.WAITING} else ""

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
        with Session(self._engine) as session, session.begin():
            known = session.get(Write, key)
            if known and known.proven_at:
                return
            session.merge(
                Write(
                    key=key,
                    helpdesk=helpdesk,
                    ticket_id=ticket_id,
                    delivery_id=delivery_id,
                    kinds=kinds,
                    mark_kind=mark.kind.value if mark else "",
                    mark_about=mark.about if mark else (),
                    comment_id="",
                    intended_at=at,
                    proven_at=None,
                    dropped_at=None,
                )
            )

    def prove(self, key: str, comment_id: str, at: datetime) -> None:
        """The write was found in the helpdesk; `comment_id` is "" when it carried no comment."""
        proof = {"proven_at": at, "dropped_at": None, "comment_id": comment_id}
        self._execute(sa.update(Write).where(Write.key == key).values(proof))

    def drop(self, key: str, at: datetime) -> None:
        """The helpdesk certainly did not take the write. A proven write stays proven."""
        self._execute(sa.update(Write).where(Write.key == key, Write.proven_at.is_(None)).values(dropped_at=at))

    def unproven(self, helpdesk: str, ticket_id: str) -> tuple[Intent, ...]:
        """The writes of which nobody knows whether they arrived, oldest first."""
        wanted = sa.select(Write).where(Write.proven_at.is_(None), Write.dropped_at.is_(None))
        return tuple(intent(write) for write in self._writes(wanted, helpdesk, ticket_id))

    def said(self, helpdesk: str, ticket_id: str) -> tuple[Said, ...]:
        """Every comment of ours that is proven to be on the ticket and says what it was for, oldest first."""
        wanted = sa.select(Write).where(Write.proven_at.is_not(None), Write.comment_id != "", Write.mark_kind != "")
        return tuple(said(write) for write in self._writes(wanted, helpdesk, ticket_id))

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
        known = {"helpdesk": helpdesk, "ticket_id": ticket_id, "closed_at": at, "wake_at": found.wake_at}
        decided = {name: getattr(found, name) for name in ("state", "category", "rule", "policy_version", "missing")}
        with Session(self._engine) as session, session.begin():
            session.add(
                Pass(
                    **known,
                    **decided,
                    delivery_id=delivery_id,
                    outcome=outcome.value,
                    verdicts=found.verdicts,
                    changes=found.changes,
                    read_at=read_at,
                )
            )
            if facts and outcome is not Outcome.DEAD:
                read = {"read_at": read_at} if read_at else {}
                completed = {"completed_at": found.completed_at} if found.completed_at else {}
                waits = {"held": found.held, "wake_for": found.wake_for.value}
                version = {"version_at": found.version_at} if found.version_at else {}
                first = _first(session, helpdesk, ticket_id, found, at)
                session.merge(Case(**known, **decided, **read, **completed, **waits, **version, **first))
                if facts.traces is not None:
                    clocks.keep(session, helpdesk, ticket_id, facts.traces)
                outbox.keep(session, outbox.addressed(facts.notices, helpdesk, ticket_id), at)
            elif outcome in {Outcome.GONE, Outcome.DEAD}:  # whatever it waited for, it waits no longer
                this = (Case.helpdesk == helpdesk, Case.ticket_id == ticket_id)
                gone = {"state": outcome.value, "wake_at": None} if outcome is Outcome.GONE else {}
                session.execute(sa.update(Case).where(*this).values(held="", **gone))

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
        this = (Case.helpdesk == due.helpdesk, Case.ticket_id == due.ticket_id, Case.wake_at == due.wake_at)
        self._execute(sa.update(Case).where(*this).values(woken_for=due.wake_at))

    def cases_by_state(self) -> Mapping[tuple[str, str], int]:
        """How many cases of which helpdesk stand where, for the metrics."""
        return self._counts(Case.helpdesk, Case.state)

    def passes_by_outcome(self) -> Mapping[tuple[str, str], int]:
        """How many passes over a helpdesk's tickets ended how, for the metrics."""
        return self._counts(Pass.helpdesk, Pass.outcome)

    def _execute(self, statement: sa.Update) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(statement)

    def _writes(self, wanted: sa.Select[Write], helpdesk: str, ticket_id: str) -> tuple[Write, ...]:
        of_ticket = wanted.where(Write.helpdesk == helpdesk, Write.ticket_id == ticket_id)
        with Session(self._engine) as session:
            return tuple(session.scalars(of_ticket.order_by(Write.intended_at, Write.key)))

    def _counts(
        self, helpdesk: InstrumentedAttribute[str], word: InstrumentedAttribute[str]
    ) -> Mapping[tuple[str, str], int]:
        wanted = sa.select(helpdesk, word, sa.func.count()).group_by(helpdesk, word)
        with Session(self._engine) as session:
            return {(row[0], row[1]): row[2] for row in session.execute(wanted)}


def _first(session: Session, helpdesk: str, ticket_id: str, found: Facts, at: datetime) -> dict[str, object]:
    """How a case came to be known: noted once, with its first pass."""
    known = session.get(Case, (helpdesk, ticket_id))
    return {} if known else {"seen_by": found.seen_by, "first_seen_at": found.received_at or at}
