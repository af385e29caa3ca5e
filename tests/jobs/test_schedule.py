"""A schedule is read as written, and a wrong one says where."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integration.core.errors import PolicyError
from jobs.known import JOBS
from jobs.schedule import Entry, load_schedule

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "schedule.yaml"


def test_the_shipped_schedule_strikes_every_job_there_is() -> None:
    assert {entry.job for entry in load_schedule(SHIPPED, JOBS)} == set(JOBS)


def test_a_case_is_woken_at_most_twenty_seconds_after_its_instant() -> None:
    [entry] = [entry for entry in load_schedule(SHIPPED, JOBS) if entry.job == "overdue"]
    now = datetime(2026, 11, 22, 9, 30, 12, tzinfo=UTC)

    strikes = [now]
    for _ in range(4):
        strikes.append(entry.after(strikes[-1]) or now)

    assert strikes[1:] == [datetime(2026, 11, 22, 9, 30 + at // 60, at % 60, tzinfo=UTC) for at in (20, 40, 60, 80)]


def test_after_an_instant_comes_the_next_one_never_itself() -> None:
    at = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)

    assert Entry("sweep", "30 1 * * *").after(at) == at + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("overdue: 'every day'\n", ["schedule.yaml:1:1: 'every day' is not a cron line"]),
        ("# a comment\noverdeu: '* * * * *'\n", ["schedule.yaml:2:1: There is no job named 'overdeu'"]),
        ("overdue: '61 * * * *'\nnothing: '* * * * *'\n", ["schedule.yaml:1:1: ", "schedule.yaml:2:1: "]),
        ("- overdue\n", ["schedule.yaml:1:1: Expected one line for each job"]),
        ("overdue: [\n", ["schedule.yaml:2:1: This is not readable YAML."]),
        ("", ["schedule.yaml:1:1: Expected one line for each job"]),
    ],
)
def test_a_wrong_schedule_says_every_problem_and_its_line(text: str, problems: list[str], tmp_path: Path) -> None:
    file = tmp_path / "schedule.yaml"
    file.write_text(text, "utf-8")

    with pytest.raises(PolicyError) as error:
        load_schedule(file, JOBS)

    found = str(error.value).splitlines()
    assert [one.startswith(start) for one, start in zip(found, problems, strict=True)] == [True] * len(problems)


def test_a_schedule_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"schedule\.yaml:1:1: This file cannot be read"):
        load_schedule(tmp_path / "schedule.yaml", JOBS)
