"""`guichet secrets rotate`: new secrets beside the old ones, so that nothing is lost while they change."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import click

from console.naming import helpdesk_option
from integration import envfile
from integration.certificates.signing import Signer, kept_signer
from integration.connections import KINDS, Connection, ZendeskSettings, prefix
from integration.core.errors import NotConfigured
from integration.settings import Settings

_env_file = click.option(
    "--env-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".env"),
    show_default=True,
    help="Where the settings are written (mode 600).",
)


class Rotation(Protocol):
    """Changing the secret of one helpdesk's webhooks in two steps."""

    def begin(self, hooks: Mapping[str, str]) -> str:
        """The secret to come; nothing is signed with it yet."""
        ...

    def finish(self, hooks: Mapping[str, str], secret: str) -> Mapping[str, str]:
        """Have it signed with; the ids of our webhooks from now on, by key."""
        ...


@click.group()
def secrets() -> None:
    """Change secrets without losing a call."""


@secrets.group()
def rotate() -> None:
    """Put a new secret beside the old one, then in its place."""


@rotate.command()
@helpdesk_option
@click.option("--finish", is_flag=True, help="Second step, after the restart: the helpdesk signs with the new one.")
@click.option("--forget", is_flag=True, help="Last step, an hour later: the old one opens nothing any more.")
@_env_file
def webhook(helpdesk: str | None, env_file: Path, *, finish: bool, forget: bool) -> None:
    """Change the secret that the helpdesk signs its calls with, in three steps; a restart comes after each but one.

    First the door learns the new secret, then the helpdesk uses it, at last the old one is forgotten.
    """
    settings = Settings()
    name = settings.named(helpdesk)
    if forget:
        _forget(settings, name, env_file)
    elif finish:
        _finish(settings, name)
    else:
        _begin(settings, name, env_file)


@rotate.command()
@helpdesk_option
@click.option("--client-id", help="Zendesk: the identifier of the new OAuth client.")
@_env_file
def oauth(helpdesk: str | None, client_id: str | None, env_file: Path) -> None:
    """Sign in with other credentials: a second OAuth client of Zendesk, a second access token of Zammad.

    Both are good for as long as both exist: make the new one, run this, restart, then delete the old one. The secret is
    asked for without showing it.
    """
    from integration.wiring import desk_of  # noqa: PLC0415 - loads the engine, which other commands need not wait for

    settings = Settings()
    name = settings.named(helpdesk)
    values = _credentials(settings.connections[name], client_id)
    begins = prefix(name)
    fresh = settings.connections[name].model_copy(update=_parsed(settings.connections[name], values))
    before, after = desk_of(name, settings.connections[name]), desk_of(name, fresh).survey()
    _put(env_file, {f"{begins}{field}": value for field, value in values.items()})
    click.echo(f"The new credentials are accepted (role {after.role}) and written to {env_file}.")
    if before.user_id() != after.user_id:
        click.echo("! They belong to another user than the old ones: let it be of the same role and groups.")
    click.echo("Restart web, worker and clock; when `guichet doctor` is content, delete the old ones in the helpdesk.")


@rotate.command("signing-key")
@_env_file
def signing_key(env_file: Path) -> None:
    """Sign certificates with a new key. Those signed before stay good: they are checked with the old public key."""
    from integration.wiring import key_file, signer  # noqa: PLC0415 - as above

    settings = Settings()
    before, file = signer(settings).public, key_file(settings)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name("signing.key.new")
    new.unlink(missing_ok=True)
    fresh = kept_signer(new)
    with file.with_name("signing.keys").open("a", encoding="utf-8") as retired:
        retired.write(f"{before} until {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")
    if settings.signing_key.get_secret_value():
        _put(env_file, {"GUICHET_SIGNING_KEY": new.read_text().strip()})
        new.unlink()
    else:
        new.replace(file)
    _tell_keys(before, fresh, file.with_name("signing.keys"))


def _tell_keys(before: str, fresh: Signer, retired: Path) -> None:
    click.echo(f"From now on: {fresh.public}")
    click.echo(f"Until now:   {before}")
    click.echo(f"Publish the new one beside the old one; {retired} keeps the old ones for checking.")


