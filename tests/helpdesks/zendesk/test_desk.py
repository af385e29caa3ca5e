"""The Zendesk adapter against the sandbox, over real HTTP."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from integration.core.changes import AddComment, AddTag, Change, RedactAttachment, SetField, SetGroup, differing
from integration.core.errors import NotConfigured, Refused, TicketGone, TicketMoved, TryLater
from integration.core.ticket import Kind, Mark, Role, Status
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.auth import ApiToken
from integration.helpdesks.zendesk.desk import ZendeskDesk, utc_now
from integration.helpdesks.zendesk.session import ZendeskSession
from tests.helpdesks.town import API_TOKEN, CLIENT_ID, CLIENT_SECRET, EMAIL, Town

ASK = AddComment("Il manque le montant.", public=True, mark=Mark(Kind.ASK, ("amount",)))
SECRET_WORDS = "Mon père est décédé"


def access(town: Town, **changes: Any) -> ZendeskAccess:
    return ZendeskAccess(**{"url": town.url, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET} | changes)


@pytest.fixture
def desk(town: Town) -> ZendeskDesk:
    desk = ZendeskDesk(access(town))
    desk.survey()  # asks for a token and the catalog, so that a test counts a case's own calls
    return desk


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


def test_files_of_a_closed_ticket_can_still_be_removed(desk: ZendeskDesk, town: Town) -> None:
    files = [{"name": f"{name}.pdf", "content_type": "application/pdf", "text": name} for name in ("un", "deux")]
    ticket_id = town.member_files(attachments=files)
    town.agent_closes(ticket_id)
    ticket = desk.read(ticket_id)
    comment = ticket.comments[0]
    town.forget_calls()

    desk.apply(ticket, tuple(RedactAttachment(comment.id, file.id) for file in comment.attachments), "k1")

    assert town.calls()[0] == ("PUT", f"/api/v2/comment_redactions/{comment.id}")
    assert [method for method, _ in town.calls()] == ["PUT", "GET", "GET"]
    assert all(file["redacted"] for file in town.seen(ticket_id)["comments"][0]["attachments"])


def test_a_redaction_that_finds_nothing_does_not_say_the_ticket_is_gone(desk: ZendeskDesk, town: Town) -> None:
    file = {"name": "un.pdf", "content_type": "application/pdf", "text": "un"}
    ticket = desk.read(town.member_files(attachments=[file]))
    comment = ticket.comments[0]
    town.agent_deletes(ticket.id)

    with pytest.raises(Refused, match="404"):
        desk.apply(ticket, (RedactAttachment(comment.id, comment.attachments[0].id),), "k1")


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


def test_a_token_that_ended_is_renewed_without_a_word(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.post("tokens", expire=True)

    assert desk.read(ticket_id).id == ticket_id


def test_a_write_with_a_token_that_ended_is_done_once(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.post("tokens", expire=True)

    desk.apply(ticket, (ASK,), "k1")

    assert len(town.seen(ticket.id)["comments"]) == 2


def test_a_token_is_renewed_before_it_ends(town: Town) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    town.post("tokens", life=1000)
    desk = ZendeskDesk(access(town), clock=lambda: now)
    asked = []
    for seconds in (0, 799, 1):
        now += timedelta(seconds=seconds)
        desk.survey()
        asked.append(town.get("calls", kind="oauth")["count"])

    assert asked == [1, 1, 2]


def test_many_threads_ask_for_one_token(town: Town) -> None:
    ticket_id = town.member_files()
    desk = ZendeskDesk(access(town))
    together = threading.Barrier(8)

    def read(_: int) -> str:
        together.wait(timeout=20)
        return desk.read(ticket_id).id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(8))) == {ticket_id}
    assert town.get("calls", kind="oauth")["count"] == 1


def test_an_api_token_still_opens(town: Town) -> None:
    legacy = ZendeskAccess(town.url, email=EMAIL, api_token=API_TOKEN)
    ticket_id = town.member_files()

    assert ZendeskDesk(legacy).read(ticket_id).id == ticket_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "wrong"},
        {"client_id": "nobody"},
        {"client_id": "", "email": EMAIL, "api_token": "wrong"},
    ],
)
def test_wrong_credentials_are_a_matter_of_configuration(town: Town, wrong: dict[str, str]) -> None:
    ticket_id = town.member_files()

    with pytest.raises(NotConfigured, match=r"client|API token") as raised:
        ZendeskDesk(access(town, **wrong)).read(ticket_id)

    assert "wrong" not in str(raised.value)


def test_a_token_without_the_right_to_write_is_refused(town: Town) -> None:
    desk = ZendeskDesk(access(town, scope="read"))
    ticket = desk.read(town.member_files())

    with pytest.raises(Refused, match="right"):
        desk.apply(ticket, (AddTag("neuf"),), "k1")


def test_a_suspended_user_is_refused(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    town.post("people", email=EMAIL, suspended=True)

    with pytest.raises(Refused, match="403"):
        desk.read(ticket_id)


def test_a_write_is_never_sent_twice(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.forget_calls()
    town.fault("drop", method="PUT", stage="after", count=None)

    with pytest.raises(TryLater, match="may have been done"):
        desk.apply(ticket, (ASK,), "k1")

    assert [method for method, _ in town.calls()] == ["PUT"]
    assert len(town.seen(ticket.id)["comments"]) == 2


def test_a_write_whose_answer_is_slow_is_not_sent_again(town: Town) -> None:
    ticket_id = town.member_files()
    town.forget_calls()
    town.fault("gate", name="slow", method="PUT", stage="after", count=None)

    with ZendeskSession(town.url, ApiToken(EMAIL, API_TOKEN), utc_now, timeout=(5, 0.3)) as session:
        with pytest.raises(TryLater, match="ReadTimeout"):
            session.put(f"/api/v2/tickets/{ticket_id}.json", json={"ticket": {"comment": {"body": "Bonjour"}}})
        town.post("gates/slow/open")

    assert town.get("wait", calls=1, method="PUT")
    assert town.calls() == [("PUT", f"/api/v2/tickets/{ticket_id}")]
    assert len(town.seen(ticket_id)["comments"]) == 2


def test_a_server_error_on_a_write_is_not_sent_again_either(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.forget_calls()
    town.fault("status", status=503, method="PUT", retry_after=3, count=None)

    with pytest.raises(TryLater) as raised:
        desk.apply(ticket, (ASK,), "k1")

    assert (raised.value.after, raised.value.counts) == (3.0, True)
    assert [method for method, _ in town.calls()] == ["PUT"]


def test_a_helpdesk_that_is_not_there_is_asked_later(town: Town) -> None:
    with pytest.raises(TryLater, match=r"ConnectionError|in time"):
        ZendeskDesk(access(town, url="http://127.0.0.1:9")).read("1")


def test_a_lost_page_of_a_conversation_is_not_taken_for_its_end(desk: ZendeskDesk, town: Town) -> None:
    ticket_id = town.member_files()
    for number in range(100):
        town.member_replies(ticket_id, str(number))
    town.fault("status", status=500, path="/api/v2/tickets/*/comments", skip=1)

    with pytest.raises(TryLater):
        desk.read(ticket_id)


def test_a_member_who_wears_our_marks_is_still_a_member(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())

    applied = desk.apply(ticket, (ASK,), "k1")
    town.member_replies(ticket.id, "Voilà")

    authors = [comment.author for comment in desk.read(applied.ticket.id).comments]
    assert authors == [Role.REQUESTER, Role.GUICHET, Role.REQUESTER]


def _read_gone(desk: ZendeskDesk, town: Town) -> None:
    desk.read("999999")


def _write_refused(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files(description=SECRET_WORDS))
    town.agent_closes(ticket.id)
    desk.apply(ticket, (AddComment(SECRET_WORDS, public=True, mark=Mark(Kind.ASK)),), "k1")


def _write_lost(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files(description=SECRET_WORDS))
    town.fault("drop", method="PUT", stage="after")
    desk.apply(ticket, (AddComment(SECRET_WORDS, public=True, mark=Mark(Kind.ASK)),), "k1")


@pytest.mark.parametrize("act", [_read_gone, _write_refused, _write_lost])
def test_neither_errors_nor_logs_say_what_was_written(
    desk: ZendeskDesk, town: Town, act: Callable[[ZendeskDesk, Town], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    with pytest.raises((TicketGone, TicketMoved, TryLater)) as raised:
        act(desk, town)

    told = caplog.text + "".join(str(error) for error in (raised.value, raised.value.__cause__))
    for secret in (SECRET_WORDS, "décédé", "d\\u00e9c", CLIENT_SECRET, "Bearer"):
        assert secret not in told
