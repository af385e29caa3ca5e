"""A member who answers after the closing, by a way that leaves the ticket closed at Zammad."""

from integration.core.delivery import WAKE, Done, Outcome
from tests.stories.house import House

LATER = {"name": "releve.pdf", "content_type": "application/pdf", "text": "relevé"}


def let_go(home: House) -> str:
    """A case that was asked, reminded and closed, as Guichet tells it."""
    ticket_id = home.files(
        motif="Facturation", description="Bonjour, j'ai été débité deux fois.", fields={"Compte": "104512"}
    )
    home.event(ticket_id)
    for days in (4, 4, 8):
        home.pass_(days=days)
        home.event(ticket_id, actor="", kind=WAKE)
    assert status(home, ticket_id) == "solved"
    return ticket_id


def status(home: House, ticket_id: str) -> str:
    return str(home.town.seen(ticket_id)["status"])


def test_an_answer_by_the_api_opens_what_zammad_leaves_closed(home: House) -> None:
    home.becomes_zammad(addon="1.0.0")
    ticket_id = let_go(home)
    home.pass_(days=1)
    home.town.member_replies(ticket_id, "Le 12/11/2026, 49,90 €.", channel="api", attachments=[LATER])
    assert status(home, ticket_id) == "solved"

    assert home.event(ticket_id) == Done(Outcome.WRITTEN)

    seen = home.town.seen(ticket_id)
    assert (seen["status"], "guichet_complet" in seen["tags"]) == ("open", True)
    assert home.left(ticket_id) == [LATER["name"]]  # it came to be read
    assert home.event(ticket_id) == Done(Outcome.NOTHING_TO_DO)
    home.solve(ticket_id)
    home.event(ticket_id)
    home.event(ticket_id)
    assert status(home, ticket_id) == "solved"
    assert home.left(ticket_id) == []
