"""Every change of a document's state, told to the chain of deletions and then kept in the ledger."""

from dataclasses import dataclass
from datetime import datetime

from integration.core.chain import Entry, Kind
from integration.core.documents import Document, State
from integration.ledger.ledger import Ledger

_KINDS = {
    State.TO_DELETE: Kind.MARKED,
    State.DELETING: Kind.REQUESTED,
    State.VERIFIED: Kind.VERIFIED,
    State.REAPPEARED: Kind.REAPPEARED,
    State.NOT_DELETABLE: Kind.NOT_DELETABLE,
    State.ON_HOLD: Kind.HELD,
}
Evidence = tuple[tuple[str, str], ...]

_SEEN = {Kind.VERIFIED: "absent", Kind.REAPPEARED: "present"}


@dataclass(frozen=True, slots=True)
class Recording:
    """Records for one ticket."""

    ledger: Ledger
    helpdesk: str
    ticket_id: str

    def keep(
        self,
        before: tuple[Document, ...],
        after: tuple[Document, ...],
        now: datetime,
        read: Evidence = (),
        trace: Evidence = (),
    ) -> None:
        """Keep what changed; `read` is what was read to see it, () when nothing was; `trace` is told whatever changed.

        The chain comes first: after a crash in between it says the same thing twice, and never too little.
        """
        known = {document.id: document for document in before}
        news = tuple(document for document in after if known.get(document.id) != document)
        told = ((_kind(known.get(document.id), document), document) for document in news)
        entries = [self._entry(kind, document, now, read, trace) for kind, document in told if kind]
        if entries:
            self.ledger.deletions.extend(entries)
        if news:
            self.ledger.documents.keep(self.helpdesk, self.ticket_id, news)

    def tell(self, documents: tuple[Document, ...], now: datetime, answer: Evidence) -> None:
        """Tell the chain what the helpdesk answered to the removal of these documents."""
        self.ledger.deletions.extend([self._entry(Kind.REQUESTED, one, now, (), answer) for one in documents])

    def _entry(self, kind: Kind, document: Document, now: datetime, read: Evidence, trace: Evidence) -> Entry:
        return Entry(
            kind=kind,
            helpdesk=self.helpdesk,
            ticket_id=self.ticket_id,
            comment_id=document.comment_id,
            attachment_id=document.id,
            name_hash=document.name_hash,
            size=document.size,
            content_type=document.content_type,
            why=document.why,
            rule=f"retention:{document.rule}",
            policy_version=document.policy_version,
            decided_by=document.decided_by,
            at=now,
            evidence=(*_evidence(kind, document, read), *trace),
        )


def _kind(was: Document | None, now: Document) -> Kind | None:
    """What the chain is told of this change, None for nothing that it needs to hear."""
    if was is not None and was.state is State.ON_HOLD and now.state is State.TO_DELETE:
        return Kind.LIFTED
    if was is None or was.state is not now.state or now.checks > was.checks or now.tries > was.tries:
        return _KINDS[now.state]
    return None


def _evidence(kind: Kind, document: Document, read: Evidence) -> Evidence:
    """What kind of copy it is; of a proof also what was read again, and what it showed.

    `history` is the id of the helpdesk's own record of the removal; `check` counts the later readings, 0 the first.
    """
    sort = (("sort", document.sort.value),)
    if kind not in _SEEN or not read:
        return sort
    record = ("history", document.event or "none")
    return (*sort, ("conversation", _SEEN[kind]), *read, record, ("check", str(document.checks)))
