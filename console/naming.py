"""The option that says which helpdesk is meant, and whose policy that means."""

import click

from integration.settings import Settings

helpdesk_option = click.option(
    "--helpdesk", metavar="NAME", help="Which helpdesk, by its name in the settings; may be left out when it is alone."
)

policy_option = click.option(
    "--helpdesk", metavar="NAME", help="The policy that this helpdesk has of its own, instead of the one they share."
)


def whose(settings: Settings, helpdesk: str | None) -> str:
    """Whose own policy is meant, "" for the common one. Raises a sentence when there is no such policy."""
    alone = {settings.own_policy(name) for name in settings.connections}
    if helpdesk is None and "" not in alone and len(alone) > 1:
        names = ", ".join(sorted(alone))
        raise click.ClickException(f"Each helpdesk has a policy of its own ({names}): say which with --helpdesk.")
    if helpdesk is None:
        return alone.pop() if len(alone) == 1 else ""
    if not settings.own_policy(settings.named(helpdesk)):
        raise click.ClickException(f"{helpdesk} shares the common policy: leave --helpdesk out.")
    return helpdesk
