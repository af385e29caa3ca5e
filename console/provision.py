"""`guichet plan`, `apply` and `destroy`: what the helpdesk lacks, and putting it there once somebody has looked."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from console.naming import helpdesk_option
from integration import envfile, provision
from integration.connections import prefix
from integration.core.provisioning.things import Kind, Plan, Step, Verb
from integration.provision import NotApproved, Site
from integration.settings import Settings

DRIFTED = 2
"""The exit code when there is something to do, so that a CI job notices that somebody changed the helpdesk."""

HOOK = f"{Kind.WEBHOOK}:guichet"

_env_file = click.option(
    "--env-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".env"),
    show_default=True,
    help="Where the webhook's signing secret is written (mode 600).",
)


@click.command()
@helpdesk_option
@click.option("--json", "as_json", is_flag=True, help="The plan as JSON on standard output.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the plan to a file for `apply`.")
def plan(helpdesk: str | None, as_json: bool, out: Path | None) -> None:
    """What the policy needs and the helpdesk lacks, as ordered steps. Exits 2 when there is something to do."""
    site = _site(helpdesk)
    drawn = provision.plan(site)
    if out:
        out.write_text(provision.written(drawn, site), "utf-8")
    click.echo(provision.written(drawn, site).rstrip() if as_json else "\n".join(_lines(drawn)))
    if drawn.todo or drawn.problems:
        raise click.exceptions.Exit(DRIFTED)


@click.command()
@click.argument("file", metavar="[PLAN]", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@helpdesk_option
@click.option("--yes", is_flag=True, help="Do not ask before carrying out a plan that was just made.")
@_env_file
def apply(file: Path | None, helpdesk: str | None, yes: bool, env_file: Path) -> None:
    """Carry out exactly the plan in the file, or one made now and shown first; it can be stopped and run again."""
    site = _site(helpdesk)
    approved = provision.read(file.read_text("utf-8"), site) if file else provision.plan(site)
    if not file:
        click.echo("\n".join(_lines(approved)))
    if approved.problems:
        raise NotApproved("Nothing was done: settle what stands above first.")
    if approved.todo and not file and not yes:
        click.confirm("Carry this out?", abort=True)
    _tell(provision.apply(site, approved))
    _keep_secret(site, env_file)


@click.command()
@helpdesk_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def destroy(helpdesk: str | None, yes: bool) -> None:
    """Remove from the helpdesk what Guichet made there; what may hold data is left, and named."""
    site = _site(helpdesk)
    approved, left = provision.destroy(site)
    click.echo("\n".join(_lines(approved)))
    for one in left:
        click.echo(f"  left      {one.kind} {one.title!r} ({one.id}): tickets may hold data in it")
    if approved.todo and not yes:
        click.confirm("Remove these?", abort=True)
    _tell(provision.tear_down(site, approved))


def _site(helpdesk: str | None) -> Site:
    from integration.sites import build_site  # noqa: PLC0415 - loads the engine, which other commands need not wait for
    from integration.wiring import build_ledger  # noqa: PLC0415 - as above

    settings = Settings()
    return build_site(settings, build_ledger(settings), settings.named(helpdesk))


def _lines(drawn: Plan) -> Iterable[str]:
    yield from (_line(step) for step in drawn.steps)
    yield from (f"! {problem}" for problem in drawn.problems)
    kept = len(drawn.steps) - len(drawn.todo)
    yield f"{len(drawn.todo)} step{'' if len(drawn.todo) == 1 else 's'} to do, {kept} as wanted already."


def _line(step: Step) -> str:
    place = f" ({step.id})" if step.id else ""
    changes = "; ".join(_change(step, name) for name, _ in step.after) if step.verb in {Verb.CHANGE, Verb.ADOPT} else ""
    return f"  {step.verb:<8}  {step.kind} {step.title!r}{place}{f': {changes}' if changes else ''}"


def _change(step: Step, name: str) -> str:
    before, after = dict(step.before).get(name), dict(step.after)[name]
    return f"{name} {json.dumps(before, ensure_ascii=False)} -> {json.dumps(after, ensure_ascii=False)}"


def _tell(done: Iterable[Step]) -> None:
    count = 0
    for count, step in enumerate(done, 1):  # noqa: B007 - the count is told afterwards
        click.echo(f"done: {step.verb} {step.kind} {step.title!r}")
    click.echo(f"{count} step{'' if count == 1 else 's'} done.")


def _keep_secret(site: Site, file: Path) -> None:
    """The secret our webhook signs with, into the settings; beside an older one, so that nothing in flight is lost."""
    hook = site.memory.ids(site.helpdesk).get(HOOK)
    if hook is None:
        return
    name = f"{prefix(site.helpdesk)}WEBHOOK_SECRETS"
    secret, known = site.ground.secret(hook), envfile.read(file).get(name, "")
    secrets = [secret, *(one for one in map(str.strip, known.split(",")) if one and one != secret)]
    if secrets != known.split(","):
        envfile.put(file, {name: ",".join(secrets[:2])})
        click.echo(f"The webhook's signing secret is in {file} ({name}); restart the web process to take it up.")
