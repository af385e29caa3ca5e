"""`guichet init`: from an address and credentials to settings that work and a policy to start from."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from config.files import Files
from config.generate import TARGET as SCHEMA
from config.starting import STARTERS, Start, starting
from integration import envfile
from integration.connections import KINDS, Connection, ZammadSettings, prefix
from integration.core.errors import NotConfigured, Refused
from integration.helpdesks.contract import Right, Survey

HOW = {
    "zendesk": (
        "Zendesk: sign in as the user Guichet is to act as, and make a confidential OAuth client in\n"
        "Admin Center > Apps and integrations > APIs > OAuth clients. Its secret is shown once."
    ),
    "zammad": (
        "Zammad: make a user of its own for Guichet, with a role that has only ticket.agent on the groups it works\n"
        "in; sign in as that user and make a token in Profile > Token Access (docs/zammad.md)."
    ),
}

SCHEDULE = STARTERS["fr"].with_name("schedule.yaml")

_PATH = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Asking:
    """Where answers come from: flags, then the environment, then the `.env` file, then a question."""

    flags: Mapping[str, str | None]
    known: Mapping[str, str]
    quiet: bool

    def get(self, name: str, flag: str, question: str, *, secret: bool = False) -> str:
        """The answer for a setting. Raises NotConfigured when there is none and nothing may be asked."""
        found = self.flags.get(flag) or self.known.get(name) or ""
        if found:
            return found
        if self.quiet:
            option = "" if secret else f", or give --{flag.replace('_', '-')}"
            raise NotConfigured(f"{question} is not known: set {name}{option}.")
        answer: str = click.prompt(question, hide_input=secret)
        return answer.strip()


@click.command()
@click.option("--helpdesk", type=click.Choice(sorted(KINDS)), help="Which kind of helpdesk.")
@click.option("--url", help="Its address, such as https://acme.zendesk.com.")
@click.option("--client-id", help="Zendesk: the OAuth client's identifier. Its secret is asked for, never a flag.")
@click.option("--public-url", help="The address at which the helpdesk will reach Guichet (https).")
@click.option("--language", type=click.Choice(sorted(STARTERS)), help="Of the policy to start from; fr by default.")
@click.option("--policy", type=_PATH, default=Path("policy/policy.yaml"), show_default=True, help="Where to write it.")
@click.option("--env-file", type=_PATH, default=Path(".env"), show_default=True, help="Where the settings are written.")
@click.option("--yes", is_flag=True, help="Ask nothing: all comes from flags, the environment and the .env file.")
def init(policy: Path, env_file: Path, *, yes: bool, **flags: str | None) -> None:
    """Connect a helpdesk: test the credentials, write the settings (mode 600) and a policy to start from.

    Secrets are asked for without showing them, or come from the environment (GUICHET_ZENDESK_CLIENT_SECRET,
    GUICHET_ZAMMAD_TOKEN): on a command line others could read them. What is there already is kept.
    """
    set_here = {name: value for name, value in os.environ.items() if value}
    asking = Asking(flags, {**envfile.read(env_file), **set_here}, yes)
    kind = _kind(asking)
    if not yes:
        click.echo(HOW[kind])
    values = _values(kind, asking)
    connection = KINDS[kind](_env_prefix=prefix(kind), _env_file=None, **_fields(kind, values))
    survey, rights = _tried(kind, connection)
    for line in (*_told(connection, survey), *_lacking(rights)):
        click.echo(line)
    start = starting(flags["language"] or "fr", survey)
    values |= {"GUICHET_POLICY": str(policy), "GUICHET_SCHEDULE": str(policy.with_name(SCHEDULE.name))}
    envfile.put(env_file, values)
    click.echo(f"The settings are in {env_file}; only you can read it.")
    _keep_policy(policy, start)
    click.echo("Next: guichet plan, guichet apply, start the service (docs/running.md), guichet doctor --e2e.")


def _kind(asking: Asking) -> str:
    set_up = [kind for kind in KINDS if asking.known.get(f"{prefix(kind)}URL")]
    if given := asking.flags["helpdesk"]:
        return given
    if len(set_up) == 1:
        return set_up[0]
    if asking.quiet:
        raise NotConfigured(f"Say which helpdesk: --helpdesk {' or '.join(KINDS)}.")
    answer: str = click.prompt("Which helpdesk", type=click.Choice(sorted(KINDS)))
    return answer


def _values(kind: str, asking: Asking) -> dict[str, str]:
    """The settings to write, by name. Without an OAuth client a Zendesk API token does, as long as those live."""
    begins = prefix(kind)
    values = {f"{begins}URL": asking.get(f"{begins}URL", "url", "The helpdesk's address").rstrip("/")}
    if kind == "zammad":
        values[f"{begins}TOKEN"] = asking.get(f"{begins}TOKEN", "token", "The access token", secret=True)
    elif _has_token(begins, asking):
        values |= {name: asking.known[name] for name in (f"{begins}EMAIL", f"{begins}API_TOKEN")}
    else:
        values[f"{begins}CLIENT_ID"] = asking.get(f"{begins}CLIENT_ID", "client_id", "The OAuth client's identifier")
        secret = asking.get(f"{begins}CLIENT_SECRET", "client_secret", "The OAuth client's secret", secret=True)
        values[f"{begins}CLIENT_SECRET"] = secret
    address = asking.get("GUICHET_PUBLIC_URL", "public_url", "The address at which the helpdesk reaches Guichet")
    return values | {"GUICHET_PUBLIC_URL": address.rstrip("/")}


def _has_token(begins: str, asking: Asking) -> bool:
    client = asking.flags.get("client_id") or asking.known.get(f"{begins}CLIENT_ID")
    return not client and all(asking.known.get(f"{begins}{name}") for name in ("EMAIL", "API_TOKEN"))


def _fields(kind: str, values: Mapping[str, str]) -> dict[str, Any]:
    """The same by the names of the connection's fields."""
    begins = prefix(kind)
    return {name.removeprefix(begins).lower(): value for name, value in values.items() if name.startswith(begins)}


