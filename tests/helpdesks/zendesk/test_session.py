"""The session, with answers that no sandbox gives."""

from typing import Any

import pytest
import requests
import responses
from responses.matchers import request_kwargs_matcher

from integration.core.errors import GuichetError, NotConfigured, Refused, TryLater
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.session import ZendeskSession, address
from tests.helpdesks.recordings import recorded_body
from tests.helpdesks.zendesk.samples import TICKET, URL


def error_of(session: ZendeskSession, zendesk: responses.RequestsMock, **answer: Any) -> GuichetError:
    zendesk.get(TICKET, **answer)
    with pytest.raises(GuichetError) as raised:
        session.fetch("/api/v2/tickets/12")
    return raised.value


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
