"""Each run is recorded, and one that left work undone is red."""

from datetime import timedelta

import pytest

from integration.core.errors import CannotRecord
from integration.ledger.runs import Colour, Report, Run
from jobs.turn import Job, Turn, attempt, take
from tests.core.build import NOW
from tests.jobs.house import House

DONE = Report(seen=3, changed=2, words=("passes: 2",), listed=("zendesk:suspended:1",))


class Told:
    """A job that reports or raises what it is told, in turn."""

    def __init__(self, *answers: Report | Exception) -> None:
        self.answers = list(answers)
        self.turns: list[Turn] = []

    def __call__(self, turn: Turn) -> Report:
        self.turns.append(turn)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def job(self) -> Job:
        return Job("sweep", "does as told", self)


def last(house: House) -> Run:
    return house.ledger.runs.latest()["sweep"]


def test_a_run_is_recorded_with_what_it_did(house: House) -> None:
    take(Told(DONE).job, house.turn(NOW - timedelta(seconds=1)))

    assert last(house) == Run("sweep", NOW - timedelta(seconds=1), NOW, NOW, DONE)
    assert last(house).colour is Colour.GREEN


@pytest.mark.parametrize("report", [Report(left=1), Report(refused=1)])
def test_work_left_undone_or_refused_is_red(house: House, report: Report, caplog: pytest.LogCaptureFixture) -> None:
    take(Told(report).job, house.turn())

    assert last(house).colour is Colour.RED
    assert f"refused={report.refused} left={report.left}" in caplog.text


def test_an_error_of_ours_is_work_left_undone(house: House) -> None:
    take(Told(CannotRecord("The queue's database cannot be used.")).job, house.turn())

    assert last(house).report == Report(left=1, words=("The queue's database cannot be used.",))


def test_any_other_error_is_noted_by_its_kind_only_and_raised(house: House) -> None:
    with pytest.raises(ValueError, match="Camille"):
        take(Told(ValueError("Camille Roussel")).job, house.turn())

    assert last(house).report == Report(left=1, words=("The job failed (ValueError).",))


def test_the_same_tick_again_does_nothing_once_it_went_well(house: House) -> None:
    told = Told(DONE)
    take(told.job, house.turn())

    assert take(told.job, house.turn()) is None
    assert len(told.turns) == 1


def test_a_run_that_was_red_or_killed_is_taken_up_again(house: House) -> None:
    told = Told(Report(left=1), DONE)
    assert house.ledger.runs.begin("sweep", NOW, NOW)
    assert last(house).colour is Colour.RUNNING
    for colour in (Colour.RED, Colour.GREEN):
        take(told.job, house.turn())
        assert last(house).colour is colour


def test_a_dry_run_is_not_recorded(house: House) -> None:
    assert attempt(Told(CannotRecord("away")).job, house.turn(apply=False)) == Report(left=1, words=("away",))
    assert house.ledger.runs.latest() == {}


def test_the_latest_run_of_each_job_and_all_of_one(house: House) -> None:
    for hours in (2, 1, 0):
        take(Told(DONE).job, house.turn(NOW - timedelta(hours=hours)))

    assert last(house).due_at == NOW
    assert [run.due_at for run in house.ledger.runs.of("sweep", 2)] == [NOW, NOW - timedelta(hours=1)]
