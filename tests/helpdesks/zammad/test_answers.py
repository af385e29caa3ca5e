"""What each answer of Zammad's means."""

from typing import Any

import pytest
import responses

from integration.core.errors import GuichetError, NotConfigured, Refused, TicketGone, TryLater
from integration.helpdesks.zammad.answers import Missing, NoRoute, NotAllowed
from integration.helpdesks.zammad.session import ZammadSession
from tests.helpdesks.recordings import recorded
from tests.helpdesks.zammad.samples import API, TICKET


def error_of(
    session: ZammadSession,
    zammad: responses.RequestsMock,
    method: str = "GET",
    path: str = "/tickets/12",
    **answer: Any,
) -> GuichetError:
    zammad.add(method, API + path, **answer)
    with pytest.raises(GuichetError) as raised:
        session.call(method, f"/api/v1{path}", None if method == "GET" else {})
    return raised.value


HIDDEN = {"error": "Error ID PQgW11gX: Please contact your administrator."}


@pytest.mark.parametrize(
    ("status", "said", "error"),
    [
        (301, "", NotConfigured),
        (400, "", Refused),
        (401, "Can't find User for Token", NotConfigured),
        (401, "Not authorized (token expired)!", NotConfigured),
        (403, "Authentication required", NotConfigured),
        (403, "Not authorized", TicketGone),
        (403, "Not authorized (token)!", NotAllowed),
        (403, "Maintenance mode enabled!", TryLater),
        (404, "Couldn't find Ticket with 'id'=12", TicketGone),
        (404, "Couldn't find Ticket::Article with 'id'=12", Missing),
        (404, "ActiveRecord::RecordNotFound", Missing),
        (404, "No route matches [GET] /api/v1/tickets/12", NoRoute),
        (404, "", TryLater),
        (408, "", TryLater),
        (422, "No lookup value found for 'group': \"x\"", Refused),
        (429, "", TryLater),
        (500, HIDDEN["error"], TryLater),
        (503, "", TryLater),
    ],
)
def test_what_each_status_means(
    session: ZammadSession, zammad: responses.RequestsMock, status: int, said: str, error: type[GuichetError]
) -> None:
    assert type(error_of(session, zammad, status=status, json={"error": said})) is error


@pytest.mark.parametrize("status", [200, 404, 500, 502, 503])
@pytest.mark.parametrize("body", ["<html>Mme Dupont</html>", "", "[1"])
def test_a_page_for_people_is_no_answer(
    session: ZammadSession, zammad: responses.RequestsMock, status: int, body: str
) -> None:
    error = error_of(session, zammad, status=status, body=body)

    assert isinstance(error, TryLater)
    assert "Dupont" not in str(error)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_write_that_zammad_fails_on_is_not_tried_again_blindly(
    session: ZammadSession, zammad: responses.RequestsMock, method: str
) -> None:
    error = error_of(session, zammad, method, status=500, json=HIDDEN)

    assert type(error) is Refused
    assert "Error ID PQgW11gX" in str(error)


@pytest.mark.parametrize("answer", [{"json": {"error": "Dupont"}}, {"body": "Dupont"}, {"json": ["Dupont"]}])
def test_a_write_that_fails_elsewhere_is_tried_later(
    session: ZammadSession, zammad: responses.RequestsMock, answer: dict[str, Any]
) -> None:
    error = error_of(session, zammad, "PUT", status=500, **answer)

    assert isinstance(error, TryLater)
    assert "Dupont" not in str(error)


def test_a_write_without_rights_is_no_ticket_gone(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    error = error_of(session, zammad, "PUT", status=403, json={"error": "Not authorized"})

    assert type(error) is NotAllowed


def test_another_thing_without_rights_is_no_ticket_gone(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    error = error_of(session, zammad, path="/users/me", status=403, json={"error": "Not authorized"})

    assert type(error) is NotAllowed


def test_invalid_values_are_told_by_where_the_cause_stands(
    session: ZammadSession, zammad: responses.RequestsMock
) -> None:
    hidden = error_of(session, zammad, "PUT", status=422, json=HIDDEN)
    shown = error_of(session, zammad, "POST", status=422, json={"error": "Compte: Dupont"})

    assert "Error ID PQgW11gX" in str(hidden)
    assert "Dupont" not in str(shown)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("93", 93.0),
        ("Sun, 22 Nov 2026 10:02:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        ("999999999", 3600.0),
        ("soon", 60.0),
        ("Sun, 22 Nov 2026 10:02:00 -0000", 60.0),
        (None, 60.0),
    ],
)
def test_when_to_come_back(
    session: ZammadSession, zammad: responses.RequestsMock, retry_after: str | None, seconds: float
) -> None:
    headers = {"Retry-After": retry_after} if retry_after else {}

    error = error_of(session, zammad, status=429, json={}, headers=headers)

    assert isinstance(error, TryLater)
    assert (error.after, error.counts) == (seconds, False)


@pytest.mark.parametrize(
    ("index", "method", "error"),
    [
        (0, "GET", NotConfigured),
        (1, "GET", NotConfigured),
        (3, "GET", NotConfigured),
        (4, "GET", TicketGone),
        (5, "GET", TicketGone),
        (6, "GET", TicketGone),
        (7, "GET", NoRoute),
        (10, "GET", NotAllowed),
        (11, "PUT", Refused),
        (20, "GET", TryLater),
    ],
)
def test_recorded_refusals(
    session: ZammadSession, zammad: responses.RequestsMock, index: int, method: str, error: type[GuichetError]
) -> None:
    answer = recorded("zammad", "50-errors")["exchanges"][index]["response"]
    body = answer["body"]
    content: dict[str, Any] = {"body": body} if isinstance(body, str) else {"json": body}

    assert type(error_of(session, zammad, method, status=answer["status"], **content)) is error


def test_an_error_names_the_call_but_not_its_question(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    zammad.get(TICKET, status=500)

    with pytest.raises(TryLater, match="GET /api/v1/tickets/12: ") as raised:
        session.call("GET", "/api/v1/tickets/12", query="Dupont")

    assert "Dupont" not in str(raised.value)
