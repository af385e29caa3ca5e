"""The desk with an account and answers that no sandbox gives."""

import pytest
import responses

from integration.core.changes import AddTag
from integration.core.errors import NotConfigured, TicketGone
from integration.core.ticket import Field, Requester, Role
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from tests.helpdesks.recordings import recorded_body
from tests.helpdesks.zendesk.samples import AGENT, NOW, OWN, TICKET, URL, USERS, a_comment, a_ticket, ours

FIELDS = {
    "ticket_fields": [
        {"id": 90, "title": "Sujet", "type": "subject", "active": True, "removable": False},
        {"id": 1, "title": "Motif", "type": "tagger", "active": True, "custom_field_options": []},
        {"id": 2, "title": "Ancien", "type": "text", "active": False},
        {"id": 3, "title": "Dossier", "type": "lookup", "active": True},
        {"id": 4, "title": "Montant", "type": "decimal", "active": True},
    ]
}


@pytest.fixture
def account(zendesk: responses.RequestsMock) -> responses.RequestsMock:
    zendesk.get(f"{URL}/api/v2/users/me.json", json={"user": {"id": OWN, "role": "agent"}})
    zendesk.get(f"{URL}/api/v2/groups.json", json={"groups": [], "meta": {"has_more": False}})
    zendesk.get(f"{URL}/api/v2/ticket_fields.json", json=FIELDS)
    zendesk.get(f"{URL}/api/v2/brands.json", json={"brands": [{"id": 31, "name": "Cyclo"}]})
    return zendesk


def a_desk() -> ZendeskDesk:
    return ZendeskDesk(ZendeskAccess(URL, email="guichet@example.com", api_token="word"), lambda: NOW)


def test_authors_sent_along_with_the_comments_are_known(account: responses.RequestsMock) -> None:
    account.get(TICKET, json={"ticket": a_ticket(), "users": USERS[:1]})
    comments = {"comments": [a_comment(author_id=AGENT)], "users": USERS, "meta": {"has_more": False}}
    account.get(f"{URL}/api/v2/tickets/12/comments", json=comments)

    ticket = a_desk().read("12")

    assert ticket.comments[0].author is Role.AGENT


def test_a_write_whose_answer_shows_no_audit_is_read_back(account: responses.RequestsMock) -> None:
    said = a_comment(id=1002, author_id=OWN, metadata=ours(key="k1"))
    pages = {"comments": [a_comment(), said], "meta": {"has_more": False}}
    account.get(TICKET, json={"ticket": a_ticket(custom_fields=[], group_id=None)})
    account.get(f"{TICKET}/comments", json=pages)
    account.put(f"{TICKET}.json", json={"ticket": a_ticket()})
    desk = a_desk()

    applied = desk.apply(desk.read("12"), (AddTag("neuf"),), "k1")

    assert (applied.comment_id, len(applied.ticket.comments)) == ("1002", 2)


def test_a_requester_who_changed_meanwhile_is_not_taken_for_the_old_one(account: responses.RequestsMock) -> None:
    account.get(TICKET, json={"ticket": a_ticket(custom_fields=[], group_id=None), "users": USERS})
    account.get(f"{TICKET}/comments", json={"comments": [], "meta": {"has_more": False}})
    after = a_ticket(requester_id=777, custom_fields=[], group_id=None)
    account.put(f"{TICKET}.json", json={"ticket": after, "audit": {"id": 1, "author_id": OWN, "events": []}})
    desk = a_desk()

    applied = desk.apply(desk.read("12"), (AddTag("neuf"),), "k1")

    assert applied.ticket.requester == Requester("777")


def test_a_ticket_shown_as_deleted_is_gone(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, json={"ticket": a_ticket(status="deleted")})

    with pytest.raises(TicketGone, match="deleted"):
        a_desk().read("12")


def test_a_survey_shows_the_fields_a_policy_can_use(account: responses.RequestsMock) -> None:
    account.get(f"{URL}/api/v2/users", json={"users": [], "meta": {"has_more": False}})
    survey = a_desk().survey()

    assert (survey.user_id, survey.role) == (str(OWN), "agent")
    assert [(field.title, field.type) for field in survey.fields] == [("Motif", "tagger"), ("Montant", "decimal")]


def test_fields_that_are_not_usable_are_known_all_the_same(account: responses.RequestsMock) -> None:
    others = [{"id": 2, "value": "x"}, {"id": 3, "value": "y"}, {"id": 4, "value": "1.5"}]
    account.get(TICKET, json={"ticket": a_ticket(custom_fields=others, group_id=None)})
    account.get(f"{URL}/api/v2/tickets/12/comments", json={"comments": [], "meta": {"has_more": False}})
    desk = a_desk()
    desk.read("12")
    asked = len(account.calls)

    assert desk.read("12").fields == (Field("Montant", "1.5"),)
    assert len(account.calls) == asked + 2


def test_a_brand_is_known_by_its_name(account: responses.RequestsMock) -> None:
    account.get(TICKET, json={"ticket": a_ticket(custom_fields=[], group_id=None)})
    account.get(f"{TICKET}/comments", json={"comments": [], "meta": {"has_more": False}})

    assert a_desk().read("12").brand == "Cyclo"


def test_brands_we_may_not_see_keep_their_ids(account: responses.RequestsMock) -> None:
    account.replace("GET", f"{URL}/api/v2/brands.json", status=403, json={"error": "Forbidden"})
    account.get(TICKET, json={"ticket": a_ticket(custom_fields=[], group_id=None)})
    account.get(f"{TICKET}/comments", json={"comments": [], "meta": {"has_more": False}})

    assert a_desk().read("12").brand == "31"


@pytest.fixture
def recorded_fields() -> object:
    return recorded_body("zendesk", "zammad_ticket_fields")


def test_a_recorded_account_is_surveyed(recorded_fields: object, account: responses.RequestsMock) -> None:
    account.replace("GET", f"{URL}/api/v2/ticket_fields.json", json=recorded_fields)

    account.get(f"{URL}/api/v2/users", json={"users": [], "meta": {"has_more": False}})
    survey = a_desk().survey()

    fields = {field.title: field for field in survey.fields}
    assert "Subject" not in fields
    assert fields["Custom Decimal"].type == "decimal"
    assert fields["Custom DropDown"].options != ()


def test_nobody_is_not_a_user(zendesk: responses.RequestsMock) -> None:
    zendesk.get(f"{URL}/api/v2/users/me.json", json={"user": {"id": None, "name": "Anonymous user"}})

    with pytest.raises(NotConfigured, match="who we are"):
        a_desk().user_id()
