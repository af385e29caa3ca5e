"""Answers look as recorded: against the OpenAPI file for whatever it describes, against recordings key by key."""

import pytest

from tests.sandbox import contract
from tests.sandbox.contract import assert_shaped_like, recording
from tests.sandbox.desk import AGENT, Desk

PDF = {"name": "acte.pdf", "content_type": "application/pdf", "text": "…"}

READS = [
    "tickets",
    "tickets.json?page[size]=1",
    "tickets/1",
    "tickets/1.json?include=users,groups",
    "tickets/show_many?ids=1",
    "tickets/1/comments?page[size]=100&include_inline_images=true",
    "tickets/1/comments.json",
    "tickets/1/comments/count",
    "tickets/1/audits",
    "tickets/1/audits.json?page[size]=2",
    "tickets/1/tags",
    "users",
    "users/me.json",
    "users/search?query=camille",
    "groups",
    "groups/assignable",
    "ticket_fields",
    "ticket_forms",
    "custom_statuses",
    "search?query=type:ticket",
    "search/count?query=type:ticket",
    "search/export?query=facturation&filter[type]=ticket&page[size]=100",
    "incremental/tickets/cursor?start_time=0",
    "triggers",
]


@pytest.mark.parametrize("path", READS)
def test_every_read_fits_the_openapi_file(desk: Desk, path: str) -> None:
    if contract.specification() is None:
        pytest.skip("the OpenAPI file is not beside the repository")
    desk.file(attachments=[PDF])
    desk.put(comment={"body": "Merci"}, priority="high", metadata={"guichet_run": "1"})
    desk.ok("POST", "triggers", {"trigger": {"title": "t", "actions": [], "all": []}})
    answer = desk.api("GET", path)
    assert answer.status_code == 200
    assert contract.check("GET", f"/api/v2/{path.split('?', maxsplit=1)[0]}", 200, answer.json), (
        "not described: this proves nothing"
    )


@pytest.mark.parametrize(
    "path", ["users/{user}", "groups/{group}", "ticket_fields/{field}", "ticket_fields/{field}/options"]
)
def test_single_records_fit_too(desk: Desk, path: str) -> None:
    user, group = next(iter(desk.store.users)), next(iter(desk.store.groups))
    desk.ok("GET", path.format(user=user, group=group, field=desk.field("Motif")))


def test_a_ticket_has_exactly_the_recorded_properties(desk: Desk) -> None:
    desk.file()
    recorded = recording("ticket_create_with_attachment")["response"]["body"]["ticket"]
    assert_shaped_like(recorded, desk.ticket())


def test_a_new_ticket_and_its_audit_look_as_recorded(desk: Desk) -> None:
    upload = desk.client.post(
        "/api/v2/uploads.json?filename=README.md",
        data=b"hello",
        headers={"Authorization": "Basic Z3VpY2hldEBhZGhlcmVudHMuZXhhbXBsZS90b2tlbjpzYW5kYm94LXRva2Vu"},
    )
    assert upload.status_code == 201
    assert upload.content_type == recording("upload_create")["response"]["headers"]["Content-Type"]
    sent = upload.get_json(force=True)
    assert_shaped_like(recording("upload_create")["response"]["body"], sent)
    made = desk.ok(
        "POST",
        "tickets.json",
        {"ticket": {"subject": "example", "comment": {"body": "Some", "uploads": sent["upload"]["token"]}}},
    )
    recorded = recording("ticket_create_with_attachment")["response"]["body"]
    recorded["audit"]["via"]["source"]["to"] = made["audit"]["via"]["source"]["to"]
    assert_shaped_like(recorded, made)
    assert [event["type"] for event in made["audit"]["events"]] == ["Comment", "Create", "Create"]


def test_an_update_and_its_audit_look_as_recorded(desk: Desk) -> None:
    desk.file()
    ours = desk.ok("PUT", "tickets/1", {"ticket": {"subject": "autre"}})
    recorded = recording("ticket_update")["response"]["body"]
    assert_shaped_like(recorded, ours, ignore=frozenset({"generated_timestamp"}))
    assert ours["audit"]["events"][0]["previous_value"] == "Double débit"


