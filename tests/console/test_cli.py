"""The command `guichet`: what it can do, and how it says what it cannot."""

import pytest
from click.testing import CliRunner

from console.cli import guichet, main


def test_help_lists_what_there_is() -> None:
    shown = CliRunner().invoke(guichet, ["--help"]).output

    for command in ("check", "clock", "deliveries", "demo", "read", "worker"):
        assert f"\n  {command} " in shown


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("GUICHET_SETTLE", "-1", "GUICHET_SETTLE: Input should be greater than or equal to 0.\n"),
        ("GUICHET_ZENDESK_URL", "", "No helpdesk is configured: set GUICHET_ZENDESK_URL or GUICHET_ZAMMAD_URL, and"),
        ("GUICHET_DATABASE_URL", "mysql://x", "Guichet knows sqlite and postgresql databases, not mysql.\n"),
        (
            "GUICHET_DATABASE_URL",
            "rubbish",
            "The database URL cannot be read: expected sqlite:///PATH or postgresql://",
        ),
    ],
)
def test_a_worker_that_cannot_start_says_why_in_one_sentence(
    name: str,
    value: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sqlite_url: str,
) -> None:
    monkeypatch.setenv("GUICHET_DATABASE_URL", sqlite_url)
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["guichet", "worker"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(sentence)
