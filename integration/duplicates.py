"""Finding duplicates: what a ticket is about is kept as a hash, and the tickets that share it hear of each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from integration.core.delivery import Delivery
from integration.core.duplicates import Duplicate, fingerprint
from integration.core.policy import Policy
from integration.core.reading import understand
from integration.core.stand import category_of
from integration.core.ticket import Status, Ticket
from integration.ledger.fingerprints import Fingerprints, Other

ANY_TIME = timedelta(days=3650)
"""Who has to hear that a ticket is gone: whoever may still name it."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What finding them needs: the fingerprints, their secret, the queue's `put`, the helpdesks' names, the time."""

    fingerprints: Fingerprints
    pepper: bytes
    put: Callable[[Delivery], None]
    helpdesks: frozenset[str]
    now: Callable[[], datetime]

    def find(self, ticket: Ticket, helpdesk: str, policy: Policy) -> tuple[Duplicate, ...]:
        """The other tickets about the same thing, as far as they were read before. Writes nothing."""
        if policy.duplicates_within_days is None:
            return ()
        return self._sharing(Other(helpdesk, ticket.id), self._fingerprint(ticket, policy), self._since(policy))

    def meet(self, ticket: Ticket, helpdesk: str, policy: Policy) -> tuple[Duplicate, ...]:
        """The same, having remembered the ticket first, and with a wake-up for each ticket that it is news to.

        Remembering comes before looking: of two tickets read at the same moment at least one sees the other, and wakes
        it. Telling comes before the pass is closed: after a crash it is done again, under the same ids.
        """
        if policy.duplicates_within_days is None:
            return ()
        it, since = Other(helpdesk, ticket.id), self._since(policy)
        if ticket.status is Status.DELETED:
            self.forget(helpdesk, ticket.id)
        if not ticket.status.writable:
            self.fingerprints.close(it)
            return ()
        now, found = self.now(), self._fingerprint(ticket, policy)
        over = ticket.status is Status.SOLVED
        self.fingerprints.see(it, found, closed=over, seen_at=ticket.updated_at if over else now, now=now)
        self._tell(it, since)
        return self._sharing(it, found, since)

    def forget(self, helpdesk: str, ticket_id: str) -> None:
        """The ticket is gone: nothing of it is kept, and those that named it hear of it."""
        it, now = Other(helpdesk, ticket_id), self.now()
        self.fingerprints.see(it, "", closed=True, seen_at=now, now=now)
        self._tell(it, now - ANY_TIME)

    def _since(self, policy: Policy) -> datetime:
        return self.now() - timedelta(days=policy.duplicates_within_days or 0)

    def _fingerprint(self, ticket: Ticket, policy: Policy) -> str:
        category = category_of(ticket, policy)
        if category is None:
            return ""
        return fingerprint(understand(ticket, category, policy, self.now()).claim, self.pepper)

    def _sharing(self, it: Other, found: str, since: datetime) -> tuple[Duplicate, ...]:
        others = self.fingerprints.others(it, found, since)
        return tuple(
            Duplicate("" if one.helpdesk == it.helpdesk else one.helpdesk, one.ticket_id)
            for one in others
            if one.helpdesk in self.helpdesks
        )

    def _tell(self, it: Other, since: datetime) -> None:
        """Once for each change: the others find this ticket in turn and have nothing new to tell, so it ends there."""
        news = self.fingerprints.untold(it, since)
        if news is None:
            return
        for other in news.others:
            if other.helpdesk in self.helpdesks:
                self.put(_wake_up(other, it, news.since, self.now()))
        self.fingerprints.tell(it)
        self.fingerprints.prune(since)


def _wake_up(other: Other, it: Other, since: datetime, now: datetime) -> Delivery:
    """Received now, not when the ticket was read: a reading of the other one in between did not see this one yet."""
    id_ = f"duplicate:{other.ticket_id}:{it.helpdesk}:{it.ticket_id}:{since:%Y%m%dT%H%M%S%f}"
    return Delivery(id_, other.helpdesk, other.ticket_id, "duplicate", since, now)
