"""The Zendesk adapter against the sandbox, over real HTTP: reading and writing cases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from integration.core.changes import AddComment, AddTag, Change, SetField, SetGroup, differing
from integration.core.errors import Refused, TicketMoved
from integration.core.ticket import Kind, Mark, Status
from integration.helpdesks.zendesk.desk import ZendeskDesk
from tests.helpdesks.town import API_TOKEN, EMAIL, Town
from tests.helpdesks.zendesk.samples import ASK, access


def test_a_case_costs_two_reads_and_one_write(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.forget_calls()

    ticket = desk.read(ticket_id)
    desk.apply(ticket, (AddTag("neuf"), SetGroup("Facturation"), SetField("Compte", "1"), ASK), "k1")

    assert town.calls() == [
        ("GET", f"/api/v2/tickets/{ticket_id}"),
        ("GET", f"/api/v2/tickets/{ticket_id}/comments"),
        ("PUT", f"/api/v2/tickets/{ticket_id}"),
    ]


def test_who_the_member_is_comes_along_without_another_call(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files(requester={"name": "Julien Morvan", "email": "julien.morvan@courriel.example"})
    town.forget_calls()

    ticket = desk.read(ticket_id)
    applied = desk.apply(ticket, (AddTag("neuf"),), "k1").ticket

    assert (ticket.brand, ticket.organization, ticket.requester.tags) == (
        "Adhérents",
        "Cyclo-club",
        frozenset({"fidele"}),
    )
    assert (applied.brand, applied.organization, applied.requester) == ("Adhérents", "Cyclo-club", ticket.requester)
    assert len(town.calls()) == 3


def test_a_long_conversation_is_read_to_its_end(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files(description="message 0")
    for number in range(1, 102):
        town.member_replies(ticket_id, f"message {number}")
    town.forget_calls()

    ticket = desk.read(ticket_id)

    assert [comment.body for comment in ticket.comments] == [f"message {number}" for number in range(102)]
    assert len(town.calls()) == 3


def test_pictures_within_a_text_are_attachments_too(desk: ZendeskDesk, town: Town) -> None:
    picture = {"name": "photo.png", "content_type": "image/png", "text": "png", "inline": True}

    ticket = desk.read(town.member_files(attachments=[picture]))

    (attachment,) = ticket.comments[0].attachments
    assert (attachment.name, attachment.inline) == ("photo.png", True)


@pytest.mark.parametrize("text", ["Décès de l’adhérent — « à revoir » 🕯️", "é" * 32_000, "a\n\n\n\nb"])
def test_a_members_words_arrive_whole(desk: ZendeskDesk, town: Town, text: str) -> None:
    ticket = desk.read(town.member_files(description=text))

    assert ticket.comments[0].body.split() == text.split()


def test_our_words_arrive_whole(desk: ZendeskDesk, town: Town) -> None:
    text = "Bonjour,\n\nNous avons compris : 1 234,50 € <le 3 mars> & {{ticket.id}} 🙏\n- le compte\n- la date"
    ticket = desk.read(town.member_files())

    desk.apply(ticket, (AddComment(text, public=True, mark=Mark(Kind.ASK)),), "k1")

    seen = town.seen(ticket.id)["comments"][-1]
    assert seen["html"].count("<li>") == 2
    shown = seen["text"].replace("\u2060", "").replace("- ", "").split()
    assert shown == text.replace("- ", "").split()


def test_a_field_that_tags_by_itself_agrees_with_the_tags_sent(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files(motif="Facturation", tags=["vip"]))

    after = desk.apply(ticket, (SetField("Motif", "remboursement"), AddTag("neuf")), "k1").ticket

    assert after.tags == {"remboursement", "vip", "neuf"}
    assert after.value("Motif") == "remboursement"
    assert after == desk.read(ticket.id)


def test_a_closed_ticket_takes_no_update(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.agent_closes(ticket_id)
    ticket = desk.read(ticket_id)

    assert ticket.status is Status.CLOSED
    with pytest.raises(Refused, match="closed"):
        desk.apply(ticket, (AddTag("neuf"),), "k1")


def test_a_ticket_that_was_closed_meanwhile_has_moved(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.agent_closes(ticket.id)

    with pytest.raises(TicketMoved):
        desk.apply(ticket, (AddTag("neuf"),), "k1")


def test_a_ticket_that_is_closed_though_it_looked_open_has_moved(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.agent_closes(ticket_id)

    with pytest.raises(TicketMoved, match="closed"):
        desk.apply(replace(desk.read(ticket_id), status=Status.OPEN), (AddTag("neuf"),), "k1")


def test_a_merged_ticket_reads_as_closed(desk: ZendeskDesk, town: Town) -> None:
    ticket_id, other = town.member_files(), town.member_files()
    town.post(f"tickets/{ticket_id}/merge", into=int(other))

    ticket = desk.read(ticket_id)

    assert ticket.status is Status.CLOSED
    assert not ticket.status.writable


@pytest.mark.parametrize(
    ("change", "path", "body"),
    [
        (SetGroup("Tout neuf"), "groups", {"group": {"name": "Tout neuf"}}),
        (SetField("Tout neuf", "x"), "ticket_fields", {"ticket_field": {"title": "Tout neuf", "type": "text"}}),
    ],
)
def test_something_new_in_the_account_is_found_after_a_minute(
    town: Town, change: Change, path: str, body: dict[str, Any]
) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    desk = ZendeskDesk(access(town), clock=lambda: now)
    ticket = desk.read(town.member_files())
    by_admin = (f"{EMAIL}/token", API_TOKEN)
    requests.post(f"{town.url}/api/v2/{path}.json", json=body, auth=by_admin, timeout=10).raise_for_status()

    with pytest.raises(Refused, match="Tout neuf"):
        desk.apply(ticket, (change,), "k1")
    now += timedelta(minutes=1)

    assert differing(desk.apply(ticket, (change,), "k1").ticket, (change,)) == ()
