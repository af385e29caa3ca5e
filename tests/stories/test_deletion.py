"""Deletion through the corridor over real HTTP: when, what, and never a word before the proof."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integration.core.delivery import Done, Later, Outcome
from integration.core.policy import Mode
from tests.stories.house import DEATH, SCAN, House


@pytest.mark.parametrize("ending", ["decision", "solved", "closed"])
def test_documents_go_when_the_review_is_over_and_are_proven_gone(home: House, ending: str) -> None:
    ticket_id = home.files(DEATH, SCAN)
    home.event(ticket_id)
    assert home.left(ticket_id) == [DEATH["name"], SCAN["name"]]
    assert home.documents(ticket_id) == ()
    {"decision": home.decide, "solved": home.solve, "closed": home.town.agent_closes}[ending](ticket_id)
    home.town.forget_calls()

    home.event(ticket_id)

    assert home.left(ticket_id) == []
    assert home.states(ticket_id) == ["verified", "verified"]
    assert home.story(ticket_id) == ["marked", "marked", "requested", "requested", "verified", "verified"]
    assert len(home.redactions()) == 1  # both files of the comment in one call
    if ending != "closed":  # a closed ticket takes no note
        assert "supprimés et vérifiés\u00a0: 2 (le 23\u00a0novembre 2026)" in home.note(ticket_id)
    assert home.ledger.deletions.verify().faults == ()


def test_it_is_read_again_after_an_hour_and_a_day(home: House) -> None:
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.event(ticket_id)
    home.town.forget_calls()

    assert home.wake() == []
    home.pass_(hours=1)
    home.wake()
    assert [method for method, _ in home.town.calls()] == ["GET", "GET", "GET"]  # ticket, comments, audits
    assert home.documents(ticket_id)[0].checks == 1
    home.pass_(hours=23)
    home.wake()

    assert home.documents(ticket_id)[0].checks == 2
    assert home.story(ticket_id)[-3:] == ["verified", "verified", "verified"]
    home.pass_(days=300)
    assert home.wake() == []


def test_until_a_person_says_start_documents_are_only_marked(home: House) -> None:
    with home.ledger._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM deletion_starts")
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.event(ticket_id)

    assert home.left(ticket_id) == [DEATH["name"]]
    assert "à supprimer\u00a0: 1" in home.note(ticket_id)
    assert "guichet_documents_a_supprimer" in home.town.seen(ticket_id)["tags"]
    assert [one.ticket_id for one in home.ledger.documents.planned(home.time)] == [ticket_id]

    home.start()
    home.wake()

    assert home.left(ticket_id) == []
    assert "guichet_documents_a_supprimer" not in home.town.seen(ticket_id)["tags"]


def test_a_document_that_comes_later_starts_a_new_round(home: House) -> None:
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.event(ticket_id)
    home.town.member_replies(ticket_id, "Encore un document.", attachments=[{**DEATH, "name": "rib.pdf"}])

    home.event(ticket_id)  # the answer opened the ticket again: somebody has to read it first
    assert home.left(ticket_id) == ["rib.pdf"]
    home.solve(ticket_id)
    home.event(ticket_id)

    assert home.left(ticket_id) == []
    assert home.states(ticket_id) == ["verified", "verified"]


def test_after_a_decision_what_comes_is_read_before_it_goes(home: House) -> None:
    ticket_id = home.files(DEATH)
    home.decide(ticket_id, "guichet_decision_acceptee")
    home.event(ticket_id)
    home.town.member_replies(ticket_id, "Voici mon RIB.", attachments=[{**DEATH, "name": "rib.pdf"}])
    home.event(ticket_id)
    assert home.left(ticket_id) == ["rib.pdf"]

    home.solve(ticket_id)
    home.event(ticket_id)

    assert home.left(ticket_id) == []


def test_the_grace_of_the_policy_is_waited_for(home: House) -> None:
    home.retain(grace=timedelta(days=3))
    ticket_id = home.files(DEATH)
    home.decide(ticket_id)
    home.event(ticket_id)

    home.pass_(days=2, hours=23)
    assert home.wake() == []
    assert home.left(ticket_id) == [DEATH["name"]]
    home.pass_(hours=2)
    home.wake()

    assert home.left(ticket_id) == []


def test_a_review_that_begins_again_in_time_keeps_the_documents(home: House) -> None:
    home.retain(grace=timedelta(days=3))
    ticket_id = home.files(DEATH)
    home.decide(ticket_id)
    home.event(ticket_id)
    home.decide(ticket_id, "")
    home.event(ticket_id)

    home.pass_(days=10)
    home.event(ticket_id)
    assert home.left(ticket_id) == [DEATH["name"]]
    assert home.states(ticket_id) == ["on_hold"]
    home.decide(ticket_id)
    home.event(ticket_id)
    home.pass_(days=3)
    home.wake()

    assert home.left(ticket_id) == []
    assert home.story(ticket_id) == ["marked", "held", "lifted", "requested", "verified"]


def test_a_tag_holds_and_its_removal_lets_go(home: House) -> None:
    ticket_id = home.files(DEATH)
    home.town.agent(ticket_id, tags={"add": ["guichet_conservation"]})
    home.solve(ticket_id)
    home.event(ticket_id)
    assert home.states(ticket_id) == ["on_hold"]
    assert "conservés\u00a0: 1 (étiquette de conservation)" in home.note(ticket_id)

    home.town.agent(ticket_id, tags={"remove": ["guichet_conservation"]})
    home.event(ticket_id)

    assert home.left(ticket_id) == []


def test_sixty_files_in_sixty_comments_go_over_time_within_the_budget_of_updates(home: House) -> None:
    home.town.post("limits", preset="professional")
    home.policy = replace(home.policy, limits=replace(home.policy.limits, deletions_per_run=1000))
    ticket_id = home.files({**DEATH, "name": "0.pdf"})
    for number in range(1, 60):
        home.town.member_replies(ticket_id, f"{number}", attachments=[{**DEATH, "name": f"{number}.pdf"}])
    home.solve(ticket_id)
    home.event(ticket_id)
    assert len(home.left(ticket_id)) == 35
    rounds = 0
    while home.left(ticket_id):
        rounds += 1
        assert rounds < 20
        home.pass_(minutes=10)
        home.wake()

    assert set(home.states(ticket_id)) == {"verified"}
    statuses = {call["status"] for call in home.town.get("calls", kind="api")["calls"] if call["method"] == "PUT"}
    assert statuses == {200}


def test_inline_pictures_go_by_their_mark_and_the_text_stays(home: House) -> None:
    second = {**SCAN, "name": "ordonnance.png", "text": "y" * 40_000}
    ticket_id = home.files(SCAN, second)
    home.solve(ticket_id)

    home.event(ticket_id)

    assert home.left(ticket_id) == []
    first = home.town.seen(ticket_id)["comments"][0]
    assert "<img" not in first["html"]
    assert "mon père est décédé" in first["text"]
    assert {one.sort.value for one in home.documents(ticket_id)} == {"inline_image"}


def test_logos_of_signatures_and_agents_files_stay_unless_the_policy_says_so(home: House) -> None:
    logo = {"name": "logo.png", "content_type": "image/png", "text": "z" * 8_000, "inline": True}
    ticket_id = home.files(DEATH, logo)
    home.town.member_replies(ticket_id, "Merci", attachments=[logo])
    home.town.agent(ticket_id, comment="Voici la réponse", attachments=[{**DEATH, "name": "courrier.pdf"}])
    home.solve(ticket_id)
    home.event(ticket_id)
    assert home.left(ticket_id) == ["logo.png", "logo.png", "courrier.pdf"]

    home.retain(agents_files=True, signature_images=True)
    home.event(ticket_id)

    assert home.left(ticket_id) == []


def test_only_the_categories_of_the_policy(home: House) -> None:
    home.retain(categories=("facturation",))
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)

    home.event(ticket_id)

    assert home.left(ticket_id) == [DEATH["name"]]
    assert home.story(ticket_id) == []


def test_what_reappears_is_said_so_and_deleted_again(home: House) -> None:
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.event(ticket_id)
    home.town.post(f"tickets/{ticket_id}/restore")
    home.pass_(hours=1)

    home.wake()

    assert home.story(ticket_id) == ["marked", "requested", "verified", "reappeared", "requested", "verified"]
    assert home.left(ticket_id) == []


def test_the_original_of_an_email_is_cleaned_late_and_the_receipt_waits_for_the_last_check(home: House) -> None:
    home.retain(receipt=True)
    home.town.post("settings", mail_lag=5 * 3600)
    ticket_id = home.files(DEATH, channel="email")
    home.solve(ticket_id)
    home.event(ticket_id)

    def in_original() -> bool:
        files = home.town.seen(ticket_id)["comments"][0]["attachments"]
        return any(file["in_original"] for file in files)

    def receipts() -> list[str]:
        comments = home.town.seen(ticket_id)["comments"]
        return [one["text"] for one in comments if one["public"] and "ont été supprimés le" in one["text"]]

    assert in_original()
    assert receipts() == []
    home.pass_(hours=1)
    home.wake()
    assert (in_original(), receipts()) == (True, [])
    home.pass_(hours=23)
    home.wake()

    assert not in_original()
    assert [f"{ticket_id}-20261123-1" in text for text in receipts()] == [True]
    assert home.town.seen(ticket_id)["status"] == "solved"
    home.event(ticket_id)
    assert len(receipts()) == 1


def test_no_receipt_for_a_closed_ticket(home: House) -> None:
    home.retain(receipt=True, check_again_after=())
    ticket_id = home.files(DEATH)
    home.town.agent_closes(ticket_id)

    assert home.event(ticket_id) == Done(Outcome.NOTHING_TO_DO)

    assert home.states(ticket_id) == ["verified"]


def test_nothing_is_deleted_in_shadow(home: House) -> None:
    home.policy = replace(home.policy, mode=Mode.SHADOW)
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.event(ticket_id)

    assert home.left(ticket_id) == [DEATH["name"]]
    assert home.story(ticket_id) == []


def test_no_name_of_a_file_lies_in_the_ledger(home: House) -> None:
    ticket_id = home.files(DEATH, SCAN, description="Bonjour, je suis Zéphyrine Quatrebarbes.")
    home.solve(ticket_id)
    home.event(ticket_id)

    stored = home.stored()
    assert home.documents(ticket_id)[0].id in stored
    for word in ("DUPONT", "deces", "cancer", "Zéphyrine", "Quatrebarbes", "certificat-"):
        assert word not in stored


def test_a_lost_answer_is_looked_for_and_not_believed(home: House) -> None:
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)
    home.town.fault("drop", method="PUT", path="/api/v2/comment_redactions/*", stage="after")

    assert isinstance(home.event(ticket_id), Later)
    assert home.left(ticket_id) == []
    assert home.states(ticket_id) == ["deleting"]
    assert not home.proven(ticket_id)
    assert "vérifié" not in home.note(ticket_id)

    home.event(ticket_id)
    assert home.states(ticket_id) == ["verified"]
