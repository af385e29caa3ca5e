"""The Zendesk adapter signing in to the sandbox, over real HTTP."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from integration.core.changes import AddTag
from integration.core.errors import NotConfigured, Refused
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from tests.helpdesks.town import API_TOKEN, EMAIL, Town
from tests.helpdesks.zendesk.samples import ASK, access


def test_a_token_that_ended_is_renewed_without_a_word(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.post("tokens", expire=True)

    assert desk.read(ticket_id).id == ticket_id


def test_a_write_with_a_token_that_ended_is_done_once(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.post("tokens", expire=True)

    desk.apply(ticket, (ASK,), "k1")

    assert len(town.seen(ticket.id)["comments"]) == 2


def test_a_token_is_renewed_before_it_ends(town: Town) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    town.post("tokens", life=1000)
    desk = ZendeskDesk(access(town), clock=lambda: now)
    asked = []
    for seconds in (0, 799, 1):
        now += timedelta(seconds=seconds)
        desk.survey()
        asked.append(town.get("calls", kind="oauth")["count"])

    assert asked == [1, 1, 2]


def test_many_threads_ask_for_one_token(town: Town) -> None:
    ticket_id = town.member_files()
    desk = ZendeskDesk(access(town))
    together = threading.Barrier(8)

    def read(_: int) -> str:
        together.wait(timeout=20)
        return desk.read(ticket_id).id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(8))) == {ticket_id}
    assert town.get("calls", kind="oauth")["count"] == 1


def test_an_api_token_still_opens(town: Town) -> None:
    legacy = ZendeskAccess(town.url, email=EMAIL, api_token=API_TOKEN)
    ticket_id = town.member_files()

    assert ZendeskDesk(legacy).read(ticket_id).id == ticket_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "wrong"},
        {"client_id": "nobody"},
        {"client_id": "", "email": EMAIL, "api_token": "wrong"},
    ],
)
def test_wrong_credentials_are_a_matter_of_configuration(town: Town, wrong: dict[str, str]) -> None:
    ticket_id = town.member_files()

    with pytest.raises(NotConfigured, match=r"client|API token") as raised:
        ZendeskDesk(access(town, **wrong)).read(ticket_id)

    assert "wrong" not in str(raised.value)


def test_a_token_without_the_right_to_write_is_refused(town: Town) -> None:
    desk = ZendeskDesk(access(town, scope="read"))
    ticket = desk.read(town.member_files())

    with pytest.raises(Refused, match="right"):
        desk.apply(ticket, (AddTag("neuf"),), "k1")


def test_a_suspended_user_is_refused(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.post("people", email=EMAIL, suspended=True)

    with pytest.raises(Refused, match="403"):
        desk.read(ticket_id)
