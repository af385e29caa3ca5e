"""`guichet sandbox`: a helpdesk of our own on this machine, to connect, furnish and try things out on."""

import os
import sys

import click

from integration.connections import KINDS


@click.command()
@click.option("--helpdesk", type=click.Choice(sorted(KINDS)), default="zendesk", show_default=True, help="Whose rules.")
@click.option("--empty", is_flag=True, help="An account with an admin and nothing else, for init, plan and apply.")
@click.option("--port", type=click.IntRange(0, 65535), default=8801, show_default=True, help="0 takes a free one.")
def sandbox(helpdesk: str, *, empty: bool, port: int) -> None:
    """Start a helpdesk on 127.0.0.1 that speaks Zendesk's or Zammad's language; Ctrl+C ends it, and it keeps nothing.

    Zendesk: OAuth client guichet-sandbox, secret sandbox-secret. Zammad: the admin's token is sandbox-token.
    """
    arguments = ["--helpdesk", helpdesk, "--port", str(port), *(["--empty"] if empty else [])]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "sandbox", *arguments])  # noqa: S606 - our own program takes our place
