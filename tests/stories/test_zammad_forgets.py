"""A Zammad that does not keep what we write beside an article: nobody reads anything twice all the same."""

import pytest

from integration.core.delivery import Done, Later, Outcome
from tests.stories.house import House


@pytest.fixture
def home(home: House, monkeypatch: pytest.MonkeyPatch) -> House:
    home.becomes_zammad(addon="1.0.0")
    monkeypatch.setattr("integration.helpdesks.zammad.mapping._marked", lambda _: ("", None))
    return home


def letters(home: House, ticket_id: str) -> list[bool]:
    """The conversation: True for what came from a member."""
    return [one["author"] == "Camille Roussel" for one in home.town.seen(ticket_id)["comments"] if one["public"]]


def test_the_ledger_knows_what_was_said(home: House) -> None:
    ticket_id = home.files(motif="Facturation", description="Débité deux fois.", fields={"Compte": "104512"})

    assert home.event(ticket_id) == Done(Outcome.WRITTEN)
    assert home.event(ticket_id) == Done(Outcome.NOTHING_TO_DO)
    home.town.member_replies(ticket_id, "Le 12/11/2026, 49,90 €.")
    assert home.event(ticket_id) == Done(Outcome.WRITTEN)
    assert home.event(ticket_id) == Done(Outcome.NOTHING_TO_DO)

    assert letters(home, ticket_id) == [True, False, True, False]
    assert "guichet_complet" in home.town.seen(ticket_id)["tags"]


def test_a_question_whose_answer_was_lost_is_not_put_again_but_a_person_looks(home: House) -> None:
    ticket_id = home.files(motif="Facturation", description="Débité deux fois.", fields={"Compte": "104512"})
    home.town.fault("drop", method="PUT", stage="after")

    assert isinstance(home.event(ticket_id), Later)
    home.event(ticket_id)
    home.pass_(minutes=10)
    home.event(ticket_id)

    assert letters(home, ticket_id) == [True, False]
    assert "guichet_a_relire" in home.town.seen(ticket_id)["tags"]
