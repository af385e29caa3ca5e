"""Small Zammad answers of our own, to be varied by a test."""

from datetime import UTC, datetime
from typing import Any

from integration.core.changes import AddComment
from integration.core.ticket import Kind, Mark, Ticket
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.catalog import Account, FieldEntry, Form, Group, State, form_in
from integration.helpdesks.zammad.mapping import ticket_in

Json = dict[str, Any]

OWN, AGENT, MEMBER = 4, 5, 7
URL = "https://helpdesk.example.org"
API = f"{URL}/api/v1"
TICKET = f"{API}/tickets/12"
ACCESS = ZammadAccess(URL, token="word")
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

ACCOUNT = Account(
    user_id=str(OWN),
    role="agent",
    states=(
        State(1, "new", "new"),
        State(2, "open", "open"),
        State(3, "pending reminder", "pending reminder"),
        State(4, "closed", "closed"),
        State(5, "merged", "merged"),
        State(6, "removed", "removed", active=False),
        State(7, "pending close", "pending action"),
        State(8, "en revue", "open"),
        State(9, "à rappeler", "rappel"),
    ),
    priorities={1: "1 low", 2: "2 normal", 3: "3 high"},
)

FORM = Form(
    groups=(Group(2, "Facturation", sends=True), Group(3, "Cas particuliers")),
    fields=(
        FieldEntry("motif", "Motif", "select", (("facturation", "Facturation"), ("remboursement", "Remboursement"))),
        FieldEntry("compte", "Compte", "input"),
        FieldEntry("montant_centimes", "Montant (centimes)", "integer"),
        FieldEntry("note_guichet", "Note Guichet", "textarea"),
        FieldEntry("urgent", "Urgent", "boolean", (("false", "non"), ("true", "oui"))),
        FieldEntry("pieces", "Pièces", "multiselect", (("acte", "Acte"), ("rib", "RIB"))),
    ),
)

ATTRIBUTES: list[Json] = [
    {"name": "number", "display": "#", "tag": "input"},
    {"name": "title", "display": "Title", "tag": "input"},
    {
        "name": "motif",
        "display": "Motif",
        "tag": "select",
        "options": {"facturation": "Facturation", "remboursement": "Remboursement"},
    },
    {"name": "compte", "display": "Compte", "tag": "input", "options": {}},
    {"name": "montant_centimes", "display": "Montant (centimes)", "tag": "integer", "options": {}},
    {"name": "note_guichet", "display": "Note Guichet", "tag": "textarea"},
    {"name": "urgent", "display": "Urgent", "tag": "boolean", "options": {"false": "non", "true": "oui"}},
    {"name": "pieces", "display": "Pièces", "tag": "multiselect", "options": {"acte": "Acte", "rib": "RIB"}},
]

USERS: Json = {
    str(OWN): {"id": OWN, "email": "guichet@example.org", "preferences": {}},
    str(MEMBER): {"id": MEMBER, "email": "membre@example.org", "preferences": {"locale": "fr-fr"}},
}


def columns(**changes: Any) -> Json:
    """The columns of a ticket."""
    return {
        "id": 12,
        "number": "31012",
        "title": "Remboursement",
        "state_id": 2,
        "priority_id": 2,
        "group_id": 2,
        "owner_id": 1,
        "customer_id": MEMBER,
        "organization_id": None,
        "create_article_type_id": 11,
        "created_at": "2026-11-20T08:00:00.100Z",
        "updated_at": "2026-11-21T09:30:00.200Z",
        "motif": "facturation",
        "compte": None,
        **changes,
    }


def an_article(**changes: Any) -> Json:
    return {
        "id": 101,
        "ticket_id": 12,
        "type_id": 11,
        "sender_id": 2,
        "content_type": "text/plain",
        "body": "Bonjour",
        "internal": False,
        "preferences": {},
        "created_by_id": MEMBER,
        "origin_by_id": None,
        "created_at": "2026-11-20T08:00:00.100Z",
        "attachments": [],
        **changes,
    }


def ours(kind: object = "ask", key: object = "k1", about: object = "amount", **more: Any) -> Json:
    """An article of ours."""
    return an_article(
        **{
            "id": 102,
            "sender_id": 1,
            "type_id": 10,
            "created_by_id": OWN,
            "created_at": "2026-11-21T09:30:00.150Z",
            "preferences": {"guichet_key": key, "guichet_kind": kind, "guichet_about": about, "email_address_id": 1},
        }
        | more
    )


def whole(ticket: Json | None = None, *articles: Json, tags: tuple[str, ...] = ("facturation",), **more: Any) -> Json:
    """The answer that holds a whole ticket."""
    ticket, articles = ticket or columns(), articles or (an_article(),)
    return {
        "ticket_id": ticket["id"],
        "ticket_article_ids": [article["id"] for article in articles],
        "assets": {
            "Ticket": {str(ticket["id"]): ticket},
            "TicketArticle": {str(article["id"]): article for article in articles},
            "User": USERS,
            "Group": {
                "2": {"id": 2, "name": "Facturation", "active": True, "email_address_id": 1},
                "3": {"id": 3, "name": "Cas particuliers", "active": True, "email_address_id": None},
            },
            "Organization": {"2": {"id": 2, "name": "Amicale du Nord"}},
        },
        "links": [],
        "tags": list(tags),
        "mentions": [],
        "form_meta": {"configure_attributes": ATTRIBUTES},
        **more,
    }


def mapped(answer: Json) -> Ticket:
    return ticket_in(answer, ACCOUNT, form_in(answer) or FORM)


ASK = AddComment("Il manque le montant.", public=True, mark=Mark(Kind.ASK, ("amount",)))
