"""The expiry of our own data: ids and times that nobody needs any more. Proofs of deletion are never touched."""

from datetime import timedelta

from integration.ledger.runs import Report
from jobs.turn import Turn

DELIVERIES = timedelta(days=30)
"""How long the queue remembers a delivery and knows the same one again: no sender repeats itself later."""

TICKS = timedelta(days=2)


def prune(turn: Turn) -> Report:
    """Forget what expired. A dry run counts the ledger's rows; the queue's own are not counted beforehand."""
    ledger, now, keep = turn.parts.ledger, turn.now, timedelta(days=turn.keep_days)
    expired = ledger.expiry.expired(now, keep)
    seen = sum(expired.values())
    words = tuple(f"{table}: {count}" for table, count in sorted(expired.items()) if count)
    if not turn.apply:
        return Report(seen=seen, changed=seen, words=words)
    ledger.expiry.forget(now, keep)
    gone = turn.queue.purge(now - DELIVERIES) + turn.queue.purge(now - TICKS, ticks=True)
    return Report(seen=seen + gone, changed=seen + gone, words=words)
