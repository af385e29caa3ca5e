"""A message that a helpdesk set aside and an agent recovered was submitted when the member sent it."""

from collections.abc import Iterable
from dataclasses import replace

from integration.core.recovered import believable, fingerprint, fingerprints
from integration.core.ticket import Ticket
from integration.helpdesks.contract import Suspended
from integration.ledger.ledger import Ledger


def remember(found: Iterable[Suspended], helpdesk: str, ledger: Ledger, pepper: bytes) -> None:
    """Keep when these messages came in, under a hash of their words."""
    prints = {fingerprint(one.words, pepper): one.since for one in found}
    ledger.set_aside.keep(helpdesk, {hashed: since for hashed, since in prints.items() if hashed})


def dated(ticket: Ticket, helpdesk: str, ledger: Ledger, pepper: bytes) -> Ticket:
    """The ticket with the time its message came in, when it had been set aside before."""
    hashes = fingerprints(ticket, pepper)
    since = ledger.set_aside.since(helpdesk, hashes) if hashes else None
    return replace(ticket, submitted_at=since) if believable(since, ticket) else ticket
