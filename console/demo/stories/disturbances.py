"""What goes wrong in real life: doubled and unordered events, colleagues, an unwell helpdesk, a killed worker."""

from collections.abc import Mapping
from typing import Any

from console.demo.helpdesk import Seen
from console.demo.scene import Scene

VAGUE = "Bonjour, il y a une erreur sur ma dernière facture."


def fifty_times(scene: Scene) -> None:
    """One question, however often it is triggered."""
    filed = _vague(scene)
    scene.helpdesk.wait(ticket=filed.id, tag="guichet_incomplet")
    delivery = scene.helpdesk.deliveries(filed.id)[0]["id"]
    scene.tell(f"  The webhook call for ticket {filed.id} is sent fifty times more.")
    scene.helpdesk.send_again(delivery, 50)
    _asked_once(scene, scene.settled(filed.id))


def out_of_order(scene: Scene) -> None:
    """The ticket is read as it is now, so the order of events means nothing."""
    scene.helpdesk.hold_webhooks()
    filed = _vague(scene)
    scene.helpdesk.member_replies(filed.id, f"Compte : {scene.account}, le 3 novembre 2026, 49,90 €")
    scene.tell("  The member adds everything before Guichet hears of it; then the events come, the last one first.")
    scene.helpdesk.release_webhooks("reversed")
    seen = scene.settled(filed.id)
    scene.expect("the case is complete", "guichet_complet" in seen.tags)
    scene.expect("nobody was asked for what was already said", seen.messages(by="guichet") == [])


def moved(scene: Scene) -> None:
    """Read again, decide again."""
    filed = _disturbed(scene, {"kind": "gate", "name": "moved", "method": "PUT", "stage": "before"})
    scene.helpdesk.wait_at_gate("moved")
    scene.helpdesk.agent_does(filed.id, tags={"add": ["vip"]}, priority="high")
    scene.tell(f"  While Guichet is about to write, an agent gives ticket {filed.id} a high priority.")
    scene.helpdesk.open_gate("moved")
    seen = scene.settled(filed.id)
    statuses = [one["status"] for one in scene.helpdesk.calls(ticket=filed.id) if one["method"] == "PUT"]
    if scene.helpdesk.dialect.refuses_stale:
        scene.expect(f"the first write was refused, the second taken ({statuses})", statuses == [409, 200])
    scene.expect("the agent's tag and priority stand", "vip" in seen.tags and seen["priority"] == "high")
    _asked_once(scene, seen)


def unwell(scene: Scene) -> None:
    """Wait as long as the helpdesk asks, then try again."""
    too_many = {"kind": "status", "status": 429, "retry_after": 1, "method": "GET", "stage": "before"}
    broken = {"kind": "status", "status": 500, "method": "GET", "stage": "before"}
    filed = _disturbed(scene, too_many, broken)
    scene.tell(f"  Reading ticket {filed.id} fails twice.")
    seen = scene.settled(filed.id)
    calls = scene.helpdesk.calls(ticket=filed.id)
    statuses = [one["status"] for one in calls if one["method"] == "GET" and "comments" not in one["path"]]
    scene.expect(f"it was tried again until it answered ({statuses})", statuses[:3] == [429, 500, 200])
    _asked_once(scene, seen)


def killed_before_writing(scene: Scene) -> None:
    """Nothing was written, so everything is done again."""
    _killed(scene, "before")


def killed_after_writing(scene: Scene) -> None:
    """It was written though nobody heard the answer, so it is not written again."""
    _killed(scene, "after")


def _killed(scene: Scene, stage: str) -> None:
    gate = f"killed-{stage}"
    filed = _disturbed(scene, {"kind": "gate", "name": gate, "method": "PUT", "stage": stage})
    scene.helpdesk.wait_at_gate(gate)
    scene.stage.kill("worker")
    scene.tell("  The worker is killed (SIGKILL) while its write is under way, and started again.")
    scene.helpdesk.open_gate(gate)
    scene.stage.restart_worker()
    _asked_once(scene, scene.settled(filed.id))


def _vague(scene: Scene) -> Seen:
    return scene.helpdesk.member_files(motif="Facturation", description=VAGUE)


def _disturbed(scene: Scene, *faults: Mapping[str, Any]) -> Seen:
    """File a ticket and disturb Guichet's calls about this one ticket, before Guichet hears of it."""
    scene.helpdesk.hold_webhooks()
    filed = _vague(scene)
    for fault in faults:
        scene.helpdesk.disturb(filed.id, **fault)
    scene.helpdesk.release_webhooks()
    return filed


def _asked_once(scene: Scene, seen: Seen) -> None:
    scene.expect("the member was asked exactly once", len(seen.messages(by="guichet")) == 1)
    scene.expect(
        "the case waits for the answer", (seen["status"], "guichet_incomplet" in seen.tags) == ("pending", True)
    )
