"""The corridor, on one screen: accept a verified event; process a ticket from reading to proof.

Webhook, clock, catch-up and console all come through here; there is no second way.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from integration import limits, recall, recovered
from integration.core.changes import AddComment, Assign, Change, differing
from integration.core.decide import Case, Decision, decide
from integration.core.deletion import next_look
from integration.core.delivery import Dead, Delivery, Done, Ending, Later, Outcome
from integration.core.documents import Papers
from integration.core.errors import LimitReached, NoBudget, NotConfigured, Refused, TicketGone, TicketMoved, TryLater
from integration.core.event import Event
from integration.core.policy import Mode, Policy
from integration.core.ticket import Ticket
from integration.core.traces import Memory, unwritten
from integration.core.waking import Why, first, wake
from integration.deletion import Deleting
from integration.duplicates import Duplicates
from integration.helpdesks.budget import on_errand, purpose_of
from integration.helpdesks.contract import Applied, Helpdesk
from integration.ledger.ledger import Ledger
from integration.ledger.rows import Facts
from integration.reach import Act, Reach

log = logging.getLogger("guichet.pipeline")

MOVES = 5
"""How often a ticket that moves under our hands is read and decided again before the delivery steps back a little."""

CREATED = "created"
"""How the kind of a delivery about a new ticket ends, with each helpdesk."""

STEP_BACK = 5.0
SHUT = 60.0
"""Seconds: after a ticket that kept moving, and while the helpdesk refuses our credentials."""


class Puts(Protocol):
    """The one thing accepting needs of the queue."""

    def put(self, delivery: Delivery) -> None:
        """Lay the delivery on disk, once for its id. Raises CannotRecord."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What processing needs: the helpdesks by name, the ledger, each one's policy in force, the time, duplicates.

    `pepper` is the secret of the hashes of file names, `reach` knows which helpdesks answer.
    """

    desks: Mapping[str, Helpdesk]
    ledger: Ledger
    policy: Callable[[str], Policy]
    now: Callable[[], datetime]
    duplicates: Duplicates | None = None
    pepper: bytes = b""
    reach: Reach = field(default_factory=Reach)


def accept(event: Event, helpdesk: str, queue: Puts, now: datetime) -> Delivery:
    """Record a verified event; when this returns, it is on disk. Raises CannotRecord."""
    delivery = Delivery(
        id=event.delivery_id,
        helpdesk=helpdesk,
        ticket_id=event.ticket_id,
        kind=event.kind,
        occurred_at=event.occurred_at,
        received_at=now,
        actor=event.actor,
    )
    queue.put(delivery)
    return delivery


def process(delivery: Delivery, parts: Parts) -> Ending:
    """Look at the delivery's ticket once and bring it to where the policy wants it."""
    try:
        ending = _looked(delivery, parts)
    except NotConfigured as error:
        _, wait = parts.reach.failed(delivery, parts.now())
        return Later(str(error), max(SHUT, wait), counts=False)
    except TryLater as error:
        if error.counts:
            return _failed(error, delivery, parts)
        ending = Later(str(error), error.after, counts=False)
    parts.reach.ended(delivery)
    return ending


def _failed(error: TryLater, delivery: Delivery, parts: Parts) -> Later:
    """A helpdesk that answers nobody is waited for as long as it takes; that is not the delivery's fault."""
    counts, wait = parts.reach.failed(delivery, parts.now())
    return Later(str(error), error.after if counts else max(error.after or 0.0, wait), counts)


def _looked(delivery: Delivery, parts: Parts) -> Ending:
    try:
        with on_errand(purpose_of(delivery), delivery.ticket_id):
            return _look(delivery, parts)
    except TicketGone:
        if parts.duplicates:
            parts.duplicates.forget(delivery.helpdesk, delivery.ticket_id)
        desk = parts.desks[delivery.helpdesk]
        deleting = _deleting(delivery, desk, parts.policy(delivery.helpdesk), parts)
        look_again = deleting.gone(delivery.ticket_id, parts.now())
        done = _closed(delivery, parts, Outcome.GONE)
        if look_again:
            parts.ledger.documents.look_again(delivery.helpdesk, delivery.ticket_id, look_again, parts.now())
        return done
    except Refused as error:
        _closed(delivery, parts, Outcome.DEAD)
        return Dead(str(error))


def _look(delivery: Delivery, parts: Parts) -> Ending:
    desk = parts.desks.get(delivery.helpdesk)
    if desk is None:
        raise Refused(f"No helpdesk named {delivery.helpdesk} is configured any more: set it up, then replay this.")
    if parts.ledger.covered(delivery):
        return _closed(delivery, parts, Outcome.FOLDED)
    # A ticket that our user filed (an import, the doctor's test) is no update of Guichet's own: it files none.
    if delivery.actor and not delivery.kind.endswith(CREATED) and delivery.actor == desk.user_id():
        return _closed(delivery, parts, Outcome.OWN_UPDATE)
    for _ in range(MOVES):
        try:
            return _pass(delivery, desk, parts)
        except TicketMoved:
            continue
    return Later("The ticket keeps moving while it is being decided.", STEP_BACK)


