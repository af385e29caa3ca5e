"""The main job: members file tickets, Guichet asks or routes, agents find everything on the ticket."""

from collections import Counter
from datetime import date, timedelta

from console.demo.helpdesk import Seen
from console.demo.scene import Scene, today
from integration.core.claim import Finding, Item
from integration.core.claim.asking import phrase_value

QUESTION_ABOUT_ACCOUNT = "Quel est le compte concerné"


def complete(scene: Scene) -> None:
    """Everything is in the form: nothing is asked."""
    filed = scene.helpdesk.member_files(
        motif="Facturation",
        description="Bonjour, ma cotisation a été prélevée deux fois ce mois-ci.",
        fields={"Compte": scene.account, "Date de la transaction": _days_ago(9), "Montant": "49,90"},
    )
    scene.tell(f"  Marie fills in the whole form (ticket {filed.id}).")
    seen = _when_tagged(scene, filed, "guichet_complet")
    scene.expect("the case is with the group Facturation", seen["group"] == "Facturation")
    scene.expect("agents see until when it must be examined", seen.field("Échéance d'examen") == _in_days(14))
    scene.expect("the member is not bothered", seen.messages(by="guichet") == [])
    calls = Counter(one["method"] for one in scene.helpdesk.calls(ticket=filed.id))
    reads, writes = calls.pop("GET"), calls.pop("PUT")
    frugal = reads <= scene.helpdesk.dialect.reads and writes == 1 and calls.total() <= scene.helpdesk.dialect.tag_calls
    scene.expect(f"it took {reads} reads and {writes} write, and {calls.total()} calls for tags", frugal)
    scene.show("the note agents see", seen.field("Note Guichet"))


def incomplete(scene: Scene) -> None:
    """What is missing is asked precisely; the answer is understood."""
    filed = scene.helpdesk.member_files(
        motif="Facturation",
        description="Bonjour, on m'a prélevé 49,90 € deux fois, pouvez-vous me rembourser ?",
    )
    scene.tell(f"  Marie writes one sentence (ticket {filed.id}).")
    asked = _when_tagged(scene, filed, "guichet_incomplet")
    [question] = asked.messages(by="guichet")
    scene.show("what Marie reads", question)
    scene.expect("the case waits for her", asked["status"] == "pending")
    scene.expect("the account is asked for", QUESTION_ABOUT_ACCOUNT in question)
    scene.expect(
        "the amount she gave is repeated, not asked for", "49,90" in question and "Quel montant" not in question
    )
    scene.helpdesk.member_replies(
        filed.id, f"C'était le {_words(_ago(9))}, compte {scene.helpdesk.dialect.address}. Merci !"
    )
    scene.tell("  Marie answers.")
    seen = _when_tagged(scene, filed, "guichet_complet")
    scene.show("what Marie reads", seen.messages(by="guichet")[-1])
    scene.expect("she was asked once and thanked once", len(seen.messages(by="guichet")) == 2)
    scene.expect("the waiting tag is gone", "guichet_incomplet" not in seen.tags)
    scene.expect(
        "the case is open, with the group Facturation", (seen["status"], seen["group"]) == ("open", "Facturation")
    )
    scene.expect("the fields hold what she wrote", seen.field("Date de la transaction") == _days_ago(9))
    scene.expect("the due date is filled in", seen.field("Échéance d'examen") == _in_days(14))
    scene.show("the note agents see", seen.field("Note Guichet"))
    quiet = scene.settled(filed.id)
    scene.expect("Guichet's own updates cause no further one", quiet["version"] == seen["version"])


def choice(scene: Scene) -> None:
    """Values that compete become one question with the choices, and a day that cannot be is told so."""
    filed = scene.helpdesk.member_files(
        motif="Facturation",
        description="Bonjour, vous m'avez prélevé 19,99 € ou 24,99 €, je ne sais plus, le 31 novembre. "
        f"Compte {scene.account}.",
    )
    scene.tell(f"  Marie is not sure of what she saw (ticket {filed.id}).")
    asked = _when_tagged(scene, filed, "guichet_incomplet")
    [question] = asked.messages(by="guichet")
    scene.show("what Marie reads", question)
    plain = question.replace("\u00a0", " ").replace("\u202f", " ")
    scene.expect("the two amounts are offered as a choice", "19,99 € ou 24,99 € ?" in plain)
    scene.expect("she is told that the day does not exist", "Le 31 novembre n’existe pas" in plain)
    scene.expect("nothing was guessed", asked.field("Montant") == asked.field("Date de la transaction") == "")
    scene.expect("what was clear is in the field", asked.field("Compte") == scene.account)
    scene.helpdesk.member_replies(filed.id, f"C'était 24,99 €, le {_words(_ago(20))}.")
    scene.tell("  Marie answers.")
    seen = _when_tagged(scene, filed, "guichet_complet")
    scene.expect("her answer is in the fields", seen.field("Montant") == "24.99")
    scene.show("the note agents see", seen.field("Note Guichet"))
    scene.expect("the note says where each value came from", "message du membre" in seen.field("Note Guichet"))


def death(scene: Scene) -> None:
    """Nothing is asked, the right team has it, and no tag says why."""
    filed = scene.helpdesk.member_files(
        motif="Remboursement",
        description="Bonjour, ma mère, adhérente chez vous, est décédée en octobre. Je joins l'acte de décès.",
        attachments=[{"name": "acte.pdf", "content_type": "application/pdf", "text": "%PDF-1.4 example"}],
    )
    scene.tell(f"  A daughter writes, with a document (ticket {filed.id}).")
    seen = _when_tagged(scene, filed, "guichet_complet")
    scene.expect(
        "the small team has it, with priority", (seen["group"], seen["priority"]) == ("Cas particuliers", "high")
    )
    scene.expect("nothing is asked of her", seen.messages(by="guichet") == [])
    ours = sorted(tag for tag in seen.tags if tag.startswith("guichet"))
    scene.expect(f"the tags are neutral ({', '.join(ours)})", not any("dec" in tag or "deuil" in tag for tag in ours))


def english(scene: Scene) -> None:
    """The question comes in the requester's own language."""
    filed = scene.helpdesk.member_files(
        motif="Facturation",
        description="Hello, I was charged twice for my membership.",
        requester={"name": "Emily Harper", "email": "emily.harper@mail.example", "locale": "en-GB"},
    )
    scene.tell(f"  Emily writes (ticket {filed.id}).")
    asked = _when_tagged(scene, filed, "guichet_incomplet")
    scene.show("what Emily reads", asked.messages(by="guichet")[0])
    scene.expect("it is English", "Which account is it" in asked.messages(by="guichet")[0])


def _when_tagged(scene: Scene, filed: Seen, tag: str) -> Seen:
    """The ticket once Guichet tagged it; where tags go by themselves, once the rest of the step is done as well."""
    scene.helpdesk.wait(ticket=filed.id, tag=tag)
    return scene.settled(filed.id) if scene.helpdesk.dialect.tag_calls else scene.helpdesk.ticket(filed.id)


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def _days_ago(days: int) -> str:
    return _ago(days).isoformat()


def _in_days(days: int) -> str:
    return _ago(-days).isoformat()


def _words(day: date) -> str:
    return phrase_value(Finding(Item.TRANSACTION_DATE, day, "", 0, 0, ""), "fr")
