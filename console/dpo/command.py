"""`guichet dpo`: the pack for the data-protection officer, and the answer to an erasure request."""

from pathlib import Path

import click

from console.dpo.answer import answer as answered
from console.dpo.facts import gather
from console.dpo.pack import pack
from console.naming import helpdesk_option
from integration.settings import Settings
from integration.wiring import build_ledger, clock, desks


@click.group()
def dpo() -> None:
    """Papers for the data-protection officer, out of the configuration and the ledger."""


@dpo.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the record of processing, retention, holds, certificates and residual copies into FOLDER."""
    settings = Settings()
    ledger = build_ledger(settings)
    try:
        files = pack(gather(settings, ledger, clock()))
    finally:
        ledger.close_down()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    click.echo(f"{len(files)} files in {folder}; begin with LISEZMOI.md.")


@dpo.command()
@click.option("--requester", required=True, metavar="ID", help="The helpdesk's own id of the person.")
@helpdesk_option
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it here instead of showing it.")
def answer(requester: str, helpdesk: str | None, output: Path | None) -> None:
    """Tell what is held about one requester, where, and until when; looking only."""
    settings = Settings()
    name = settings.named(helpdesk)
    ledger = build_ledger(settings)
    try:
        facts, theirs = gather(settings, ledger, clock()), desks(settings, ledger.budgets)[name]
        mine = next(desk for desk in facts.desks if desk.name == name)
        told = answered(facts, mine, requester, theirs.requested_by(requester), theirs, ledger)
    finally:
        ledger.close_down()
    if output:
        output.write_bytes(told)
    else:
        click.echo(told.decode(), nl=False)
