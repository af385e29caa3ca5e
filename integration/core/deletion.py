"""What becomes of the documents of a case: from what is known of them and one reading of the ticket to what is next."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate

from integration.core.chain import bare_type
from integration.core.documents import Document, Papers, Reason, Removed, Review, Sort, State
from integration.core.policy import Policy, Retention
from integration.core.retention import Found, arrived_in_time, counted, held_by_tag, sort_of
from integration.core.ticket import Ticket

TRIES = 5
"""How often a removal that the helpdesk took, and that did not happen, is asked for again."""

LADDER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
"""When a removal that is not proven yet is looked at again, counted from asking for it."""

CALLS, WINDOW = 25, timedelta(minutes=10)
"""Zendesk takes 30 updates of one ticket in ten minutes, and a removal is one; five are left for other things.

https://developer.zendesk.com/api-reference/introduction/rate-limits/
"""

DAILY, GIVE_UP = timedelta(days=1), timedelta(days=30)
"""What the helpdesk refuses is tried once a day, for a right may have been given; after a month only a person does."""


def held(ticket: Ticket, policy: Policy, papers: Papers) -> str:
    """Why the documents of this ticket stay for now, as a Reason; "" when nothing holds them."""
    if held_by_tag(ticket, policy):
        return Reason.HOLD_TAG
    return Reason.HOLD if papers.held_until else ""


def asks_history(ticket: Ticket, policy: Policy, papers: Papers, now: datetime) -> bool:
    """Whether the helpdesk's history is needed: a removal has to be proven, or looked for once more."""
    here = _present(ticket)
    return any(
        document.id not in here and (document.state is not State.VERIFIED or checks_due(document, policy, now))
        for document in papers.documents
    )


def look(
    ticket: Ticket, policy: Policy, papers: Papers, removed: Removed | None, now: datetime, *, singly: bool = True
) -> tuple[Document, ...]:
    """The documents as this reading shows them; `papers.review` is its own review, `removed` what history says.

    Those known stay, whatever happens; new ones are marked once the review is over. Where files cannot go `singly`, a
    logo goes with the document beside it rather than that the document stays.
    """
    here, known = _present(ticket), {document.id for document in papers.documents}
    wanted = {file.id: (comment, file) for comment, file in counted(ticket, policy, papers.copies, singly=singly)}
    why = held(ticket, policy, papers)
    seen = (
        _here(document, _stays(why, papers.review, wanted=document.id in wanted), papers.review, policy, now)
        if document.id in here
        else _away(document, policy, removed, now)
        for document in papers.documents
    )
    new = (one for id_, one in wanted.items() if id_ not in known)
    return (*seen, *_marked(new, policy, papers, why, now))


def ready(documents: tuple[Document, ...], now: datetime) -> tuple[Document, ...]:
    """Those whose removal can be asked for now."""
    return tuple(document for document in documents if _ready(document, now))


def together(documents: tuple[Document, ...], *, singly: bool) -> tuple[tuple[Document, ...], ...]:
    """In one call what can go in one call: the files of a comment.

    Where files can go `singly`, each is asked for alone after a call that did not do.
    """
    groups: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        alone = document.id if singly and document.tries else ""
        groups.setdefault((document.comment_id, alone), []).append(document)
    return tuple(tuple(group) for group in groups.values())


def within(ready: tuple[Document, ...], left: int, *, singly: bool) -> tuple[tuple[Document, ...], ...]:
    """What is asked for call by call when `left` more documents may go: no more, but files that go together stay so."""
    groups = together(ready[:left] if singly else ready, singly=singly)
    before = accumulate((len(group) for group in groups), initial=0)
    return tuple(group for group, asked_for in zip(groups, before, strict=False) if asked_for < left)


def asked(document: Document, now: datetime) -> Document:
    """The document once its removal is about to be asked for; until the answer comes nobody knows whether it was."""
    tries = document.tries + 1
    return replace(document, state=State.DELETING, why=Reason.UNANSWERED, tries=tries, requested_at=now)


def answered(document: Document) -> Document:
    """The document once the helpdesk has said that it removes it, which is no proof."""
    return replace(document, why="")


def refused(document: Document, why: str, now: datetime) -> Document:
    """The document once the helpdesk has refused to remove it."""
    return replace(document, state=State.NOT_DELETABLE, why=why, requested_at=now)


def calls_lately(documents: tuple[Document, ...], now: datetime) -> int:
    """How many calls for a removal were made for this ticket within the window of its budget of updates."""
    lately = (one for one in documents if one.requested_at and now - one.requested_at < WINDOW)
    return len({(one.comment_id, one.requested_at) for one in lately})


def next_look(documents: tuple[Document, ...], policy: Policy, papers: Papers, now: datetime) -> datetime | None:
    """When the documents want the ticket to be read again although nothing happens to it, None for never.

    What could go now and did not was one too many, for the ticket or for the hour: it is tried again a little later.
    """
    instants = (at for document in documents for at in _instants(document, policy.retention, papers) if at > now)
    return min((*instants, *([now + WINDOW] if ready(documents, now) else ())), default=None)


def all_proven(documents: tuple[Document, ...], policy: Policy) -> bool:
    """Whether every document is gone, and was still gone at every later reading: then the member may be told."""
    later = len(policy.retention.check_again_after) if policy.retention else 0
    return bool(documents) and all(one.state is State.VERIFIED and one.checks >= later for one in documents)


