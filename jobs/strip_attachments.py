"""Wakes the cases whose documents are due to go, or have to be looked for once more."""

from integration.core.waking import Why
from integration.ledger.runs import Report
from jobs.turn import Turn
from jobs.waking import wake

NOT_BEGUN = "Deletions have not begun: documents are only marked until `guichet deletions start`."


def strip_attachments(turn: Turn) -> Report:
    """Wake them; the corridor deletes, and proves it. A dry run lists the documents that would go, by id."""
    report = wake(turn, frozenset({Why.DELETION}))
    return report if turn.apply else report + _plan(turn)


def _plan(turn: Turn) -> Report:
    planned = turn.parts.ledger.documents.planned(turn.now)
    tickets = {(one.helpdesk, one.ticket_id) for one in planned}
    listed = tuple(
        f"{one.helpdesk} ticket {one.ticket_id} document {one.document.id}: {one.document.rule}" for one in planned
    )
    words = [f"{len(planned)} documents on {len(tickets)} tickets may go now."]
    if not turn.parts.ledger.documents.started():
        words.append(NOT_BEGUN)
    return Report(words=tuple(words), listed=listed)
