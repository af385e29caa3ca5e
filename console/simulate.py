"""`guichet simulate`: what another policy would have made of past tickets, and whether it goes beyond a limit."""

import dataclasses
import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from config.load import load_policy
from console.naming import helpdesk_option
from console.past import Since, from_helpdesk
from integration.core.comparison import Comparison, beyond
from integration.core.limits import Reached
from integration.core.outlook import Difference
from integration.core.policy import Policy
from integration.core.ticket import Ticket
from integration.settings import Settings
from integration.trial.run import Trial, over_file
from integration.wiring import build_ledger, clock, policy_in_force

WORDS = {
    Difference.TAKEN_IN: "newly in a category",
    Difference.LEFT_OUT: "no longer in a category",
    Difference.ROUTED: "routed otherwise",
    Difference.ASKED: "newly asked about",
    Difference.NOT_ASKED: "no longer asked about",
    Difference.OVERDUE: "newly overdue",
    Difference.NOT_OVERDUE: "no longer overdue",
    Difference.DELETED: "with documents newly to be deleted",
    Difference.NOT_DELETED: "with documents no longer to be deleted",
}
ROUTES_SHOWN = 20
EXCEEDED = 2

_file = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.option("--policy", "candidate", type=_file, help="The policy to try. By default the one on disk.")
@click.option("--against", type=_file, help="The policy to compare with. By default the one in force.")
@helpdesk_option
@click.option("--since", type=Since(), default="90d", show_default=True, help="Tickets filed since, read now.")
@click.option("--tickets", type=_file, help="Tickets from a file that `guichet export` made, instead.")
@click.option("--examples", default=5, show_default=True, help="How many ticket ids to show for each difference.")
@click.option("--processes", default=os.cpu_count() or 1, show_default="one for each core", help="For --tickets.")
@click.option("--json", "as_json", is_flag=True, help="The sums as data.")
def simulate(  # noqa: PLR0913 - one argument for each option
    candidate: Path | None,
    against: Path | None,
    helpdesk: str | None,
    since: datetime,
    tickets: Path | None,
    *,
    examples: int,
    processes: int,
    as_json: bool,
) -> None:
    """Decide past tickets under two policies and show what differs. Nothing is written.

    Exits 2 when carrying the candidate out would go beyond one of its limits.
    """
    settings = Settings()
    whose = settings.own_policy(settings.named(helpdesk)) if helpdesk or not tickets else ""
    current = load_policy(against) if against else _in_force(settings, whose)
    trial = Trial(current, load_policy(candidate or settings.policy_file(whose)), clock(), examples)
    compared = _of_file(tickets, trial, processes) if tickets else _of_helpdesk(settings, helpdesk, since, trial)
    reached = beyond(compared, trial.candidate.limits)
    told = _as_json(trial, compared, reached) if as_json else "\n".join(_text(trial, compared, reached))
    click.echo(told)
    if reached:
        raise click.exceptions.Exit(EXCEEDED)


def _in_force(settings: Settings, whose: str) -> Policy:
    ledger = build_ledger(settings)
    try:
        return policy_in_force(settings, ledger, whose)
    finally:
        ledger.close_down()


def _of_file(file: Path, trial: Trial, processes: int) -> Comparison:
    bar = click.progressbar(length=file.stat().st_size, label=file.name, file=sys.stderr)
    with bar as shown, file.open("rb") as lines:
        return over_file(lines, trial, processes, shown.update)


def _of_helpdesk(settings: Settings, helpdesk: str | None, since: datetime, trial: Trial) -> Comparison:
    left_out = 0

    def readable() -> Iterator[Ticket]:
        nonlocal left_out
        for ticket in gathered:
            if ticket is None:
                left_out += 1
            else:
                yield ticket

    with from_helpdesk(settings, helpdesk, since) as gathered:
        compared = trial.over(readable())
    return dataclasses.replace(compared, unreadable=left_out)


def _text(trial: Trial, compared: Comparison, reached: tuple[Reached, ...]) -> Iterator[str]:
    yield f"Policy {trial.candidate.version} compared with {trial.current.version}, over {compared.tickets} tickets"
    yield f"({compared.cases} in a category, {compared.unreadable} unreadable). Nothing was written."
    yield ""
    for difference, words in WORDS.items():
        count = compared.counts.get(difference, 0)
        ids = ", ".join(compared.examples.get(difference, ()))
        yield f"  {count:>7}  {words}" + (f"   such as {ids}" if ids else "")
    yield from _routes(compared)
    yield ""
    yield from (f"LIMIT: {one.reason}" for one in reached)
    if not reached:
        yield "Within every limit of the candidate."


def _routes(compared: Comparison) -> Iterator[str]:
    ordered = sorted(compared.routes.items(), key=lambda route: (-route[1], route[0]))
    if ordered:
        yield ""
        yield "By rule, before and after:"
    for (before, after), count in ordered[:ROUTES_SHOWN]:
        yield f"  {count:>7}  {before} -> {after}"
    if len(ordered) > ROUTES_SHOWN:
        yield f"           and {len(ordered) - ROUTES_SHOWN} pairs more"


def _as_json(trial: Trial, compared: Comparison, reached: tuple[Reached, ...]) -> str:
    plain = dataclasses.asdict(compared)
    plain["routes"] = [{"before": a, "after": b, "tickets": count} for (a, b), count in compared.routes.items()]
    policies = {"candidate": trial.candidate.version, "current": trial.current.version}
    return json.dumps({**policies, **plain, "beyond": [dataclasses.asdict(one) for one in reached]}, indent=2)
