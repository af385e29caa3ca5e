"""Signing in, with answers that no sandbox gives."""

from datetime import UTC, datetime

import pytest
import responses

from integration.core.errors import NotConfigured, TryLater
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.auth import sign_in
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.session import ZendeskSession
from tests.helpdesks.zendesk.samples import NOW, TICKET, TOKENS, URL


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
