"""`guichet policy publish` and `rollback`: bringing a version into force, where the console is the source of truth."""

from pathlib import Path

import click

from config.files import Files, files_on_disk, in_order
from config.load import policy_from
from console.naming import policy_option, whose
from console.policy import in_force, kept, named
from integration.core.errors import PolicyError
from integration.ledger.policies import Policies, Why
from integration.policies import readable
from integration.settings import Settings
from integration.wiring import clock

LONGEST = 500


def _said(_context: click.Context, option: click.Parameter, value: str) -> str:
    words = " ".join(value.split())
    if not words or len(words) > LONGEST:
        raise click.BadParameter(f"say it in 1 to {LONGEST} characters", param=option)
    return words


_author = click.option("--author", required=True, callback=_said, help="Who publishes it: a login, or a role.")
_reason = click.option("--reason", required=True, callback=_said, help="Why, for those who read the list later.")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@policy_option
@_author
@_reason
def publish(file: Path | None, helpdesk: str | None, author: str, reason: str) -> None:
    """Bring a policy FILE, with the messages beside it, into force; by default the one that the settings name."""
    settings = Settings()
    ours = settings.policy_file(whose(settings, helpdesk))
    if settings.policy_source == "files":
        raise click.ClickException(
            f"The files rule here (GUICHET_POLICY_SOURCE=files): change {ours}, run `guichet check` and "
            "commit. A running service takes the change over within seconds."
        )
    with kept(settings, helpdesk) as policies:
        _bring(policies, files_on_disk(file or ours), author, reason)


@click.command()
@click.argument("version", required=False)
@policy_option
@_author
@_reason
def rollback(version: str | None, helpdesk: str | None, author: str, reason: str) -> None:
    """Bring back VERSION, or the one before the one in force."""
    settings = Settings()
    ours = settings.policy_file(whose(settings, helpdesk))
    with kept(settings, helpdesk) as policies:
        target = named(policies, version) if version else _one_before(policies)
        files = in_order(policies.files(target))
        if settings.policy_source == "files":
            raise click.ClickException(
                "The files rule here (GUICHET_POLICY_SOURCE=files): take the change back in git, or write the old "
                f"files with `guichet policy export {ours.parent} --version {target} --overwrite`."
            )
        _bring(policies, files, author, reason)


def _bring(policies: Policies, files: Files, author: str, reason: str) -> None:
    """Publish what loads, with all its checks and examples; what does not is told and nothing changes."""
    try:
        version = policy_from(files).version
    except PolicyError as error:
        for problem in error.problems:
            click.echo(problem)
        raise click.ClickException("This policy cannot be loaded, so nothing was published.") from None
    if not policies.publish(version, readable(files), Why("console", author, reason), clock()):
        click.echo(f"Version {version} is in force already.")
        return
    click.echo(f"Version {version} is published; running services take it over within seconds.")


def _one_before(policies: Policies) -> str:
    """The version that was in force before the present one."""
    latest = in_force(policies)
    before = next((one.version for one in policies.history(10_000) if one.version != latest.version), None)
    if before is None:
        raise click.ClickException(
            f"There is nothing to go back to: {latest.version} is the only version that ran here."
        )
    return before
