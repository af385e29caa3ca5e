"""Finding tickets: the query language, pages, exports."""

from datetime import timedelta

import pytest

from sandbox.clock import Clock
from tests.sandbox.desk import AGENT, MEMBER, Desk


@pytest.fixture
def filled(desk: Desk, clock: Clock) -> Desk:
    """Three tickets: 1 is old and solved, 2 is a day old and special, 3 is fresh and plain."""
    desk.file(subject="Ancienne erreur", fields={"Montant": "49,90"})
    desk.control("POST", "/agent/tickets/1", {"assignee": AGENT, "status": "solved", "group": "Facturation"})
    clock.advance(timedelta(days=20))
    desk.file(subject="Décès", motif="Remboursement", requester={"email": "awa.diallo@courriel.example"})
    desk.control("POST", "/agent/tickets/2", {"tags": {"add": ["guichet_cas_particulier"]}, "priority": "high"})
    clock.advance(timedelta(days=1))
    desk.file(subject="Erreur récente", description="Je ne comprends pas ma « facture »")
    return desk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type:ticket", {1, 2, 3}),
        ("type:user", set()),
        ("", {1, 2, 3}),
        ("type:ticket tags:facturation", {1, 3}),
        ("tags:facturation tags:remboursement", {1, 2, 3}),
        ("tags:guichet_cas_particulier tags:nulle_part", {2}),
        ("type:ticket -tags:facturation", {2}),
        ("status<solved", {2, 3}),
        ("status>=solved", {1}),
        ("status:new", {2, 3}),
        ("status:bogue", set()),
        ("priority>normal", {2}),
        ("created<7days", {1}),
        ("created>30minutes", {3}),
        ("updated>2days", {2, 3}),
        ("created:2026-11-23", {1}),
        ("created>=2026-12-13", {2, 3}),
        ("created<2026-12-13T13:00:00+01:00", {1}),
        ("created<jamais", set()),
        ("group:Facturation", {1}),
        ("group:none", {2, 3}),
        ("assignee:none status<solved", {2, 3}),
        (f"requester:{MEMBER}", {1, 3}),
        ('requester:"Awa Diallo"', {2}),
        ("erreur", {1, 3}),
        ('"ma « facture »"', {3}),
        ("subject:décès", {2}),
        ("via:web", {1, 2, 3}),
        ("bogue:1", set()),
        ('l"apostrophe', set()),
        ("l'un l'autre", set()),
        ("subject:erreur l'un", set()),
        ("type:ticket tags:remboursement status<solved created<7days", set()),
    ],
)
def test_queries(filled: Desk, query: str, found: set[int]) -> None:
    answer = filled.ok("GET", "search.json?" + _query(query))
    assert {result["id"] for result in answer["results"]} == found
    assert answer["count"] == len(found)
    assert filled.ok("GET", "search/count?" + _query(query))["count"] == len(found)


def _query(text: str) -> str:
    from urllib.parse import urlencode  # noqa: PLC0415 - used here alone

    return urlencode({"query": text})


def test_custom_fields_are_searched_by_id(filled: Desk) -> None:
    amount = filled.field("Montant")
    assert filled.ok("GET", "search?" + _query(f"custom_field_{amount}:49,90"))["count"] == 1
    assert filled.ok("GET", "search?" + _query(f"custom_field_{amount}:*"))["count"] == 1
    assert filled.ok("GET", "search?" + _query(f"-custom_field_{amount}:*"))["count"] == 2


def test_deleted_tickets_are_not_found(filled: Desk) -> None:
    filled.control("DELETE", "/tickets/3")
    assert filled.ok("GET", "search?query=erreur")["count"] == 1


def test_search_can_be_late(filled: Desk, clock: Clock) -> None:
    filled.control("POST", "/settings", {"search_lag": 180})
    assert filled.ok("GET", "search?query=type:ticket")["count"] == 2
    clock.advance(timedelta(minutes=3))
    assert filled.ok("GET", "search?query=type:ticket")["count"] == 3


def test_order_can_be_asked_for(filled: Desk) -> None:
    answer = filled.ok("GET", "search?query=type:ticket&sort_by=created_at&sort_order=asc")
    assert [result["id"] for result in answer["results"]] == [1, 2, 3]


def test_search_never_goes_beyond_a_thousand(desk: Desk) -> None:
    assert desk.api("GET", "search?query=type:ticket&page=10&per_page=100").status_code == 200
    beyond = desk.api("GET", "search?query=type:ticket&page=11&per_page=100")
    assert beyond.status_code == 422
    assert beyond.json
    assert beyond.json["error"] == "invalid"


def test_the_export_goes_by_cursor_oldest_first(filled: Desk) -> None:
    first = filled.ok("GET", "search/export.json?query=&filter[type]=ticket&page[size]=2")
    assert [result["id"] for result in first["results"]] == [1, 2]
    assert first["meta"]["has_more"]
    second = filled.ok("GET", first["links"]["next"].partition("/api/v2/")[2])
    assert [result["id"] for result in second["results"]] == [3]
    assert not second["meta"]["has_more"]
    assert filled.api("GET", "search/export?query=type:ticket").status_code == 422


def test_the_incremental_export_hides_the_last_minute_and_shows_what_was_deleted(filled: Desk, clock: Clock) -> None:
    first = filled.ok("GET", "incremental/tickets/cursor.json?start_time=0")
    assert [ticket["id"] for ticket in first["tickets"]] == [1, 2]
    assert first["end_of_stream"]
    clock.advance(timedelta(minutes=2))
    filled.control("DELETE", "/tickets/2")
    clock.advance(timedelta(minutes=2))
    more = filled.ok("GET", f"incremental/tickets/cursor?cursor={first['after_cursor']}")
    assert [(ticket["id"], ticket["status"]) for ticket in more["tickets"]] == [(3, "new"), (2, "deleted")]
    without = filled.ok("GET", f"incremental/tickets/cursor?cursor={first['after_cursor']}&exclude_deleted=true")
    assert [ticket["id"] for ticket in without["tickets"]] == [3]
    nothing = filled.ok("GET", f"incremental/tickets/cursor?cursor={more['after_cursor']}")
    assert nothing["tickets"] == []
    assert nothing["after_cursor"] == more["after_cursor"]


def test_the_incremental_export_wants_an_old_start(desk: Desk, clock: Clock) -> None:
    now = int(clock.now().timestamp())
    assert desk.api("GET", f"incremental/tickets/cursor?start_time={now}").status_code == 400
    assert desk.api("GET", "incremental/tickets/cursor").status_code == 400
    assert desk.api("GET", "incremental/tickets/cursor?cursor=rubbish").status_code == 400
