"""Helpdesk calls for a case, counted at the sandbox: filed with a burst of events, answered, and nothing new."""

import tempfile
from collections import Counter
from pathlib import Path

from console.demo.scene import Scene
from console.demo.stage import stage

VAGUE = "Bonjour, il y a une erreur sur ma dernière facture."
ANSWER = "Compte : 104512\nDate : {day}\nMontant : 49,90 €"


def main() -> None:
    """Play one case with a full burst at each step and print what Guichet asked of the helpdesk."""
    print("Helpdesk calls, counted at the sandbox (target per burst: 2 reads, 1 write; 0 writes when nothing differs)")
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder), settle=1.0) as set_up:
        scene = Scene(set_up, lambda _line: None)
        helpdesk = scene.helpdesk
        warm = helpdesk.member_files(motif="Autre", description=VAGUE)  # the worker learns groups and fields
        scene.settled(warm.id)
        files = [{"name": f"{n}.txt", "content_type": "text/plain", "text": "x"} for n in range(5)]
        filed = helpdesk.member_files(motif="Facturation", description=VAGUE, attachments=files)
        _count(scene, filed.id, "filed, incomplete, 5 files", 0)
        mark = helpdesk.last_call()
        helpdesk.member_replies(filed.id, ANSWER.format(day="03/11/2026"))
        _count(scene, filed.id, "answered, complete", mark)
        mark = helpdesk.last_call()
        helpdesk.agent_does(filed.id, tags={"add": ["vip"]})
        _count(scene, filed.id, "an agent adds a tag: nothing differs", mark)


def _count(scene: Scene, ticket: int, what: str, since: int) -> None:
    scene.settled(ticket)
    made = scene.helpdesk.calls(ticket=ticket, since=since)
    calls = Counter("write" if one["method"] == "PUT" else "read" for one in made)
    events = len(scene.helpdesk.deliveries(ticket))
    print(f"  {what:<40} reads {calls['read']}  writes {calls['write']}  (events sent so far: {events})")


if __name__ == "__main__":
    main()
