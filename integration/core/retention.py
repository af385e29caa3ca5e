"""Which files of a case have to go, when its review is over, and which of them may stay."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from integration.core.changes import RedactAttachment
from integration.core.documents import Papers, Review, Sort
from integration.core.folding import fold
from integration.core.policy import Policy, Retention
from integration.core.stand import category_of, reopens
from integration.core.ticket import Attachment, Comment, Role, Status, Ticket

TINY, SMALL = 4_096, 10_240
"""Bytes. No readable picture of a document is as small as TINY; up to SMALL one that comes again is a logo."""

OF_CHAT = "chat:"
"""How the ids begin that an adapter gives to the comments it makes of a chat's files."""

Found = tuple[Comment, Attachment]


def counted(
    ticket: Ticket, policy: Policy, copies: frozenset[str] = frozenset(), *, singly: bool = True
) -> tuple[Found, ...]:
    """The files that have to go once the review is over, whether or not it is; `copies` came by a merge.

    Inline pictures count: a photographed certificate is often pasted. Where files cannot be removed `singly`, all of a
    comment count as soon as one does.
    """
    retention = policy.retention
    if retention is None:
        return ()
    ours = _ours(ticket, policy, retention)
    logos = frozenset() if retention.signature_images else signature_images(ticket)
    found = tuple(
        (comment, file)
        for comment, file in _files(ticket)
        if file.id in copies or (ours and file.id not in logos and _whose(comment, retention))
    )
    if singly:
        return found
    comments = {comment.id for comment, _ in found}
    return tuple((comment, file) for comment, file in _files(ticket) if comment.id in comments)


def due_to_go(ticket: Ticket, policy: Policy) -> tuple[RedactAttachment, ...]:
    """The files whose time has come by what the ticket alone shows: the review is over, and no tag holds them."""
    if held_by_tag(ticket, policy) or review_over(ticket, policy) == "":
        return ()
    return tuple(RedactAttachment(comment.id, file.id) for comment, file in counted(ticket, policy))


def held_by_tag(ticket: Ticket, policy: Policy) -> bool:
    """Whether somebody asked for the files to be kept, by the policy's tag."""
    return policy.retention is not None and policy.retention.hold_tag in ticket.tags


def review_over(ticket: Ticket, policy: Policy) -> str:
    """What ended the review: "closed", "solved", or "decision:" and which one; "" while it goes on.

    It goes on in a ticket that an answer is about to open again: what came with the answer is yet to be read.
    """
    if ticket.status in {Status.SOLVED, Status.CLOSED} and not reopens(ticket, policy):
        return ticket.status.value
    decision = _decision(ticket, policy)
    return f"decision:{decision}" if decision else ""


def review_of(ticket: Ticket, policy: Policy, before: Review | None, actor: str = "") -> Review | None:
    """The end of the review, remembered from the first reading that showed it; None while it goes on.

    Another ending (solved after decided, another decision) is a new one: what arrived between them is due then, and not
    before anybody could read it. A solved ticket that a member opens again keeps its old ending while its decision
    stands, for the same reason. The helpdesk's own clock counts: `over_at` is compared with its comments. `actor` is
    who caused the reading, "" when unknown: then whoever has the ticket.
    """
    rule = review_over(ticket, policy)
    if not rule or before is None:
        return Review(rule, actor or ticket.assignee, ticket.updated_at) if rule else None
    if before.rule == rule:
        return before
    if before.rule in _ENDED and rule not in _ENDED:
        return replace(before, rule=rule)
    return Review(rule, actor or ticket.assignee, ticket.updated_at)


_ENDED = frozenset({Status.SOLVED.value, Status.CLOSED.value})


def arrived_in_time(comment: Comment, review: Review) -> bool:
    """Whether the review that is over can have looked at what came with this comment.

    Of a ticket that is solved or closed nothing else is to come: there a member's answer opens it again first.
    """
    return comment.created_at <= review.over_at or review.rule in _ENDED


def signature_images(ticket: Ticket) -> frozenset[str]:
    """Pictures that stand in a signature rather than for a document, by a rule of thumb that rather keeps too few.

    An inline picture that is tiny; or small, and there again (same size and type) in another comment. One whose size
    the helpdesk does not tell is taken for a document.
    """
    pictures = [(comment, file) for comment, file in _files(ticket) if file.inline and file.size]
    again = Counter(look for look, _ in {(_look(file), comment.id) for comment, file in pictures})
    return frozenset(
        file.id for _, file in pictures if file.size <= TINY or (file.size <= SMALL and again[_look(file)] > 1)
    )


def sort_of(comment: Comment, file: Attachment, papers: Papers) -> Sort:
    """What kind of copy the file is."""
    if file.id in papers.copies:
        return Sort.MERGED_COPY
    if comment.id.startswith(OF_CHAT):
        return Sort.CHAT_FILE
    return Sort.INLINE_IMAGE if file.inline else Sort.ATTACHMENT


def _decision(ticket: Ticket, policy: Policy) -> str:
    """Which decision is recorded: accepted, partly or refused; "" for none."""
    field, decisions = ticket.field(policy.fields.decision), policy.decisions
    words = {fold(field.value), fold(field.label)} if field else set()
    named = (("accepted", decisions.accepted), ("partly", decisions.partly), ("refused", decisions.refused))
    return next((name for name, known in named if words.intersection(known)), "")


def _ours(ticket: Ticket, policy: Policy, retention: Retention) -> bool:
    category = category_of(ticket, policy)
    return category is not None and (not retention.categories or category.id in retention.categories)


def _whose(comment: Comment, retention: Retention) -> bool:
    return comment.author is Role.REQUESTER or (retention.agents_files and comment.author is Role.AGENT)


def _files(ticket: Ticket) -> Iterator[Found]:
    return ((comment, file) for comment in ticket.comments for file in comment.attachments if not file.removed)


def _look(file: Attachment) -> tuple[int, str]:
    return file.size, file.content_type
