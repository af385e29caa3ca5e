"""The sum over a file is the same however many processes share the work."""

from dataclasses import replace

import pytest

from integration.core.comparison import Comparison
from integration.core.conditions import OneOf, Trait
from integration.core.outlook import Difference
from integration.core.policy import Action, Rule
from integration.trial import run
from integration.trial.lines import line_of
from integration.trial.run import Trial, over_file
from tests.core.build import NOW, POLICY, complete_ticket, ticket

ELSEWHERE = replace(
    POLICY, version="v2", rules=(Rule("tout", OneOf(Trait.CATEGORY, ("facturation",)), Action("Ailleurs")),)
)
TRIAL = Trial(POLICY, ELSEWHERE, NOW, examples=2)
FILED = [complete_ticket(), ticket("remboursement", "Mon père est décédé."), ticket("autre"), complete_ticket()]
LINES = [line_of(replace(one, id=str(number))) for number, one in enumerate(FILED)]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_file_is_summed_up_and_lines_that_are_no_tickets_are_counted(processes: int) -> None:
    done: list[int] = []
    lines = [*LINES[:2], b"rubbish\n", *LINES[2:]]
    found = over_file(lines, TRIAL, processes, done.append)

    assert found == replace(TRIAL.over(replace(one, id=str(n)) for n, one in enumerate(FILED)), unreadable=1)
    assert (found.tickets, found.cases) == (4, 3)
    assert found.counts[Difference.ROUTED] == 3
    assert found.examples[Difference.ROUTED] == ("0", "1")
    assert sum(done) == sum(map(len, lines))


def test_chunks_add_up_in_the_order_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = over_file(LINES, TRIAL, 1)
    monkeypatch.setattr(run, "CHUNK", 1)

    assert over_file(LINES, TRIAL, 1) == whole
    assert over_file(LINES * 3, TRIAL, 2) == over_file(LINES * 3, TRIAL, 1)


def test_an_empty_file_is_no_tickets() -> None:
    assert over_file([], TRIAL, 1) == Comparison()
