"""`guichet deliveries`: what came in, how it ended, and a second chance for what could not be done."""

from datetime import datetime

import click

from integration.engine.queue import Queue
from integration.engine.rows import Row, State
from integration.settings import Settings
from integration.wiring import build_queue


@click.group()
def deliveries() -> None:
    """Look at the deliveries, and replay those that ended as dead letters."""


_of_helpdesk = click.option("--helpdesk", metavar="NAME", default="", help="Only those of this helpdesk.")


@deliveries.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only those in this state.")
@_of_helpdesk
@click.option("--limit", default=50, show_default=True, help="How many at most, the newest first.")
def list_(state: str | None, helpdesk: str, limit: int) -> None:
    """List deliveries, the newest first."""
    rows = _queue().deliveries(State(state) if state else None, limit, helpdesk)
    for row in rows:
        click.echo(
            f"{_time(row.received_at)}  {row.state:<9}  {_told(row):<14}  ticket {row.ticket_id or '-':<8}  {row.id}"
        )
    if not rows:
        click.echo("No delivery to show.")


@deliveries.command()
@click.argument("delivery")
def show(delivery: str) -> None:
    """Show one delivery."""
    row = _queue().find(delivery)
    if row is None:
        raise click.ClickException(
            f"Nothing in the queue has the id {delivery}. `guichet deliveries list` shows the ids."
        )
    ended = _time(row.ended_at) if row.ended_at else "-"
    lines = {
        "delivery": row.id,
        "helpdesk": row.helpdesk or "-",
        "ticket": row.ticket_id or "-",
        "kind": row.kind,
        "state": row.state,
        "received": _time(row.received_at),
        "ended": ended,
        "outcome": row.outcome or "-",
        "reason": row.reason or "-",
    }
    for name, value in lines.items():
        click.echo(f"{name:<9} {value}")


@deliveries.command()
@click.argument("delivery", required=False)
@click.option("--all", "every", is_flag=True, help="Every dead delivery.")
@_of_helpdesk
def replay(delivery: str | None, helpdesk: str, *, every: bool) -> None:
    """Carry out a dead delivery anew: the ticket is read and decided again, so nothing is done twice."""
    if bool(delivery) is every:
        raise click.UsageError("Name one delivery, or say --all.")
    queue = _queue()
    ids = [row.id for row in queue.deliveries(State.DEAD, 10_000, helpdesk)] if every else [str(delivery)]
    for one in ids:
        queue.replay(one)
        click.echo(f"{one} will be carried out again.")
    if not ids:
        click.echo("No delivery is dead.")


@deliveries.command()
@click.argument("delivery")
def cancel(delivery: str) -> None:
    """Give a delivery up: it waits no longer, or is dead no longer."""
    _queue().cancel(delivery)
    click.echo(f"{delivery} is cancelled.")


def _queue() -> Queue:
    return build_queue(Settings())


def _told(row: Row) -> str:
    return row.outcome or row.kind.removeprefix("zen:event-type:ticket.")[:14]


def _time(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="seconds")
