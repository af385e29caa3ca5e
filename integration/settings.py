"""The environment, read once into frozen settings; nothing else in the house looks at it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from integration.connections import Connection, Names, connections
from integration.core.errors import NotConfigured

NO_HELPDESK = "No helpdesk is configured: set GUICHET_ZENDESK_URL or GUICHET_ZAMMAD_URL, and its credentials."


class Settings(BaseSettings):
    """Every setting, each from GUICHET_<NAME> or from a `.env` file beside the service.

    Lists are written with commas. Secrets never show when settings are printed. What is about one helpdesk is in its
    connection, by the helpdesk's name. Raises ValidationError, or NotConfigured for what is wrong with a helpdesk.
    """

    model_config = SettingsConfigDict(env_prefix="GUICHET_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field("sqlite:///var/guichet.db", description="sqlite:///PATH or postgresql://USER@HOST/DB")
    schedule: Path = Field(Path("config/schedule.yaml"), description="which job is struck when")
    policy: Path = Field(Path("config/policy.yaml"), description="the policy file; its messages lie beside it")
    policy_source: Literal["files", "console"] = Field(
        "files", description="files: those on disk rule; console: `guichet policy publish`"
    )
    pepper: SecretStr = Field(
        SecretStr(""), description="the secret of duplicates' hashes; empty: one kept in the database"
    )
    signing_key: SecretStr = Field(
        SecretStr(""), description="64 hex digits that sign certificates; empty: made in a file beside the database"
    )

    public_url: str = Field("", description="https://..., where the helpdesks reach this service")

    settle: float = Field(1.0, ge=0, le=10, description="seconds a fresh event waits, so that a burst becomes one look")
    ready_within: int = Field(300, gt=0, description="seconds: an older waiting delivery makes /ready fail")
    clock_skew: float = Field(2.0, ge=0, description="seconds the machines' clocks may differ (PostgreSQL only)")
    keep_days: int = Field(400, ge=60, description="days that passes and cases that are over stay in the database")

    notice_url: SecretStr = Field(SecretStr(""), description="https://..., a chat's incoming webhook for notices")
    smtp_url: SecretStr = Field(SecretStr(""), description="smtp://USER:PASSWORD@HOST:587 for notices by e-mail")
    notice_from: str = Field("", description="whom notices by e-mail come from")
    notice_to: Names = Field((), description="whom they go to, with commas")
    statement_to: Names = Field((), description="where the statement of the day goes: email, chat, or zendesk:TICKET")

    max_body: int = Field(1_000_000, gt=0, description="bytes: a larger webhook body is refused")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    helpdesks: Names = Field(
        (), description="names of further helpdesks; marque-a is described by GUICHET_MARQUE_A_KIND, _URL and so on"
    )
    connections: Mapping[str, Connection] = Field(
        {}, validate_default=True, description="the helpdesks by name, each from settings with a prefix of its own"
    )

    @field_validator("connections", mode="plain")
    @classmethod
    def _connected(cls, given: Mapping[str, Connection], info: ValidationInfo) -> Mapping[str, Connection]:
        return given or connections(info.data.get("helpdesks", ()), frozenset(cls.model_fields))

    def named(self, name: str | None) -> str:
        """The helpdesk of that name, or the only one there is. Raises NotConfigured."""
        names = sorted(self.connections)
        if name in self.connections:
            return str(name)
        if not names:
            raise NotConfigured(NO_HELPDESK)
        if name:
            raise NotConfigured(f"No helpdesk named {name} is configured; there is {', '.join(names)}.")
        if len(names) > 1:
            raise NotConfigured(f"There are several helpdesks ({', '.join(names)}): say which one with --helpdesk.")
        return names[0]

    def own_policy(self, helpdesk: str) -> str:
        """The helpdesk's name when it has a policy of its own, "" when it shares the common one."""
        return helpdesk if self.connections[helpdesk].policy else ""

    def policy_file(self, whose: str) -> Path:
        """The policy file of a helpdesk that has its own, or the common one for ""."""
        return (self.connections[whose].policy if whose else None) or self.policy
