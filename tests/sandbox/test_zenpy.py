"""The public Python client of Zendesk works with the sandbox: nobody here wrote it for us."""

from __future__ import annotations

import io
from typing import Any

import pytest
from zenpy import Zenpy
from zenpy.lib.api_objects import Comment, Ticket, TicketField, Webhook
from zenpy.lib.exception import APIException, RecordNotFoundException

from tests.sandbox.running import Running


@pytest.fixture
def client(running: Running, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ZENPY_FORCE_NETLOC", running.url.removeprefix("http://"))
    monkeypatch.setenv("ZENPY_FORCE_SCHEME", "http")
    return Zenpy(
        subdomain="example",
        email="guichet@adherents.example",
        token="sandbox-token",
        session=running.session,
        disable_cache=True,
    )


def test_tickets_comments_tags_and_audits(client: Any) -> None:
    ticket = client.tickets(id=1)
    assert (ticket.status, ticket.tags) == ("new", ["facturation"])
    message = Comment(html_body="<p>Il manque la date.</p>", public=True)
    audit = client.tickets.update(Ticket(id=1, status="pending", comment=message))
    assert audit.ticket.status == "pending"
    assert [comment.body for comment in client.tickets.comments(1, include_inline_images=True)] == [
        "d",
        "Il manque la date.",
    ]
    assert list(client.tickets.add_tags(1, ["x"])) == ["facturation", "x"]
    assert list(client.tickets.delete_tags(1, ["x"])) == ["facturation"]
    assert len(list(client.tickets.audits(1))) == 4
    made = client.tickets.create(Ticket(subject="neuf", comment=Comment(body="b")))
    assert made.ticket.id == 2


def test_an_old_reading_and_a_ticket_that_is_not_there(client: Any) -> None:
    stale = Ticket(id=1, priority="high", safe_update=True, updated_stamp="2020-01-01T00:00:00Z")
    with pytest.raises(APIException) as refused:
        client.tickets.update(stale)
    assert refused.value.response.status_code == 409
    with pytest.raises(RecordNotFoundException):
        client.tickets(id=99)


def test_people_groups_fields_and_search(client: Any) -> None:
    assert client.users.me().role == "admin"
    assert "Cas particuliers" in [group.name for group in client.groups()]
    field = client.ticket_fields.create(TicketField(title="Essai", type="text"))
    assert field.title in [known.title for known in client.ticket_fields()]
    assert [ticket.id for ticket in client.search("tags:facturation", type="ticket")] == [1]
    assert [ticket.id for ticket in client.search_export("facturation OR d", type="ticket")] == []
    assert [ticket.id for ticket in client.search_export("s", type="ticket")] == [1]


def test_files_go_up_and_are_redacted(client: Any) -> None:
    upload = client.attachments.upload(io.BytesIO(b"secret"), target_name="acte.pdf", content_type="application/pdf")
    client.tickets.update(Ticket(id=1, comment=Comment(body="voici", uploads=[upload.token])))
    comment = list(client.tickets.comments(1))[-1]
    client.attachments.redact(1, comment.id, comment.attachments[0].id)
    assert next(iter(list(client.tickets.comments(1))[-1].attachments)).file_name == "redacted.txt"


def test_webhooks_and_their_secrets(client: Any) -> None:
    given = {"name": "Guichet", "endpoint": "http://127.0.0.1:9/", "http_method": "POST", "request_format": "json"}
    made = client.webhooks.create(Webhook(**given, status="active", subscriptions=["conditional_ticket_events"]))
    assert made.id in [hook.id for hook in client.webhooks.list()]
    assert client.webhooks.show_secret(made).secret
    made.status = "inactive"
    client.webhooks.patch(made)
    assert client.webhooks(id=made.id).status == "inactive"
    client.webhooks.delete(made)
    assert made.id not in [hook.id for hook in client.webhooks.list()]