def _pass(delivery: Delivery, desk: Helpdesk, parts: Parts) -> Ending:
    """Read, decide, apply, prove, close."""
    read_at, policy = parts.now(), parts.policy(delivery.helpdesk)
    ticket = recall.recall(desk.read(delivery.ticket_id), delivery.helpdesk, desk, parts.ledger, policy, read_at)
    parts.reach.answered(delivery, Act.READ, parts.now())
    ticket = recovered.dated(ticket, delivery.helpdesk, parts.ledger, parts.pepper)
    papers, stopped = _documents(_deleting(delivery, desk, policy, parts), ticket, read_at)
    others = parts.duplicates.meet(ticket, delivery.helpdesk, policy) if parts.duplicates else ()
    routed, memory = parts.ledger.remembered(delivery.helpdesk, delivery.ticket_id)
    decision = decide(Case(ticket, others, routed, memory, papers.documents), policy, read_at)
    facts = _with_documents(_facts(decision, policy, delivery, ticket), papers, stopped, policy, read_at)
    if not decision.changes:
        return _closed(delivery, parts, Outcome.NOTHING_TO_DO, read_at, facts)
    if policy.mode is Mode.SHADOW:
        return _closed(delivery, parts, Outcome.SHADOW, read_at, _unwritten(facts, memory))
    try:
        applied = _write(delivery, ticket, decision.changes, desk, policy, parts)
    except LimitReached as stop:
        log.warning("held helpdesk=%s ticket=%s limit=%s %s", delivery.helpdesk, ticket.id, stop.limit, stop)
        held = replace(_unwritten(facts, memory), held=stop.limit, wake_at=read_at + limits.PATIENCE, wake_for=Why.HELD)
        return _closed(delivery, parts, Outcome.HELD, read_at, held)
    written = replace(facts, version_at=applied.ticket.updated_at)
    return _closed(delivery, parts, Outcome.WRITTEN, read_at, written)


def _deleting(delivery: Delivery, desk: Helpdesk, policy: Policy, parts: Parts) -> Deleting:
    return Deleting(delivery, desk, parts.ledger, policy, parts.pepper)


def _documents(deleting: Deleting, ticket: Ticket, read_at: datetime) -> tuple[Papers, str]:
    """Where the documents stand, once those that can go were asked to go, and the limit that keeps them, "" for none.

    Raises TicketMoved after asking: the ticket is read again, which is what proves that they are gone.
    """
    if deleting.policy.mode is Mode.SHADOW:
        return Papers(), ""
    papers = deleting.look(ticket, read_at)
    try:
        return deleting.remove(ticket, papers, read_at), ""
    except LimitReached as stop:
        log.warning("held helpdesk=%s ticket=%s limit=%s %s", deleting.delivery.helpdesk, ticket.id, stop.limit, stop)
        return papers, stop.limit


def _with_documents(facts: Facts, papers: Papers, stopped: str, policy: Policy, read_at: datetime) -> Facts:
    """The facts with the next look at the documents, when that comes before what else the case waits for."""
    own = wake(facts.wake_at, facts.wake_for)
    ahead = first((own, wake(next_look(papers.documents, policy, papers, read_at), Why.DELETION)))
    return replace(facts, held=stopped, wake_at=ahead.at, wake_for=ahead.why) if ahead else replace(facts, held=stopped)


def _write(
    delivery: Delivery, ticket: Ticket, changes: tuple[Change, ...], desk: Helpdesk, policy: Policy, parts: Parts
) -> Applied:
    key = recall.write_key(delivery.helpdesk, ticket, changes)
    recall.intend(delivery, key, changes, parts.ledger, parts.now())
    try:
        limits.stop_beyond(delivery, changes, policy, parts.ledger.tally, parts.now())
        applied = desk.apply(ticket, changes, key)
    except (TicketMoved, TicketGone, Refused, LimitReached, NoBudget):
        # It certainly was not written, or was not even sent. After a TryLater nobody knows, so the intent stays open.
        parts.ledger.drop(key, parts.now())
        raise
    parts.reach.answered(delivery, Act.WRITE, parts.now())
    parts.ledger.prove(key, applied.comment_id, parts.now())
    recall.forget_others(delivery, key, parts.ledger, parts.now())
    _check(applied, changes)
    return applied


def _check(applied: Applied, changes: tuple[Change, ...]) -> None:
    """The helpdesk's own answer must show every change; what it dropped in silence is a person's business."""
    silent = (change for change in changes if not isinstance(change, AddComment))
    # Who was named is known to the helpdesk by id: what can be seen is that somebody has the ticket.
    seen = (replace(change, take=False) if isinstance(change, Assign) else change for change in silent)
    lost = differing(applied.ticket, tuple(seen))
    if lost:
        kinds = ", ".join(sorted({type(change).__name__ for change in lost}))
        raise Refused(f"The helpdesk answered that all is well but did not keep: {kinds}.")


def _facts(decision: Decision, policy: Policy, delivery: Delivery, ticket: Ticket) -> Facts:
    return Facts(
        state=decision.stand,
        category=decision.category,
        rule=decision.rule,
        policy_version=policy.version,
        missing=decision.missing,
        verdicts=tuple(f"{id_}={'yes' if met else 'no'}" for id_, met in decision.answers),
        changes=tuple(type(change).__name__ for change in decision.changes),
        wake_at=decision.wake_at,
        wake_for=decision.wake_for,
        completed_at=decision.completed_at,
        traces=decision.traces,
        notices=decision.notices,
        seen_by=delivery.seen_by,
        received_at=delivery.received_at,
        version_at=ticket.updated_at,
    )


def _unwritten(facts: Facts, memory: Memory) -> Facts:
    """The same, but nothing was written: no flag stands, and nobody is to be told of one."""
    return replace(facts, traces=unwritten(facts.traces or (), memory.traces), notices=())


def _closed(
    delivery: Delivery, parts: Parts, outcome: Outcome, read_at: datetime | None = None, facts: Facts | None = None
) -> Done:
    parts.ledger.close(
        delivery.helpdesk,
        delivery.ticket_id,
        delivery_id=delivery.id,
        outcome=outcome,
        read_at=read_at,
        at=parts.now(),
        facts=facts,
    )
    return Done(outcome)
