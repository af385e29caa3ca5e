"""The session, with answers that no sandbox gives."""

from typing import Any

import pytest
import requests
import responses
from responses.matchers import header_matcher, json_params_matcher, request_kwargs_matcher

from integration.core.errors import NotConfigured, Refused, TryLater
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zammad.session import ZammadSession, address
from tests.helpdesks.zammad.samples import ACCESS, API, TICKET


@pytest.mark.parametrize(
    "failure",
    [
        requests.ConnectTimeout("Dupont"),
        requests.ReadTimeout("Dupont"),
        requests.ConnectionError("Dupont"),
        requests.exceptions.ChunkedEncodingError("Dupont"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_call_without_an_answer_is_tried_later_and_sent_once(
    session: ZammadSession, zammad: responses.RequestsMock, failure: Exception, method: str
) -> None:
    zammad.add(method, TICKET, body=failure)

    with pytest.raises(TryLater) as raised:
        session.call(method, "/api/v1/tickets/12")

    assert "Dupont" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert len(zammad.calls) == 1


def test_a_lost_answer_to_a_write_may_mean_that_it_was_done(
    session: ZammadSession, zammad: responses.RequestsMock
) -> None:
    zammad.put(TICKET, body=requests.ReadTimeout())

    with pytest.raises(TryLater, match="may have been done"):
        session.call("PUT", "/api/v1/tickets/12", {})


def test_every_call_is_json_in_time_and_nobody_elses(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    expected = {"Accept": "application/json", "Authorization": "Token token=word", "Content-Type": "application/json"}
    in_time = request_kwargs_matcher({"timeout": (5.0, 60.0)})
    zammad.put(TICKET, json={}, match=[header_matcher(expected), in_time, json_params_matcher({"title": "é"})])

    session.call("PUT", "/api/v1/tickets/12", {"title": "é"})

    headers = zammad.calls[0].request.headers
    assert headers["User-Agent"].startswith("Guichet/")
    assert not {"From", "X-On-Behalf-Of"} & {name.title() for name in headers}


def test_a_redirect_is_not_followed(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    zammad.get(TICKET, status=302, headers={"Location": "https://evil.example/"})

    with pytest.raises(NotConfigured, match="redirects"):
        session.call("GET", "/api/v1/tickets/12")

    assert len(zammad.calls) == 1


def page(*ids: int) -> list[dict[str, int]]:
    return [{"id": id_} for id_ in ids]


@pytest.mark.parametrize(
    "answer",
    [
        page(3, 5),
        {"tickets": [3, 5], "tickets_count": 2, "assets": {"Ticket": {"3": {"id": 3}, "5": {"id": 5}}}},
        {"record_ids": [3, 5], "total_count": 2, "assets": {"Ticket": {"3": {"id": 3}, "5": {"id": 5}}}},
    ],
)
def test_whatever_shape_a_version_answers_a_search_in(
    session: ZammadSession, zammad: responses.RequestsMock, answer: Any
) -> None:
    zammad.post(f"{API}/tickets/search", json=answer)

    assert [ticket["id"] for ticket in session.found({})] == [3, 5]


@pytest.mark.parametrize("answer", [[], {"tickets": [], "tickets_count": 0, "assets": {}}])
def test_a_search_that_finds_nothing(session: ZammadSession, zammad: responses.RequestsMock, answer: Any) -> None:
    zammad.post(f"{API}/tickets/search", json=answer)

    assert list(session.found({})) == []


def test_a_search_goes_on_as_long_as_its_pages_are_full(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    condition = {"ticket.state_id": {"operator": "is", "value": ["1"]}}
    asked = {"condition": condition, "sort_by": "id", "order_by": "asc", "limit": 200, "expand": True}
    for number, found in ((1, page(*range(200))), (2, page(*range(200, 400))), (3, page(400))):
        zammad.post(f"{API}/tickets/search", json=found, match=[json_params_matcher(asked | {"page": number})])

    assert len(list(session.found(condition))) == 401


def test_a_search_that_never_ends_is_left(
    session: ZammadSession, zammad: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integration.helpdesks.zammad.session._PAGES_AT_MOST", 3)
    zammad.post(f"{API}/tickets/search", json=page(*range(200)))

    with pytest.raises(Refused, match="does not end"):
        sum(1 for _ in session.found({}))


@pytest.mark.parametrize(("status", "there"), [(200, True), (204, False), (404, False)])
def test_whether_something_is_there(
    session: ZammadSession, zammad: responses.RequestsMock, status: int, there: bool
) -> None:
    zammad.get(f"{API}/ticket_article_plain/33", status=status, json={"error": "ActiveRecord::RecordNotFound"})

    assert session.has("/api/v1/ticket_article_plain/33") is there


def test_what_cannot_be_looked_at_is_not_taken_for_gone(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    zammad.get(f"{API}/ticket_article_plain/33", status=403, json={"error": "Not authorized"})

    with pytest.raises(Refused):
        session.has("/api/v1/ticket_article_plain/33")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://helpdesk.example.org", "https://helpdesk.example.org"),
        (" https://helpdesk.example.org/ ", "https://helpdesk.example.org"),
        ("https://example.org/helpdesk/", "https://example.org/helpdesk"),
        ("http://127.0.0.1:8801", "http://127.0.0.1:8801"),
        ("http://localhost:8801", "http://127.0.0.1:8801"),
    ],
)
def test_the_address_that_calls_go_to(url: str, expected: str) -> None:
    assert address(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "helpdesk.example.org",
        "http://helpdesk.example.org",
        "http://127.0.0.1.evil.example",
        "ftp://helpdesk.example.org",
        "https://",
        "https://user:word@helpdesk.example.org",
        "https://helpdesk.example.org/?a=b",
        "https://helpdesk.example.org/#ticket",
        "https://helpdesk.example.org:port",
        "https://[",
    ],
)
def test_an_address_that_cannot_be_used_is_told_at_start(url: str) -> None:
    with pytest.raises(NotConfigured, match="address") as raised:
        ZammadDesk(ZammadAccess(url, "jeton"))

    assert "word" not in str(raised.value)


def test_a_missing_token_is_told_at_start() -> None:
    with pytest.raises(NotConfigured, match="access token"):
        ZammadDesk(ZammadAccess(ACCESS.url))
