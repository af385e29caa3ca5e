"""What may be certified about a ticket's documents: what the chain of deletions proves, and not a word more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from integration.core.chain import Head, Kind, Link
from integration.core.documents import Document, Sort, State
from integration.core.errors import NotProven


class Copy(StrEnum):
    """The places where a copy of a member's file can lie; the first four are a Document's own sorts."""

    ATTACHMENT = "attachment"
    INLINE_IMAGE = "inline_image"
    CHAT_FILE = "chat_file"
    MERGED_COPY = "merged_copy"
    RAW_MAIL = "raw_mail"
    SEARCH_INDEX = "search_index"
    PREVIEWS = "previews"
    SIDE_CONVERSATION = "side_conversation"
    BACKUPS = "backups"
    SENT_MAIL = "sent_mail"


class Status(StrEnum):
    """What became of a kind of copy: removed and read to be absent, never there, or where nobody here can look.

    ANSWERED is what the helpdesk's add-on says it did, which nothing outside can read again.
    """

    REMOVED = "removed"
    ABSENT = "absent"
    ANSWERED = "answered"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Looked:
    """One kind of copy that was looked for; `number` of them were removed, `why` is a code for what is outside."""

    copy: Copy
    status: Status
    number: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """One document that is gone. `links` are the positions in the chain that say so; times are aware.

    `readings` is how often the ticket was read without it since it was first found gone. `history` is the id of the
    helpdesk's own record of the removal, "" where it keeps none.
    """

    comment_id: str
    attachment_id: str
    copy: Copy
    name_hash: str
    size: int | None
    content_type: str
    requested_at: datetime | None
    verified_at: datetime
    checked_at: datetime
    readings: int
    history: str
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What the certificate is about: a ticket of a helpdesk, by the configured name and by kind (zendesk, zammad)."""

    helpdesk: str
    vendor: str
    ticket_id: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is certified on `issued_at`, and by which links of the chain. `head` is the chain's end at that time."""

    number: str
    case: Case
    issued_at: datetime
    software: str
    rules: tuple[str, ...]
    decided_by: tuple[str, ...]
    policy_versions: tuple[str, ...]
    documents: tuple[Proven, ...]
    looked: tuple[Looked, ...]
    head: Head
    links: tuple[Link, ...]

    @property
    def whole_ticket(self) -> bool:
        """Whether the documents went with their ticket, which then was read to be gone."""
        last = {link.entry.attachment_id: link.entry for link in self.links}
        return any(("ticket", "absent") in entry.evidence for entry in last.values())


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a ticket: its links, its documents as the ledger has them now, and the chain's end.

    `checks` is how many later readings the policy asks for after the first that showed a document gone. `copied_to` are
    the tickets into which a merge copied these documents.
    """

    links: tuple[Link, ...]
    documents: tuple[Document, ...]
    head: Head
    checks: int
    copied_to: tuple[str, ...] = ()


def certify(case: Case, proof: Proof, issued_at: datetime, software: str) -> Certificate:
    """The certificate. Raises NotProven, with every reason, unless each document is verified as often as promised."""
    links = tuple(link for link in proof.links if link.entry.kind is not Kind.CERTIFIED)
    histories = _histories(links)
    reasons = tuple(_reasons(histories, proof))
    if reasons:
        raise NotProven(f"ticket {case.ticket_id} ({case.helpdesk})", reasons)
    return Certificate(
        number=f"GC-{issued_at.year}-{proof.head.position:06d}",
        case=case,
        issued_at=issued_at,
        software=software,
        rules=_words(link.entry.rule for link in links),
        decided_by=_words(link.entry.decided_by for link in links),
        policy_versions=_words(link.entry.policy_version for link in links),
        documents=tuple(map(_proven, histories.values())),
        looked=tuple(_looked(case, histories, proof.copied_to)),
        head=proof.head,
        links=links,
    )


History = tuple[Link, ...]
Histories = Mapping[str, History]


def _histories(links: tuple[Link, ...]) -> Histories:
    """The links of each document, in order; a file has one id in a ticket, whichever comment it is shown at."""
    ids = dict.fromkeys(link.entry.attachment_id for link in links)
    return {id_: tuple(link for link in links if link.entry.attachment_id == id_) for id_ in ids}


def _reasons(histories: Histories, proof: Proof) -> Iterator[str]:
    if not histories:
        yield "the ledger of deletions knows no document of this ticket."
    for id_, history in histories.items():
        if doubt := _doubt(history, proof.checks):
            yield f"document {id_} (link {history[-1].position}): {doubt}."
    for document in proof.documents:
        if document.id not in histories:
            yield f"document {document.id}: the ledger of deletions has no link about it."
        elif document.state is not State.VERIFIED:
            yield f"document {document.id}: its state is {document.state.value}."


def _doubt(history: History, checks: int) -> str:
    last = history[-1].entry
    if last.kind is not Kind.VERIFIED:
        return f"the last thing known of it is {last.kind.value}{f' ({last.why})' if last.why else ''}"
    evidence = dict(last.evidence)
    if evidence.get("conversation") != "absent":
        return "nothing says that the conversation was read without it"
    done = evidence.get("check", "0")
    if not done.isdigit() or int(done) < checks:
        return f"{done} of {checks} later readings are done"
    return ""


def _proven(history: History) -> Proven:
    seen, last = _run(history), history[-1].entry
    requested = [link.entry.at for link in history if link.entry.kind is Kind.REQUESTED]
    records = [dict(link.entry.evidence).get("history", "none") for link in seen]
    return Proven(
        comment_id=last.comment_id,
        attachment_id=last.attachment_id,
        copy=_copy(history),
        name_hash=last.name_hash,
        size=last.size,
        content_type=last.content_type,
        requested_at=requested[-1] if requested else None,
        verified_at=seen[0].entry.at,
        checked_at=last.at,
        readings=len(seen),
        history=next((record for record in records if record != "none"), ""),
        links=tuple(link.position for link in history),
    )


def _run(history: History) -> History:
    """The links since the document was found gone for the last time."""
    before = [index for index, link in enumerate(history) if link.entry.kind is not Kind.VERIFIED]
    return history[before[-1] + 1 :] if before else history


def _copy(history: History) -> Copy:
    sort = dict(history[-1].entry.evidence).get("sort", "")
    return Copy(sort) if sort in set(Sort) else Copy.ATTACHMENT


def _looked(case: Case, histories: Histories, copied_to: tuple[str, ...]) -> Iterator[Looked]:
    copies = [_copy(history) for history in histories.values()]
    for copy in (Copy.ATTACHMENT, Copy.INLINE_IMAGE, Copy.CHAT_FILE, Copy.MERGED_COPY):
        elsewhere = copied_to if copy is Copy.MERGED_COPY else ()
        if number := copies.count(copy):
            yield Looked(copy, Status.REMOVED, number)
        elif not elsewhere and copy is not Copy.CHAT_FILE:
            yield Looked(copy, Status.ABSENT)
        yield from (Looked(copy, Status.OUTSIDE, why=f"ticket:{ticket}") for ticket in elsewhere)
    zendesk = case.vendor == "zendesk"
    yield _beside(Copy.RAW_MAIL, histories, "vendor_job" if zendesk else "not_read")
    yield _beside(Copy.SEARCH_INDEX, histories, "vendor" if zendesk else "not_read")
    yield (
        Looked(Copy.SIDE_CONVERSATION, Status.OUTSIDE, why="no_api")
        if zendesk
        else _beside(Copy.PREVIEWS, histories, "cache")
    )
    yield Looked(Copy.BACKUPS, Status.OUTSIDE, why="vendor" if zendesk else "operator")
    yield Looked(Copy.SENT_MAIL, Status.OUTSIDE, why="recipients")


def _beside(copy: Copy, histories: Histories, why: str) -> Looked:
    """A copy beside the file itself: only what was read of it for every document counts, or else what was answered."""
    read = [dict(history[-1].entry.evidence).get(copy.value, "") for history in histories.values()]
    if all(result in {"removed", "absent"} for result in read):
        removed = read.count("removed")
        return Looked(copy, Status.REMOVED, removed) if removed else Looked(copy, Status.ABSENT)
    answered = [_answered(copy, history) for history in histories.values()]
    if all(answered):
        return Looked(copy, Status.ANSWERED, why=max(answered))  # "renewed" beside "none": one of each is told
    return Looked(copy, Status.OUTSIDE, why=why)


def _answered(copy: Copy, history: History) -> str:
    """What the add-on last answered of this copy, since the document was last there; "" for nothing."""
    here = [index for index, link in enumerate(history) if link.entry.kind is Kind.REAPPEARED]
    since = history[here[-1] :] if here else history
    told = (dict(link.entry.evidence).get(f"answered_{copy.value}", "") for link in reversed(since))
    return next((word for word in told if word), "")


def _words(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
