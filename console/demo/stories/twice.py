"""The same payment told twice: two tickets that find each other."""

from datetime import timedelta

from console.demo.helpdesk import Seen
from console.demo.scene import Scene, today

TAG = "guichet_doublon"


def told_twice(scene: Scene) -> None:
    """Both tickets are tagged, both notes name the other, and the member hears nothing of it."""
    day = today() - timedelta(days=12)
    form = {"Compte": scene.account, "Date de la transaction": day.isoformat(), "Montant": "75,30"}
    wrong = "Bonjour, cette cotisation n'est pas la mienne, elle a été prélevée par erreur."
    first = _filed(scene, wrong, form)
    second = _filed(scene, f"{wrong} Compte : {scene.account}, date : {day:%d/%m/%Y}, montant : 75,30 €.", {})
    scene.tell(
        f"  Marie fills in the form (ticket {first.id}), and writes again the next morning (ticket {second.id})."
    )
    for one in (first, second):
        scene.helpdesk.wait(ticket=one.id, tag=TAG)
    seen = {one.id: scene.settled(one.id) for one in (first, second)}
    _named(scene, seen[first.id], second)
    _named(scene, seen[second.id], first)
    scene.show("the note agents see on the first", seen[first.id].field("Note Guichet"))
    scene.expect("the member is told nothing of it", not any(one.messages(by="guichet") for one in seen.values()))
    before = scene.helpdesk.last_call()
    scene.helpdesk.member_fills_in(second.id, {"Montant": "57,30"})
    scene.tell("  The second turns out to be about another amount.")
    after = {one.id: scene.settled(one.id) for one in (second, first)}
    scene.expect("neither is tagged any more", not any(TAG in one.tags for one in after.values()))
    calls = scene.helpdesk.calls(ticket=first.id, since=before)
    written = [one["method"] for one in calls].count("PUT")
    scene.expect(f"the first ticket was written once for it ({written})", written == 1)


def _filed(scene: Scene, description: str, fields: dict[str, str]) -> Seen:
    filed = scene.helpdesk.member_files(motif="Facturation", description=description, fields=fields)
    scene.helpdesk.wait(ticket=filed.id, tag="guichet_complet")
    return filed


def _named(scene: Scene, seen: Seen, other: Seen) -> None:
    note = seen.field("Note Guichet")
    scene.expect(f"the note of ticket {seen.id} names ticket {other.id}", f"ticket {other.id}" in note)
