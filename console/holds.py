"""`guichet hold`: people who keep a ticket's documents from being deleted, with a reason and always with an end."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from config.words import span
from console.naming import helpdesk_option
from integration.ledger.holds import Hold
from integration.settings import Settings
from integration.wiring import build_ledger, clock, policy_in_force


@click.group()
def hold() -> None:
    """Hold the documents of a ticket back, see what is held, let go."""


@hold.command()
@click.argument("ticket")
@helpdesk_option
@click.option("--reason", required=True, help="Why, for those who read it later; no names of members.")
@click.option("--author", required=True, help="Who holds them: a login, or a role.")
@click.option("--until", "until", help="The last day, such as 2027-03-31, or how long, such as '90 days'.")
def add(ticket: str, helpdesk: str | None, reason: str, author: str, until: str | None) -> None:
    """Keep the documents of TICKET until a day; after it they are deleted if their review is over."""
    if not until:
        raise click.ClickException("A hold without an end is refused: say --until 2027-03-31, or --until '90 days'.")
    settings = Settings()
    name, ledger, now = settings.named(helpdesk), build_ledger(settings), clock()
    try:
        timezone = policy_in_force(settings, ledger, settings.own_policy(name)).timezone
        ends = _end(until, now, timezone)
        if ends <= now:
            raise click.ClickException(f"{until} is over already: a hold needs an end that is still to come.")
        ledger.holds.add(Hold(0, name, ticket, reason.strip(), author.strip(), now, ends))
    finally:
        ledger.close_down()
    click.echo(f"The documents of ticket {ticket} ({name}) stay until {_shown(ends, timezone)}.")


@hold.command("list")
@click.option("--all", "ended", is_flag=True, help="Also those that have ended or were lifted.")
def list_(*, ended: bool) -> None:
    """List the holds, the next to end first."""
    ledger = build_ledger(Settings())
    for one in ledger.holds.listed(clock(), ended=ended):
        click.echo(
            f"{one.helpdesk} {one.ticket_id}  until {_shown(one.expires_at)}  {one.author}: {one.reason}{_end_of(one)}"
        )
    ledger.close_down()


@hold.command()
@click.argument("ticket")
@helpdesk_option
@click.option("--author", required=True, help="Who lets go: a login, or a role.")
def lift(ticket: str, helpdesk: str | None, author: str) -> None:
    """Let the documents of TICKET go again, at once if their review is over."""
    settings = Settings()
    name, ledger = settings.named(helpdesk), build_ledger(settings)
    lifted = ledger.holds.lift(name, ticket, author.strip(), clock())
    ledger.close_down()
    if not lifted:
        raise click.ClickException(f"Nobody holds the documents of ticket {ticket} ({name}).")
    click.echo(f"{lifted} lifted. Ticket {ticket} ({name}) is looked at again by the job strip_attachments.")


def _end(until: str, now: datetime, timezone: ZoneInfo) -> datetime:
    """The end of that day on the policy's clock, or that long from now."""
    try:
        day = date.fromisoformat(until)
    except ValueError:
        return now + _length(until)
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), timezone)


def _length(until: str) -> timedelta:
    try:
        return span(until)
    except ValueError:
        raise click.ClickException(
            f"{until!r} is neither a day such as 2027-03-31 nor a time such as '90 days'."
        ) from None


def _end_of(one: Hold) -> str:
    return f"  (lifted by {one.lifted_by}, {_shown(one.lifted_at)})" if one.lifted_at else ""


def _shown(at: datetime, timezone: ZoneInfo | None = None) -> str:
    return (at.astimezone(timezone) if timezone else at).isoformat(sep=" ", timespec="minutes")
