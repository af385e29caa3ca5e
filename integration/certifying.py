"""Giving a certificate: what the ledger proves of a ticket is gathered, and the certificate entered in the register."""

from datetime import datetime

from integration.certificates.written import content_hash
from integration.core.certificate import Case, Certificate, Proof, certify
from integration.core.errors import NotProven
from integration.ledger.certificates import Registered
from integration.ledger.ledger import Ledger


def give(ledger: Ledger, case: Case, checks: int, key: str, software: str, now: datetime) -> Certificate:
    """The certificate of a ticket, entered in the register under the public `key` that is going to sign it.

    `checks` is how many later readings the policy asks for. The whole chain is checked first: a certificate out of a
    ledger that somebody touched would be worth nothing. Raises NotProven.
    """
    checked = ledger.deletions.verify()
    if checked.faults:
        places = ", ".join(str(fault.position) for fault in checked.faults[:5])
        raise NotProven(
            f"ticket {case.ticket_id} ({case.helpdesk})",
            (f"the ledger of deletions was tampered with at {places}; run `guichet audit verify`.",),
        )
    certificate = certify(case, _proof(ledger, case, checks, now), now, software)
    ledger.certificates.register(
        Registered(
            number=certificate.number,
            helpdesk=case.helpdesk,
            ticket_id=case.ticket_id,
            at=now,
            content_hash=content_hash(certificate),
            position=certificate.head.position,
            head=certificate.head.hash,
            key=key,
        )
    )
    return certificate


def _proof(ledger: Ledger, case: Case, checks: int, now: datetime) -> Proof:
    """The head is read first: what is appended meanwhile is either in the links or comes after this certificate."""
    head = ledger.deletions.head()
    return Proof(
        links=ledger.deletions.of(case.helpdesk, case.ticket_id),
        documents=ledger.documents.papers(case.helpdesk, case.ticket_id, now).documents,
        head=head,
        checks=checks,
        copied_to=ledger.certificates.copied_to(case.helpdesk, case.ticket_id),
    )
