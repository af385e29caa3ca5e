"""The worker says at its start what the policy names and the helpdesk lacks, and starts all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.load import load_policy
from integration.core.errors import NotConfigured, TryLater
from integration.helpdesks.contract import Survey
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.runs import Colour
from integration.pipeline import Parts
from jobs.turn import Turn
from jobs.worker import AGAIN, compare, jobs
from tests.core.build import NOW
from tests.jobs.house import Line, Searched
from tests.pipeline.desk import MemoryDesk

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "policy.yaml"


@pytest.fixture
def ledger(sqlite_url: str) -> Iterator[Ledger]:
    migrate(sqlite_url)
    ledger = Ledger(connect(sqlite_url))
    yield ledger
    ledger.close_down()


def parts(desk: MemoryDesk, ledger: Ledger) -> Parts:
    policy = load_policy(SHIPPED)
    return Parts({"zendesk": desk}, ledger, lambda _: policy, lambda: NOW)


def test_what_the_helpdesk_lacks_is_logged(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    compare(parts(MemoryDesk(), ledger))

    assert "Cas particuliers" in caplog.text
    assert "Note Guichet" in caplog.text


def test_wrong_credentials_are_logged_and_nothing_is_lost(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    class Shut(MemoryDesk):
        def survey(self) -> Survey:
            raise NotConfigured("Zendesk does not accept the credentials.")

    compare(parts(Shut(), ledger))

    assert "cannot be asked: Zendesk does not accept the credentials." in caplog.text


def test_a_run_that_found_a_helpdesk_away_is_put_again_for_the_same_instant(ledger: Ledger) -> None:
    desk, again = Searched(suffers=TryLater("No answer.")), []
    its = Turn(parts(desk, ledger), Line(), NOW)
    sweep = jobs(lambda _: its, lambda *put: again.append(put))["sweep"]

    sweep(NOW)
    assert again == [("sweep", NOW, (NOW + AGAIN).timestamp())]
    desk.suffers = None
    sweep(NOW)

    assert len(again) == 1
    assert ledger.runs.latest()["sweep"].colour is Colour.GREEN
