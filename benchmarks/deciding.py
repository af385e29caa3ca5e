"""`decide`: microseconds a ticket, for cases of several kinds, beside the reading of the claim that it contains."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from config.load import load_policy
from integration.core.decide import Case, decide
from integration.core.reading import understand
from integration.core.stand import category_of
from integration.core.ticket import Comment, Field, Priority, Requester, Role, Status, Ticket

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ROUNDS, LOOPS = 7, 200


def main() -> None:
    """Print the median over rounds, kinds taken in turn."""
    policy = load_policy(Path("config/policy.yaml"))
    print(f"decide (policy with {len(policy.rules)} rules), median of {ROUNDS} rounds of {LOOPS}")
    for name, ticket in _tickets().items():
        category = category_of(ticket, policy)
        assert category
        whole = _micros(partial(decide, Case(ticket), policy, NOW))
        reading = _micros(partial(understand, ticket, category, policy, NOW))
        print(f"  {name:<36} {whole:8.0f} µs   of which reading the claim {reading:8.0f} µs ({reading / whole:.0%})")


def _micros(act: Callable[[], object]) -> float:
    def once() -> float:
        began = time.perf_counter()
        for _ in range(LOOPS):
            act()
        return (time.perf_counter() - began) / LOOPS * 1e6

    once()
    return statistics.median(once() for _ in range(ROUNDS))


def _tickets() -> dict[str, Ticket]:
    short = _ticket("Bonjour, j'ai été prélevée deux fois de 49,90 € le 3 novembre, compte 104512.")
    again = "Je vous ai déjà tout dit la semaine dernière. " * 5
    thread = replace(short, comments=tuple(_comment(number, again) for number in range(30)))
    fields = {"Compte": "104512", "Date de la transaction": "2026-11-03", "Montant": "49.90"}
    filled = replace(short, fields=tuple(Field(f.title, fields.get(f.title, f.value)) for f in short.fields))
    return {"complete, in the fields": filled, "complete, in one sentence": short, "incomplete, 30 messages": thread}


def _ticket(text: str) -> Ticket:
    titles = ("Compte", "Date de la transaction", "Montant", "Décision", "Note Guichet", "Échéance d'examen")
    return Ticket(
        id="1",
        subject="Erreur",
        status=Status.NEW,
        status_raw="new",
        priority=Priority.NONE,
        priority_raw="",
        requester=Requester("m", "fr"),
        created_at=NOW,
        updated_at=NOW,
        stamp="s",
        fields=(Field("Motif", "facturation"), *(Field(title, "") for title in titles)),
        comments=(_comment(0, text),),
    )


def _comment(number: int, text: str) -> Comment:
    return Comment(str(number), Role.REQUESTER, "m", public=True, body=text, created_at=NOW)


if __name__ == "__main__":
    main()
