"""`guichet zammad-addon`: builds the package that lets Zammad delete what a member sent."""

from pathlib import Path

import click

from integration.helpdesks.zammad.addon.package import NAME, VERSION, package


@click.group("zammad-addon")
def addon() -> None:
    """Build the package for a Zammad of your own; see the README beside its source."""


@addon.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
def build(folder: Path) -> None:
    """Write guichet.zpm into FOLDER (this one by default)."""
    folder.mkdir(parents=True, exist_ok=True)
    built = folder / NAME
    built.write_bytes(package())
    click.echo(f"{built} is version {VERSION}. In Zammad: Admin > System > Packages; then restart Zammad.")
