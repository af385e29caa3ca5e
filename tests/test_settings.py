"""Settings come from the environment, keep their secrets, and are all shown in the example file."""

from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import ValidationError

from integration.settings import Settings

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"


def test_the_example_names_every_setting_and_nothing_else() -> None:
    assert set(dotenv_values(EXAMPLE)) == {f"GUICHET_{name.upper()}" for name in Settings.model_fields}


def test_the_example_can_be_loaded() -> None:
    settings = Settings()

    assert settings.zendesk_url == "https://acme.zendesk.com"
    assert settings.settle == 1.0


def test_secrets_are_a_list_and_never_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_ZENDESK_WEBHOOK_SECRETS", "new-one, old-one,")
    settings = Settings()

    assert [secret.get_secret_value() for secret in settings.zendesk_webhook_secrets] == ["new-one", "old-one"]
    assert "new-one" not in repr(settings)


def test_a_setting_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SETTLE", "-1")

    with pytest.raises(ValidationError, match="settle"):
        Settings()
