"""Search by condition and by text, as recorded without Elasticsearch; both shapes of the answer."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.clock import Clock
from tests.sandbox.zammad.desk import ADMIN, ZammadDesk, error_of


@pytest.fixture
def filled(desk: ZammadDesk, clock: Clock) -> ZammadDesk:
    """Three tickets: an old one that is tagged, a closed one, a new one with an account."""
    desk.file(subject="Remboursement après décès", tags=["remboursement", "vip"])
    clock.advance(timedelta(days=8))
    desk.file(subject="clos")
    desk.put(2, state="closed")
    desk.file(subject="compte", fields={"Compte": "FR-4711"})
    return desk


def simple(name: str, operator: str, value: Any, **more: Any) -> dict[str, Any]:
    return {f"ticket.{name}": {"operator": operator, "value": value} | more}


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        (simple("tags", "contains one", "vip, facturation"), [1]),
        (simple("tags", "contains all", "vip, facturation"), []),
        (simple("tags", "contains one not", "vip"), [2, 3]),
        (simple("tags", "contains all not", "vip, facturation"), [1, 2, 3]),
        (simple("state_id", "is", ["1", "2"]), [1, 3]),
        (simple("state_id", "is not", [4]), [1, 3]),
        (simple("tags", "contains all", "vip") | simple("state_id", "is", "1"), [1]),
        (simple("updated_at", "after (absolute)", "2026-11-24T00:00:00Z"), [2, 3]),
        (simple("updated_at", "before (absolute)", "2026-11-24T00:00:00Z"), [1]),
        (simple("created_at", "before (relative)", "7", range="day"), [1]),
        (simple("created_at", "within last (relative)", "1", range="hour"), [2, 3]),
        (simple("compte", "is", "FR-4711"), [3]),
        (simple("compte", "is", ""), [1, 2]),
        (simple("compte", "contains", "471"), [3]),
        (simple("compte", "contains not", "471"), [1, 2]),
        (simple("owner_id", "is", [], pre_condition="not_set"), [1, 2, 3]),
        (simple("customer_id", "is", [], pre_condition="current_user.id"), []),
        ({"article.sender_id": {"operator": "is", "value": "2"}}, [1, 2, 3]),
        ({"article.type_id": {"operator": "is", "value": ["1"]}}, []),
    ],
)
def test_conditions_find_what_they_say(filled: ZammadDesk, condition: dict[str, Any], ids: list[int]) -> None:
    assert filled.found(condition) == ids


def test_expert_conditions_nest(filled: ZammadDesk) -> None:
    old = {"name": "ticket.title", "operator": "contains", "value": "décès"}
    numbered = {"name": "ticket.number", "operator": "is", "value": "31003"}
    assert filled.found({"operator": "OR", "conditions": [old, numbered]}) == [1, 3]
    assert filled.found({"operator": "AND", "conditions": [old, numbered]}) == []
    assert filled.found({"operator": "NOT", "conditions": [old]}) == [2, 3]


@pytest.mark.parametrize(
    ("asked", "status", "cause"),
    [
        ({"condition": simple("nexistepas", "is", "x")}, 422, "column tickets.nexistepas does not exist"),
        ({"condition": simple("state_id", "égal", "1")}, 500, "Invalid operator"),
        ({"condition": simple("created_at", "égal", "1")}, 500, "Invalid operator"),
        ({"condition": simple("tags", "is", "1")}, 500, "Invalid operator"),
        ({"sort_by": "nexistepas"}, 500, "Found invalid column 'nexistepas' for sorting."),
    ],
)
def test_nonsense_is_refused_and_only_admins_see_why(
    filled: ZammadDesk, asked: dict[str, Any], status: int, cause: str
) -> None:
    refused = filled.api("POST", "tickets/search", asked)
    assert refused.status_code == status
    assert error_of(refused).startswith("Error ID ")
    assert cause in error_of(filled.api("POST", "tickets/search", asked, token=ADMIN))


def test_pages_are_bounded_and_sorted_as_asked(filled: ZammadDesk) -> None:
    for number in range(4, 210):
        filled.file(subject=f"n{number}")
    every = simple("state_id", "is not", ["9"])
    assert len(filled.found(every)) == 50
    assert len(filled.found(every, limit=1000)) == 200
    assert filled.found(every, limit=200, page=2) == list(range(201, 210))
    newest = {
        "condition": every,
        "limit": 2,
        "expand": True,
        "sort_by": ["group_id", "id"],
        "order_by": ["asc", "desc"],
    }
    assert [ticket["id"] for ticket in filled.ok("POST", "tickets/search", newest)] == [209, 208]
    assert len(filled.ok("GET", "tickets")) == 100
    assert [ticket["id"] for ticket in filled.ok("GET", "tickets?per_page=2&page=2&sort_by=title")] == [3, 4]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("décès", [1]),
        ("deces", []),
        ("Décès", []),
        ("31003", [3]),
        ("number:31003", []),
        ("*", [1, 2, 3]),
        ("débitée", [1, 2, 3]),
    ],
)
def test_text_is_compared_letter_by_letter(filled: ZammadDesk, query: str, ids: list[int]) -> None:
    found = filled.ok("POST", "tickets/search", {"query": query, "expand": True})
    assert sorted(ticket["id"] for ticket in found) == ids


def test_the_answer_without_expand_depends_on_the_version(filled: ZammadDesk) -> None:
    asked = {"condition": simple("state_id", "is", "1"), "limit": 1, "sort_by": "id", "order_by": "asc"}
    old = filled.ok("POST", "tickets/search", asked)
    assert (old["tickets"], old["tickets_count"], "1" in old["assets"]["Ticket"]) == ([1], 1, True)
    assert filled.ok("POST", "tickets/selector", {"condition": asked["condition"]}, token=ADMIN)["ticket_count"] == 2
    filled.control("POST", "/zammad", {"version": "6.5"})
    assert [ticket["id"] for ticket in filled.ok("POST", "tickets/search", asked)] == [1]
    full = filled.ok("POST", "tickets/search", asked | {"full": True})
    assert (full["record_ids"], full["total_count"]) == ([1], 2)
    assert filled.ok("POST", "tickets/search", asked | {"only_total_count": True}) == {"total_count": 2}
    assert filled.api("POST", "tickets/selector", asked, token=ADMIN).status_code == 404


def test_lists_and_searches_do_not_ask_what_a_token_opens(filled: ZammadDesk) -> None:
    agent = "mathilde.aubry@adherents.example"
    made = filled.ok("POST", "user_access_token", {"label": "nothing", "permission": []}, login=agent)
    assert len(filled.ok("GET", "tickets", token=made["name"])) == 3
    assert len(filled.ok("POST", "tickets/search", {"query": "*", "expand": True}, token=made["name"])) == 3
    assert filled.api("GET", "tickets/1", token=made["name"]).status_code == 403