def _begin(settings: Settings, name: str, env_file: Path) -> None:
    rotation, hooks = _rotation(settings, name)
    new, known = rotation.begin(hooks), _known(settings, name)
    _put(env_file, {f"{prefix(name)}WEBHOOK_SECRETS": ",".join(dict.fromkeys((new, *known[:1])))})
    click.echo(f"The new secret is in {env_file}, beside the old one; the helpdesk does not use it yet.")
    click.echo("Restart the web process, then run `guichet secrets rotate webhook --finish`.")


def _finish(settings: Settings, name: str) -> None:
    from integration.doctor.connection import call  # noqa: PLC0415 - as above
    from integration.doctor.examine import build_trial  # noqa: PLC0415 - as above
    from integration.wiring import build_ledger, clock  # noqa: PLC0415 - as above

    known = _known(settings, name)
    if len(known) < 2:
        raise NotConfigured("There is no new secret beside the old one: begin with `guichet secrets rotate webhook`.")
    trial = build_trial(settings.connections[name])
    status = call(settings, name, trial, known[0])
    if status not in trial.proven:
        raise NotConfigured(f"The web process does not know the new secret yet ({status}): restart it first.")
    rotation, hooks = _rotation(settings, name)
    ids = rotation.finish(hooks, known[0])
    ledger = build_ledger(settings)
    for key, id_ in ids.items():
        ledger.provisioned.remember(name, key, id_, clock())
    ledger.close_down()
    click.echo("The helpdesk signs with the new secret. In an hour: `guichet secrets rotate webhook --forget`.")


def _forget(settings: Settings, name: str, env_file: Path) -> None:
    _put(env_file, {f"{prefix(name)}WEBHOOK_SECRETS": ",".join(_known(settings, name)[:1])})
    click.echo("Only the newest secret is left. Restart the web process; then the old one opens nothing.")


def _rotation(settings: Settings, name: str) -> tuple[Rotation, Mapping[str, str]]:
    from integration.doctor.connection import webhooks  # noqa: PLC0415 - as above
    from integration.helpdesks.zammad.rotating import ZammadRotation  # noqa: PLC0415 - as above
    from integration.helpdesks.zendesk.rotating import ZendeskRotation  # noqa: PLC0415 - as above
    from integration.wiring import build_ledger, clock, zammad_access, zendesk_access  # noqa: PLC0415 - as above

    ledger = build_ledger(settings)
    hooks = webhooks(ledger, name)
    ledger.close_down()
    if not hooks:
        raise NotConfigured("Guichet made no webhook there: `guichet apply` does, and fetches its secret.")
    connected = settings.connections[name]
    if isinstance(connected, ZendeskSettings):
        return ZendeskRotation(zendesk_access(connected), clock), hooks
    return ZammadRotation(zammad_access(connected), clock), hooks


def _credentials(connected: Connection, client_id: str | None) -> dict[str, str]:
    if not isinstance(connected, ZendeskSettings):
        return {"TOKEN": click.prompt("The new access token", hide_input=True).strip()}
    identifier = client_id or click.prompt("The new OAuth client's identifier").strip()
    secret = click.prompt("Its secret", hide_input=True).strip()
    # An API token, where there was one, has had its day.
    return {"CLIENT_ID": identifier, "CLIENT_SECRET": secret, "EMAIL": "", "API_TOKEN": ""}


def _parsed(connected: Connection, values: Mapping[str, str]) -> Mapping[str, object]:
    """The values as the connection's fields hold them."""
    given = {field.lower(): value for field, value in values.items()}
    read = KINDS[connected.kind](_env_prefix="GUICHET_NOWHERE_", _env_file=None, url=connected.url, **given)  # type: ignore[arg-type] # the fields' own names
    return {field: getattr(read, field) for field in given}


def _known(settings: Settings, name: str) -> Sequence[str]:
    return [secret.get_secret_value() for secret in settings.connections[name].webhook_secrets]


def _put(env_file: Path, values: Mapping[str, str]) -> None:
    """Write the settings; what the environment sets counts more than the file, and only its owner can change it."""
    envfile.put(env_file, values)
    for name in values:
        if os.environ.get(name):
            click.echo(f"! {name} is set in the environment too, which counts more: copy it there from {env_file}.")
