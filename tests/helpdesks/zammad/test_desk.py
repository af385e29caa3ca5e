"""The Zammad adapter against the sandbox, over real HTTP: reading and writing cases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from integration.core.changes import AddComment, AddTag, RemoveTag, SetField, SetGroup, SetStatus, differing
from integration.core.errors import NotConfigured, Refused, TicketGone, TicketMoved, TryLater
from integration.core.ticket import Kind, Mark, Role, Status
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from tests.helpdesks.town import AGENT, BOT_TOKEN, Town
from tests.helpdesks.zammad.samples import ASK

Json = dict[str, Any]

NOTE = AddComment("Pourquoi ici.", public=False, mark=Mark(Kind.NOTE))


@pytest.fixture
def access(town: Town) -> ZammadAccess:
    town.becomes("zammad")
    return ZammadAccess(town.url, BOT_TOKEN)


@pytest.fixture
def desk(access: ZammadAccess, town: Town) -> ZammadDesk:
    desk = ZammadDesk(access)
    desk.user_id()  # asks who we are and for the states, so that a test counts a case's own calls
    return desk


def api(town: Town, method: str, path: str, token: str = BOT_TOKEN, **body: Any) -> Any:
    """A call of somebody else's to the same Zammad."""
    headers = {"Authorization": f"Token token={token}", "Accept": "application/json"}
    answer = requests.request(method, f"{town.url}/api/v1{path}", json=body or None, headers=headers, timeout=30)
    answer.raise_for_status()
    return answer.json()


def articles(town: Town, ticket_id: str) -> list[Json]:
    found: list[Json] = api(town, "GET", f"/ticket_articles/by_ticket/{ticket_id}")
    return found


