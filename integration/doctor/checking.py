"""What checks have in common: whom they ask, and how an error on the way becomes a finding."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from integration.core.errors import GuichetError, Refused, TryLater
from integration.core.findings import Finding, Grade
from integration.engine.queue import Queue
from integration.ledger.ledger import Ledger
from integration.settings import Settings


class Trial(Protocol):
    """Trying one helpdesk's connection out. Every method but `signed` may raise TryLater, Refused or NotConfigured."""

    proven: frozenset[int]

    def signed(self, secret: str) -> tuple[Mapping[str, str], bytes]:
        """Headers and body of a call signed as the helpdesk would, which makes nobody look at anything."""
        ...

    def knock(self, webhook_id: str, receiver: str) -> int | None:
        """The status with which our door answers a call of the helpdesk's own; None where it cannot be asked to."""
        ...

    def addon(self) -> str | None:
        """The version of our add-on there, "" where it is needed and not installed, None where there is no telling."""
        ...

    def file(self, subject: str, text: str, field: str, word: str) -> str:
        """File a ticket of our own user's with that option in the field of that title; its id."""
        ...

    def remove(self, ticket_id: str) -> bool:
        """Remove the ticket, or close it and say False where our user may not remove."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """One installation to be looked at. `now` gives the time, aware."""

    settings: Settings
    ledger: Ledger
    queue: Queue
    now: Callable[[], datetime]


def tried(check: str, helpdesk: str, why: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of a look; an error on the way is one as well: what is refused to us may only not be told."""
    try:
        yield from tuple(look())
    except (Refused, TryLater) as error:
        grade = Grade.UNKNOWN if isinstance(error, Refused) else Grade.WARNING
        yield Finding(check, grade, str(error), why, "Try again, or ask with an admin's credentials.", helpdesk)
    except GuichetError as error:
        yield Finding(check, Grade.FAULT, str(error), why, "Mend this, then run `guichet doctor` again.", helpdesk)
    except SQLAlchemyError as error:
        told = f"The database cannot be used ({type(error).__name__})."
        yield Finding(check, Grade.FAULT, told, why, "See GUICHET_DATABASE_URL, and whether it runs.", helpdesk)
