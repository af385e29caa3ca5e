"""`guichet doctor`: whether everything is as it should be, what is not, why that matters and what to do."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

import click

from console.naming import helpdesk_option
from integration.core.errors import NotConfigured
from integration.core.findings import Finding, Grade, worst
from integration.doctor.checking import House
from integration.settings import NO_HELPDESK, Settings

EXIT = {Grade.GOOD: 0, Grade.UNKNOWN: 0, Grade.WARNING: 2, Grade.FAULT: 1}
"""0: all well as far as can be told; 2: see to something soon; 1: something does not work now."""

_MARK = {Grade.GOOD: "  ", Grade.UNKNOWN: "? ", Grade.WARNING: "! ", Grade.FAULT: "X "}


@click.command()
@helpdesk_option
@click.option("--e2e", is_flag=True, help="Also file a test ticket and follow it to its end; it is removed again.")
@click.option("--json", "as_json", is_flag=True, help="Every finding as JSON on standard output.")
def doctor(helpdesk: str | None, *, e2e: bool, as_json: bool) -> None:
    """Hold the configuration against reality. Exits 1 when something is broken, 2 when something needs care."""
    from integration.wiring import build_ledger, build_queue, clock  # noqa: PLC0415 - loads the engine, which other commands need not wait for

    settings = Settings()
    if not settings.connections:
        raise NotConfigured(NO_HELPDESK)
    names = (settings.named(helpdesk),) if helpdesk else tuple(settings.connections)
    house = House(settings, build_ledger(settings), build_queue(settings), clock)
    found = []
    for one in _findings(house, names, e2e=e2e):
        found.append(one)
        if not as_json:
            click.echo("\n".join(_lines(one)))
    _conclude(found, as_json=as_json)


def _findings(house: House, names: Sequence[str], *, e2e: bool) -> Iterator[Finding]:
    from integration.doctor.examine import examine, travel  # noqa: PLC0415 - as above

    try:
        yield from examine(house, names)
        for name in names if e2e else ():
            yield from travel(house, name, time.sleep)
    finally:
        house.queue.close()
        house.ledger.close_down()


def _lines(one: Finding) -> Iterable[str]:
    where = f"{one.helpdesk}: " if one.helpdesk else ""
    yield f"{_MARK[one.grade]}{one.check:<15} {where}{one.what}"
    if one.grade is not Grade.GOOD:
        yield from (f"{'':<18}{sentence}" for sentence in (one.why, one.todo) if sentence)


def _conclude(found: Sequence[Finding], *, as_json: bool) -> None:
    grade = worst(found)
    if as_json:
        click.echo(
            json.dumps({"worst": grade, "findings": [asdict(one) for one in found]}, ensure_ascii=False, indent=2)
        )
    counts = {one: sum(finding.grade is one for finding in found) for one in Grade}
    click.echo(", ".join(f"{count} {one}" for one, count in counts.items() if count) + ".", err=True)
    raise click.exceptions.Exit(EXIT[grade])
