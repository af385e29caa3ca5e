"""What a write met: Zammad lets two people write over each other, so that what it left is compared. Pure."""

from integration.core.changes import AddComment, Change, simulate
from integration.core.ticket import Comment, Role, Ticket

_PARTS = ("status", "priority", "group", "assignee", "fields")


def said(before: Ticket, after: Ticket, changes: tuple[Change, ...], key: str, own_id: str) -> Comment | None:
    """The comment that came with the write: by its key, else by our user and our words."""
    bodies = [change.body for change in changes if isinstance(change, AddComment)]
    new = _new(before, after)
    by_key = next((comment for comment in new if comment.key == key), None)
    if by_key or not bodies:
        return by_key
    return next((one for one in new if one.author_id == own_id and one.body.split() == bodies[0].split()), None)


def overtaken(before: Ticket, after: Ticket, changes: tuple[Change, ...], ours: Comment | None) -> bool:
    """Whether somebody else wrote: in a part that the write did not touch, or in the conversation.

    What it did touch is not judged: a change that Zammad dropped in silence must be seen by whoever asked for it. What
    Zammad says by itself, such as an answer to every mail, is nobody's. A comment of ours that could not be known again
    by its key is not put at risk of being said twice: then nobody is asked to decide again.
    """
    if ours and not ours.key:
        return False
    foreseen = simulate(before, changes, before.updated_at)
    untouched = [part for part in _PARTS if getattr(foreseen, part) == getattr(before, part)]
    others = [one for one in _new(before, after) if one.author is not Role.OTHER and (not ours or one.id != ours.id)]
    tags = (after.tags - before.tags - foreseen.tags) | ((before.tags & foreseen.tags) - after.tags)
    return bool(others or tags) or any(getattr(after, part) != getattr(before, part) for part in untouched)


def _new(before: Ticket, after: Ticket) -> list[Comment]:
    known = {comment.id for comment in before.comments}
    return [comment for comment in after.comments if comment.id not in known]
