"""What a Zammad has, in the shapes its versions tell it in."""

from typing import Any

import pytest
import responses

from integration.core.errors import NotConfigured, Refused
from integration.core.ticket import Priority, Status
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.agents import Agents
from integration.helpdesks.zammad.catalog import Account, State, ask_account, form_in
from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zammad.session import ZammadSession
from tests.helpdesks.zammad.replay import body
from tests.helpdesks.zammad.samples import ACCESS, ACCOUNT, API, NOW, TICKET, whole


def options_of(given: Any) -> tuple[tuple[str, str], ...]:
    field = {"name": "x", "display": "X", "tag": "select", "options": given}
    form = form_in(whole(form_meta={"configure_attributes": [field]}))
    assert form
    return form.fields[0].options


@pytest.mark.parametrize(
    ("given", "options"),
    [
        (None, ()),
        ("", ()),
        ({}, ()),
        ({"a": "A", "b": "B"}, (("a", "A"), ("b", "B"))),
        ([{"name": "A", "value": "a"}, {"name": "B", "value": "b"}], (("a", "A"), ("b", "B"))),
        (
            [{"name": "A", "value": "A", "children": [{"name": "B", "value": "A::B"}]}, {"name": "C", "value": "C"}],
            (("A", "A"), ("A::B", "B"), ("C", "C")),
        ),
        ({"true": "oui", "false": "non"}, (("true", "oui"), ("false", "non"))),
    ],
)
def test_options_in_every_shape(given: Any, options: tuple[tuple[str, str], ...]) -> None:
    assert options_of(given) == options


def test_groups_go_by_their_full_names_and_inactive_ones_do_not_count() -> None:
    answer = whole()
    answer["assets"]["Group"] = {
        "2": {"id": 2, "name": "Membres::Facturation", "active": True, "email_address_id": None},
        "3": {"id": 3, "name": "Ancien", "active": False},
    }

    form = form_in(answer)

    assert form
    assert [(group.name, group.sends) for group in form.groups] == [("Membres::Facturation", False)]


