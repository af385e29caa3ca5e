"""A ticket that a program files for a member by the API of Zammad, with an agent's token."""

import base64
from typing import Any

import requests

from integration.core.delivery import Done, Outcome
from tests.helpdesks.town import BOT_TOKEN
from tests.stories.house import DEATH, House

MEMBER = "camille.roussel@courriel.example"


def files_by_the_api(home: House, **columns: Any) -> str:
    home.files()  # the member is known there
    document = {
        "filename": DEATH["name"],
        "mime-type": DEATH["content_type"],
        "data": base64.b64encode(b"acte").decode(),
    }
    article = {"body": "Bonjour, mon père est décédé.", "attachments": [document]}
    answer = requests.post(
        f"{home.town.url}/api/v1/tickets",
        json={"title": "Remboursement", "group": "Service clients", "customer": MEMBER, "article": article} | columns,
        headers={"Authorization": f"Token token={BOT_TOKEN}"},
        timeout=30,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_its_words_are_read_and_its_documents_go(home: House) -> None:
    home.becomes_zammad(addon="1.0.0")
    ticket_id = files_by_the_api(home, motif="remboursement")

    assert home.event(ticket_id) == Done(Outcome.WRITTEN)
    seen = home.town.seen(ticket_id)
    assert (seen["group"], "guichet_complet" in seen["tags"]) == ("Cas particuliers", True)
    home.solve(ticket_id)
    home.event(ticket_id)

    assert home.left(ticket_id) == []
    assert home.states(ticket_id) == ["verified"]
