"""Settings come from the environment, keep their secrets, and are all shown in the example file."""

from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import ValidationError

from integration.connections import KINDS, ZammadSettings, ZendeskSettings, prefix
from integration.core.errors import NotConfigured
from integration.settings import Settings

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"
DERIVED = {"connections"}
"""Not a setting of its own: it is what the settings of all helpdesks say together."""


@pytest.fixture
def brands(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Two brands with a helpdesk each, and nothing else."""
    for name, value in {
        "ZENDESK_URL": "",
        "HELPDESKS": "marque-a, marque-b",
        "MARQUE_A_KIND": "zendesk",
        "MARQUE_A_URL": "https://a.zendesk.com",
        "MARQUE_A_WEBHOOK_SECRETS": "one-a",
        "MARQUE_A_POLICY": "marque-a/policy.yaml",
        "MARQUE_B_KIND": "zammad",
        "MARQUE_B_URL": "https://b.example.org",
        "MARQUE_B_TOKEN": "one-b",
        "MARQUE_B_WEBHOOK_PASSWORD": "two-b",
    }.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    return monkeypatch


def test_the_example_names_every_setting_and_nothing_else() -> None:
    own = {f"GUICHET_{name.upper()}" for name in Settings.model_fields.keys() - DERIVED}
    of_helpdesks = {
        f"{prefix(name)}{field.upper()}"
        for name, kind in KINDS.items()
        for field in kind.model_fields
        if field != "kind"
    }
    assert set(dotenv_values(EXAMPLE)) == own | of_helpdesks


def test_the_example_can_be_loaded() -> None:
    settings = Settings()

    assert list(settings.connections) == ["zendesk"]
    assert settings.connections["zendesk"].url == "https://acme.zendesk.com"
    assert settings.settle == 1.0


def test_secrets_are_a_list_and_never_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_ZENDESK_WEBHOOK_SECRETS", "new-one, old-one,")
    settings = Settings()

    secrets = settings.connections["zendesk"].webhook_secrets
    assert [secret.get_secret_value() for secret in secrets] == ["new-one", "old-one"]
    assert "new-one" not in repr(settings)


def test_a_setting_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SETTLE", "-1")

    with pytest.raises(ValidationError, match="settle") as error:
        Settings()
    assert error.value.error_count() == 1


@pytest.mark.usefixtures("brands")
def test_several_helpdesks_have_their_own_settings() -> None:
    settings = Settings()
    a, b = settings.connections["marque-a"], settings.connections["marque-b"]

    assert list(settings.connections) == ["marque-a", "marque-b"]
    assert isinstance(a, ZendeskSettings)
    assert isinstance(b, ZammadSettings)
    assert (a.url, b.url) == ("https://a.zendesk.com", "https://b.example.org")
    assert b.token.get_secret_value() == "one-b"
    assert not any(secret in repr(settings) for secret in ("one-a", "one-b", "two-b"))


@pytest.mark.usefixtures("brands")
def test_a_helpdesk_has_a_policy_of_its_own_or_shares_the_common_one() -> None:
    settings = Settings()

    assert [settings.own_policy(name) for name in ("marque-a", "marque-b")] == ["marque-a", ""]
    assert settings.policy_file("marque-a") == Path("marque-a/policy.yaml")
    assert settings.policy_file("") == Path("config/policy.yaml")


@pytest.mark.usefixtures("brands")
def test_a_helpdesk_is_found_by_its_name() -> None:
    settings = Settings()

    assert settings.named("marque-b") == "marque-b"
    with pytest.raises(NotConfigured, match=r"several helpdesks \(marque-a, marque-b\): say which one with --helpdesk"):
        settings.named(None)
    with pytest.raises(NotConfigured, match="No helpdesk named marque-c is configured; there is marque-a, marque-b"):
        settings.named("marque-c")


def test_the_only_helpdesk_needs_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().named(None) == "zendesk"
    monkeypatch.setenv("GUICHET_ZENDESK_URL", "")
    with pytest.raises(NotConfigured, match="No helpdesk is configured: set GUICHET_ZENDESK_URL or GUICHET_ZAMMAD_URL"):
        Settings().named(None)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("HELPDESKS", "Marque A", "GUICHET_HELPDESKS: 'Marque A' cannot be a helpdesk's name: write up to 32 small"),
        ("HELPDESKS", "a_b", "GUICHET_HELPDESKS: 'a_b' cannot be a helpdesk's name"),
        ("HELPDESKS", "a" * 33, "cannot be a helpdesk's name"),
        ("HELPDESKS", "marque-a,marque-a", "GUICHET_HELPDESKS: marque-a is there twice"),
        ("HELPDESKS", "zendesk", "GUICHET_HELPDESKS: zendesk needs no naming, GUICHET_ZENDESK_URL is enough"),
        ("HELPDESKS", "marque-c", "GUICHET_MARQUE_C_KIND: this setting is missing: write zendesk or zammad."),
        ("MARQUE_A_KIND", "freshdesk", "GUICHET_MARQUE_A_KIND: 'freshdesk' is no kind that Guichet knows"),
        ("MARQUE_A_URL", "", "GUICHET_MARQUE_A_URL: this setting is missing: write the helpdesk's address."),
        ("ZENDESK_KIND", "zammad", "GUICHET_ZENDESK_KIND: Input should be 'zendesk'."),
    ],
)
def test_what_is_wrong_with_a_helpdesk_is_one_sentence(
    brands: pytest.MonkeyPatch, setting: str, value: str, sentence: str
) -> None:
    brands.setenv(f"GUICHET_{setting}", value)

    with pytest.raises(NotConfigured) as error:
        Settings()
    assert sentence in str(error.value)
    assert "one-b" not in str(error.value)


@pytest.mark.parametrize(("name", "setting"), [("database", "DATABASE_URL"), ("zendesk-api", "ZENDESK_API_TOKEN")])
def test_a_name_whose_settings_mean_something_else_is_refused(
    brands: pytest.MonkeyPatch, name: str, setting: str
) -> None:
    brands.setenv("GUICHET_HELPDESKS", name)
    brands.setenv(f"{prefix(name)}KIND", "zammad")
    brands.setenv(f"{prefix(name)}URL", "sqlite://")

    with pytest.raises(NotConfigured, match=f"{name} cannot be a name, GUICHET_{setting} means something else"):
        Settings()


def test_everything_wrong_is_told_at_once(brands: pytest.MonkeyPatch) -> None:
    brands.setenv("GUICHET_MARQUE_A_KIND", "")
    brands.setenv("GUICHET_MARQUE_B_URL", "")

    with pytest.raises(NotConfigured) as error:
        Settings()
    assert len(str(error.value).splitlines()) == 2
