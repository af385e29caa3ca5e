"""`guichet check`: whether the policy can be loaded, and if not, every reason with its line and column."""

from pathlib import Path

import click

from config.load import load_policy
from integration.core.errors import PolicyError
from integration.core.policy import Mode, Policy
from integration.settings import Settings


@click.command()
@click.option(
    "--policy",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The policy file; its messages lie beside it. By default the one the service loads (GUICHET_POLICY).",
)
def check(file: Path | None) -> None:
    """Check the policy, its messages and its examples. Exits 1 when something is wrong."""
    try:
        policy = load_policy(file or Settings().policy)
    except PolicyError as error:
        for problem in error.problems:
            click.echo(problem)
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count > 1 else ''}: this policy cannot be loaded.", err=True)
        raise click.exceptions.Exit(1) from None
    click.echo(_summary(policy))
    if policy.retention:
        click.echo("Its retention is decided and shown, but this version of Guichet deletes nothing yet.")
    if policy.mode is Mode.SHADOW:
        click.echo("It is in shadow: everything is decided and recorded, and nothing is written to the helpdesk.")


def _summary(policy: Policy) -> str:
    languages = ", ".join(language for language, _ in policy.messages.texts)
    return (
        f"The policy is fine: {len(policy.categories)} categories, {len(policy.rules)} rules, "
        f"{len(policy.clocks)} clocks, messages in {languages} (version {policy.version})."
    )
