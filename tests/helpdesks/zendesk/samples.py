"""Small Zendesk answers of our own, to be varied by a test."""

from datetime import UTC, datetime
from typing import Any

from integration.core.changes import AddComment
from integration.core.ticket import Kind, Mark, Ticket
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.catalog import Catalog, FieldEntry
from integration.helpdesks.zendesk.mapping import comments_from, people_of, ticket_from
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town

Json = dict[str, Any]

OWN, MEMBER, AGENT = 900, 501, 601
URL = "https://acme.zendesk.com"
TICKET = f"{URL}/api/v2/tickets/12"
TOKENS = f"{URL}/oauth/tokens"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

CATALOG = Catalog(
    user_id=str(OWN),
    role="agent",
    groups=((71, "Facturation"), (72, "Cas particuliers")),
    fields=(
        FieldEntry(1, "Motif", "tagger", (("facturation", "Facturation"), ("remboursement", "Remboursement"))),
        FieldEntry(2, "Compte", "text"),
        FieldEntry(3, "Montant", "decimal"),
        FieldEntry(4, "Note", "textarea"),
        FieldEntry(5, "Urgent", "checkbox", tag="urgent"),
        FieldEntry(6, "Pièces", "multiselect", (("acte", "Acte"), ("rib", "RIB"))),
        FieldEntry(7, "Date de la transaction", "date"),
    ),
    others=frozenset({99}),
)

USERS: list[Json] = [
    {"id": MEMBER, "role": "end-user", "locale": "fr-FR", "email": "membre@example.com"},
    {"id": AGENT, "role": "agent", "locale": "fr", "email": "agent@example.com"},
    {"id": OWN, "role": "admin", "locale": "en-US", "email": "guichet@example.com"},
]


def a_ticket(**changes: Any) -> Json:
    return {
        "id": 12,
        "subject": "Remboursement",
        "status": "open",
        "priority": None,
        "requester_id": MEMBER,
        "assignee_id": None,
        "group_id": 71,
        "organization_id": None,
        "brand_id": 31,
        "ticket_form_id": 41,
        "created_at": "2026-11-20T08:00:00Z",
        "updated_at": "2026-11-21T09:30:00Z",
        "via": {"channel": "web"},
        "tags": ["facturation"],
        "custom_fields": [{"id": 1, "value": "facturation"}, {"id": 2, "value": None}],
        **changes,
    }


def a_comment(**changes: Any) -> Json:
    return {
        "id": 1001,
        "type": "Comment",
        "author_id": MEMBER,
        "body": "Bonjour",
        "public": True,
        "attachments": [],
        "created_at": "2026-11-20T08:00:00Z",
        "metadata": {"system": {}, "custom": {}},
        **changes,
    }


def ours(kind: object = "ask", key: object = "k1", about: object = None) -> Json:
    about = "amount" if about is None else about
    return {"system": {}, "custom": {"guichet_kind": kind, "guichet_key": key, "guichet_about": about}}


def mapped(ticket: Json, *comments: Json, users: list[Json] = USERS, catalog: Catalog = CATALOG) -> Ticket:
    people = people_of(ticket, users, catalog)
    return ticket_from(ticket, comments_from(comments, people), people, catalog)


ASK = AddComment("Il manque le montant.", public=True, mark=Mark(Kind.ASK, ("amount",)))


def access(town: Town, **changes: Any) -> ZendeskAccess:
    """The way into the sandbox's account."""
    return ZendeskAccess(**{"url": town.url, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET} | changes)
