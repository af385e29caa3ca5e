"""`guichet explain`: what Guichet would do with a ticket as it is now, and why. It can only read."""

import dataclasses
import json
from collections.abc import Iterator

import click

from console.naming import helpdesk_option
from integration.core.errors import TicketGone
from integration.core.explain import LANGUAGES, Explanation, Line
from integration.settings import Settings
from integration.wiring import build_ledger, build_looking

SIGNS = {True: "✓", False: "✗", None: "·"}


@click.command()
@click.argument("ticket")
@helpdesk_option
@click.option("--language", type=click.Choice(LANGUAGES), help="By default the policy's.")
@click.option("--json", "as_json", is_flag=True, help="The same as data. It holds what the member wrote.")
def explain(ticket: str, helpdesk: str | None, language: str | None, *, as_json: bool) -> None:
    """Read a TICKET from the helpdesk and say what would be decided about it now, and why. Nothing is written."""
    settings = Settings()
    name = settings.named(helpdesk)
    ledger = build_ledger(settings)
    try:
        told = build_looking(settings, ledger).explain(name, ticket, language or "")
    except TicketGone:
        raise click.ClickException(f"The helpdesk has no ticket {ticket}, or does not let us see it.") from None
    finally:
        ledger.close_down()
    click.echo(_as_json(told) if as_json else "\n".join(_text(told)))


def _as_json(told: Explanation) -> str:
    return json.dumps(dataclasses.asdict(told), ensure_ascii=False, indent=2, default=str)


def _text(told: Explanation) -> Iterator[str]:
    yield f"#{told.ticket}  {told.summary}"
    for section in told.sections:
        yield ""
        yield section.title
        for line in section.lines:
            yield from _lines(line, "  ")


def _lines(line: Line, indent: str) -> Iterator[str]:
    yield f"{indent}{SIGNS[line.met]} {line.text}"
    for part in line.parts:
        yield from _lines(part, f"{indent}    ")
