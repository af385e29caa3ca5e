"""The helpdesks an installation is connected to: which there are, of which kind, and with what we sign in there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from integration.core.errors import NotConfigured


def _split(value: object) -> object:
    return tuple(part for part in map(str.strip, value.split(",")) if part) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Secrets = Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split)]
OwnFile = Annotated[Path | None, BeforeValidator(lambda value: value or None)]

_CONFIG = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 32


class ZendeskSettings(BaseSettings):
    """One Zendesk account."""

    model_config = _CONFIG

    kind: Literal["zendesk"] = "zendesk"
    url: str = Field("", description="https://ACCOUNT.zendesk.com")
    policy: OwnFile = Field(None, description="a policy file of its own; empty: the one GUICHET_POLICY names")
    account_id: str = Field("", description="the account number that webhooks must carry; empty: not checked")
    webhook_secrets: Secrets = Field((), description="signing secrets; several while one is being changed")
    client_id: str = Field("", description="OAuth client (confidential, client credentials)")
    client_secret: SecretStr = Field(SecretStr(""), description="its secret")
    scope: str = Field("read write", description="the scopes asked for")
    email: str = Field("", repr=False, description="legacy: the agent an API token belongs to")
    api_token: SecretStr = Field(SecretStr(""), description="legacy: API token, ends in April 2027")
    calls_per_minute: int = Field(200, ge=10, description="Guichet's share of the account's calls; 200 fits every plan")


class ZammadSettings(BaseSettings):
    """One Zammad."""

    model_config = _CONFIG

    kind: Literal["zammad"] = "zammad"
    url: str = Field("", description="https://helpdesk.example.org")
    policy: OwnFile = Field(None, description="a policy file of its own; empty: the one GUICHET_POLICY names")
    token: SecretStr = Field(SecretStr(""), description="the access token of the agent Guichet acts as")
    webhook_secrets: Secrets = Field((), description="signature tokens; several while one is being changed")
    webhook_user: str = Field("", description="basic authentication of the webhook, besides its signature")
    webhook_password: SecretStr = Field(SecretStr(""), description="its password")
    calls_at_once: int = Field(4, ge=1, le=64, description="calls under way at the same time, over all processes")


Connection = ZendeskSettings | ZammadSettings

KINDS: Mapping[str, type[Connection]] = {"zendesk": ZendeskSettings, "zammad": ZammadSettings}


class _Kind(BaseSettings):
    model_config = _CONFIG

    kind: str = ""


def connections(names: Sequence[str], taken: frozenset[str]) -> Mapping[str, Connection]:
    """The connection of each named helpdesk, and of `zendesk` and `zammad` where their address is set.

    `taken` are the settings that are about no helpdesk. Raises NotConfigured with a sentence for everything wrong.
    """
    problems, found = list(_wrong_names(names)), dict[str, Connection]()
    meant = {f"GUICHET_{setting.upper()}" for setting in taken}
    for name in () if problems else (*KINDS, *names):
        try:
            found[name] = _connection(name)
        except NotConfigured as problem:
            problems.append(str(problem))
            continue
        own = {f"{prefix(name)}{field.upper()}" for field in type(found[name]).model_fields}
        clash = sorted(own & meant)
        problems += [f"GUICHET_HELPDESKS: {name} cannot be a name, {one} means something else." for one in clash]
        meant |= own
    if problems:
        raise NotConfigured("\n".join(problems))
    return {name: one for name, one in found.items() if one.url}


def prefix(name: str) -> str:
    """What the settings of a helpdesk begin with: GUICHET_MARQUE_A_ for marque-a."""
    return f"GUICHET_{name.upper().replace('-', '_')}_"


def _wrong_names(names: Sequence[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        if not _NAME.fullmatch(name) or len(name) > _LONGEST:
            yield (
                f"GUICHET_HELPDESKS: {name!r} cannot be a helpdesk's name: write up to {_LONGEST} small letters, "
                "digits and single hyphens, such as marque-a."
            )
        elif name in KINDS:
            yield f"GUICHET_HELPDESKS: {name} needs no naming, {prefix(name)}URL is enough: take it out."
        elif names.count(name) > 1:
            yield f"GUICHET_HELPDESKS: {name} is there twice: give each helpdesk a name of its own."


def _connection(name: str) -> Connection:
    begins = prefix(name)
    kind = name if name in KINDS else _Kind(_env_prefix=begins).kind
    if kind not in KINDS:
        said = f"{kind!r} is no kind that Guichet knows" if kind else "this setting is missing"
        raise NotConfigured(f"{begins}KIND: {said}: write {' or '.join(KINDS)}.")
    try:
        found = KINDS[kind](_env_prefix=begins)
    except ValidationError as error:
        raise NotConfigured("\n".join(_sentences(begins, error))) from None
    if name not in KINDS and not found.url:
        raise NotConfigured(f"{begins}URL: this setting is missing: write the helpdesk's address.")
    return found


def _sentences(begins: str, error: ValidationError) -> Iterator[str]:
    """Each problem under the setting's own name, never with the value: it may be a secret."""
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        yield f"{begins}{str(problem['loc'][0]).upper()}: {problem['msg']}."
