"""The `guichet` command: starts the processes, and lets people look and mend without touching the database."""

import logging
import sys

import click
from pydantic import ValidationError

from console.addon import addon
from console.audit import audit
from console.backup import backup, restore
from console.budget import budget
from console.certificate import certificate, verify_certificate
from console.check import check
from console.deletions import deletions
from console.deliveries import deliveries
from console.demo.command import demo
from console.doctor import doctor
from console.dpo.command import dpo
from console.explain import explain
from console.export import export
from console.holds import hold
from console.init import init
from console.jobs import jobs
from console.limits import limits
from console.messages import messages
from console.policy import policy
from console.provision import apply, destroy, plan
from console.publishing import publish, rollback
from console.read import read
from console.sandbox import sandbox
from console.secrets import secrets
from console.simulate import simulate
from console.statement import statement
from integration.core.errors import GuichetError
from integration.log import to_stderr
from integration.settings import Settings

log = logging.getLogger("guichet")


@click.group()
@click.version_option(package_name="guichet")
def guichet() -> None:
    """Guichet keeps your help centre's refund promise, inside the helpdesk you already have."""


@guichet.command()
def worker() -> None:
    """Take deliveries through the corridor (one process on SQLite, two or more on PostgreSQL)."""
    from jobs import worker as door  # noqa: PLC0415 - the engine takes a second to load; the other commands need none of it

    settings = Settings()
    to_stderr(settings.log_level)
    door.run(settings)


@guichet.command()
def clock() -> None:
    """Strike the jobs of config/schedule.yaml; several clocks do no harm."""
    from jobs import clock as door  # noqa: PLC0415 - as above

    settings = Settings()
    to_stderr(settings.log_level)
    door.run(settings)


guichet.add_command(addon)
guichet.add_command(apply)
guichet.add_command(destroy)
guichet.add_command(plan)
guichet.add_command(budget)
guichet.add_command(audit)
guichet.add_command(certificate)
guichet.add_command(check)
guichet.add_command(deletions)
guichet.add_command(deliveries)
guichet.add_command(demo)
policy.add_command(publish)
policy.add_command(rollback)
guichet.add_command(doctor)
guichet.add_command(dpo)
guichet.add_command(explain)
guichet.add_command(export)
guichet.add_command(backup)
guichet.add_command(restore)
guichet.add_command(sandbox)
guichet.add_command(secrets)
guichet.add_command(simulate)
guichet.add_command(statement)
guichet.add_command(verify_certificate)
guichet.add_command(hold)
guichet.add_command(init)
guichet.add_command(jobs)
guichet.add_command(limits)
guichet.add_command(messages)
guichet.add_command(policy)
guichet.add_command(read)


def main() -> None:
    """Run the command; an error of ours is one sentence and exit code 1, never a traceback."""
    try:
        guichet()
    except GuichetError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            setting = "_".join(str(part) for part in problem["loc"]).upper()
            click.echo(f"GUICHET_{setting}: {problem['msg']}.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
