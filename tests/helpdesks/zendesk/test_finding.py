"""What changed, what is unsolved and what was set aside is found over real HTTP, all pages of it."""

from datetime import UTC, datetime, timedelta

import pytest
import responses

from integration.core.errors import Refused, TryLater
from integration.helpdesks.contract import Moved
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from tests.helpdesks.town import API_TOKEN, CLIENT_ID, CLIENT_SECRET, EMAIL, Town

HOUR = timedelta(hours=1)
URL = "https://acme.zendesk.com"


@pytest.fixture
def desk(town: Town) -> ZendeskDesk:
    return ZendeskDesk(ZendeskAccess(town.url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET))


def now(town: Town) -> datetime:
    return datetime.fromisoformat(town.get("clock")["now"])


def test_what_changed_is_found_with_its_own_time_closed_tickets_too(desk: ZendeskDesk, town: Town) -> None:
    old, changed, closed = (town.member_files() for _ in range(3))
    town.post("clock", advance=7200)
    town.member_replies(changed, "Voici le montant.")
    town.agent_closes(closed)

    found = {moved.ticket_id: moved for moved in desk.moved(now(town) - HOUR)}

    assert set(found) == {changed, closed}
    assert found[changed] == Moved(changed, desk.read(changed).updated_at)
    assert old in {moved.ticket_id for moved in desk.moved(now(town) - 3 * HOUR)}


def test_more_than_a_page_is_found_whole(desk: ZendeskDesk, town: Town) -> None:
    ids = {town.member_files() for _ in range(101)}

    assert {moved.ticket_id for moved in desk.moved(now(town) - HOUR)} == ids
    assert set(desk.unsolved()) == ids


def test_unsolved_are_all_that_are_neither_solved_nor_closed(desk: ZendeskDesk, town: Town) -> None:
    new, pending, closed, deleted = (town.member_files() for _ in range(4))
    town.agent(pending, status="pending")
    town.agent_closes(closed)
    town.agent_deletes(deleted)

    assert set(desk.unsolved()) == {new, pending}


def test_what_was_set_aside_is_found_until_an_agent_recovers_it(desk: ZendeskDesk, town: Town) -> None:
    suspended = town.post(
        "member/suspended",
        requester={"email": "zoe@courriel.example"},
        subject="Un mot",
        text="<p>rembours&eacute;e</p>",
    )["id"]

    [found] = desk.suspended()
    assert (found.id, found.cause) == (str(suspended), "Detected as spam")
    assert found.words.split() == ["Un", "mot", "remboursée"]
    assert found.since.tzinfo is UTC
    assert "rembours" not in repr(found)
    town.post(f"suspended/{suspended}/recover")
    assert list(desk.suspended()) == []


def test_a_search_that_breaks_off_says_so(desk: ZendeskDesk, town: Town) -> None:
    town.member_files()
    town.fault("status", path="/api/v2/search/export", status=503)

    with pytest.raises(TryLater):
        list(desk.moved(now(town) - HOUR))


@responses.activate
@pytest.mark.parametrize("found", [{"id": 1}, {"id": 1, "updated_at": "soon"}, {"updated_at": "2026-11-22T09:00:00Z"}])
def test_a_result_that_is_not_as_documented_is_refused_without_its_words(found: dict[str, object]) -> None:
    page = {"results": [{**found, "subject": "Camille"}], "meta": {"has_more": False}}
    responses.get(f"{URL}/api/v2/search/export", json=page)
    desk = ZendeskDesk(ZendeskAccess(URL, email=EMAIL, api_token=API_TOKEN))

    with pytest.raises(Refused, match="not as documented") as raised:
        list(desk.moved(datetime(2026, 11, 22, tzinfo=UTC)))

    assert "Camille" not in str(raised.value)
