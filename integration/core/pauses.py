"""When a case waited for the member: from a question of ours until the answer, as the conversation tells it."""

from datetime import datetime

from integration.core.ticket import Kind, Role, Ticket
from integration.core.traces import Span

_QUESTIONS = {Kind.ASK, Kind.REMIND}


def waits(ticket: Ticket) -> tuple[tuple[Span, ...], datetime | None]:
    """The times the member took to answer, and since when an answer is still owed (None when none is).

    An answer is the requester's next public comment, whatever it says: whether it was enough is the next question's
    business. What an agent did meanwhile is not told by the conversation, so it ends no wait here.
    """
    spans: list[Span] = []
    asked: datetime | None = None
    for comment in ticket.comments:
        if comment.mark and comment.mark.kind in _QUESTIONS:
            asked = asked or comment.created_at
        elif asked and comment.public and comment.author is Role.REQUESTER:
            spans.append(Span(asked, comment.created_at))
            asked = None
    return tuple(spans), asked


def merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The same times in order, each of them once."""
    whole: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if span.end <= span.start:
            continue
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return tuple(whole)
