"""`guichet jobs` tells how the jobs go, and runs one: as a rehearsal unless told to apply it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.cli import guichet
from console.jobs import line_of
from integration.engine.queue import Queue
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.runs import Report, Run
from jobs.known import JOBS
from jobs.schedule import Entry
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town

AT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
NIGHTLY = Entry("sweep", "30 1 * * *")
Jobs = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, town: Town) -> str:
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    settings = {
        "DATABASE_URL": url,
        "ZENDESK_URL": town.url,
        "ZENDESK_CLIENT_ID": CLIENT_ID,
        "ZENDESK_CLIENT_SECRET": CLIENT_SECRET,
        "PEPPER": "x",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    migrate(url)
    return url


@pytest.fixture
def jobs(url: str) -> Jobs:
    return lambda *words: CliRunner().invoke(guichet, ["jobs", *words])


def ran(url: str, report: Report, job: str = "sweep") -> None:
    ledger, now = Ledger(connect(url)), datetime.now(UTC)
    ledger.runs.begin(job, now, now)
    ledger.runs.end(job, now, now, report)
    ledger.close_down()


def put(url: str) -> list[str]:
    queue = Queue(url)
    try:
        return [row.id for row in queue.deliveries()]
    finally:
        queue.close()


def test_the_list_names_every_job_with_its_schedule_and_its_last_run(jobs: Jobs, url: str) -> None:
    ran(url, Report(seen=7, changed=7))

    result = jobs("list")

    assert result.exit_code == 0, result.output
    assert all(name in result.output for name in JOBS)
    assert "seen 7, changed 7, refused 0, left undone 0" in result.output


def test_a_red_job_makes_the_list_end_with_1(jobs: Jobs, url: str) -> None:
    ran(url, Report(left=1, words=("zendesk: it could not be reached in time.",)))

    result = jobs("list")
    told = {line["job"]: line for line in json.loads(jobs("list", "--json").output)}

    assert result.exit_code == 1
    assert "zendesk: it could not be reached in time." in result.output
    assert (told["sweep"]["colour"], told["sweep"]["last"]["left"]) == ("red", 1)
    assert (told["overdue"]["colour"], told["overdue"]["last"]) == ("never", None)


def test_without_apply_it_says_what_would_be_done_and_does_nothing(jobs: Jobs, url: str, town: Town) -> None:
    ticket = town.member_files()

    result = jobs("run", "sweep")

    assert result.exit_code == 0, result.output
    assert f"would put zendesk ticket {ticket}" in result.output
    assert "dry run: nothing was done" in result.output
    assert put(url) == []


def test_with_apply_it_is_put_and_recorded(jobs: Jobs, url: str, town: Town) -> None:
    ticket = town.member_files()

    told = json.loads(jobs("run", "catch_up", "--apply", "--json").output)

    assert (told["applied"], told["colour"], told["changed"]) == (True, "green", 1)
    assert [one["ticket"] for one in told["planned"]] == [ticket]
    assert put(url) == [f"zendesk:{told['planned'][0]['delivery']}"]
    assert "catch_up" in jobs("list").output


def test_a_run_that_leaves_work_undone_ends_with_1(jobs: Jobs, town: Town) -> None:
    town.fault("status", path="/api/v2/search/export", status=503, count=None)

    result = jobs("run", "catch_up", "--apply")

    assert result.exit_code == 1
    assert "catch_up: red" in result.output


def test_suspended_messages_are_named_by_id_and_without_their_words(jobs: Jobs, town: Town) -> None:
    about = {"subject": "Remboursement", "text": "Mon mari est mort, je demande un remboursement."}
    suspended = town.post("member/suspended", requester={"email": "zoe@courriel.example"}, **about)["id"]

    result = jobs("run", "sweep")

    assert f"zendesk:suspended:{suspended}" in result.output
    assert "mari" not in result.output
    assert "zoe" not in result.output


def test_a_job_that_does_not_exist_is_said_to_be_unknown(jobs: Jobs) -> None:
    assert jobs("run", "nothing").exit_code == 2


@pytest.mark.parametrize(
    ("hours", "report", "colour"),
    [(12, Report(), "green"), (12, Report(left=1), "red"), (24.1, Report(), "green"), (25, Report(), "missed")],
)
def test_a_job_whose_time_passed_without_a_run_is_missed(hours: float, report: Report, colour: str) -> None:
    last = Run("sweep", AT, AT, AT, report)

    assert line_of("sweep", NIGHTLY, last, AT + timedelta(hours=hours)).colour == colour


def test_a_job_that_no_schedule_names_is_never_missed() -> None:
    line = line_of("sweep", None, Run("sweep", AT, AT, AT, Report()), AT + timedelta(days=99))

    assert (line.colour, line.cron, line.next_at) == ("green", "never", None)