def test_an_answer_without_a_form_makes_us_look_elsewhere(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    zammad.get(TICKET, json=whole(form_meta={}))
    zammad.get(
        f"{API}/object_manager_attributes",
        json=[
            {"object": "Ticket", "name": "title", "display": "Title", "data_type": "input", "data_option": {}},
            {"object": "Ticket", "name": "compte", "display": "Compte", "data_type": "input", "data_option": {}},
            {"object": "User", "name": "vip", "display": "VIP", "data_type": "boolean", "data_option": {}},
            {
                "object": "Ticket",
                "name": "motif",
                "display": "Motif",
                "data_type": "select",
                "data_option": {},
                "active": False,
            },
        ],
    )
    zammad.get(f"{API}/groups", json=[{"id": 2, "name": "Facturation", "active": True}])

    tickets = [desk.read("12"), desk.read("12")]

    assert [field.title for field in tickets[0].fields] == ["Compte"]
    assert tickets[0].group == "Facturation"
    assert [call.request.url for call in zammad.calls].count(f"{API}/object_manager_attributes") == 1


@pytest.mark.parametrize("answer", [{}, [], {"ticket_id": 12}, {"ticket_id": 12, "assets": {}}, {"assets": None}, "x"])
def test_an_answer_without_a_ticket_is_refused(desk: ZammadDesk, zammad: responses.RequestsMock, answer: Any) -> None:
    zammad.assert_all_requests_are_fired = False
    zammad.get(TICKET, json=answer)

    with pytest.raises(Refused, match="holds no ticket"):
        desk.read("12")


def test_neither_lists_nor_form(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    zammad.get(TICKET, json=whole(form_meta={}))
    zammad.get(f"{API}/object_manager_attributes", status=403, json={"error": "Not authorized (token)!"})
    zammad.get(f"{API}/tickets", json=[{"id": 12}])

    with pytest.raises(NotConfigured, match="no group and no field"):
        desk.read("12")


def test_the_oldest_active_state_of_a_kind_is_the_one_set() -> None:
    states = (State(20, "fermé", "closed"), State(4, "closed", "closed", active=False), State(9, "clos", "closed"))
    account = Account("1", "agent", states, {})

    found = account.state_for(Status.SOLVED)

    assert found
    assert (found.id, account.state_for(Status.OPEN), account.state_for(Status.HOLD)) == (9, None, None)


def test_a_priority_that_admins_added_is_known_by_its_name() -> None:
    account = Account("1", "agent", (), {1: "1 basse", 3: "3 haute", 4: "4 Urgent", 5: ""})

    assert [account.priority(id_) for id_ in (1, 3, 4, 5)] == [
        Priority.LOW,
        Priority.HIGH,
        Priority.URGENT,
        Priority.UNKNOWN,
    ]
    assert (account.priority_id(Priority.URGENT), account.priority_id(Priority.NORMAL)) == (4, None)
    assert account.lacking() == {"priority: normal"}


def test_what_the_three_priorities_of_every_zammad_lack() -> None:
    assert ACCOUNT.lacking() == {"priority: urgent"}


def test_a_state_that_is_new_to_us_makes_us_ask_again(zammad: responses.RequestsMock) -> None:
    answer = whole()
    answer["assets"]["Ticket"]["12"]["state_id"] = 8
    old = {"id": 2, "name": "open", "state_type": "open", "active": True}
    zammad.get(f"{API}/users/me", json={"id": 4, "roles": ["Admin", "Agent"]})
    zammad.get(f"{API}/ticket_states", json=[old])
    zammad.get(f"{API}/ticket_priorities", json=[{"id": 2, "name": "2 normal"}])
    zammad.get(TICKET, json=answer)
    clock = [NOW]
    desk = ZammadDesk(ACCESS, lambda: clock[0])
    assert desk.user_id() == "4"
    zammad.replace(responses.GET, f"{API}/ticket_states", json=[old, old | {"id": 8, "name": "en revue"}])

    at_once = desk.read("12")
    clock[0] = NOW.replace(minute=2)

    assert (at_once.status, desk.read("12").status) == (Status.UNKNOWN, Status.OPEN)


def test_kinds_of_states_are_known_by_their_ids_where_they_are_not_named(zammad: responses.RequestsMock) -> None:
    listed = [
        {"name": one["name"], "id": one["id"], "state_type_id": one["state_type_id"]}
        for one in body("16-overviews-macros-workflows-jobs", 21)
    ]
    named = [one["state_type"] for one in body("16-overviews-macros-workflows-jobs", 21)]
    zammad.get(f"{API}/users/me", json={"id": 4})
    zammad.get(f"{API}/ticket_states", json=[*listed, {"id": 9, "name": "rappel", "state_type_id": 70}])
    zammad.get(f"{API}/ticket_priorities", json=[])

    account = ask_account(ZammadSession(ACCESS, lambda: NOW))

    assert [state.kind for state in account.states] == [*named, ""]
    assert account.states[-1].status is Status.UNKNOWN


@pytest.mark.parametrize("answer", [{"states": []}, [1], [{"id": 1}], "x"])
def test_lists_of_a_shape_that_nobody_knows_are_refused_in_words(zammad: responses.RequestsMock, answer: Any) -> None:
    zammad.get(f"{API}/users/me", json={"id": 4})
    zammad.get(f"{API}/ticket_states", json=answer)
    zammad.get(f"{API}/ticket_priorities", json=[])

    with pytest.raises(Refused, match="lists of states and priorities cannot be read"):
        ask_account(ZammadSession(ACCESS, lambda: NOW))


@pytest.mark.parametrize("attributes", [[1], [{"name": "x"}], [{"name": "x", "display": "X", "options": [1]}]])
def test_a_form_of_a_shape_that_nobody_knows_is_refused_in_words(attributes: Any) -> None:
    with pytest.raises(Refused, match="form of a ticket cannot be read"):
        form_in(whole(form_meta={"configure_attributes": attributes}))


def test_an_agent_of_two_roles_is_one_agent() -> None:
    twice = Agents((("5", "Paul Roux", "paul@example.org"), ("5", "Paul Roux", "paul@example.org")))

    assert twice.named("Paul ROUX") == twice.named("paul@example.org") == ("5",)


def test_a_user_that_is_nobody(session: ZammadSession, zammad: responses.RequestsMock) -> None:
    zammad.get(f"{API}/users/me", json={})

    with pytest.raises(NotConfigured, match="who we are"):
        ZammadDesk(ZammadAccess(ACCESS.url, "word")).user_id()


@pytest.mark.parametrize(("roles", "role"), [(["Admin", "Agent"], "admin"), (["Guichet"], "agent"), (None, "agent")])
def test_the_role(zammad: responses.RequestsMock, roles: list[str] | None, role: str) -> None:
    zammad.get(f"{API}/users/me", json={"id": 4, "roles": roles})
    zammad.get(f"{API}/ticket_states", json=[])
    zammad.get(f"{API}/ticket_priorities", json=[])
    zammad.get(f"{API}/users/search", json=[{"id": 9, "active": False}, {"id": 5, "firstname": "Paul", "lastname": ""}])
    zammad.get(f"{API}/object_manager_attributes", json=[])
    zammad.get(f"{API}/groups", json=[])

    survey = ZammadDesk(ACCESS, lambda: NOW).survey()

    assert survey.role == role
    assert [(agent.name, agent.email) for agent in survey.agents] == [("Paul", "")]
