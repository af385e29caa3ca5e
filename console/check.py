"""`guichet check`: whether the policies can be loaded and fit their helpdesks; if not, every reason with its place."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from config.against import problems_against
from config.files import Files, files_on_disk
from config.load import policy_from
from integration.core.errors import NotConfigured, PolicyError, Problem
from integration.core.policy import Mode, Policy
from integration.settings import NO_HELPDESK, Settings

EACH = "*"
"""What the option says without a name; no helpdesk can be named so."""


@click.command()
@click.option(
    "--policy",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The policy file; its messages lie beside it. By default each one the service loads (GUICHET_POLICY).",
)
@click.option(
    "--helpdesk",
    metavar="[NAME]",
    is_flag=False,
    flag_value=EACH,
    help="Also ask the helpdesk of this name, or each one, for the groups, fields, options, brands and agents named.",
)
def check(file: Path | None, helpdesk: str | None) -> None:
    """Check the policies with their messages and examples. Exits 1 when something is wrong."""
    settings = Settings()
    asked = _asked(settings, helpdesk)
    checked = {file: asked} if file else _by_file(settings, asked)
    fine = []
    for one, names in checked.items():
        if len(checked) > 1:
            click.echo(f"{one}:")
        fine.append(_is_fine(settings, one, names))
    if not all(fine):
        raise click.exceptions.Exit(1)


def _asked(settings: Settings, helpdesk: str | None) -> tuple[str, ...]:
    """The helpdesks to ask. Raises NotConfigured when there is none of that name, or none at all."""
    if helpdesk is None:
        return ()
    if helpdesk != EACH:
        return (settings.named(helpdesk),)
    if not settings.connections:
        raise NotConfigured(NO_HELPDESK)
    return tuple(settings.connections)


def _by_file(settings: Settings, asked: Sequence[str]) -> Mapping[Path, Sequence[str]]:
    """Each policy file that rules over somebody, or over those asked alone, and who of them is asked."""
    files = {name: settings.policy_file(settings.own_policy(name)) for name in asked or settings.connections}
    used = dict.fromkeys(files.values()) or {settings.policy: None}
    return {file: [name for name in asked if files[name] == file] for file in used}


def _is_fine(settings: Settings, file: Path, asked: Sequence[str]) -> bool:
    files = files_on_disk(file)
    try:
        policy = policy_from(files)
    except PolicyError as error:
        _tell(error.problems, "this policy cannot be loaded.")
        return False
    lacking = {name: problems for name in asked if (problems := _lacking(files, policy, settings, name))}
    for name, problems in lacking.items():
        _tell(problems, f"the policy can be loaded, but it does not fit the helpdesk {name}.")
    if not lacking:
        _tell_fine(policy, asked)
    return not lacking


def _lacking(files: Files, policy: Policy, settings: Settings, helpdesk: str) -> tuple[Problem, ...]:
    """What the helpdesk lacks. Raises TryLater when it does not answer, NotConfigured when it does not let us in."""
    from integration.wiring import desks  # noqa: PLC0415 - the engine takes a second to load; a plain check needs none of it

    return tuple(problems_against(files, policy, desks(settings)[helpdesk].survey()))


def _tell_fine(policy: Policy, asked: Sequence[str]) -> None:
    click.echo(_summary(policy))
    for name in asked:
        click.echo(f"The helpdesk {name} has everything it names.")
    if policy.retention:
        click.echo("Documents are deleted when the review is over, once somebody let that begin (guichet deletions).")
        if policy.retention.deletes_tickets:
            click.echo(
                "On a Zammad without Guichet's add-on, solved tickets with such documents are deleted as a whole."
            )
    if policy.mode is Mode.SHADOW:
        click.echo("It is in shadow: everything is decided and recorded, and nothing is written to the helpdesk.")


def _tell(problems: Sequence[Problem], conclusion: str) -> None:
    for problem in problems:
        click.echo(problem)
    count = len(problems)
    click.echo(f"{count} problem{'s' if count > 1 else ''}: {conclusion}", err=True)


def _summary(policy: Policy) -> str:
    languages = ", ".join(language for language, _ in policy.messages.texts)
    return (
        f"The policy is fine: {len(policy.categories)} categories, {len(policy.rules)} rules, "
        f"{len(policy.clocks)} clocks, messages in {languages} (version {policy.version})."
    )
