from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from integration.core.errors import Refused
from integration.core.ticket import Field, Priority, Requester, Status
from integration.helpdesks.zendesk.catalog import FieldEntry
from tests.helpdesks.recordings import recorded_body
from tests.helpdesks.zendesk.samples import AGENT, CATALOG, MEMBER, a_comment, a_ticket, mapped


def test_a_ticket_in_our_words() -> None:
    ticket = mapped(a_ticket(assignee_id=AGENT, organization_id=21, priority="high"), a_comment())

    assert (ticket.id, ticket.subject, ticket.group, ticket.assignee) == ("12", "Remboursement", "Facturation", "601")
    assert (ticket.status, ticket.status_raw) == (Status.OPEN, "open")
    assert (ticket.priority, ticket.priority_raw) == (Priority.HIGH, "high")
    assert ticket.requester == Requester(str(MEMBER), "fr", "membre@example.com")
    assert (ticket.brand, ticket.organization, ticket.channel, ticket.form) == ("31", "21", "web", "41")
    assert ticket.created_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert (ticket.updated_at, ticket.stamp) == (datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "2026-11-21T09:30:00Z")
    assert ticket.tags == {"facturation"}
    assert ticket.fields == (Field("Motif", "facturation", "Facturation"), Field("Compte", ""))
    assert [comment.body for comment in ticket.comments] == ["Bonjour"]


@pytest.mark.parametrize("word", ["new", "open", "pending", "hold", "solved", "closed", "deleted"])
def test_known_statuses(word: str) -> None:
    assert mapped(a_ticket(status=word)).status is Status(word)


@pytest.mark.parametrize("word", ["archived", "scrubbed", "unknown", "OPEN"])
def test_an_unknown_status_keeps_its_word_and_is_not_written_to(word: str) -> None:
    ticket = mapped(a_ticket(status=word))

    assert (ticket.status, ticket.status_raw) == (Status.UNKNOWN, word)
    assert not ticket.status.writable


@pytest.mark.parametrize(
    ("word", "priority", "raw"),
    [(None, Priority.NONE, ""), ("urgent", Priority.URGENT, "urgent"), ("critical", Priority.UNKNOWN, "critical")],
)
def test_priorities(word: str | None, priority: Priority, raw: str) -> None:
    ticket = mapped(a_ticket(priority=word))

    assert (ticket.priority, ticket.priority_raw) == (priority, raw)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (1, "remboursement", Field("Motif", "remboursement", "Remboursement")),
        (1, "retired_option", Field("Motif", "retired_option")),
        (2, " 00123 ", Field("Compte", "00123")),
        (2, 123, Field("Compte", "123")),
        (3, "1234,50", Field("Montant", "1234,50")),
        (3, "1.60", Field("Montant", "1.60")),
        (4, "un\r\ndeux\r\n", Field("Note", "un\ndeux")),
        (5, True, Field("Urgent", "true")),
        (5, False, Field("Urgent", "false")),
        (5, None, Field("Urgent", "")),
        (6, ["rib", "acte"], Field("Pièces", "acte rib", options=("acte", "Acte", "rib", "RIB"))),
        (6, [], Field("Pièces", "")),
        (6, None, Field("Pièces", "")),
        (7, "2026-02-28", Field("Date de la transaction", "2026-02-28")),
    ],
)
def test_custom_fields_by_title(field: int, value: object, expected: Field) -> None:
    assert mapped(a_ticket(custom_fields=[{"id": field, "value": value}])).fields == (expected,)


def test_a_field_that_is_no_field_of_the_accounts_making_is_left_out() -> None:
    assert mapped(a_ticket(custom_fields=[{"id": 99, "value": "x"}])).fields == ()


def test_of_two_fields_with_one_title_the_first_is_meant() -> None:
    both = replace(CATALOG, fields=(*CATALOG.fields, FieldEntry(8, "Compte", "text")))

    ticket = mapped(a_ticket(custom_fields=[{"id": 8, "value": "second"}, {"id": 2, "value": "first"}]), catalog=both)

    assert ticket.fields == (Field("Compte", "first"),)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr", "fr"), ("fr-FR", "fr"), ("EN-us", "en"), ("pt_BR", "pt"), (None, ""), ("", "")],
)
def test_the_requesters_language(locale: str | None, language: str) -> None:
    ticket = mapped(a_ticket(), users=[{"id": MEMBER, "role": "end-user", "locale": locale}])

    assert ticket.requester.language == language


def test_a_requester_that_was_not_sent_along_is_still_known_by_id() -> None:
    assert mapped(a_ticket(), users=[]).requester == Requester(str(MEMBER))


@pytest.mark.parametrize("key", ["id", "status", "created_at", "updated_at", "tags", "custom_fields"])
def test_a_ticket_without_something_we_need_is_refused(key: str) -> None:
    ticket = a_ticket()
    del ticket[key]

    with pytest.raises(Refused, match=key):
        mapped(ticket)


@pytest.mark.parametrize(
    "change",
    [
        {"created_at": "yesterday"},
        {"updated_at": "2026-11-21T09:30:00"},
        {"updated_at": 5},
        {"tags": None},
        {"tags": [["x"]]},
        {"custom_fields": None},
        {"custom_fields": ["secret"]},
        {"via": "secret"},
        {"id": "secret"},
    ],
)
def test_a_ticket_that_is_shaped_otherwise_is_refused_without_its_words(change: dict[str, Any]) -> None:
    with pytest.raises(Refused) as raised:
        mapped(a_ticket(**change))

    assert "cannot be read" in str(raised.value)
    assert "secret" not in str(raised.value).replace("ticket secret", "")


def test_what_we_do_not_need_may_be_missing() -> None:
    needed = ("id", "status", "created_at", "updated_at", "tags", "custom_fields", "requester_id")
    ticket = mapped({name: value for name, value in a_ticket().items() if name in needed})

    assert (ticket.subject, ticket.group, ticket.channel, ticket.form) == ("", "", "", "")


@pytest.mark.parametrize("name", ["ticket_show", "ticket_update", "ticket_create_with_attachment"])
def test_recorded_tickets(name: str) -> None:
    recorded = recorded_body("zendesk", name)["ticket"]

    ticket = mapped(recorded)

    assert (ticket.id, ticket.stamp) == (str(recorded["id"]), recorded["updated_at"])
    assert ticket.status.value == recorded["status"]
    assert ticket.channel == recorded["via"]["channel"]


def test_recorded_tickets_of_another_account() -> None:
    for recorded in recorded_body("zendesk", "zammad_incremental_tickets")["tickets"]:
        assert mapped(recorded).id == str(recorded["id"])
