"""What the pack is made from: the helpdesks, their policies, and what the ledger holds about documents."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from integration.core.chain import Head
from integration.core.policy import Policy
from integration.ledger.certificates import Registered
from integration.ledger.documents import Planned
from integration.ledger.holds import Hold
from integration.ledger.ledger import Ledger
from integration.settings import Settings
from integration.wiring import policy_in_force


@dataclass(frozen=True, slots=True)
class Desk:
    """A configured helpdesk: its name, its kind (zendesk, zammad), the host it lives on, and its policy."""

    name: str
    kind: str
    host: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the pack says, as it was at `at` (aware). `holds` are all there ever were."""

    at: datetime
    desks: tuple[Desk, ...]
    keep_days: int
    notices: tuple[str, ...]
    holds: tuple[Hold, ...]
    remaining: tuple[Planned, ...]
    certificates: tuple[Registered, ...]
    head: Head


def gather(settings: Settings, ledger: Ledger, at: datetime) -> Facts:
    """The facts as they are now. Raises PolicyError when a policy is broken."""
    desks = (
        Desk(
            name,
            connection.kind,
            urlsplit(connection.url).hostname or "",
            policy_in_force(settings, ledger, settings.own_policy(name)),
        )
        for name, connection in sorted(settings.connections.items())
    )
    ways = (("chat", settings.notice_url), ("e-mail", settings.smtp_url))
    return Facts(
        at=at,
        desks=tuple(desks),
        keep_days=settings.keep_days,
        notices=tuple(way for way, secret in ways if secret.get_secret_value()),
        holds=ledger.holds.listed(at, ended=True),
        remaining=ledger.documents.remaining(),
        certificates=ledger.certificates.listed(),
        head=ledger.deletions.head(),
    )
