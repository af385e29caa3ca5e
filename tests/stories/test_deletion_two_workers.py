"""Two workers, and the same job struck again and again beside them: every document goes once, and is proven once."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from console.demo.helpdesk import Helpdesk
from console.demo.scene import Scene
from console.demo.stage import stage
from integration.core.documents import State
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.wiring import clock

ACT = {"name": "acte.pdf", "content_type": "application/pdf", "text": "acte"}
TICKETS, RUNS = 8, 4
JOB = ("-m", "console.cli", "jobs", "run", "strip_attachments", "--apply")


@pytest.mark.timeout(300)
def test_two_workers_and_one_job_struck_again_and_again(module_postgres_url: str, tmp_path: Path) -> None:
    with stage(tmp_path, database_url=module_postgres_url, kinds=("zendesk",), settle=0.3) as on:
        on.run("second-worker", "-m", "console.cli", "worker")
        scene, helpdesk = Scene(on, lambda _: None), on.helpdesk
        ledger = Ledger(connect(module_postgres_url))
        filed = [_filed(helpdesk) for _ in range(TICKETS)]
        for ticket in filed:
            helpdesk.wait(ticket=ticket, tag="guichet_complet")
            helpdesk.agent_does(ticket, assignee="Mathilde Aubry", status="solved")
        for ticket in filed:
            scene.settled(ticket)
        assert ledger.documents.start("dpo", "essai", clock()) == TICKETS

        struck = [subprocess.Popen([sys.executable, *JOB], env=on.environment()) for _ in range(RUNS)]
        assert [process.wait(60) for process in struck] == [0] * RUNS
        for ticket in filed:
            seen = scene.settled(ticket)
            assert all(file["redacted"] for comment in seen["comments"] for file in comment["attachments"])
            documents = ledger.documents.papers("zendesk", str(ticket), clock()).documents
            assert {one.state for one in documents} == {State.VERIFIED}
            kinds = Counter(link.entry.kind.value for link in ledger.deletions.of("zendesk", str(ticket)))
            assert (kinds["requested"], kinds["verified"]) == (1, 1), kinds
        calls = [call["path"] for call in helpdesk._get("calls", kind="api", since=0)["calls"]]
        asked = Counter(path for path in calls if "comment_redactions" in path)
        assert (len(asked), set(asked.values())) == (TICKETS, {1})
        assert ledger.deletions.verify().faults == ()
        ledger.close_down()


def _filed(helpdesk: Helpdesk) -> int:
    return helpdesk.member_files(motif="Remboursement", description="Mon père est décédé.", attachments=[ACT]).id