def test_comments_look_as_recorded_by_cursor(desk: Desk) -> None:
    desk.file(attachments=[PDF])
    ours = desk.ok("GET", "tickets/1/comments.json?include_inline_images=false&page[size]=100")
    recorded = recording("ticket_comments_with_attachment")["response"]["body"]
    recorded["comments"][0]["via"]["source"]["to"] = {}
    assert_shaped_like(recorded, ours)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("user_me", "users/me.json"),
        ("zammad_groups", "groups"),
        ("incremental_tickets_cursor", "incremental/tickets/cursor.json?start_time=0"),
        ("zammad_ticket_tags", "tickets/1/tags"),
    ],
)
def test_other_answers_look_as_recorded(desk: Desk, name: str, path: str) -> None:
    desk.file()
    ours, recorded = desk.ok("GET", path), recording(name)["response"]["body"]
    assert_shaped_like(recorded, ours, ignore=frozenset({"user_fields"}))


def test_fields_and_groups_are_made_as_recorded(desk: Desk) -> None:
    for name, word in (
        ("ticket_field_create", "ticket_field"),
        ("group_create", "group"),
        ("trigger_create", "trigger"),
    ):
        exchange = recording(name)
        answer = desk.api("POST", f"{word}s.json", exchange["request"]["body"])
        assert answer.status_code == exchange["response"]["status"]
        assert_shaped_like(exchange["response"]["body"], answer.json)


def test_export_has_the_recorded_envelope(desk: Desk) -> None:
    desk.file()
    ours = desk.ok("GET", "search/export.json?query=type:ticket&filter[type]=ticket&page[size]=1000")
    recorded = recording("search_export_users")["response"]["body"]
    assert_shaped_like({**recorded, "results": []}, {**ours, "results": []})
    assert ours["results"][0]["result_type"] == "ticket"


@pytest.mark.parametrize(
    ("name", "method", "path", "body"),
    [
        ("ticket_404_update", "PUT", "tickets/9223372036854775807.json", {"ticket": {"subject": "x"}}),
        ("ticket_404_delete", "DELETE", "tickets/9223372036854775807.json", None),
        ("ticket_field_404", "PUT", "ticket_fields/9223372036854775807.json", {"ticket_field": {"title": "x"}}),
    ],
)
def test_what_is_not_there_is_answered_as_recorded(
    desk: Desk, name: str, method: str, path: str, body: dict[str, object] | None
) -> None:
    answer, recorded = desk.api(method, path, body), recording(name)["response"]
    assert answer.status_code == recorded["status"] == 404
    assert answer.json == recorded["body"]


def test_error_bodies_are_the_recorded_ones(desk: Desk) -> None:
    desk.file()
    desk.control("POST", "/agent/tickets/1", {"assignee": AGENT, "status": "closed"})
    assert desk.put(status="open").json == recording("error_422_closed_ticket")["response"]["body"]
    unknown = desk.client.get("/api/v2/tickets/1.json", headers={"Authorization": "Basic x"})
    assert unknown.status_code == 401
    assert unknown.json == recording("error_401")["response"]["body"]
    desk.control("POST", "/limits", {"incremental": 0})
    refused = desk.api("GET", "incremental/tickets/cursor?start_time=0")
    assert refused.status_code == 429
    assert refused.json == recording("error_429_incremental")["response"]["body"]
    assert refused.headers["Retry-After"].isdigit()


def test_headers_tell_the_limits_as_recorded(desk: Desk) -> None:
    desk.file()
    told = desk.put(priority="high").headers
    for name in ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "x-rate-limit", "x-rate-limit-remaining"):
        assert told[name].isdigit()
    assert told["content-type"] == "application/json; charset=utf-8"
    desk.control("POST", "/limits", {"preset": "professional"})
    headers = desk.put(priority="low").headers
    assert headers["zendesk-ratelimit-per-ticket-updates"] == "total=30; remaining=29; resets=600"
