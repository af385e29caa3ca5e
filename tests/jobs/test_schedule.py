"""A schedule is read as written, and a wrong one says where."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from integration.core.errors import PolicyError
from jobs.schedule import load_schedule
from jobs.worker import JOBS

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "schedule.yaml"


def test_the_shipped_schedule_strikes_every_job_there_is() -> None:
    assert {entry.job for entry in load_schedule(SHIPPED, JOBS)} == set(JOBS)


def test_an_entry_strikes_on_the_minute_in_utc() -> None:
    [entry] = [entry for entry in load_schedule(SHIPPED, JOBS) if entry.job == "overdue"]
    now = datetime(2026, 11, 22, 9, 30, 12, tzinfo=UTC)

    assert entry.trigger().get_next_fire_time(None, now) == datetime(2026, 11, 22, 9, 31, tzinfo=UTC)


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
