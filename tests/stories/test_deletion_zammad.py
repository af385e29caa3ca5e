"""Deletion on Zammad: through our add-on, and honestly not at all without it."""

from dataclasses import replace

from integration.core.delivery import Done, Outcome
from tests.stories.house import DEATH, SCAN, House


def test_with_the_add_on_documents_go_and_are_proven_gone(home: House) -> None:
    home.becomes_zammad(addon="1.0.0")
    ticket_id = home.files(DEATH, SCAN)
    home.event(ticket_id)
    home.solve(ticket_id)

    assert home.event(ticket_id) == Done(Outcome.WRITTEN)

    assert home.left(ticket_id) == []
    assert set(home.states(ticket_id)) == {"verified"}
    assert "supprimés et vérifiés" in home.note(ticket_id)


def test_the_raw_mail_goes_with_them(home: House) -> None:
    home.becomes_zammad(addon="1.0.0")
    ticket_id = home.files(DEATH, channel="email")
    home.solve(ticket_id)

    home.event(ticket_id)

    assert set(home.states(ticket_id)) == {"verified"}
    evidence = dict(home.ledger.deletions.of("zendesk", ticket_id)[-1].entry.evidence)
    assert (evidence["conversation"], evidence["raw_mail"], evidence["history"]) == ("absent", "absent", "none")


def test_without_the_add_on_a_person_is_told_what_to_do_and_nothing_claims_success(home: House) -> None:
    home.becomes_zammad(addon=None)
    ticket_id = home.files(DEATH)
    home.solve(ticket_id)

    home.event(ticket_id)

    assert home.left(ticket_id) == [DEATH["name"]]
    assert set(home.states(ticket_id)) == {"not_deletable"}
    note = home.note(ticket_id)
    assert "non supprimés, action requise" in note
    assert "un administrateur peut l’installer, ou supprimer le ticket entier" in note
    assert "guichet_documents_a_supprimer" in home.town.seen(ticket_id)["tags"]
    assert not home.proven(ticket_id)
    home.town.post("zammad", addon="1.0.0")
    home.pass_(days=1)
    home.wake()

    assert set(home.states(ticket_id)) == {"verified"}


def test_several_files_of_an_article_still_go_together_after_a_first_refusal(home: House) -> None:
    home.becomes_zammad(addon=None)
    ticket_id = home.files(DEATH, SCAN)
    home.solve(ticket_id)
    home.event(ticket_id)
    home.town.post("zammad", addon="1.0.0")

    home.pass_(days=1)
    home.wake()

    assert home.states(ticket_id) == ["verified", "verified"]


def test_a_logo_beside_a_document_does_not_keep_it(home: House) -> None:
    home.becomes_zammad(addon="1.0.0")
    logo = {"name": "logo.png", "content_type": "image/png", "text": "x" * 900, "inline": True}
    ticket_id = home.files(DEATH, logo)
    home.solve(ticket_id)

    home.event(ticket_id)

    assert home.left(ticket_id) == []
    assert home.states(ticket_id) == ["verified", "verified"]


def test_the_limit_of_an_hour_takes_no_article_apart(home: House) -> None:
    home.becomes_zammad(addon="1.0.0")
    home.policy = replace(home.policy, limits=replace(home.policy.limits, deletions_per_run=1))
    ticket_id = home.files(DEATH, SCAN)
    home.solve(ticket_id)

    home.event(ticket_id)

    assert home.states(ticket_id) == ["verified", "verified"]
