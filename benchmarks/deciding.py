"""`decide`: microseconds a ticket with 4, 10, 100 and 1,000 rules, and how much of it is reading the claim."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from config.load import load_policy
from integration.core.changes import simulate
from integration.core.conditions import AmountWithin, Condition, How, Joined, OneOf, Owner, Tagged, Trait, Wrote
from integration.core.decide import Case, decide, weigh
from integration.core.policy import Action, Policy, Rule
from integration.core.reading import read
from integration.core.stand import category_of
from integration.core.ticket import Comment, Field, Priority, Requester, Role, Status, Ticket

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ROUNDS, LOOPS = 7, 60
RULES = (10, 100, 1_000)


def main() -> None:
    """Print medians over rounds, kinds taken in turn: CPU time, so that other programs count little."""
    shipped = load_policy(Path("config/policy.yaml"))
    print(f"decide, CPU time, median of {ROUNDS} rounds of {LOOPS}")
    for name, ticket in _tickets(shipped).items():
        print(f"  {name}")
        for policy in (shipped, *(_with_rules(shipped, count) for count in RULES)):
            _print(policy, ticket)


def _print(policy: Policy, ticket: Ticket) -> None:
    category = category_of(ticket, policy)
    assert category
    claims = read(ticket, policy, NOW)
    case = Case(ticket)
    whole, reading, ruling = _micros(
        lambda: decide(case, policy, NOW),
        lambda: read(ticket, policy, NOW),
        lambda: weigh(case, category, policy, NOW, claims),
    )
    print(
        f"    {len(policy.rules):>5} rules {whole:8.0f} µs = reading the claim {reading:6.0f} µs"
        f" + all else {whole - reading:6.0f} µs (of which category, rules and clocks {ruling:6.0f} µs)"
    )


def _micros(*acts: Callable[[], object]) -> list[float]:
    def once(act: Callable[[], object]) -> float:
        began = time.process_time()
        for _ in range(LOOPS):
            act()
        return (time.process_time() - began) / LOOPS * 1e6

    for act in acts:
        once(act)
    rounds = [[once(act) for act in acts] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def _with_rules(policy: Policy, count: int) -> Policy:
    """The policy with so many rules that none of these tickets meets, each of several conditions, before its own."""
    invented = tuple(
        Rule(f"rule-{number}", _condition(number), Action("G")) for number in range(count - len(policy.rules))
    )
    return replace(policy, rules=(*invented, *policy.rules))


def _condition(number: int) -> Condition:
    kinds: tuple[Condition, ...] = (
        Wrote((f"mot{number}", f"expression {number}", f"debut{number}*")),
        AmountWithin(at_least=Decimal(5_000 + number)),
        Tagged(Owner.TICKET, (f"tag_{number}",)),
        OneOf(Trait.GROUP, (f"groupe {number}",)),
    )
    first, second = kinds[number % 4], kinds[(number + 1) % 4]
    return Joined(How.ALL, (OneOf(Trait.CATEGORY, ("facturation",)), Joined(How.ANY, (first, second))))


def _tickets(policy: Policy) -> dict[str, Ticket]:
    short = _ticket("Bonjour, j'ai été prélevée deux fois de 49,90 € le 3 novembre, compte 104512.")
    thread = replace(
        short, comments=tuple(_comment(n, "Je vous ai déjà tout dit la semaine dernière. " * 5) for n in range(30))
    )
    fields = {"Compte": "104512", "Date de la transaction": "2026-11-03", "Montant": "49.90"}
    filled = replace(short, fields=tuple(Field(f.title, fields.get(f.title, f.value)) for f in short.fields))
    settled = simulate(filled, decide(Case(filled), policy, NOW).changes, NOW)
    return {
        "complete, in the fields": filled,
        "the same, looked at again": settled,
        "complete, in one sentence": short,
        "incomplete, 30 messages": thread,
    }


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
