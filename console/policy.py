"""`guichet policy`: which policies ran, when and why; what differs between them; and the files of any of them."""

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from config.files import Files, files_on_disk, in_order, version_of
from config.load import policy_from
from console.naming import policy_option, whose
from integration.core.errors import PolicyError, Problem
from integration.ledger.policies import Policies, Published
from integration.settings import Settings
from integration.wiring import build_ledger


@click.group()
def policy() -> None:
    """Look at the policies that ran, publish a new one, take one back."""


@policy.command("list")
@policy_option
@click.option("--limit", default=20, show_default=True, help="How many at most, the newest first.")
def list_(helpdesk: str | None, limit: int) -> None:
    """List the policies that came into force, the newest first, and say whether a newer one is broken."""
    settings = Settings()
    with kept(settings, helpdesk) as policies:
        history = policies.history(limit)
        for one in history:
            click.echo(_line(one))
        if not history:
            click.echo("No policy has run here yet.")
        else:
            _tell_waiting(settings, whose(settings, helpdesk), policies, history[0])


@policy.command()
@click.argument("version")
@policy_option
def show(version: str, helpdesk: str | None) -> None:
    """Show a version: when it was in force, by whom, why, and its files."""
    with kept(Settings(), helpdesk) as policies:
        full = named(policies, version)
        for one in policies.history(10_000):
            if one.version == full:
                click.echo(f"# {_line(one)}")
        for name, content in in_order(policies.files(full)).items():
            click.echo(f"# ---- {name}")
            click.echo(_text(content))


@policy.command()
@click.argument("old")
@click.argument("new", required=False)
@policy_option
def diff(old: str, new: str | None, helpdesk: str | None) -> None:
    """Show what differs between two versions; NEW is by default the one in force."""
    with kept(Settings(), helpdesk) as policies:
        before = named(policies, old)
        after = named(policies, new) if new else in_force(policies).version
        lines = tuple(_differences(policies.files(before), policies.files(after)))
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo(f"Nothing differs between {before} and {after}.")


@policy.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--version", help="By default the one in force.")
@policy_option
@click.option("--overwrite", is_flag=True, help="Replace files that are there and differ.")
def export(folder: Path, version: str | None, helpdesk: str | None, *, overwrite: bool) -> None:
    """Write the files of a version, byte for byte, into a folder."""
    with kept(Settings(), helpdesk) as policies:
        full = named(policies, version) if version else in_force(policies).version
        write(policies.files(full), folder, overwrite=overwrite)
    click.echo(f"Version {full} is in {folder}.")


@contextmanager
def kept(settings: Settings, helpdesk: str | None = None) -> Iterator[Policies]:
    """The policies in the ledger, of a helpdesk that has its own or the common ones; it is let go of afterwards."""
    owner = whose(settings, helpdesk)
    ledger = build_ledger(settings)
    try:
        yield ledger.policies.of(owner)
    finally:
        ledger.close_down()


def named(policies: Policies, version: str) -> str:
    """The version that begins with these digits. Raises a sentence when there is none, or more than one."""
    found = policies.beginning_with(version)
    if not found:
        raise click.ClickException(f"No version {version} ran here. `guichet policy list` shows those that did.")
    if len(found) > 1:
        raise click.ClickException(f"{version} could be {' or '.join(found)}: write more of it.")
    return found[0]


def in_force(policies: Policies) -> Published:
    """The version that came into force last. Raises a sentence when none ever did."""
    latest = policies.latest()
    if latest is None:
        raise click.ClickException("No policy has run here yet.")
    return latest


def write(files: Files, folder: Path, *, overwrite: bool) -> None:
    """Write every file or none: what is there and differs is only replaced when asked for."""
    contents = {folder / name: content or b"" for name, content in files.items()}
    in_the_way = [path for path, content in contents.items() if path.exists() and path.read_bytes() != content]
    beside = sorted(set((folder / "messages").glob("*.yaml")) - set(contents))
    if beside:
        names = ", ".join(path.name for path in beside)
        raise click.ClickException(
            f"{folder / 'messages'} holds languages that this version has not: take away {names}."
        )
    if in_the_way and not overwrite:
        names = ", ".join(str(path) for path in in_the_way)
        raise click.ClickException(f"These files are there and differ: {names}. Say --overwrite to replace them.")
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        beginning = path.with_name(f".{path.name}.new")
        beginning.write_bytes(content)
        beginning.replace(path)  # a service that looks at this moment sees the old file or the new one, never a half


def _tell_waiting(settings: Settings, owner: str, policies: Policies, latest: Published) -> None:
    """Say what keeps the files that should rule from ruling."""
    on_disk = settings.policy_source == "files"
    files = files_on_disk(settings.policy_file(owner)) if on_disk else in_order(policies.files(latest.version))
    problems = _problems(files)
    if problems:
        whose = "The files on disk are" if on_disk else "What was published last is"
        click.echo(f"{whose} broken; a running service keeps the last good version:", err=True)
        for problem in problems:
            click.echo(str(problem), err=True)
    elif version_of(files) != latest.version:
        click.echo(f"The files on disk are version {version_of(files)}: a running service takes them over in seconds.")


def _problems(files: Files) -> tuple[Problem, ...]:
    try:
        policy_from(files)
    except PolicyError as error:
        return error.problems
    return ()


def _line(one: Published) -> str:
    at = one.at.isoformat(sep=" ", timespec="seconds")
    return f"{at}  {one.version}  {one.source:<7}  {one.author or '-'}  {one.reason}"


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8-sig")


def _differences(old: Files, new: Files) -> Iterator[str]:
    for name in in_order(dict(old) | dict(new)):
        before, after = _text(old.get(name)).splitlines(), _text(new.get(name)).splitlines()
        yield from difflib.unified_diff(before, after, name, name, lineterm="")
