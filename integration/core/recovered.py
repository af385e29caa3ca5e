"""Whether a ticket is a message that had been set aside: the same words, told by a hash that says nothing of them."""

import hashlib
import hmac
from datetime import datetime

from integration.core.folding import fold
from integration.core.ticket import Ticket

SHORTEST = 20
"""Letters and digits: what is shorter could be anybody's "Bonjour, merci de me rembourser"."""

UNDELETED = 14
"""Days after which a helpdesk itself deletes what it set aside, so that no older one can be recovered."""


def fingerprint(words: str, pepper: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) of the letters and digits of a message, "" when there are too few of them.

    Spaces, signs, accents and capitals do not count: they differ between a mail and the ticket made of it.
    """
    written = "".join(char for char in fold(words) if char.isalnum())
    return hmac.new(pepper, written.encode(), hashlib.sha256).hexdigest() if len(written) >= SHORTEST else ""


def fingerprints(ticket: Ticket, pepper: bytes) -> frozenset[str]:
    """Those a ticket's first message may have had: with its subject, or without where the helpdesk made one up."""
    if not ticket.comments:
        return frozenset()
    body = ticket.comments[0].body
    return frozenset({fingerprint(f"{ticket.subject}\n{body}", pepper), fingerprint(body, pepper)}) - {""}


def believable(since: datetime | None, ticket: Ticket) -> bool:
    """Whether the ticket can have been made of a message that came in then."""
    return since is not None and since <= ticket.created_at and (ticket.created_at - since).days <= UNDELETED
