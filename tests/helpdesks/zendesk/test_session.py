"""The session and the table of answers, with answers that no sandbox gives."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import responses
from responses.matchers import request_kwargs_matcher

from integration.core.changes import AddTag
from integration.core.errors import GuichetError, NotConfigured, Refused, TicketGone, TicketMoved, TryLater
from integration.core.ticket import Field, Requester, Role
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.answers import TicketClosed
from integration.helpdesks.zendesk.auth import ApiToken, sign_in
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.session import ZendeskSession, address
from tests.helpdesks.recordings import recorded_body
from tests.helpdesks.zendesk.samples import AGENT, NOW, OWN, USERS, a_comment, a_ticket, ours

URL = "https://acme.zendesk.com"
TICKET = f"{URL}/api/v2/tickets/12"
TOKENS = f"{URL}/oauth/tokens"


@pytest.fixture
def zendesk() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def session() -> Iterator[ZendeskSession]:
    with ZendeskSession(URL, ApiToken("guichet@example.com", "word"), lambda: NOW) as session:
        yield session


def error_of(session: ZendeskSession, zendesk: responses.RequestsMock, **answer: Any) -> GuichetError:
    zendesk.get(TICKET, **answer)
    with pytest.raises(GuichetError) as raised:
        session.fetch("/api/v2/tickets/12")
    return raised.value


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"error": "BadRequest"}, Refused),
        (401, {"error": "Couldn't authenticate you"}, NotConfigured),
        (402, {}, Refused),
        (403, {"error": "Forbidden"}, Refused),
        (404, {"error": "RecordNotFound", "description": "Not found"}, TicketGone),
        (404, {"error": {"title": "No help desk at acme.zendesk.com", "message": "…"}}, NotConfigured),
        (408, {}, TryLater),
        (409, {"error": "UpdateConflict"}, TicketMoved),
        (422, {"error": "RecordInvalid", "details": {"priority": [{"description": "invalid"}]}}, Refused),
        (422, {"details": "odd"}, Refused),
        (422, [], Refused),
        (429, {"error": "TooManyRequests"}, TryLater),
        (500, {}, TryLater),
        (302, {}, NotConfigured),
        (200, ["not an object"], TryLater),
    ],
)
def test_what_each_status_means(
    session: ZendeskSession, zendesk: responses.RequestsMock, status: int, body: object, error: type[GuichetError]
) -> None:
    assert type(error_of(session, zendesk, status=status, json=body)) is error


@pytest.mark.parametrize("status", [200, 404, 500, 503])
def test_a_page_for_people_is_no_answer(session: ZendeskSession, zendesk: responses.RequestsMock, status: int) -> None:
    error = error_of(session, zendesk, status=status, body="<html>Maintenance de Mme Dupont</html>")

    assert isinstance(error, TryLater)
    assert "Dupont" not in str(error)


@pytest.mark.parametrize(
    ("name", "status", "error"),
    [
        ("error_401", 401, NotConfigured),
        ("error_404_wrong_subdomain", 404, NotConfigured),
        ("ticket_404_update", 404, TicketGone),
        ("error_422_closed_ticket", 422, TicketClosed),
        ("error_429_incremental", 429, TryLater),
    ],
)
def test_recorded_refusals(
    session: ZendeskSession, zendesk: responses.RequestsMock, name: str, status: int, error: type[GuichetError]
) -> None:
    assert type(error_of(session, zendesk, status=status, json=recorded_body("zendesk", name))) is error


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("93", 93.0),
        ("0", 0.0),
        ("Sun, 22 Nov 2026 10:02:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        ("999999999", 3600.0),
        (None, 60.0),
        ("soon", 60.0),
        ("-5", 60.0),
        ("Sun, 22 Nov 2026 10:02:00 -0000", 60.0),
    ],
)
def test_when_to_come_back_after_a_rate_limit(
    session: ZendeskSession, zendesk: responses.RequestsMock, retry_after: str | None, seconds: float
) -> None:
    headers = {"Retry-After": retry_after} if retry_after else {}

    error = error_of(session, zendesk, status=429, json={}, headers=headers)

    assert isinstance(error, TryLater)
    assert (error.after, error.counts) == (seconds, False)


def test_an_illness_without_an_end_in_sight_leaves_the_pause_to_us(
    session: ZendeskSession, zendesk: responses.RequestsMock
) -> None:
    error = error_of(session, zendesk, status=500, body="")

    assert isinstance(error, TryLater)
    assert (error.after, error.counts) == (None, True)


def test_an_empty_answer_may_be_a_good_one(session: ZendeskSession, zendesk: responses.RequestsMock) -> None:
    zendesk.delete(TICKET, status=204)

    assert session.delete(TICKET).status_code == 204


def test_a_conflict_that_is_no_tickets_is_tried_again(session: ZendeskSession, zendesk: responses.RequestsMock) -> None:
    zendesk.get(f"{URL}/api/v2/groups.json", status=409, json={})

    with pytest.raises(TryLater):
        session.fetch("/api/v2/groups.json")


def test_something_else_that_is_missing_is_no_ticket_gone(
    session: ZendeskSession, zendesk: responses.RequestsMock
) -> None:
    zendesk.get(f"{URL}/api/v2/groups.json", status=404, json={"error": "RecordNotFound"})

    with pytest.raises(Refused, match="404"):
        session.fetch("/api/v2/groups.json")


@pytest.mark.parametrize(
    "failure",
    [
        requests.ConnectTimeout("to acme"),
        requests.ReadTimeout("from acme"),
        requests.ConnectionError("Dupont"),
        requests.exceptions.ChunkedEncodingError("Dupont"),
        requests.exceptions.SSLError("Dupont"),
    ],
)
def test_a_call_without_an_answer_is_tried_later(
    session: ZendeskSession, zendesk: responses.RequestsMock, failure: Exception
) -> None:
    error = error_of(session, zendesk, body=failure)

    assert isinstance(error, TryLater)
    assert "Dupont" not in str(error)
    assert error.__cause__ is None


def test_errors_name_the_call_but_not_its_question(session: ZendeskSession, zendesk: responses.RequestsMock) -> None:
    zendesk.get(f"{URL}/api/v2/search.json", status=500)

    with pytest.raises(TryLater, match=r"GET /api/v2/search\.json") as raised:
        session.fetch("/api/v2/search.json", query="Dupont")

    assert "Dupont" not in str(raised.value)


def test_every_call_says_who_we_are_and_ends_in_time(session: ZendeskSession, zendesk: responses.RequestsMock) -> None:
    in_time = request_kwargs_matcher({"timeout": (5.0, 30.0)})
    zendesk.put(TICKET, json={}, match=[in_time])

    session.put(f"{URL}/api/v2/tickets/12", json={}, timeout=3600)

    (call,) = zendesk.calls
    assert call.request.headers["User-Agent"].startswith("Guichet/")
    assert call.request.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("link", ["https://evil.example/api/v2/tickets/12", "//evil.example/api/v2/tickets/12"])
def test_no_link_carries_our_credentials_elsewhere(
    session: ZendeskSession, zendesk: responses.RequestsMock, link: str
) -> None:
    zendesk.get(TICKET, json={})

    session.get(link)

    assert zendesk.calls[0].request.url == TICKET


def test_a_redirect_is_not_followed(session: ZendeskSession, zendesk: responses.RequestsMock) -> None:
    error = error_of(session, zendesk, status=301, headers={"Location": "https://evil.example/"})

    assert "redirects" in str(error)
    assert len(zendesk.calls) == 1


def test_a_list_that_never_ends_is_left(session: ZendeskSession, zendesk: responses.RequestsMock) -> None:
    zendesk.get(f"{URL}/api/v2/groups.json", json={"groups": [], "meta": {"has_more": True, "after_cursor": "x"}})

    with pytest.raises(Refused, match="does not end"):
        list(session.pages("/api/v2/groups.json"))


def test_the_last_page_is_the_one_that_says_so(session: ZendeskSession, zendesk: responses.RequestsMock) -> None:
    body = recorded_body("zendesk", "ticket_comments_with_attachment")
    assert body["links"]["next"]
    zendesk.get(f"{URL}/api/v2/tickets/33/comments.json", json=body)

    assert len(list(session.pages("/api/v2/tickets/33/comments.json"))) == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://acme.zendesk.com", "https://acme.zendesk.com"),
        (" https://acme.zendesk.com/agent/ ", "https://acme.zendesk.com"),
        ("http://127.0.0.1:8801", "http://127.0.0.1:8801"),
        ("http://localhost:8801", "http://127.0.0.1:8801"),
        ("https://localhost.acme.example", "https://localhost.acme.example"),
    ],
)
def test_the_address_that_calls_go_to(url: str, expected: str) -> None:
    assert address(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "acme.zendesk.com",
        "http://acme.zendesk.com",
        "http://127.0.0.1.evil.example",
        "ftp://acme.zendesk.com",
        "https://",
        "https://user:word@acme.zendesk.com",
        "https://acme.zendesk.com:port",
        "https://[",
    ],
)
def test_an_address_that_cannot_be_used_is_told_at_start(url: str) -> None:
    with pytest.raises(NotConfigured, match="address") as raised:
        ZendeskDesk(ZendeskAccess(url, client_id="id", client_secret="secret"))

    assert "word" not in str(raised.value)


def test_without_credentials_there_is_no_desk() -> None:
    with pytest.raises(NotConfigured, match="credentials"):
        ZendeskDesk(ZendeskAccess(URL, client_id="id", email="guichet@example.com"))


def test_an_access_keeps_its_secrets_to_itself() -> None:
    access = ZendeskAccess(URL, "id", "s-client", "read", "e-mail", "s-token", "1", ("s-hook",))

    for secret in ("s-client", "s-token", "s-hook"):
        assert secret not in repr(access)
    assert "s-token" not in repr(sign_in(ZendeskAccess(URL, email="e-mail", api_token="s-token"), lambda: NOW))


@pytest.mark.parametrize(
    ("expires_in", "asked_again"),
    [(1800, True), (1_800_000, True), (3600, False), (None, False), ("1800", False), (0, False)],
)
def test_a_tokens_life_is_read_in_either_unit(
    zendesk: responses.RequestsMock, expires_in: object, asked_again: bool
) -> None:
    now = NOW
    zendesk.post(TOKENS, json={"access_token": "one", "expires_in": expires_in})
    way_in = sign_in(ZendeskAccess(URL, client_id="id", client_secret="secret"), lambda: now)

    way_in.header()
    now = datetime(2026, 11, 22, 10, 24, 0, tzinfo=UTC)  # 80 % of half an hour later
    way_in.header()

    assert len(zendesk.calls) == (2 if asked_again else 1)


def test_a_client_that_is_refused_is_a_matter_of_configuration(zendesk: responses.RequestsMock) -> None:
    zendesk.post(TOKENS, status=400, json={"error": "invalid_client", "error_description": "Dupont"})
    way_in = sign_in(ZendeskAccess(URL, client_id="id", client_secret="secret"), lambda: NOW)

    with pytest.raises(NotConfigured, match="OAuth client's id") as raised:
        way_in.header()

    assert "Dupont" not in str(raised.value)


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": 5}])
def test_an_answer_without_a_token_is_no_token(zendesk: responses.RequestsMock, answer: dict[str, object]) -> None:
    zendesk.post(TOKENS, json=answer)
    way_in = sign_in(ZendeskAccess(URL, client_id="id", client_secret="secret"), lambda: NOW)

    with pytest.raises(TryLater, match="without a token"):
        way_in.header()


def test_a_token_refused_twice_ends_there(zendesk: responses.RequestsMock) -> None:
    zendesk.post(TOKENS, json={"access_token": "one"})
    zendesk.post(TOKENS, json={"access_token": "two"})
    zendesk.get(TICKET, status=401, json={})
    way_in = sign_in(ZendeskAccess(URL, client_id="id", client_secret="secret"), lambda: NOW)

    with ZendeskSession(URL, way_in, lambda: NOW) as session, pytest.raises(NotConfigured):
        session.fetch("/api/v2/tickets/12")

    used = [call.request.headers.get("Authorization") for call in zendesk.calls if call.request.method == "GET"]
    assert used == ["Bearer one", "Bearer two"]


def test_a_token_that_another_thread_renewed_is_used_as_it_is(zendesk: responses.RequestsMock) -> None:
    zendesk.post(TOKENS, json={"access_token": "one"})
    way_in = sign_in(ZendeskAccess(URL, client_id="id", client_secret="secret"), lambda: NOW)
    way_in.header()

    assert way_in.renewed("Bearer an older one")
    assert len(zendesk.calls) == 1


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


def test_a_recorded_account_is_surveyed(account: responses.RequestsMock) -> None:
    account.replace("GET", f"{URL}/api/v2/ticket_fields.json", json=recorded_body("zendesk", "zammad_ticket_fields"))

    survey = a_desk().survey()

    fields = {field.title: field for field in survey.fields}
    assert "Subject" not in fields
    assert fields["Custom Decimal"].type == "decimal"
    assert fields["Custom DropDown"].options != ()


def test_nobody_is_not_a_user(zendesk: responses.RequestsMock) -> None:
    zendesk.get(f"{URL}/api/v2/users/me.json", json={"user": {"id": None, "name": "Anonymous user"}})

    with pytest.raises(NotConfigured, match="who we are"):
        a_desk().user_id()
