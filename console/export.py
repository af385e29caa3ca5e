"""`guichet export`: past tickets in a file, so that policies can be tried on them again and again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from console.naming import helpdesk_option
from console.past import Since, from_helpdesk
from integration.settings import Settings
from integration.trial.lines import line_of

WARNING = (
    "{file} holds what members wrote: it is personal data, readable by you alone. "
    "Keep it only as long as you try policies on it, then delete it."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@helpdesk_option
@click.option("--since", type=Since(), default="90d", show_default=True, help="How far back, such as 90d or 12w.")
def export(file: Path, helpdesk: str | None, since: datetime) -> None:
    """Read the tickets filed lately from the helpdesk into FILE, one a line, for `guichet simulate --tickets`.

    Addresses, names of files, and what others than the member wrote are left out. Nothing is written to the helpdesk.
    """
    count = left_out = 0
    with _for_us_alone(file) as out, from_helpdesk(Settings(), helpdesk, since) as tickets:
        for ticket in tickets:
            if ticket is None:
                left_out += 1
                continue
            out.write(line_of(ticket))
            count += 1
    click.echo(f"{count} tickets are in {file}." + (f" {left_out} could not be read." if left_out else ""))
    click.echo(WARNING.format(file=file))


@contextmanager
def _for_us_alone(file: Path) -> Iterator[BinaryIO]:
    """A new file that nobody else may read, there under its name once it is whole. Raises when it is there already."""
    if file.exists():
        raise click.ClickException(f"{file} is there already: choose another name, or delete it.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            yield out
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
