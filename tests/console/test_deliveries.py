"""`guichet deliveries` shows what came in and gives what is dead a second chance."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.cli import guichet, main
from integration.core.delivery import Dead, Delivery, Done, Ending, Outcome
from integration.engine.queue import Queue
from integration.engine.rows import State
from integration.engine.tables import prepare
from integration.engine.work import Pace
from integration.engine.worker import Worker

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'guichet.db'}"
    monkeypatch.setenv("GUICHET_DATABASE_URL", url)
    prepare(url)
    return url


@pytest.fixture
def run(url: str) -> Run:
    return lambda *words: CliRunner().invoke(guichet, ["deliveries", *words])


@pytest.fixture
def dead(url: str) -> str:
    """A delivery that ended as a dead letter."""
    _put(url, "d-1", "7")
    _work(url, lambda _delivery: Dead("Guichet's user may not update tickets."), until=State.DEAD)
    return "zendesk:d-1"


def _put(url: str, id_: str, ticket: str) -> None:
    queue = Queue(url)
    queue.put(Delivery(id_, "zendesk", ticket, "zen:event-type:ticket.created", NOW, NOW))
    queue.close()


def _work(url: str, attempt: Callable[[Delivery], Ending], until: State) -> None:
    queue, worker = Queue(url), Worker(url, attempt, pace=Pace(settle=0))
    worker.start()
    while not queue.deliveries(until):
        worker._work.stopping.wait(0.02)
    worker.stop()
    queue.close()


def test_with_nothing_there_it_says_so(run: Run) -> None:
    assert run("list").output == "No delivery to show.\n"
    assert run("replay", "--all").output == "No delivery is dead.\n"


def test_what_waits_is_listed(run: Run, url: str) -> None:
    _put(url, "d-1", "7")
    line = run("list").output

    assert "waiting" in line
    assert "ticket 7" in line
    assert "zendesk:d-1" in line
    assert run("list", "--state", "dead").output == "No delivery to show.\n"


def test_a_dead_one_is_shown_with_its_reason(run: Run, dead: str) -> None:
    shown = run("show", dead).output

    assert "state     dead" in shown
    assert "reason    Guichet's user may not update tickets." in shown
    assert "received  2026-11-22 09:00:00+00:00" in shown


@pytest.mark.parametrize("words", [["--all"], ["zendesk:d-1"]])
def test_a_dead_one_is_carried_out_again(run: Run, dead: str, url: str, words: list[str]) -> None:
    assert run("replay", *words).output == f"{dead} will be carried out again.\n"

    _work(url, lambda _delivery: Done(Outcome.WRITTEN), until=State.DONE)
    assert "outcome   written" in run("show", dead).output


def test_replaying_asks_which_one(run: Run) -> None:
    refused = run("replay")

    assert refused.exit_code == 2
    assert "Name one delivery, or say --all." in refused.output


def test_one_that_waits_can_be_given_up(run: Run, url: str) -> None:
    _put(url, "d-1", "7")

    assert run("cancel", "zendesk:d-1").output == "zendesk:d-1 is cancelled.\n"
    assert "cancelled" in run("list").output


def test_an_id_nobody_knows_is_told_with_what_to_do(run: Run) -> None:
    unknown = run("show", "zendesk:nothing")

    assert unknown.exit_code == 1
    assert "`guichet deliveries list` shows the ids." in unknown.output


def test_what_cannot_be_done_is_one_sentence_and_no_traceback(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _put(url, "d-1", "7")
    monkeypatch.setattr("sys.argv", ["guichet", "deliveries", "replay", "zendesk:d-1"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err == "zendesk:d-1 is waiting: only what is dead can be replayed.\n"


def test_those_of_one_helpdesk_are_listed_alone(run: Run, url: str) -> None:
    queue = Queue(url)
    for helpdesk in ("zendesk", "zendesk-b"):
        queue.put(Delivery("d-1", helpdesk, "7", "moved", NOW, NOW))
    queue.close()

    assert len(run("list").output.splitlines()) == 2
    assert [line.split()[-1] for line in run("list", "--helpdesk", "zendesk").output.splitlines()] == ["zendesk:d-1"]
    assert run("list", "--helpdesk", "zammad").output == "No delivery to show.\n"
    assert run("replay", "--all", "--helpdesk", "zendesk").output == "No delivery is dead.\n"
