"""The Zendesk adapter when the sandbox is slow, ill or gone, over real HTTP."""

from collections.abc import Callable

import pytest

from integration.core.changes import AddComment, AddTag
from integration.core.errors import TicketGone, TicketMoved, TryLater
from integration.core.ticket import Kind, Mark, Role
from integration.helpdesks.zendesk.auth import ApiToken
from integration.helpdesks.zendesk.desk import ZendeskDesk, utc_now
from integration.helpdesks.zendesk.session import ZendeskSession
from tests.helpdesks.town import API_TOKEN, CLIENT_SECRET, EMAIL, Town
from tests.helpdesks.zendesk.samples import ASK, access

SECRET_WORDS = "Mon père est décédé"


def test_a_write_is_never_sent_twice(desk: ZendeskDesk, town: Town) -> None:
    ticket = desk.read(town.member_files())
    town.forget_calls()
    town.fault("drop", method="PUT", stage="after", count=None)

    with pytest.raises(TryLater, match="may have been done"):
        desk.apply(ticket, (ASK,), "k1")

    town.get("wait", calls=1, method="PUT")  # a dropped call is logged after it was dropped
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


def test_the_limit_of_updates_per_ticket_is_waited_for(desk: ZendeskDesk, town: Town) -> None:
    town.post("limits", ticket_updates=1)
    ticket = desk.apply(desk.read(town.member_files()), (AddTag("un"),), "k1").ticket

    with pytest.raises(TryLater) as raised:
        desk.apply(ticket, (AddTag("deux"),), "k2")

    assert raised.value.after
    assert 0 < raised.value.after <= 600
    assert not raised.value.counts


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
