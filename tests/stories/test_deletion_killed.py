"""The worker is killed at each step of a deletion: nothing is forgotten, and nothing is claimed that is not so."""

from collections.abc import Iterator

import pytest

from console.demo.scene import Scene
from console.demo.stage import Stage, stage
from integration.core.documents import State
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.wiring import clock

ACT = {"name": "acte.pdf", "content_type": "application/pdf", "text": "acte"}
SCAN = {"name": "scan.png", "content_type": "image/png", "text": "x" * 20_000, "inline": True}
STEPS = {
    "asking": {"method": "PUT", "path": "/api/v2/comment_redactions/*", "stage": "before"},
    "done": {"method": "PUT", "path": "/api/v2/comment_redactions/*", "stage": "after"},
    "reading": {"method": "GET", "path": "/api/v2/tickets/{id}/audits", "stage": "before"},
    "noting": {"method": "PUT", "path": "/api/v2/tickets/{id}", "stage": "after"},
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def on(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Real processes, on each kind of database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("module_postgres_url")
    with stage(tmp_path_factory.mktemp("killed"), database_url=url, kinds=("zendesk",), settle=0.3) as running:
        yield running


@pytest.mark.parametrize("step", STEPS)
def test_killed(on: Stage, step: str) -> None:
    scene, helpdesk = Scene(on, lambda _: None), on.helpdesk
    ledger = Ledger(connect(on.environment()["GUICHET_DATABASE_URL"]))
    if not ledger.documents.started():
        ledger.documents.start("dpo", "essai", clock())
    filed = helpdesk.member_files(motif="Remboursement", description="Mon père est décédé.", attachments=[ACT, SCAN])
    helpdesk.wait(ticket=filed.id, tag="guichet_complet")
    scene.settled(filed.id)
    fault = {**STEPS[step], "path": STEPS[step]["path"].format(id=filed.id)}
    helpdesk.disturb(filed.id, kind="gate", name=step, **fault)
    helpdesk.agent_does(filed.id, assignee="Mathilde Aubry", status="solved")
    helpdesk.wait_at_gate(step)

    on.kill("worker")
    helpdesk.open_gate(step)
    on.restart_worker()
    seen = scene.settled(filed.id)

    files = [file for comment in seen["comments"] for file in comment["attachments"]]
    known = ledger.documents.papers("zendesk", str(filed.id), clock()).documents
    assert all(file["redacted"] for file in files)
    assert {one.state for one in known} == {State.VERIFIED}
    assert "supprimés et vérifiés\u00a0: 2" in seen.field("Note Guichet")
    kinds = [link.entry.kind.value for link in ledger.deletions.of("zendesk", str(filed.id))]
    assert kinds.count("verified") == 2
    assert kinds.index("requested") < kinds.index("verified")
    assert ledger.deletions.verify().faults == ()
    ledger.close_down()
