from datetime import UTC, datetime, timedelta

import pytest

from integration.core import findings
from integration.core.findings import Finding, Grade, worst

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "grade"), [(0, "good"), (-31, "warning"), (31, "warning"), (601, "fault")])
def test_clocks_apart(seconds: int, grade: str) -> None:
    found = findings.skew(NOW, NOW + timedelta(seconds=seconds), "zendesk")
    assert found.grade == grade
    assert f"{abs(seconds)} s apart" in found.what
    assert bool(found.todo) is (grade != "good")
    assert found.helpdesk == "zendesk"


@pytest.mark.parametrize(("free", "grade"), [(10**8 - 1, "fault"), (10**9 - 1, "warning"), (10**9, "good")])
def test_room_on_the_disk(free: int, grade: str) -> None:
    assert findings.disk(free, "var").grade == grade


@pytest.mark.parametrize(("days", "grade"), [(-1, "fault"), (0, "fault"), (13, "warning"), (14, "good")])
def test_a_certificate_runs_out(days: int, grade: str) -> None:
    found = findings.certificate(NOW + timedelta(days=days), NOW, "guichet.example")
    assert found.grade == grade
    assert "guichet.example" in found.what


def test_a_backlog_that_is_too_old_is_a_fault() -> None:
    assert findings.backlog(300.0, 300).grade is Grade.GOOD
    assert findings.backlog(301.0, 300).grade is Grade.FAULT


def test_dead_deliveries_are_a_persons_business() -> None:
    assert findings.dead(0).todo == ""
    assert findings.dead(2).grade is Grade.WARNING


def test_a_tenth_of_the_calls_is_little() -> None:
    assert findings.budget(20, 200, "zendesk").grade is Grade.GOOD
    assert findings.budget(19, 200, "zendesk").grade is Grade.WARNING


def test_the_gravest_of_all_counts() -> None:
    assert worst(()) is Grade.GOOD
    every = [Finding("x", grade, "") for grade in Grade]
    assert worst(every) is Grade.FAULT
    assert worst(every[:3]) is Grade.WARNING
