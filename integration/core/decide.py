"""What to do with a case, from what it is now: the one place where Guichet decides.

Pure: no I/O and no clock. Deciding again right after the changes were applied changes nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from integration.core import receipts, speech
from integration.core.changes import (
    AddComment,
    AddTag,
    Change,
    RedactAttachment,
    SetField,
    SetStatus,
    differing,
    settled,
    simulate,
)
from integration.core.clocks import next_instant
from integration.core.documents import Document
from integration.core.duplicates import Duplicate, tagged
from integration.core.facts import Facts
from integration.core.flags import Notice, flags, notices, unflagged
from integration.core.policy import Category, Policy
from integration.core.promises import Moment, completed_at, shown, ticking, traces
from integration.core.reading import Claims, Understood, understand
from integration.core.reminding import ahead, waited_for
from integration.core.retention import due_to_go
from integration.core.rules import Route, route
from integration.core.stand import Stand, category_of, reopens, stand
from integration.core.steps import steps
from integration.core.subject import Subject
from integration.core.ticket import Kind, Mark, Status, Ticket
from integration.core.traces import NOTHING, Memory, Trace
from integration.core.turning import turns_at
from integration.core.verdict import Verdict
from integration.core.waking import Wake, Why, first, wake

_SOON = timedelta(minutes=1)
_OPEN = SetStatus(Status.OPEN)


@dataclass(frozen=True, slots=True)
class Case:
    """What is decided about: a ticket as it was just read, and the other tickets about the same thing.

    `routed` is the rule by which the case reached its team, as the ledger remembers it, "" when it does not: then the
    rules are asked anew. `memory` is what it remembers of the clocks, `documents` of the documents.
    """

    ticket: Ticket
    duplicates: tuple[Duplicate, ...] = ()
    routed: str = ""
    memory: Memory = NOTHING
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What was concluded and what should change.

    `missing` holds codes ("amount:missing"); `rule` is the routing rule that was met; `wake_at` is the instant (aware,
    UTC) at which the case must be looked at again even if nothing happens, None for never, and `wake_for` what for.
    `readings` are the verdicts on the category and on what it requires; `verdicts` adds those on the rules. They may
    hold what the member wrote: show them, do not store them. `due_to_go` are files that have to be deleted, which is
    no part of a write (see `integration/deletion.py`). `traces` is what to remember of the clocks (None: what was
    remembered), `completed_at` since when nothing is missing, `notices` what the team lead is told once the changes
    are written.
    """

    stand: Stand
    changes: tuple[Change, ...] = ()
    category: str = ""
    rule: str = ""
    missing: tuple[str, ...] = ()
    due_to_go: tuple[RedactAttachment, ...] = ()
    readings: tuple[Verdict, ...] = ()
    wake_at: datetime | None = None
    wake_for: Why = Why.CLOCK
    traces: tuple[Trace, ...] | None = None
    completed_at: datetime | None = None
    notices: tuple[Notice, ...] = ()
    route: Route | None = field(default=None, repr=False)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every reason, in the order of deciding; worked out when somebody asks."""
        return (*self.readings, *(self.route.verdicts if self.route else ()))

    @property
    def answers(self) -> tuple[tuple[str, bool], ...]:
        """The same by id and answer only, without any of the words: what may be stored, and quick to tell."""
        read = tuple((verdict.id, verdict.met) for verdict in self.readings)
        return (*read, *(self.route.answers if self.route else ()))


def decide(case: Case, policy: Policy, now: datetime) -> Decision:
    """Decide what to do with the case at `now` (aware)."""
    ticket = case.ticket
    if not ticket.status.writable:
        return _untouchable(ticket, policy)
    category = category_of(ticket, policy)
    if category is None:
        return Decision(Stand.OUTSIDE, unflagged(ticket, policy), readings=(_categorised(ticket, policy, None),))
    if reopens(ticket, policy):
        decision = decide(opened(case, policy, now), policy, now)
        return replace(decision, changes=settled((_OPEN, *decision.changes)))
    facts = weigh(case, category, policy, now)
    where, memory = facts.stand, case.memory
    wanted = (*steps(where, facts), *shown(facts.moment, facts.running), tagged(case.duplicates, policy.tags.duplicate))
    raised = any(one.warned or one.late for one in facts.running)  # an alarm goes on from what the steps made of it
    flagged = flags(simulate(ticket, wanted, now) if raised else ticket, facts.running, policy, memory)
    of_documents = (receipts.flagged(case.documents, policy), *_receipt(facts, wanted))
    changes = _with_note(facts, where, differing(ticket, settled((*wanted, *flagged, *of_documents))), now)
    next_look = _wake(_asked(facts, where, changes, now), where, now)
    return Decision(
        stand=where,
        changes=changes,
        category=category.id,
        rule=facts.route.rule,
        missing=facts.understood.codes,
        due_to_go=due_to_go(ticket, policy),
        readings=(_categorised(ticket, policy, category), *facts.understood.verdicts),
        wake_at=next_look.at if next_look else None,
        wake_for=next_look.why if next_look else Why.CLOCK,
        traces=traces(facts.moment, facts.running),
        completed_at=completed_at(facts.moment),
        notices=notices(ticket, facts.running, policy, memory),
        route=facts.route,
    )


def opened(case: Case, policy: Policy, now: datetime) -> Case:
    """The case as it is decided about: open, where a member's answer has to open it (see `reopens`)."""
    if not reopens(case.ticket, policy):
        return case
    return replace(case, ticket=simulate(case.ticket, (_OPEN,), now))


