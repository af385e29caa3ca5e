"""A notice names the ticket, the promise and since when, and nothing else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from integration.core.flags import Flag
from integration.core.notice_lines import Line, line, subject

PARIS = ZoneInfo("Europe/Paris")
START = "Dossier 7 (zendesk)\u00a0: le délai «\u00a0examen\u00a0»"
AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "language", "said"),
    [
        (
            Flag.LATE,
            "fr",
            f"{START} est dépassé depuis le 22/11/2026 à 15:05.",
        ),
        (
            Flag.WARNED,
            "fr-CA",
            f"{START} arrive bientôt à terme (alerte du 22/11/2026 à 15:05).",
        ),
        (Flag.LATE, "en", "Ticket 7 (zendesk): the promise “examen” is overdue since 2026-11-22 15:05."),
        (Flag.WARNED, "de", "Ticket 7 (zendesk): the promise “examen” is soon due (warning of 2026-11-22 15:05)."),
    ],
)
def test_a_line(kind: Flag, language: str, said: str) -> None:
    assert line(Line("zendesk", "7", "examen", kind.value, AT), language, PARIS) == said


def test_a_subject() -> None:
    assert subject(2, "fr") == "Guichet\u00a0: 2 dossier(s) à regarder"
    assert subject(1, "en") == "Guichet: 1 case(s) to look at"
