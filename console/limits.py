"""`guichet limits`: what waits because a limit was reached, and the word that lets it go on."""

from datetime import timedelta

import click

from console.naming import helpdesk_option
from integration.core.limits import FIRST_DAY, RUN
from integration.limits import first_day, lifted
from integration.settings import Settings
from integration.wiring import build_ledger, clock, policy_in_force

KEPT = timedelta(days=30)


@click.group()
def limits() -> None:
    """See which limits hold cases back, and lift them for a day."""


@limits.command()
@helpdesk_option
def show(helpdesk: str | None) -> None:
    """Show a helpdesk's limits, how much of them is used, what waits, and who lifted them lately."""
    settings = Settings()
    name = settings.named(helpdesk)
    ledger, now = build_ledger(settings), clock()
    policy, tally = policy_in_force(settings, ledger, settings.own_policy(name)), ledger.tally.of(name)
    changed_at = tally.changed_policy_at(policy.version)
    since = first_day(changed_at, now)
    click.echo(f"messages_per_hour        {tally.messages(now - RUN)} of {policy.limits.messages_per_hour}")
    if since:
        before = tally.changed(since - FIRST_DAY, since)
        click.echo(f"first_run                {tally.changed(since)} tickets, {before} on the day before")
    click.echo(f"changed_tickets_per_run  {tally.changed_by_clock(now - RUN)} by the clock, of {tally.cases()} cases")
    deleted = ledger.documents.requested(name, now - RUN)
    click.echo(f"deletions_per_run        {deleted} of {policy.limits.deletions_per_run} documents within an hour")
    for limit, cases in tally.held().items():
        click.echo(f"{cases} cases wait because {limit} was reached.")
    for one in tally.lifts(now - KEPT):
        click.echo(f"lifted {one.at.isoformat(sep=' ', timespec='seconds')}  {one.author}  {one.reason}")
    if lifted(tally, changed_at, now):
        click.echo("first_run and changed_tickets_per_run are lifted now.")
    ledger.close_down()


@limits.command()
@click.option("--helpdesk", metavar="NAME", help="For this helpdesk alone. By default for all of them.")
@click.option("--author", required=True, help="Who lifts them: a login, or a role.")
@click.option("--reason", required=True, help="Why, for those who read it later.")
def lift(helpdesk: str | None, author: str, reason: str) -> None:
    """Let first_run and changed_tickets_per_run pass for one day, or until the policy changes again.

    The limit of messages stays: what it holds back follows by itself.
    """
    settings = Settings()
    name = settings.named(helpdesk) if helpdesk else ""
    ledger = build_ledger(settings)
    waiting = ledger.tally.of(name).lift(author.strip(), reason.strip(), clock())
    ledger.close_down()
    click.echo(f"Lifted for a day. {waiting} cases that waited are looked at again within a minute.")
