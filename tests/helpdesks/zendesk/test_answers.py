"""What each answer of Zendesk's means."""

from typing import Any

import pytest
import responses

from integration.core.errors import GuichetError, NotConfigured, Refused, TicketGone, TicketMoved, TryLater
from integration.helpdesks.zendesk.answers import NotAllowed, TicketClosed
from integration.helpdesks.zendesk.session import ZendeskSession
from tests.helpdesks.recordings import recorded_body
from tests.helpdesks.zendesk.samples import TICKET, URL


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
        (403, {"error": "Forbidden"}, NotAllowed),
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
