"""The register of certificates over one open database; each stands in the chain of deletions as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from integration.core.chain import Entry, Kind
from integration.ledger.deletion_tables import CertificateRow, Deletion
from integration.ledger.deletions import append_within, read_link
from integration.ledger.document_tables import DocumentRow


@dataclass(frozen=True, slots=True)
class Registered:
    """A certificate that was signed: about which ticket, when, the hash of its content, the chain's end it was made at.

    `key` is the public key it was signed with. `at` is aware.
    """

    number: str
    helpdesk: str
    ticket_id: str
    at: datetime
    content_hash: str
    position: int
    head: str
    key: str


class Certificates:
    """The register. Every method is one transaction; times come back in UTC."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def register(self, one: Registered) -> None:
        """Enter a certificate, and tell the chain of it in the same transaction, so that neither can be lost alone."""
        with Session(self._engine) as session, session.begin():
            append_within(session, _entry(one))
            session.add(CertificateRow(**{name: getattr(one, name) for name in _NAMES}))

    def listed(self) -> tuple[Registered, ...]:
        """Every certificate, the oldest first."""
        wanted = sa.select(CertificateRow).order_by(CertificateRow.position, CertificateRow.number)
        with Session(self._engine) as session:
            return tuple(_registered(row) for row in session.scalars(wanted))

    def faults(self) -> tuple[str, ...]:
        """What the register and the chain do not say alike, a sentence each."""
        with Session(self._engine) as session:
            rows = {row.number: row.content_hash for row in session.scalars(sa.select(CertificateRow))}
            wanted = sa.select(Deletion).where(Deletion.kind == Kind.CERTIFIED.value).order_by(Deletion.position)
            chained = {}
            for link in map(read_link, session.scalars(wanted)):
                told = dict(link.entry.evidence)
                chained[told.get("certificate", "")] = told.get("content", "")
        return tuple(_differences(rows, chained))

    def copied_to(self, helpdesk: str, ticket_id: str) -> tuple[str, ...]:
        """The tickets into which a merge copied documents of this one."""
        mine = (DocumentRow.helpdesk == helpdesk, DocumentRow.ticket_id == ticket_id, DocumentRow.copied_to != "")
        wanted = sa.select(DocumentRow.copied_to).where(*mine).distinct().order_by(DocumentRow.copied_to)
        with Session(self._engine) as session:
            return tuple(session.scalars(wanted))


_NAMES = ("number", "helpdesk", "ticket_id", "at", "content_hash", "position", "head", "key")


def _registered(row: CertificateRow) -> Registered:
    return Registered(**{name: getattr(row, name) for name in _NAMES})


def _entry(one: Registered) -> Entry:
    return Entry(
        kind=Kind.CERTIFIED,
        helpdesk=one.helpdesk,
        ticket_id=one.ticket_id,
        comment_id="",
        attachment_id="",
        name_hash="",
        size=None,
        content_type="",
        why="",
        rule="",
        policy_version="",
        decided_by="",
        at=one.at,
        evidence=(("certificate", one.number), ("content", one.content_hash), ("key", one.key)),
    )


def _differences(rows: dict[str, str], chained: dict[str, str]) -> Iterator[str]:
    for number in sorted(rows.keys() | chained.keys()):
        if number not in rows:
            yield f"certificate {number} is in the chain and not in the register: it was removed there."
        elif number not in chained:
            yield f"certificate {number} is in the register and not in the chain: it was slipped in."
        elif rows[number] != chained[number]:
            yield f"certificate {number}: the register has another content than the chain."
