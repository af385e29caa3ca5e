"""`guichet statement`: where every refund ticket stands, and whether the helpdesk counts the same ones."""

import json
import sys
from datetime import date, datetime

import click

from console.naming import helpdesk_option
from integration.core.errors import NotConfigured
from integration.core.statement import Statement
from integration.core.statement_words import told
from integration.ledger.ledger import Ledger
from integration.settings import Settings
from integration.statement import Taking, from_sheet, sheet_of
from integration.wiring import build_ledger, clock, desks, policy_in_force


@click.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="A past day, as stored; today as it is now otherwise.")
@helpdesk_option
@click.option("--lang", type=click.Choice(("fr", "en")), help="The policy's language when not given.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def statement(day: datetime | None, helpdesk: str | None, lang: str | None, *, as_json: bool) -> None:
    """Show the statement of a day; ends with 1 when there is a gap."""
    settings = Settings()
    name, ledger = settings.named(helpdesk), build_ledger(settings)
    policy = policy_in_force(settings, ledger, settings.own_policy(name))
    now = clock()
    today = now.astimezone(policy.timezone).date()
    wanted = day.date() if day else today
    if wanted == today:
        desk = desks(settings, ledger.budgets)[name]
        made = Taking(name, desk, policy, ledger, now).of(today)
    else:
        made = _stored(ledger, name, wanted)
    ledger.close_down()
    if as_json:
        click.echo(json.dumps(sheet_of(made), indent=2))
    else:
        click.echo(told(made, lang or policy.language), nl=False)
    sys.exit(0 if made.balanced else 1)


def _stored(ledger: Ledger, helpdesk: str, day: date) -> Statement:
    sheet = ledger.statements.of(helpdesk, day)
    if sheet is None:
        raise NotConfigured(
            f"No statement of {day} was made for {helpdesk}: the job `statement` makes the one of the day before."
        )
    return from_sheet(sheet)
