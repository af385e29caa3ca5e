"""`guichet budget`: how many calls each helpdesk was sent lately, what it says itself, and what waits."""

from collections.abc import Mapping
from datetime import datetime

import click

from integration.connections import ZendeskSettings
from integration.core.budget import SHARES, Account, Limit, allowed, room, used
from integration.helpdesks.zendesk.counting import limits
from integration.ledger.budgets import Budgets, Standing
from integration.settings import Settings
from integration.wiring import build_ledger, clock

SHOWN = 20


@click.command()
def budget() -> None:
    """Show the budget of helpdesk calls that all processes share, and what waits for it."""
    settings, now = Settings(), clock()
    ledger = build_ledger(settings)
    standings = ledger.budgets.standings(now)
    for name, connection in settings.connections.items():
        if isinstance(connection, ZendeskSettings):
            _calls(name, limits(connection.calls_per_minute), standings, now)
        else:
            under_way = dict(ledger.budgets.turns(now)).get(name, 0)
            click.echo(f"{name}  {under_way} of {connection.calls_at_once} places are taken")
    _waiting(ledger.budgets, now)
    ledger.close_down()


def _calls(name: str, known: Mapping[str, Limit], standings: tuple[Standing, ...], now: datetime) -> None:
    """The account's limits always, a ticket's only while something counts against it."""
    found = {one.bucket: one for one in standings if one.helpdesk == name}
    for bucket in dict.fromkeys((*(bucket for bucket in known if bucket != "ticket"), *found)):
        standing = found.get(bucket, Standing(name, bucket, (), None, None))
        account = standing.under(known[bucket.partition(":")[0]])
        if used(account, now) or bucket in known:
            click.echo(f"{name}  {bucket:<12} {used(account, now)} of {allowed(account)} taken{_more(account, now)}")


def _more(account: Account, now: datetime) -> str:
    rooms = ", ".join(f"{room(account, purpose, now)} for {purpose}" for purpose in SHARES)
    told = account.told
    said = f"; the helpdesk said {told.remaining} of {told.calls} were left at {_time(told.at)}" if told else ""
    paused = account.paused_until if account.paused_until and account.paused_until > now else None
    return f" ({rooms} left{said})" + (f"; it asked for a pause until {_time(paused)}" if paused else "")


def _waiting(budgets: Budgets, now: datetime) -> None:
    waiting = budgets.waiting(now)
    for one in waiting:
        click.echo(f"{one.count} wait for calls to {one.helpdesk} ({one.purpose}), the first since {_time(one.since)}.")
    for helpdesk, ticket_id, purpose in budgets.tickets_waiting(now, SHOWN):
        click.echo(f"  {helpdesk}  {f'ticket {ticket_id}' if ticket_id else 'a job, or the console'}  {purpose}")
    if not waiting:
        click.echo("Nothing waits for the budget.")


def _time(at: datetime) -> str:
    return f"{at:%H:%M:%S} UTC"