def _tried(kind: str, connection: Connection) -> tuple[Survey, tuple[Right, ...]]:
    """What the helpdesk shows us. Raises NotConfigured or Refused when it does not let us in, TryLater when away."""
    from integration.sites import build_ground  # noqa: PLC0415 - loads the engine, which other commands need not wait for
    from integration.wiring import desk_of  # noqa: PLC0415 - as above

    survey = desk_of(kind, connection).survey()
    if survey.role not in {"admin", "agent"}:
        raise Refused(
            f"These credentials belong to a user of the role {survey.role!r}: an agent or an admin is needed."
        )
    return survey, build_ground(connection).rights()


def _told(connection: Connection, survey: Survey) -> Iterator[str]:
    who = "an admin" if survey.role == "admin" else "an agent"
    yield f"Signed in to {connection.url} as {who}; it has {len(survey.groups)} groups and {len(survey.fields)} fields."
    if isinstance(connection, ZammadSettings) and survey.role == "admin":
        yield (
            "! This token is an admin's. Whoever holds it can act as anybody: use it for `guichet apply`, then put in\n"
            "  its place the token of a user whose role is limited to its groups (docs/zammad.md)."
        )
    elif survey.role == "admin":
        yield "  An admin is needed for `guichet apply`; for daily work an agent's role is enough (docs/zendesk.md)."
    if not isinstance(connection, ZammadSettings) and not connection.client_id:
        yield "! API tokens stop in April 2027 and cannot be made any more: make an OAuth client (docs/zendesk.md)."


def _lacking(rights: tuple[Right, ...]) -> Iterator[str]:
    for right in rights:
        if right.held is False:
            yield f"! Not allowed: {right.name}. {right.why} Grant it in: {right.where}."
        elif right.held is None:
            yield f"? Cannot be told: {right.name}. {right.why} See: {right.where}."


def _keep_policy(path: Path, start: Start) -> None:
    there = path.exists()
    _write(path.parent, {file.name: file.read_bytes() for file in (SCHEMA, SCHEDULE)}, path.name)
    if there:
        click.echo(f"{path} is there already and was kept.")
        return
    _write(path.parent, start.files, path.name)
    click.echo(f"A policy to start from is in {path}: read it aloud, then run `guichet check`.")
    if start.taken:
        click.echo(f"  Found in the helpdesk and taken over: {', '.join(start.taken)}.")
    if start.lacking:
        click.echo(f"  Not found, `guichet apply` will make them: {', '.join(start.lacking)}.")


def _write(folder: Path, files: Files, name: str) -> None:
    """The policy under its own name; messages that lie there already are somebody's work and stay."""
    for file, content in files.items():
        target = folder / (name if file == "policy.yaml" else file)
        if content is not None and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
