"""The step of the corridor that deletes: what a reading says of the documents is kept, and removals are asked for.

Nothing here believes that a document is gone: after asking, the ticket is read again, and only that tells.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from integration import limits
from integration.core import deletion, whole_ticket
from integration.core.chain import name_hash
from integration.core.changes import RedactAttachment
from integration.core.delivery import Delivery
from integration.core.documents import Document, Papers, Reason, Removed, Sort, State
from integration.core.errors import CannotRemove, LimitReached, Refused, TicketMoved, TryLater
from integration.core.limits import RUN, deleting
from integration.core.policy import Policy
from integration.core.retention import review_of
from integration.core.ticket import Ticket
from integration.helpdesks.contract import Helpdesk
from integration.ledger.documents import Planned
from integration.ledger.ledger import Ledger
from integration.recording import Evidence, Recording

log = logging.getLogger("guichet.deletion")


@dataclass(frozen=True, slots=True)
class Deleting:
    """What deleting for one delivery needs. `pepper` is the secret of the hashes of names."""

    delivery: Delivery
    desk: Helpdesk
    ledger: Ledger
    policy: Policy
    pepper: bytes

    def look(self, ticket: Ticket, now: datetime) -> Papers:
        """What this reading says of the documents, once that is kept; nothing where the policy deletes nothing."""
        if self.policy.retention is None:
            return Papers()
        before = self.ledger.documents.papers(self.delivery.helpdesk, ticket.id, now)
        review = review_of(ticket, self.policy, before.review, self.delivery.actor)
        if review != before.review:
            self.ledger.documents.over(self.delivery.helpdesk, ticket.id, review)
        if review is None and not before.documents:
            return before
        shown = replace(ticket, comments=(*ticket.comments, *self.desk.elsewhere(ticket)))
        papers = replace(before, review=review, copies=self._copies(shown))
        asks = deletion.asks_history(shown, self.policy, papers, now)
        removed = self._removed(ticket.id) if asks else None
        found = deletion.look(shown, self.policy, papers, removed, now, singly=self.desk.removes_singly)
        documents = self._named(self._as_started(found), shown)
        self._recording(ticket.id).keep(before.documents, documents, now, _read(shown, removed))
        if ticket.merged_into:
            self.ledger.documents.copied(self.delivery.helpdesk, ticket.id, ticket.merged_into, now)
        return replace(papers, documents=documents)

    def remove(self, ticket: Ticket, papers: Papers, now: datetime) -> Papers:
        """Ask for what can go now. Raises TicketMoved when anything was asked for: the ticket must be read again.

        Raises LimitReached before the first call when it would be too much, TryLater when an answer was lost. The state
        is on disk before each call, so that whoever comes after a crash knows that it may have been done.
        """
        after = self._files(ticket, papers, now)
        return self._whole(ticket, after, now) if whole_ticket.goes(ticket, self.policy, after) else after

    def _files(self, ticket: Ticket, papers: Papers, now: datetime) -> Papers:
        ready = deletion.ready(papers.documents, now)
        room = deletion.CALLS - deletion.calls_lately(papers.documents, now)
        if not ready or room <= 0:
            return papers
        left = self._allowed(now)
        shown = replace(ticket, comments=(*ticket.comments, *self.desk.elsewhere(ticket)))
        known = {document.id: document for document in papers.documents}
        accepted = False
        for group in deletion.within(ready, left, singly=self.desk.removes_singly)[:room]:
            after, done = self._ask(shown, group, now)
            known |= {document.id: document for document in after}
            accepted = accepted or done
        if accepted:
            raise TicketMoved(f"Files of ticket {ticket.id} were asked to be removed: it must be read again.")
        return replace(papers, documents=tuple(known.values()))

    def _whole(self, ticket: Ticket, papers: Papers, now: datetime) -> Papers:
        """Ask for the whole ticket to be deleted, once a trace of it is in the ledger. Raises as `remove` does."""
        self._allowed(now, whole=True)
        recording, left = self._recording(ticket.id), whole_ticket.remaining(papers.documents)
        asked = tuple(whole_ticket.asked(one, now) for one in left)
        recording.keep(left, asked, now, trace=whole_ticket.trace(ticket, self.policy))
        try:
            self.desk.delete(ticket)
        except CannotRemove as refusal:
            log.warning("not deleted helpdesk=%s ticket=%s: %s", self.delivery.helpdesk, ticket.id, refusal)
            refused = tuple(deletion.refused(one, refusal.why, now) for one in asked)
            recording.keep(asked, refused, now)
            return replace(papers, documents=(*(one for one in papers.documents if one not in left), *refused))
        except (TicketMoved, TryLater) as error:
            if isinstance(error, TicketMoved) or not error.counts:  # it was certainly not done
                recording.keep(asked, left, now)
            raise
        raise TicketMoved(f"Ticket {ticket.id} was asked to be deleted: it must be read again.")

    def gone(self, ticket_id: str, now: datetime) -> datetime | None:
        """The ticket is not there any more; whether its documents are is proven where that can be read.

        Returns when to look again, None for never.
        """
        papers = self.ledger.documents.papers(self.delivery.helpdesk, ticket_id, now)
        known = papers.documents
        comments = frozenset(one.comment_id for one in known)
        read = self.desk.absent(ticket_id, comments) if known else ()
        if read:
            after = whole_ticket.absent(known, self.policy, now)
        else:
            left = tuple(one for one in known if one.state is not State.VERIFIED and one.why != Reason.TICKET_GONE)
            after = tuple(deletion.refused(one, Reason.TICKET_GONE, now) for one in left)
        self._recording(ticket_id).keep(known, after, now, read)
        return deletion.next_look(after, self.policy, papers, now) if read else None

    def _recording(self, ticket_id: str) -> Recording:
        return Recording(self.ledger, self.delivery.helpdesk, ticket_id)

    def _ask(self, ticket: Ticket, group: tuple[Document, ...], now: datetime) -> tuple[tuple[Document, ...], bool]:
        asked = tuple(deletion.asked(document, now) for document in group)
        self._recording(ticket.id).keep(group, asked, now)
        try:
            answer = self.desk.redact(ticket, tuple(RedactAttachment(one.comment_id, one.id) for one in asked))
        except CannotRemove as refusal:
            log.warning("not removed helpdesk=%s ticket=%s why=%s", self.delivery.helpdesk, ticket.id, refusal.why)
            left = tuple(deletion.refused(one, _why(one, refusal), now) for one in asked)
            self._recording(ticket.id).keep(asked, left, now)
            return left, False
        except TryLater as later:
            if not later.counts:  # it was certainly not done
                self._recording(ticket.id).keep(asked, group, now)
            raise
        answered = tuple(deletion.answered(one) for one in asked)
        self._recording(ticket.id).keep(asked, answered, now)
        if answer:
            self._recording(ticket.id).tell(answered, now, answer)
        return answered, True

    def _allowed(self, now: datetime, *, whole: bool = False) -> int:
        """How many documents may be asked for now, or a whole ticket. Raises LimitReached for none at all."""
        helpdesk, tally = self.delivery.helpdesk, self.ledger.tally.of(self.delivery.helpdesk)
        changed_at = tally.changed_policy_at(self.policy.version)
        cases = (
            0
            if limits.lifted(tally, changed_at, now)
            else self.ledger.documents.cases_in_a_run(helpdesk, now - RUN, now, Reason.NO_ADDON if whole else "")
        )
        requested = self.ledger.documents.requested(helpdesk, now - RUN)
        found = deleting(cases, tally.cases(), requested, self.policy.limits)
        if found:
            raise LimitReached(found.limit, found.reason)
        return self.policy.limits.deletions_per_run - requested

    def _removed(self, ticket_id: str) -> Removed:
        """What the history says; where we may not read it, it says nothing, and nothing is taken for proven."""
        try:
            return self.desk.removed(ticket_id)
        except Refused as refusal:
            log.warning("history unread helpdesk=%s ticket=%s: %s", self.delivery.helpdesk, ticket_id, refusal)
            return Removed()

    def _copies(self, ticket: Ticket) -> frozenset[str]:
        """The files that a merge copied here, by the hash of their name and their size."""
        known = self.ledger.documents.copies(self.delivery.helpdesk, ticket.id)
        files = (file for comment in ticket.comments for file in comment.attachments) if known else ()
        return frozenset(file.id for file in files if (name_hash(self.pepper, file.name), file.size) in known)

    def _named(self, documents: tuple[Document, ...], ticket: Ticket) -> tuple[Document, ...]:
        names = {file.id: file.name for comment in ticket.comments for file in comment.attachments}
        return tuple(
            one if one.name_hash else replace(one, name_hash=name_hash(self.pepper, names[one.id])) for one in documents
        )

    def _as_started(self, documents: tuple[Document, ...]) -> tuple[Document, ...]:
        """Until a person lets deletions begin, documents are only marked, and say so."""
        why = "" if self.ledger.documents.started() else Reason.NOT_STARTED.value
        return tuple(replace(one, why=why) if one.state is State.TO_DELETE else one for one in documents)


def plan(ledger: Ledger, now: datetime) -> tuple[Planned, ...]:
    """The documents that would be deleted now, those that wait longest first; looking only."""
    return ledger.documents.planned(now)


def _read(ticket: Ticket, removed: Removed | None) -> Evidence:
    """What was read: so many comments, and where no history is kept also the raw mails."""
    mails = (("raw_mail", "absent"),) if removed and not removed.kept else ()
    return (("comments_read", str(len(ticket.comments))), *mails)


def _why(document: Document, refusal: CannotRemove) -> str:
    """Of a copy that a merge made, the refusal is Zendesk's rule, not a right that somebody could give."""
    return Reason.MERGED.value if document.sort is Sort.MERGED_COPY else refusal.why
