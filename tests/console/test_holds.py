"""`guichet hold` and `guichet deletions`: nothing is held for ever, nothing is deleted before somebody says so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.cli import guichet
from integration.core.documents import Document, Sort, State
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate

Run = Callable[..., Result]
BY = ("--author", "dpo", "--reason", "litige en cours")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    monkeypatch.setenv("GUICHET_DATABASE_URL", url)
    monkeypatch.setenv("GUICHET_ZENDESK_URL", "https://acme.zendesk.com")
    migrate(url)
    return url


@pytest.fixture
def run(url: str) -> Run:
    return lambda *words: CliRunner().invoke(guichet, list(words))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    engine = connect(url)
    yield Ledger(engine)
    engine.dispose()


def test_a_hold_without_an_end_is_refused(run: Run, ledger: Ledger) -> None:
    refused = run("hold", "add", "12", *BY)

    assert refused.exit_code == 1
    assert "A hold without an end is refused" in refused.output
    assert ledger.holds.listed(datetime.now(UTC), ended=True) == ()


@pytest.mark.parametrize(
    ("until", "told"), [("2020-01-01", "is over already"), ("never", "neither a day"), ("0 days", "neither a day")]
)
def test_an_end_that_is_none_is_refused(run: Run, until: str, told: str) -> None:
    refused = run("hold", "add", "12", *BY, "--until", until)

    assert (refused.exit_code, told in refused.output) == (1, True)


def test_a_hold_is_placed_listed_and_lifted(run: Run, ledger: Ledger) -> None:
    assert "stay until 2099-03-02 00:00" in run("hold", "add", "12", *BY, "--until", "2099-03-01").output
    assert run("hold", "add", "13", *BY, "--until", "90 days").exit_code == 0

    listed = run("hold", "list").output.splitlines()
    assert [line.split()[1] for line in listed] == ["13", "12"]
    assert "dpo: litige en cours" in listed[0]
    lifted = run("hold", "lift", "12", "--author", "marie").output
    assert "1 lifted" in lifted
    assert "by the job strip_attachments" in lifted  # which has its own schedule, so no minute is promised
    assert "Nobody holds" in run("hold", "lift", "12", "--author", "marie").output
    assert len(run("hold", "list").output.splitlines()) == 1
    assert "lifted by marie" in run("hold", "list", "--all").output


def test_deletions_are_planned_shown_and_begun(run: Run, ledger: Ledger) -> None:
    past = datetime.now(UTC) - timedelta(hours=1)
    waits = Document("a1", "c0", Sort.ATTACHMENT, State.TO_DELETE, "solved", past, past, why="not_started", size=9)
    ledger.documents.keep("zendesk", "12", (waits,))

    assert "have not begun" in run("deletions", "show").output
    plan = run("deletions", "plan").output
    assert "zendesk  12  c0  a1  9 bytes  attachment  solved" in plan
    assert "1 documents of 1 tickets." in plan
    assert "have not begun" in plan
    assert "Begun. 1 documents" in run("deletions", "start", *BY).output
    assert ledger.documents.started()
    assert run("deletions", "show").output.split() == ["1", "to_delete"]
    assert "have not begun" not in run("deletions", "plan").output
