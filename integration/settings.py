"""The environment, read once into frozen settings; nothing else in the house looks at it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Secrets = Annotated[tuple[SecretStr, ...], NoDecode]


class Settings(BaseSettings):
    """Every setting, each from GUICHET_<NAME> or from a `.env` file beside the service.

    Lists are written with commas. Secrets never show when settings are printed.
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

    zendesk_url: str = Field("", description="https://ACCOUNT.zendesk.com")
    zendesk_account_id: str = Field("", description="the account number that webhooks must carry; empty: not checked")
    zendesk_webhook_secrets: Secrets = Field((), description="signing secrets; several while one is being changed")
    zendesk_client_id: str = Field("", description="OAuth client (confidential, client credentials)")
    zendesk_client_secret: SecretStr = Field(SecretStr(""), description="its secret")
    zendesk_scope: str = Field("read write", description="the scopes asked for")
    zendesk_email: str = Field("", description="legacy: the agent an API token belongs to")
    zendesk_api_token: SecretStr = Field(SecretStr(""), description="legacy: API token, ends in April 2027")

    settle: float = Field(1.0, ge=0, le=10, description="seconds a fresh event waits, so that a burst becomes one look")
    ready_within: int = Field(300, gt=0, description="seconds: an older waiting delivery makes /ready fail")
    clock_skew: float = Field(2.0, ge=0, description="seconds the machines' clocks may differ (PostgreSQL only)")
    max_body: int = Field(1_000_000, gt=0, description="bytes: a larger webhook body is refused")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @field_validator("zendesk_webhook_secrets", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part for part in map(str.strip, value.split(",")) if part) if isinstance(value, str) else value
