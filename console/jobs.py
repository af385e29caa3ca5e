"""`guichet jobs`: which jobs there are, how their last runs went, and running one now."""

import json
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

import click

from integration.core.delivery import Delivery
from integration.ledger.runs import Colour, Report, Run
from integration.settings import Settings
from integration.wiring import build_ledger, build_parts, build_policies, build_queue, clock
from jobs.known import JOBS
from jobs.schedule import Entry, load_schedule
from jobs.turn import Turn, attempt, take

PATIENCE = timedelta(minutes=10)
"""How late a run may be before it counts as missed."""

SHOWN = 50
"""So many deliveries of a plan are shown as text; `--json` tells all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One job of the list: when it is struck, and how its last run went."""

    job: str
    what: str
    cron: str
    next_at: datetime | None
    last: Run | None
    colour: str


@click.group()
def jobs() -> None:
    """See how the clock's jobs go, and run one by hand."""


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(*, as_json: bool) -> None:
    """List the jobs with their schedule and their last run; ends with 1 when one of them is red or missed."""
    settings = Settings()
    entries = {entry.job: entry for entry in load_schedule(settings.schedule, JOBS)}
    ledger, now = build_ledger(settings), clock()
    latest = ledger.runs.latest()
    ledger.close_down()
    lines = [line_of(name, entries.get(name), latest.get(name), now) for name in JOBS]
    if as_json:
        click.echo(json.dumps([_line_json(line) for line in lines], indent=2))
    else:
        for line in lines:
            _show_line(line)
    sys.exit(1 if any(line.colour in {Colour.RED, "missed"} for line in lines) else 0)


@jobs.command()
@click.argument("name", type=click.Choice(tuple(JOBS)))
@click.option("--apply", is_flag=True, help="Do it; without this it only says what it would do.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def run(name: str, *, apply: bool, as_json: bool) -> None:
    """Run one job now; a dry run unless --apply. Ends with 1 when work was left undone."""
    turn = _turn(Settings(), apply=apply)
    report = (take(JOBS[name], turn) if apply else attempt(JOBS[name], turn)) or Report()
    turn.parts.ledger.close_down()
    if as_json:
        click.echo(json.dumps(_run_json(name, report, turn), indent=2))
    else:
        _show_run(name, report, turn)
    sys.exit(1 if report.colour is Colour.RED else 0)


def line_of(name: str, entry: Entry | None, last: Run | None, now: datetime) -> Line:
    """A job as it is listed: missed when a run should have begun and did not, never when there was none yet."""
    cron = entry.cron if entry else "never"
    next_at = entry.after(now) if entry else None
    if last is None:
        return Line(name, JOBS[name].what, cron, next_at, None, "never")
    expected = entry.after(last.due_at) if entry else None
    missed = expected is not None and expected + PATIENCE < now
    return Line(name, JOBS[name].what, cron, next_at, last, "missed" if missed else last.colour)


def _turn(settings: Settings, *, apply: bool) -> Turn:
    from jobs.worker import turn  # noqa: PLC0415 - the engine takes a second to load, and listing does without

    queue, ledger = build_queue(settings), build_ledger(settings)
    parts = build_parts(settings, queue, ledger, build_policies(settings, ledger))
    return turn(settings, parts, queue, clock(), apply=apply)


def _show_line(line: Line) -> None:
    click.echo(f"{line.job:<18} {line.colour:<8} {line.cron:<16} next {_time(line.next_at)}  {line.what}")
    if line.last:
        told = line.last.report
        counts = f"seen {told.seen}, changed {told.changed}, refused {told.refused}, left undone {told.left}"
        click.echo(f"{'':<18} last {_time(line.last.due_at)}: {counts}")
        for words in told.words:
            click.echo(f"{'':<18} {words}")


def _show_run(name: str, report: Report, turn: Turn) -> None:
    verb = "put" if turn.apply else "would put"
    for delivery in turn.planned[:SHOWN]:
        click.echo(f"{verb} {delivery.helpdesk} ticket {delivery.ticket_id}  {delivery.id}")
    if len(turn.planned) > SHOWN:
        click.echo(f"... and {len(turn.planned) - SHOWN} more; --json tells them all")
    for words in (*report.words, *report.listed):
        click.echo(words)
    counts = f"seen {report.seen}, changed {report.changed}, refused {report.refused}, left undone {report.left}"
    click.echo(f"{name}: {report.colour}, {counts}{'' if turn.apply else ' (dry run: nothing was done; see --apply)'}")


def _line_json(line: Line) -> dict[str, object]:
    last = line.last
    return {
        "job": line.job,
        "what": line.what,
        "schedule": line.cron,
        "next_at": _iso(line.next_at),
        "colour": line.colour,
        "last": last
        and {
            "due_at": _iso(last.due_at),
            "started_at": _iso(last.started_at),
            "ended_at": _iso(last.ended_at),
            **_report_json(last.report),
        },
    }


def _run_json(name: str, report: Report, turn: Turn) -> dict[str, object]:
    planned = [_delivery_json(delivery) for delivery in turn.planned]
    return {"job": name, "applied": turn.apply, "colour": report.colour, **_report_json(report), "planned": planned}


def _report_json(report: Report) -> dict[str, object]:
    names = ("seen", "changed", "refused", "left", "words", "listed")
    return {name: getattr(report, name) for name in names}


def _delivery_json(delivery: Delivery) -> dict[str, str]:
    return {"helpdesk": delivery.helpdesk, "ticket": delivery.ticket_id, "delivery": delivery.id}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _time(at: datetime | None) -> str:
    return at.isoformat(sep=" ", timespec="seconds") if at else "-"
