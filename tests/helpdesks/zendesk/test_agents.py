"""An agent whom the policy names by address or name is found, or nobody is."""

import pytest
import responses
from responses.matchers import query_param_matcher

from integration.core.changes import AddTag, Assign, SetAssignee
from integration.core.errors import Refused
from integration.helpdesks.zendesk.agents import Agents, ask_agents, by_id
from integration.helpdesks.zendesk.session import ZendeskSession
from tests.helpdesks.zendesk.samples import URL

AGENTS = Agents(
    (
        ("601", "Mathilde Aubry", "mathilde@example.com"),
        ("602", "Paul Petit", "paul@example.com"),
        ("603", "Paul Petit", "paul.petit@example.com"),
    )
)


@pytest.mark.parametrize("wanted", ["mathilde@example.com", "Mathilde Aubry", " MATHILDE@example.com "])
def test_an_agent_is_found_by_address_or_full_name(wanted: str) -> None:
    assert by_id((AddTag("x"), Assign(wanted)), AGENTS) == (AddTag("x"), SetAssignee("601"))


@pytest.mark.parametrize(
    ("wanted", "told"), [("Mathilde", "no agents"), ("Paul Petit", "2 agents"), ("paul@example.org", "no agents")]
)
def test_whoever_is_not_exactly_one_is_refused_without_a_name(wanted: str, told: str) -> None:
    with pytest.raises(Refused, match=told) as refused:
        by_id((Assign(wanted),), AGENTS)

    assert wanted not in str(refused.value)


def test_agents_and_admins_are_asked_for_and_those_who_left_are_not_among_them(
    zendesk: responses.RequestsMock, session: ZendeskSession
) -> None:
    people = {
        "agent": [{"id": 601, "name": "Mathilde Aubry", "email": "m@example.com"}, {"id": 9, "suspended": True}],
        "admin": [{"id": 602, "name": "Paul Petit", "email": None}],
    }
    for role, users in people.items():
        zendesk.get(
            f"{URL}/api/v2/users",
            json={"users": users, "meta": {"has_more": False}},
            match=[query_param_matcher({"role": role, "page[size]": "100"})],
        )

    agents = ask_agents(session)

    assert agents.people == (("601", "Mathilde Aubry", "m@example.com"), ("602", "Paul Petit", ""))


def test_names_of_people_do_not_print() -> None:
    assert "Mathilde" not in repr(AGENTS)