def _untouchable(ticket: Ticket, policy: Policy) -> Decision:
    """A ticket that takes no update any more; its files may still have to go, which closed tickets allow."""
    verdict = Verdict("status", met=False, found=ticket.status_raw, wanted="writable")
    ours = category_of(ticket, policy) is not None
    return Decision(Stand.OVER, readings=(verdict,), due_to_go=due_to_go(ticket, policy) if ours else ())


def _asked(facts: Facts, where: Stand, changes: tuple[Change, ...], now: datetime) -> Facts:
    """With the letters that follow the question put now: our own update is not told to us, so nobody asks again."""
    if where is not Stand.ASK:
        return facts
    return replace(facts, ahead=ahead(simulate(facts.ticket, changes, now), facts.category, facts.policy, now))


def _wake(facts: Facts, where: Stand, now: datetime) -> Wake | None:
    """The next deadline or letter; as long as the case is not routed, also when time alone turns a condition asked.

    A case that is closed now is looked at once more: our own update is not told to us, and what is over has its own
    consequences.
    """
    if where is Stand.OVER:
        return None
    if facts.due is Kind.CLOSE and where is Stand.WAITING:
        return Wake(now + _SOON, Why.TURN)
    waits = where in {Stand.ASK, Stand.WAITING}
    more = (part.when for part in facts.category.requires_if)
    asked = (*more, *(rule.when for rule in facts.route.tried)) if waits else ()
    turns = (wake(turns_at(when, facts.route.subject), Why.TURN) for when in asked)
    letters = (wake(one.at, Why.REMINDER) for one in facts.ahead if one.at > now)
    return first((wake(next_instant(facts.running, now), Why.CLOCK), *letters, *turns))


def weigh(case: Case, category: Category, policy: Policy, now: datetime, claims: Claims | None = None) -> Facts:
    """Everything known about a case of that category, before anything is made of it; `claims` when it was read."""
    ticket = case.ticket
    understood = understand(ticket, category, policy, now, claims)
    where = stand(ticket, understood, policy)
    letters = ahead(ticket, category, policy, now) if where is Stand.WAITING else ()
    due = letters[0].kind if letters and letters[0].at <= now else None
    if due is Kind.CLOSE and category.care:
        where = Stand.PERSON
    closes = due is Kind.CLOSE and not category.care  # and with the case every promise ends
    moment = Moment(
        ticket,
        category,
        policy,
        now,
        case.memory,
        complete=where is Stand.COMPLETE,
        waiting=where in {Stand.ASK, Stand.WAITING} and waited_for(ticket),
    )
    return Facts(
        ticket=ticket,
        policy=policy,
        category=category,
        understood=understood,
        route=route(
            Subject(
                ticket=ticket,
                category=category.id,
                claim=understood.claim,
                now=now,
                timezone=policy.timezone,
                missing=understood.codes,
                duplicates=case.duplicates,
            ),
            policy,
            settled=case.routed if _has_arrived(ticket, understood, policy) else "",
        ),
        stand=where,
        moment=moment,
        running=() if closes else ticking(moment),
        duplicates=case.duplicates,
        ahead=letters,
        due=due,
        documents=case.documents,
    )