def test_a_case_costs_one_read_one_look_and_one_write(desk: ZammadDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.forget_calls()

    desk.apply(desk.read(ticket_id), (SetGroup("Facturation"), SetField("Compte", "1"), ASK), "k1")

    path = f"/api/v1/tickets/{ticket_id}"
    assert town.calls() == [("GET", path), ("GET", path), ("PUT", path)]


def test_tags_cost_a_call_each_and_one_more_to_see_them(desk: ZammadDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.agent(ticket_id, tags={"add": ["ancien", "reste"]})
    town.forget_calls()

    wanted = (AddTag("un"), AddTag("deux"), AddTag("reste"), RemoveTag("ancien"), RemoveTag("jamais"))
    desk.apply(desk.read(ticket_id), (*wanted, ASK), "k1")

    path = f"/api/v1/tickets/{ticket_id}"
    add, remove = ("POST", "/api/v1/tags/add"), ("DELETE", "/api/v1/tags/remove")
    assert town.calls() == [("GET", path), ("GET", path), ("PUT", path), add, add, remove, ("GET", path)]


def test_a_case_that_needs_nothing_costs_one_read(desk: ZammadDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.forget_calls()

    desk.apply(desk.read(ticket_id), (), "k1")

    assert len(town.calls()) == 1


@pytest.mark.parametrize(
    ("channel", "kind"), [("web", "web"), ("email", "email"), ("api", "note")], ids=["portal", "e-mail", "API"]
)
def test_an_answer_reaches_the_member_the_way_the_ticket_came(
    desk: ZammadDesk, town: Town, channel: str, kind: str
) -> None:
    ticket_id = town.member_files(channel=channel)

    desk.apply(desk.read(ticket_id), (ASK,), "k1")

    said = articles(town, ticket_id)[-1]
    assert (said["type"], said["internal"], said["sender"], said["body"]) == (kind, False, "Agent", ASK.body)
    assert said["to"] == ("camille.roussel@courriel.example" if kind == "email" else None)


def test_an_email_that_could_not_be_sent_is_refused_before_anything_is_written(desk: ZammadDesk, town: Town) -> None:
    ticket = desk.read(town.member_files(channel="email"))
    town.post("zammad", group_address={ticket.group: None})
    ticket = desk.read(ticket.id)

    with pytest.raises(Refused, match="has no address to send from"):
        desk.apply(ticket, (ASK, AddTag("x"), SetField("Compte", "1")), "k1")

    assert desk.read(ticket.id) == ticket


def test_an_email_leaves_from_where_the_ticket_was_when_its_new_group_cannot_send(desk: ZammadDesk, town: Town) -> None:
    ticket_id = town.member_files(channel="email")
    town.post("zammad", group_address={"Cas particuliers": None})

    wanted = (SetGroup("Cas particuliers"), SetField("Compte", "1"), AddTag("x"))
    after = desk.apply(desk.read(ticket_id), (*wanted, ASK), "k1").ticket

    assert differing(after, wanted) == ()
    assert articles(town, ticket_id)[-1]["type"] == "email"
    assert len(after.comments) == 2


@pytest.mark.parametrize("channel", ["web", "email", "api"])
def test_a_note_is_for_agents_whatever_way_the_ticket_came(desk: ZammadDesk, town: Town, channel: str) -> None:
    ticket_id = town.member_files(channel=channel)

    desk.apply(desk.read(ticket_id), (NOTE,), "k1")

    said = articles(town, ticket_id)[-1]
    assert (said["type"], said["internal"], said["to"]) == ("note", True, None)


def test_members_see_nothing_of_our_marks(desk: ZammadDesk, town: Town) -> None:
    ticket_id = town.member_files(channel="email")

    desk.apply(desk.read(ticket_id), (ASK,), "k1")

    said = articles(town, ticket_id)[-1]
    shown = {part: said[part] for part in ("body", "subject", "from", "to", "cc", "reply_to", "message_id")}
    assert "k1" not in str(shown)
    assert "guichet_" not in str(shown)


def test_what_we_said_stays_ours_when_the_mail_was_sent(desk: ZammadDesk, town: Town) -> None:
    ticket_id = town.member_files(channel="email")
    desk.apply(desk.read(ticket_id), (ASK,), "k1")
    town.post("clock", advance=60)

    assert articles(town, ticket_id)[-1]["preferences"]["delivery_status"] == "success"
    assert desk.read(ticket_id).comments[-1].key == "k1"


def test_a_pending_ticket_says_until_when(access: ZammadAccess, town: Town) -> None:
    now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    desk = ZammadDesk(access, lambda: now)
    ticket_id = town.member_files()

    desk.apply(desk.read(ticket_id), (SetStatus(Status.PENDING),), "k1")

    columns = api(town, "GET", f"/tickets/{ticket_id}")
    assert (columns["state_id"], columns["pending_time"][:10]) == (3, "2026-12-06")


def test_a_note_field_holds_lines(desk: ZammadDesk, town: Town) -> None:
    wanted = (SetField("Note Guichet", "Pourquoi :\n- le montant manque\n- la date aussi"),)

    after = desk.apply(desk.read(town.member_files()), wanted, "k1").ticket

    assert differing(after, wanted) == ()


@pytest.mark.parametrize("text", ["Décès de l’adhérent — « à revoir » 🕯️", "a < b & c", "a\n\n\n\nb", "é" * 32_000])
def test_words_arrive_whole(desk: ZammadDesk, town: Town, text: str) -> None:
    ticket = desk.read(town.member_files(description=text))

    said = desk.apply(ticket, (replace(ASK, body=text),), "k1").ticket.comments

    assert [comment.body.split() for comment in said] == [text.split()] * 2
    assert said[-1].body == text


def test_pictures_within_a_text_are_attachments_too(desk: ZammadDesk, town: Town) -> None:
    picture = {"name": "photo.png", "content_type": "image/png", "text": "png", "inline": True}

    ticket = desk.read(town.member_files(attachments=[picture]))

    assert [attachment.inline for attachment in ticket.comments[0].attachments] == [True]


def test_who_writes_meanwhile_is_noticed(desk: ZammadDesk, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = desk.read(town.member_files())
    look = ZammadDesk._stop_if_moved

    def and_then_the_member_writes(self: ZammadDesk, *args: Any) -> None:
        look(self, *args)
        town.member_replies(ticket.id, "Voici le montant : 42,10 €")

    monkeypatch.setattr(ZammadDesk, "_stop_if_moved", and_then_the_member_writes)

    with pytest.raises(TicketMoved, match="while it was written"):
        desk.apply(ticket, (ASK, SetField("Compte", "1")), "k1")

    assert [comment.author for comment in desk.read(ticket.id).comments] == [
        *(Role.REQUESTER, Role.REQUESTER, Role.GUICHET)
    ]


@pytest.mark.parametrize("change", [{"priority": "high"}, {"tags": {"add": ["garder"]}}, {"assignee": AGENT}])
def test_what_an_agent_changes_meanwhile_is_noticed(
    desk: ZammadDesk, town: Town, monkeypatch: pytest.MonkeyPatch, change: Json
) -> None:
    ticket = desk.apply(desk.read(town.member_files()), (SetGroup("Facturation"),), "k0").ticket
    look = ZammadDesk._stop_if_moved

    def and_then_the_agent_acts(self: ZammadDesk, *args: Any) -> None:
        look(self, *args)
        town.agent(ticket.id, **change)

    monkeypatch.setattr(ZammadDesk, "_stop_if_moved", and_then_the_agent_acts)

    with pytest.raises(TicketMoved, match="while it was written"):
        desk.apply(ticket, (SetField("Compte", "1"),), "k1")


def test_a_tag_whose_call_fails_is_put_the_next_time(desk: ZammadDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.fault("drop", method="POST", stage="before")

    with pytest.raises(TryLater):
        desk.apply(ticket, (ASK, AddTag("neuf")), "k1")

    again = desk.read(ticket.id)
    assert ([comment.key for comment in again.comments], "neuf" in again.tags) == (["", "k1"], False)
    assert "neuf" in desk.apply(again, (AddTag("neuf"),), "k2").ticket.tags


def test_a_ticket_in_a_group_we_may_not_read_is_gone(desk: ZammadDesk, town: Town) -> None:
    ticket_id = town.member_files()
    admin = next(token for token, key in town.get("")["tokens"].items() if "admin" in key["permissions"])
    api(town, "POST", "/groups", token=admin, name="Direction")
    town.agent(ticket_id, group="Direction")

    with pytest.raises(TicketGone):
        desk.read(ticket_id)


def test_threads_keep_out_of_each_others_way(desk: ZammadDesk, town: Town) -> None:
    filed = [town.member_files(description=f"Bonjour, erreur {number}.") for number in range(8)]

    def write(ticket_id: str) -> frozenset[str]:
        wanted = (AddTag(f"t{ticket_id}"), SetField("Compte", ticket_id), ASK)
        return desk.apply(desk.read(ticket_id), wanted, f"k{ticket_id}").ticket.tags

    with ThreadPoolExecutor(4) as pool:
        tags = list(pool.map(write, filed))

    assert tags == [{f"t{ticket_id}"} for ticket_id in filed]
    assert [desk.read(ticket_id).comments[-1].key for ticket_id in filed] == [f"k{ticket_id}" for ticket_id in filed]


def test_a_wrong_token_is_told(access: ZammadAccess) -> None:
    with pytest.raises(NotConfigured, match="access token"):
        ZammadDesk(replace(access, token="faux")).user_id()


def test_a_merged_ticket_is_closed_and_its_words_went_over(desk: ZammadDesk, town: Town) -> None:
    source, target = town.member_files(description="Bonjour"), town.member_files(description="Encore moi")
    number = api(town, "GET", f"/tickets/{target}")["number"]
    since = desk.read(source).updated_at - timedelta(minutes=1)
    api(town, "PUT", f"/ticket_merge/{source}/{number}", nothing=True)

    merged = desk.read(source)
    assert (merged.status, merged.merged_into) == (Status.CLOSED, target)
    assert "Bonjour" in [comment.body for comment in desk.read(target).comments]
    assert {source, target} <= {moved.ticket_id for moved in desk.moved(since)}
    assert source not in set(desk.unsolved())


def test_files_that_a_merge_took_elsewhere_are_not_called_gone(desk: ZammadDesk, town: Town) -> None:
    file = {"name": "acte.pdf", "content_type": "application/pdf", "text": "un"}
    source, target = town.member_files(attachments=[file]), town.member_files(description="Encore moi")
    number = api(town, "GET", f"/tickets/{target}")["number"]
    assert not desk.removed(source).kept

    api(town, "PUT", f"/ticket_merge/{source}/{number}", nothing=True)

    removed = desk.removed(source)
    assert (dict(removed.events), removed.kept) == ({}, True)
    assert not desk.removed(target).kept
    assert [one.name for comment in desk.read(target).comments for one in comment.attachments] == ["acte.pdf"]


def test_nothing_is_found_in_a_zammad_without_tickets(desk: ZammadDesk, town: Town) -> None:
    with pytest.raises(NotConfigured, match="sees no group and no field"):
        desk.survey()


def test_what_a_zammad_cannot_do_is_declared(desk: ZammadDesk, town: Town) -> None:
    town.member_files()

    assert desk.survey().cannot == {"brand", "requester_tags", "status: hold", "priority: urgent"}


def test_a_search_takes_as_many_pages_as_it_needs(
    desk: ZammadDesk, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integration.helpdesks.zammad.session._PAGE", 2)
    filed = [town.member_files(description=f"Bonjour, erreur {number}.") for number in range(5)]

    assert list(desk.find(datetime.now(UTC))) == filed
    assert set(desk.unsolved()) == set(filed)
