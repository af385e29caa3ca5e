"""What a notice says to the team lead, in the policy's language: which ticket, which promise, since when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

WARN = "warn"
"""The kind of a notice that a promise is soon due; every other kind says that it is."""


@dataclass(frozen=True, slots=True)
class _Tongue:
    subject: str
    soon: str
    late: str
    day: str


_FRENCH = _Tongue(
    subject="Guichet\u00a0: {count} dossier(s) à regarder",
    soon=(
        "Dossier {ticket} ({helpdesk})\u00a0: le délai «\u00a0{clock}\u00a0» arrive bientôt à terme (alerte du {day})."
    ),
    late="Dossier {ticket} ({helpdesk})\u00a0: le délai «\u00a0{clock}\u00a0» est dépassé depuis le {day}.",
    day="%d/%m/%Y à %H:%M",
)
_ENGLISH = _Tongue(
    subject="Guichet: {count} case(s) to look at",
    soon="Ticket {ticket} ({helpdesk}): the promise “{clock}” is soon due (warning of {day}).",
    late="Ticket {ticket} ({helpdesk}): the promise “{clock}” is overdue since {day}.",
    day="%Y-%m-%d %H:%M",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be told: ids, codes and an instant (aware)."""

    helpdesk: str
    ticket_id: str
    clock: str
    kind: str
    at: datetime


def subject(count: int, language: str) -> str:
    """The subject of a message about so many cases."""
    return _tongue(language).subject.format(count=count)


def line(told: Line, language: str, timezone: ZoneInfo) -> str:
    """One sentence; French for a policy in French, English for every other."""
    tongue = _tongue(language)
    sentence = tongue.soon if told.kind == WARN else tongue.late
    day = told.at.astimezone(timezone).strftime(tongue.day)
    return sentence.format(ticket=told.ticket_id, helpdesk=told.helpdesk, clock=told.clock, day=day)


def _tongue(language: str) -> _Tongue:
    return _FRENCH if language.partition("-")[0] == "fr" else _ENGLISH