def checks_due(document: Document, policy: Policy, now: datetime) -> int:
    """How many of the later readings are due and not done."""
    if policy.retention is None or document.verified_at is None:
        return 0
    due = sum(document.verified_at + after <= now for after in policy.retention.check_again_after)
    return max(0, due - document.checks)


def _present(ticket: Ticket) -> frozenset[str]:
    return frozenset(file.id for comment in ticket.comments for file in comment.attachments if not file.removed)


def _stays(held: str, review: Review | None, *, wanted: bool) -> str:
    if review is None:
        return held or Reason.REOPENED
    return held or ("" if wanted else Reason.NOT_MEANT)


def _here(document: Document, stays: str, review: Review | None, policy: Policy, now: datetime) -> Document:
    """A document that the conversation shows; `stays` is why it may not go, "" when it may."""
    if document.state is State.VERIFIED:
        again = replace(document, state=State.REAPPEARED, why=stays, tries=0)
        return replace(again, verified_at=None, checked_at=now, checks=0, event="")
    if stays or review is None:
        return replace(document, state=State.ON_HOLD, why=stays)
    if document.state is State.ON_HOLD:
        return _due(document, review, policy, now)
    if document.state is State.DELETING and document.tries >= TRIES:
        return refused(document, Reason.STAYS, now)
    # Whatever was waited for, it is here: what its absence was called is forgotten.
    return replace(document, why="") if document.why == Reason.UNPROVEN else document


def _due(document: Document, review: Review, policy: Policy, now: datetime) -> Document:
    """The document with its time to go. A helpdesk whose clock is ahead of ours makes nobody wait."""
    grace = policy.retention.grace if policy.retention else timedelta(0)
    again = replace(document, state=State.TO_DELETE, why="", tries=0)
    return replace(again, rule=review.rule, decided_by=review.decided_by, due_at=min(review.over_at, now) + grace)


def _away(document: Document, policy: Policy, removed: Removed | None, now: datetime) -> Document:
    """A document that the conversation no longer shows: gone as soon as the history says so too."""
    if removed and document.comment_id in removed.left:
        return _beside(document, now)
    if document.state is State.VERIFIED:
        checks = checks_due(document, policy, now)
        return replace(document, checks=document.checks + checks, checked_at=now) if checks else document
    if removed and not removed.kept and _depends_on_answer(document):
        return replace(document, checked_at=now)
    event = _event(document, removed) if removed else None
    if event is None:
        return replace(document, state=State.DELETING, why=Reason.UNPROVEN, checked_at=now)
    return replace(document, state=State.VERIFIED, why="", event=event, verified_at=now, checked_at=now, checks=0)


def _depends_on_answer(document: Document) -> bool:
    """Whether the absence alone says too little: where no history is kept, only the answer tells of other copies."""
    return document.state is State.NOT_DELETABLE or document.why == Reason.UNANSWERED


def _beside(document: Document, now: datetime) -> Document:
    """A document that is only gone from the conversation: it is asked for again as if it were still there."""
    if document.state is State.VERIFIED:
        return replace(document, state=State.REAPPEARED, why="", verified_at=None, checked_at=now, checks=0, tries=0)
    if document.state is State.NOT_DELETABLE or document.tries >= TRIES:
        return replace(document, state=State.NOT_DELETABLE, why=Reason.RAW_MAIL, checked_at=now)
    return replace(document, state=State.DELETING, why=Reason.RAW_MAIL, checked_at=now)


def _event(document: Document, removed: Removed) -> str | None:
    """The history's record of the removal, "" where none is kept, None where there should be one and is not."""
    if not removed.kept:
        return ""
    of_text = removed.events.get(document.comment_id) if document.sort is Sort.INLINE_IMAGE else None
    return removed.events.get(document.id, of_text)


def _marked(found: Iterator[Found], policy: Policy, papers: Papers, why: str, now: datetime) -> Iterator[Document]:
    if papers.review is None:
        return
    for comment, file in found:
        if arrived_in_time(comment, papers.review):
            sort = sort_of(comment, file, papers)
            new = Document(
                id=file.id,
                comment_id=comment.id,
                sort=sort,
                state=State.TO_DELETE,
                rule=papers.review.rule,
                marked_at=now,
                due_at=now,
                decided_by=papers.review.decided_by,
                size=file.size,
                content_type=bare_type(file.content_type),
                policy_version=policy.version,
            )
            due = _due(new, papers.review, policy, now)
            yield replace(due, state=State.ON_HOLD, why=why) if why else due


def _ready(document: Document, now: datetime) -> bool:
    asked_at = document.requested_at or document.marked_at
    match document.state:
        case State.TO_DELETE:
            return document.due_at <= now and document.why != Reason.NOT_STARTED
        case State.REAPPEARED:
            return not document.why
        case State.DELETING:
            return document.why != Reason.UNPROVEN and asked_at + LADDER[0] <= now
        case State.NOT_DELETABLE:
            return asked_at + DAILY <= now < document.marked_at + GIVE_UP
        case _:
            return False


def _instants(document: Document, retention: Retention | None, papers: Papers) -> Iterator[datetime]:
    asked_at = document.requested_at or document.marked_at
    match document.state:
        case State.TO_DELETE:
            yield document.due_at
        case State.DELETING:
            yield from (asked_at + after for after in LADDER)
        case State.NOT_DELETABLE if asked_at < document.marked_at + GIVE_UP:
            yield asked_at + DAILY
        case State.ON_HOLD if papers.held_until:
            yield papers.held_until
        case State.VERIFIED if retention and document.verified_at:
            yield from (document.verified_at + after for after in retention.check_again_after[document.checks :])
        case _:
            return
