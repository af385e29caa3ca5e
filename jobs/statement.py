"""The statement of the day: made each morning for the day before, stored, and told where that is wanted."""

from datetime import timedelta

from integration.core.errors import NotConfigured, Refused, TicketGone, TryLater
from integration.core.statement import Statement
from integration.helpdesks.contract import Helpdesk
from integration.ledger.runs import Report
from integration.statement import Taking, keep, post
from jobs.turn import Turn


def statement(turn: Turn) -> Report:
    """Make each helpdesk's statement; the run is red when one does not balance or could not be told."""
    return sum((_helpdesk(name, desk, turn) for name, desk in turn.parts.desks.items()), Report())


def _helpdesk(name: str, desk: Helpdesk, turn: Turn) -> Report:
    """A statement is told once. One for which the helpdesk could not be asked is told, and made again when it can."""
    policy, kept = turn.parts.policy(name), turn.parts.ledger.statements
    yesterday = turn.due.astimezone(policy.timezone).date() - timedelta(days=1)
    made = Taking(name, desk, policy, turn.parts.ledger, turn.now).of(yesterday)
    report = _report(made)
    if not turn.apply:
        return report
    before = kept.of(name, yesterday)
    keep(made, turn.parts.ledger)
    if before is None or (before["compared"] is None and made.compared):
        report += sum((_posted(made, to, policy.language, desk, turn) for to in turn.statement_to), Report())
    return report


def _report(made: Statement) -> Report:
    if made.balanced:
        return Report(seen=made.total, changed=1)
    gaps = made.compared.gaps if made.compared else ()
    words = made.problem or "it does not balance, see `guichet statement`."
    listed = tuple(f"{made.helpdesk}:{gap}:{id_}" for gap, id_ in gaps)
    return Report(
        seen=made.total,
        changed=1,
        left=max(1, len(gaps)),
        words=(f"{made.helpdesk}: {words}",),
        listed=listed,
        again=made.compared is None,
    )


def _posted(made: Statement, to: str, language: str, desk: Helpdesk, turn: Turn) -> Report:
    try:
        post(made, to, language, desk, turn.couriers)
    except (TryLater, Refused, NotConfigured, TicketGone) as error:
        return Report(refused=1, words=(f"{made.helpdesk}: the statement could not be told: {error}",))
    return Report()
