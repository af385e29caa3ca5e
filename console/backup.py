"""`guichet backup` and `guichet restore`: a checked copy of queue, ledger and signing keys."""

from pathlib import Path

import click

from integration.settings import Settings

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Copy queue, ledger and signing keys into FILE (.tar.gz, mode 600) while everything runs; the copy is checked.

    Who has the file can sign certificates: keep it as you keep the database. The settings (.env) are not in it.
    """
    from integration.backup import back_up  # noqa: PLC0415 - loads the engine, which other commands need not wait for

    names = back_up(Settings(), file)
    click.echo(f"{file}: {', '.join(names)}; the ledger of deletions in it is whole.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, *, yes: bool) -> None:
    """Put a backup in place; stop web, worker and clock first. What is there now is kept in a folder beside it."""
    from integration.backup import restore as put_back  # noqa: PLC0415 - as above
    from integration.wiring import clock  # noqa: PLC0415 - as above

    settings = Settings()
    if not yes:
        click.confirm(f"Are web, worker and clock stopped, and shall {file} replace what is there?", abort=True)
    aside = put_back(settings, file, clock())
    if aside:
        click.echo(f"What was there is in {aside}.")
    click.echo("Restored, and whole. Start the service: the nightly sweep finds what happened in the meantime.")
    click.echo("At once: `guichet jobs run sweep`. Then: `guichet audit verify`.")
