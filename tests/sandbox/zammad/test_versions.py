"""What 6.5 and 7.0 do otherwise, as read: texts of errors, empty articles, tags of new tickets."""

import pytest

from sandbox.clock import Clock
from tests.sandbox.zammad.desk import ADMIN, MEMBER, ZammadDesk, error_of


@pytest.fixture(params=["5.5", "6.5", "7.0"])
def any_desk(request: pytest.FixtureRequest, clock: Clock) -> ZammadDesk:
    """A Zammad of each version, with one ticket."""
    desk = ZammadDesk(clock, request.param)
    desk.file()
    return desk


def is_new(desk: ZammadDesk) -> bool:
    return desk.store.office.version != "5.5"


def test_agents_of_newer_versions_see_which_value_is_wrong(any_desk: ZammadDesk) -> None:
    for wrong in ({"state": "pending reminder"}, {"motif": "inexistant"}):
        said = error_of(any_desk.api("PUT", "tickets/1", wrong))
        assert ("value" in said) is is_new(any_desk)
        assert said.startswith("Error ID ") is not is_new(any_desk)


def test_newer_versions_take_an_empty_article(any_desk: ZammadDesk) -> None:
    answer = any_desk.api("POST", "ticket_articles", {"ticket_id": 1, "body": ""})
    assert answer.status_code == (201 if is_new(any_desk) else 422)
    assert any_desk.api("POST", "ticket_articles", {"ticket_id": 1}).status_code == 422


def test_newer_versions_trim_the_tags_of_a_new_ticket(any_desk: ZammadDesk) -> None:
    new = {"title": "t", "group": "Facturation", "customer": MEMBER, "tags": "a, b"}
    number = any_desk.ok("POST", "tickets", new)["id"]
    tags = any_desk.ok("GET", f"tags?object=Ticket&o_id={number}")["tags"]
    assert tags == (["a", "b"] if is_new(any_desk) else ["a", " b"])


def test_tags_that_nobody_may_make_are_left_out_of_new_tickets(clock: Clock) -> None:
    desk = ZammadDesk(clock, "6.5")
    number = next(one["id"] for one in desk.admin("GET", "settings") if one["name"] == "tag_new")
    desk.admin("PUT", f"settings/{number}", {"state_current": {"value": False}})
    desk.admin("POST", "tag_list", {"name": "connu"})
    new = {"title": "t", "group": "Facturation", "customer": MEMBER, "tags": "connu, inconnu"}
    made = desk.ok("POST", "tickets", new)
    assert desk.ok("GET", f"tags?object=Ticket&o_id={made['id']}") == {"tags": ["connu"]}


def test_the_version_is_told_to_admins(any_desk: ZammadDesk) -> None:
    assert any_desk.admin("GET", "version") == {"version": f"{any_desk.store.office.version}.0"}
    assert any_desk.api("GET", "version").status_code == 403
    assert any_desk.api("PATCH", "tickets/1", {"title": "x"}, token=ADMIN).get_json() == {
        "status": 404,
        "error": "Not Found",
    }
