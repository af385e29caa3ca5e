"""Which events go out for which act, and their form as recorded."""

import json
import re
from typing import Any

import pytest

from sandbox.zendesk.events import printed
from tests.sandbox.contract import assert_shaped_like, recording
from tests.sandbox.desk import AGENT, Desk

EVERYTHING = ["zen:event-type:ticket.*"]
PDF = {"name": "acte.pdf", "content_type": "application/pdf", "text": "…"}


@pytest.fixture
def held(desk: Desk) -> Desk:
    """A desk with a webhook for all events, whose deliveries are held back to be looked at."""
    desk.control("POST", "/webhooks", {"url": "http://127.0.0.1:9/", "subscriptions": EVERYTHING})
    desk.control("POST", "/webhooks/hold")
    return desk


def sent(desk: Desk) -> list[dict[str, Any]]:
    """The events so far, and forget them."""
    events = [json.loads(delivery["body"]) for delivery in desk.control("GET", "/deliveries")["deliveries"]]
    desk.store.invocations.clear()
    return events


def names(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"].removeprefix("zen:event-type:ticket.") for event in events]


def test_a_new_ticket_is_announced_with_its_comment_files_and_tags(held: Desk) -> None:
    held.file(attachments=[PDF, PDF])
    events = sent(held)
    assert names(events) == [
        "created",
        "comment_added",
        "attachment_linked_to_comment",
        "attachment_linked_to_comment",
        "tags_changed",
    ]
    assert [event["event"]["meta"]["sequence"]["position"] for event in events] == [1, 2, 3, 4, 5]
    assert len({event["event"]["meta"]["sequence"]["id"] for event in events}) == 1
    assert len({event["id"] for event in events}) == 5


@pytest.mark.parametrize(
    ("name", "place"),
    [("event_ticket_created", 0), ("event_comment_added", 1), ("event_attachment_linked_to_comment", 2)],
)
def test_envelopes_look_as_recorded(held: Desk, name: str, place: int) -> None:
    held.file(attachments=[PDF])
    recorded = recording(name)["payload"]
    assert_shaped_like(recorded, sent(held)[place], ignore=frozenset({"meta"}))


def test_ids_are_text_statuses_are_capitals_and_times_have_nanoseconds(held: Desk) -> None:
    held.file(motif=None)
    event = sent(held)[0]
    assert event["detail"]["id"] == "1"
    assert event["detail"]["requester_id"].isdigit()
    assert event["detail"]["status"] == "NEW"
    assert event["detail"]["tags"] is None
    assert event["detail"]["via"] == {"channel": "web_form"}
    assert re.fullmatch(r"2026-11-23T12:00:00\.\d{9}Z", event["time"])
    assert not [key for key in event["detail"] if "custom_field" in key]
    held.put(priority="high")
    changed = sent(held)[0]
    assert changed["detail"]["priority"] == "HIGH"
    assert changed["event"]["current"] == "HIGH"
    assert changed["event"]["previous"] is None


@pytest.mark.parametrize(("channel", "word"), [("email", "mail"), ("api", "web_service"), ("native_messaging",) * 2])
def test_channels_have_other_names_in_events(held: Desk, channel: str, word: str) -> None:
    held.file(channel=channel)
    assert sent(held)[0]["detail"]["via"]["channel"] == word
    assert held.ticket()["via"]["channel"] == channel


def test_one_update_of_many_things_is_one_sequence(held: Desk) -> None:
    held.file()
    sent(held)
    group = held.store.group_named("Facturation")
    agent = held.store.user_with_email(AGENT)
    assert group
    assert agent
    held.put(
        status="pending",
        group_id=group.id,
        assignee_id=agent.id,
        tags=["facturation", "x"],
        custom_fields=[{"id": held.field("Montant"), "value": "1,2"}],
        comment={"body": "?"},
        subject="autre",
        type="task",
    )
    events = sent(held)
    assert set(names(events)) == {
        "comment_added",
        "status_changed",
        "custom_status_changed",
        "group_assignment_changed",
        "agent_assignment_changed",
        "tags_changed",
        "custom_field_changed",
        "subject_changed",
        "type_changed",
    }
    assert len({event["event"]["meta"]["sequence"]["id"] for event in events}) == 1
    by_name = dict(zip(names(events), events, strict=True))
    assert by_name["status_changed"]["event"]["current"] == "PENDING"
    assert by_name["status_changed"]["event"]["previous"] == "NEW"
    assert by_name["tags_changed"]["event"]["tags_added"] == ["x"]
    assert by_name["tags_changed"]["event"]["tags_removed"] == []


def test_the_actor_is_who_acted(held: Desk) -> None:
    held.file()
    sent(held)
    held.put(priority="high")
    me = held.ok("GET", "users/me")["user"]["id"]
    assert {event["detail"]["actor_id"] for event in sent(held)} == {str(me)}
    held.control("POST", "/member/tickets/1/reply", {"text": "x"})
    event = sent(held)[0]
    assert event["detail"]["actor_id"] == event["detail"]["requester_id"]
    assert event["event"]["comment"]["author"]["is_staff"] is False


def test_nothing_changed_nothing_sent(held: Desk) -> None:
    held.file()
    sent(held)
    held.put(status="new")
    assert sent(held) == []


def test_merging_deleting_and_redacting_are_told(held: Desk) -> None:
    held.file(attachments=[PDF])
    held.file()
    sent(held)
    comment = held.ok("GET", "tickets/1/comments")["comments"][0]
    urls = [comment["attachments"][0]["content_url"]]
    held.ok("PUT", f"comment_redactions/{comment['id']}", {"ticket_id": 1, "external_attachment_urls": urls})
    assert names(sent(held)) == ["attachment_redacted_from_comment", "tags_changed"]
    held.ok("PUT", f"tickets/1/comments/{comment['id']}/redact", {"text": "Bonjour"})
    assert names(sent(held)) == ["comment_redacted"]
    held.control("POST", "/tickets/1/merge", {"into": 2})
    merged = [event for event in sent(held) if event["type"].endswith(".merged")]
    assert merged[0]["event"]["target_ticket_id"] == "2"
    held.control("DELETE", "/tickets/2")
    gone = sent(held)
    assert names(gone) == ["soft_deleted"]
    assert gone[0]["detail"]["status"] == "DELETED"


def test_only_what_is_subscribed_is_sent(desk: Desk) -> None:
    desk.control(
        "POST", "/webhooks", {"url": "http://127.0.0.1:9/", "subscriptions": ["zen:event-type:ticket.created"]}
    )
    desk.control("POST", "/webhooks/hold")
    desk.file()
    assert names(sent(desk)) == ["created"]


def test_bodies_are_printed_as_recorded() -> None:
    text = printed({"event": {}, "detail": {"id": "1", "subject": 'un "titre": {}'}, "account_id": 7})
    lines = ["{", '   "account_id": 7,', '   "detail": {', '      "id": "1",', '      "subject": "un \\"titre\\": {}"']
    assert text == "\n".join([*lines, "   },", '   "event": { }', "}"]) + "\n"
    recorded = recording("webhook_invocation_attempts")["response"]["body"]["attempts"][0]["request"]["payload"]
    assert printed(json.loads(recorded)) == recorded


def test_triggers_call_their_webhook_with_their_own_body(desk: Desk) -> None:
    hook = desk.control(
        "POST", "/webhooks", {"url": "http://127.0.0.1:9/", "subscriptions": ["conditional_ticket_events"]}
    )
    desk.control("POST", "/webhooks/hold")
    body = '{"ticket_id":"{{ticket.id}}","updated_at":"{{ticket.updated_at_with_timestamp}}","x":"{{nothing}}"}'
    trigger = {
        "title": "[Guichet] nouvelle demande",
        "conditions": {"all": [{"field": "update_type", "operator": "is", "value": "Create"}]},
        "actions": [{"field": "notification_webhook", "value": [hook["id"], body]}],
    }
    desk.ok("POST", "triggers", {"trigger": trigger})
    desk.file()
    desk.put(priority="high")
    assert sent(desk) == [{"ticket_id": "1", "updated_at": "2026-11-23T12:00:00Z", "x": ""}]


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ({"field": "status", "operator": "is", "value": "new"}, True),
        ({"field": "status", "operator": "is_not", "value": "new"}, False),
        ({"field": "current_tags", "operator": "includes", "value": "facturation autre"}, True),
        ({"field": "current_tags", "operator": "not_includes", "value": "facturation"}, False),
        ({"field": "current_via_id", "operator": "is_not", "value": "5"}, True),
        ({"field": "comment_is_public", "operator": "is", "value": "true"}, True),
        ({"field": "custom_fields_{motif}", "operator": "is", "value": "facturation"}, True),
        ({"field": "moon", "operator": "is", "value": "full"}, False),
        ({"field": "status", "operator": "changed", "value": ""}, False),
    ],
)
def test_trigger_conditions(desk: Desk, condition: dict[str, str], fires: bool) -> None:
    hook = desk.control(
        "POST", "/webhooks", {"url": "http://127.0.0.1:9/", "subscriptions": ["conditional_ticket_events"]}
    )
    desk.control("POST", "/webhooks/hold")
    condition["field"] = condition["field"].replace("{motif}", str(desk.field("Motif")))
    actions = [{"field": "notification_webhook", "value": [hook["id"], "{}"]}]
    made = desk.ok("POST", "triggers", {"trigger": {"title": "t", "any": [condition], "actions": actions}})
    desk.file()
    assert bool(sent(desk)) is fires
    number = made["trigger"]["id"]
    desk.ok("PUT", f"triggers/{number}", {"trigger": {"active": False, "all": []}})
    desk.file()
    assert sent(desk) == []
    assert desk.api("DELETE", f"triggers/{number}.json").status_code == 204
    assert desk.api("DELETE", f"triggers/{number}.json").status_code == 404
