"""`guichet check`: whether the policy can be loaded and fits the helpdesk, and if not, every reason with its place."""

from collections.abc import Sequence
from pathlib import Path

import click

from config.against import problems_against
from config.files import Files, files_on_disk
from config.load import policy_from
from integration.core.errors import PolicyError, Problem
from integration.core.policy import Mode, Policy
from integration.settings import Settings


@click.command()
@click.option(
    "--policy",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The policy file; its messages lie beside it. By default the one the service loads (GUICHET_POLICY).",
)
@click.option(
    "--helpdesk",
    is_flag=True,
    help="Also ask the connected helpdesk whether it has the groups, fields, options, brands and agents named.",
)
def check(file: Path | None, *, helpdesk: bool) -> None:
    """Check the policy, its messages and its examples. Exits 1 when something is wrong."""
    settings = Settings()
    files = files_on_disk(file or settings.policy)
    try:
        policy = policy_from(files)
    except PolicyError as error:
        _tell(error.problems, "this policy cannot be loaded.")
        raise click.exceptions.Exit(1) from None
    lacking = _lacking(files, policy, settings) if helpdesk else ()
    if lacking:
        _tell(lacking, "the policy can be loaded, but it does not fit the helpdesk.")
        raise click.exceptions.Exit(1)
    click.echo(_summary(policy))
    if helpdesk:
        click.echo("The helpdesk has everything it names.")
    if policy.retention:
        click.echo("Its retention is decided and shown, but this version of Guichet deletes nothing yet.")
    if policy.mode is Mode.SHADOW:
        click.echo("It is in shadow: everything is decided and recorded, and nothing is written to the helpdesk.")


def _lacking(files: Files, policy: Policy, settings: Settings) -> tuple[Problem, ...]:
    """What each connected helpdesk lacks. Raises NotConfigured without a helpdesk, TryLater when it does not answer."""
    from integration.wiring import desks  # noqa: PLC0415 - the engine takes a second to load; a plain check needs none of it

    return tuple(
        problem for desk in desks(settings).values() for problem in problems_against(files, policy, desk.survey())
    )


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
