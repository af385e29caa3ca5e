"""The ledger of deletions as a chain: each link carries the hash of the one before, none a person's data."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum

GENESIS = hashlib.sha256(b"guichet ledger of deletions 1").hexdigest()
"""What the first link carries in place of the hash of one before it."""

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]*")
_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}")


class Kind(StrEnum):
    """What happened to a document; CERTIFIED is about the ticket: a certificate of it was signed."""

    MARKED = "marked"
    REQUESTED = "requested"
    VERIFIED = "verified"
    REAPPEARED = "reappeared"
    NOT_DELETABLE = "not_deletable"
    HELD = "held"
    LIFTED = "lifted"
    CERTIFIED = "certified"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to one document of a ticket, or to the ticket as a whole ("" for comment and attachment).

    Every text is an id, a hash or a code of letters, digits and `_ . : / + -`: anything else is refused with
    ValueError, so that no sentence and no address gets into a ledger that is never shortened. `name_hash` comes from
    the function of that name, `content_type` from `bare_type`, `size` is in bytes (None: unknown). `why` is the code of
    the reason, `rule` the policy's rule that decided, `decided_by` the id of who decided the review. `evidence` is what
    was read again and what it showed, for example ("comment", "absent"). `at` is aware.
    """

    kind: Kind
    helpdesk: str
    ticket_id: str
    comment_id: str
    attachment_id: str
    name_hash: str
    size: int | None
    content_type: str
    why: str
    rule: str
    policy_version: str
    decided_by: str
    at: datetime
    evidence: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("An entry of the ledger of deletions needs a time with a zone.")
        words = [(name, getattr(self, name)) for name in _TEXTS]
        words += [("evidence", word) for pair in self.evidence for word in pair]
        # All at once first: a whole ledger is checked by this, and almost always there is nothing to find.
        if not _CODE.fullmatch("".join(word for _, word in words)):
            named = next(name for name, word in words if not _CODE.fullmatch(word))
            raise ValueError(f"The ledger of deletions takes ids, hashes and codes only, and `{named}` is none.")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry in its place: `position` counts from 1, `before` is the hash of the link before, `hash` its own."""

    position: int
    before: str
    hash: str
    entry: Entry


_NAMES = tuple(one.name for one in fields(Entry))
_TEXTS = tuple(one.name for one in fields(Entry) if one.name not in {"size", "at", "evidence"})

UNREADABLE = Entry(
    kind=Kind.MARKED,
    helpdesk="",
    ticket_id="",
    comment_id="",
    attachment_id="",
    name_hash="",
    size=None,
    content_type="",
    why="",
    rule="",
    policy_version="",
    decided_by="",
    at=datetime.fromtimestamp(0, UTC),
)
"""What a row that is no entry any more is taken for; no link carries its hash."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain at some time; whoever wrote it down can tell later whether the past was changed."""

    position: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit, and where: `what` is changed, missing, not_following, rewritten or cut_off."""

    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a chain found: its end, and every fault, in the order of the chain."""

    head: Head
    faults: tuple[Fault, ...] = field(default=())


def link(head: Head, entry: Entry) -> Link:
    """The link that puts the entry after the head."""
    position = head.position + 1
    return Link(position, head.hash, _hash(position, head.hash, entry), entry)


def check(links: Iterable[Link], known: Mapping[int, str] | None = None) -> Checked:
    """Go through the chain as it was stored, ordered by position, and name every place that does not fit.

    `known` are hashes that were written down elsewhere (certificates, heads that people noted), by position. Without
    them a chain that was cut at its end, or written anew from some place on, looks whole: nothing in it tells.
    """
    known, head = known or {}, Head()
    faults: list[Fault] = []
    for one in links:
        faults.extend(Fault(gone, "missing") for gone in range(head.position + 1, one.position))
        if what := _fault(one, head, known):
            faults.append(Fault(one.position, what))
        head = Head(one.position, one.hash)
    faults.extend(Fault(position, "cut_off") for position in sorted(known) if position > head.position)
    return Checked(head, tuple(faults))


def name_hash(pepper: bytes, name: str) -> str:
    """A file's name as 64 hex digits, which say nothing without the installation's pepper (HMAC-SHA256, RFC 2104)."""
    return hmac.new(pepper, name.encode(), hashlib.sha256).hexdigest()


def bare_type(content_type: str) -> str:
    """`image/jpeg` of `image/JPEG; name="..."`: what follows may name the file. "" when it is no type."""
    bare = content_type.partition(";")[0].strip().lower()
    return bare if _TYPE.fullmatch(bare) else ""


def intact(one: Link) -> bool:
    """Whether the link still is what its hash says."""
    return one.hash == _hash(one.position, one.before, one.entry)


def _fault(one: Link, head: Head, known: Mapping[int, str]) -> str:
    if not intact(one):
        return "changed"
    if one.position == head.position + 1 and one.before != head.hash:
        return "not_following"
    return "rewritten" if known.get(one.position, one.hash) != one.hash else ""


def written(at: datetime) -> str:
    """The time as it is hashed and stored: in UTC, to the microsecond, so that texts order as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _hash(position: int, before: str, entry: Entry) -> str:
    """SHA-256 over the canonical JSON (sorted keys, no spaces, ASCII) of the link without its hash."""
    content = {name: getattr(entry, name) for name in _NAMES} | {"at": written(entry.at)}
    return hashlib.sha256(_CANONICAL.encode({"position": position, "before": before, **content}).encode()).hexdigest()