def _receipt(facts: Facts, wanted: tuple[Change, ...]) -> tuple[Change, ...]:
    """The word to the member that the documents are gone; it alters nothing else, so it never opens a ticket again."""
    mark = receipts.owed(facts.ticket, facts.documents, facts.policy)
    if mark is None or any(isinstance(change, AddComment) for change in wanted):
        return ()
    return (AddComment(speech.deleted(facts), public=True, mark=mark),)


def _with_note(facts: Facts, where: Stand, changes: tuple[Change, ...], now: datetime) -> tuple[Change, ...]:
    """Add the note for agents: kept current in its field, or said once beside the routing where there is no field.

    The note describes the ticket as it will be, so that deciding again writes the same words.
    """
    if where is Stand.OVER and not changes and not facts.documents:
        return changes
    after = _afterwards(facts, changes, now) if changes else facts
    where = Stand.OVER if after.ticket.status is Status.SOLVED else where
    title = facts.policy.fields.note
    if facts.ticket.field(title) is not None:
        return (*changes, *differing(facts.ticket, (SetField(title, speech.note(after, where)),)))
    mark = _note_to_say(facts, where, changes)
    return changes if mark is None else (*changes, AddComment(speech.note(after, where), public=False, mark=mark))


def _afterwards(facts: Facts, changes: tuple[Change, ...], now: datetime) -> Facts:
    ticket = simulate(facts.ticket, changes, now)
    settled = facts.route.rule if _has_arrived(ticket, facts.understood, facts.policy) else ""
    return replace(facts, ticket=ticket, route=route(facts.route.subject.afterwards(ticket), facts.policy, settled))


def _has_arrived(ticket: Ticket, understood: Understood, policy: Policy) -> bool:
    """Whether the case is with its team: complete, or still not complete and with a person."""
    tags = policy.tags
    return tags.complete in ticket.tags or (tags.person in ticket.tags and bool(understood.codes))


def _note_to_say(facts: Facts, where: Stand, changes: tuple[Change, ...]) -> Mark | None:
    """What a note that is a comment is said for, each once: the case arrives, is late, has documents left, a duplicate.

    A write carries one comment, and the member comes first.
    """
    if any(isinstance(change, AddComment) for change in changes):
        return None
    tags = facts.policy.tags
    arrived = {Stand.COMPLETE: tags.complete, Stand.PERSON: tags.person}.get(where)
    told = any(mark == Mark(Kind.NOTE) for _, mark in facts.ticket.marks())
    if arrived is not None and arrived not in facts.ticket.tags and not told:
        return Mark(Kind.NOTE)
    if AddTag(tags.late) in changes:
        return Mark(Kind.NOTE, ("late",))
    left = Mark(Kind.NOTE, ("documents",))
    if receipts.alarms(facts.documents) and not any(mark == left for _, mark in facts.ticket.marks()):
        return left
    return Mark(Kind.NOTE, ("duplicate",)) if AddTag(tags.duplicate) in changes else None


def _categorised(ticket: Ticket, policy: Policy, category: Category | None) -> Verdict:
    field = ticket.field(policy.fields.category)
    found = (field.label or field.value) if field else ""
    wanted = " | ".join(word for one in policy.categories for word in one.when)
    return Verdict(f"category:{category.id}" if category else "category", category is not None, found, wanted)
