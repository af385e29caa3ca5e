"""Removing files at Zammad: what the add-on removes, and what is said where something stays."""

from typing import Any

import pytest
import responses

from integration.core.changes import RedactAttachment
from integration.core.documents import Reason
from integration.core.errors import CannotRemove, TicketGone, TryLater
from integration.core.ticket import Ticket
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from tests.helpdesks.town import BOT_TOKEN, Town
from tests.helpdesks.zammad.replay import exchange
from tests.helpdesks.zammad.samples import API, an_article, mapped, whole

PURGE = f"{API}/guichet/articles/101/purge"
PLAIN = f"{API}/ticket_article_plain/101"
FILES = [
    {"id": 54, "filename": "acte.pdf", "size": "9", "preferences": {}},
    {"id": 55, "filename": "rib.pdf", "size": "9", "preferences": {}},
]
TICKET = mapped(whole(None, an_article(attachments=FILES)))
BOTH = (RedactAttachment("101", "54"), RedactAttachment("101", "55"))
REMOVED = {"attachments": [54, 55], "raw_mail": True, "previews": 1}

GONE = {"error": "ActiveRecord::RecordNotFound"}


@pytest.fixture
def town_desk(town: Town) -> ZammadDesk:
    town.becomes("zammad")
    return ZammadDesk(ZammadAccess(town.url, BOT_TOKEN))


def emailed(desk: ZammadDesk, town: Town) -> Ticket:
    file = {"name": "acte.pdf", "content_type": "application/pdf", "text": "un"}
    return desk.read(town.member_files(channel="email", attachments=[file]))


def files_of(ticket: Ticket) -> tuple[RedactAttachment, ...]:
    return tuple(RedactAttachment(one.id, file.id) for one in ticket.comments for file in one.attachments)


def test_a_file_goes_with_the_raw_mail_that_holds_it_again(town_desk: ZammadDesk, town: Town) -> None:
    ticket = emailed(town_desk, town)
    assert town.get("")["raw_mails"] == [int(ticket.comments[0].id)]
    town.forget_calls()

    town_desk.redact(ticket, files_of(ticket))

    after = town_desk.read(ticket.id)
    assert (after.comments[0].attachments, after.comments[0].body) == ((), ticket.comments[0].body)
    assert town.get("")["raw_mails"] == []
    assert len(town.calls()) == 3


def test_files_of_closed_tickets_go_as_well(town_desk: ZammadDesk, town: Town) -> None:
    ticket = emailed(town_desk, town)
    town.agent_closes(ticket.id)

    town_desk.redact(ticket, files_of(ticket))

    assert files_of(town_desk.read(ticket.id)) == ()


def test_removing_again_does_no_harm(town_desk: ZammadDesk, town: Town) -> None:
    ticket = emailed(town_desk, town)

    for _ in range(2):
        town_desk.redact(ticket, files_of(ticket))

    assert files_of(town_desk.read(ticket.id)) == ()


def test_without_the_add_on_a_person_is_told_what_to_do(town_desk: ZammadDesk, town: Town) -> None:
    ticket = emailed(town_desk, town)
    town.post("zammad", addon=None)

    with pytest.raises(CannotRemove, match="does not have Guichet's add-on") as refused:
        town_desk.redact(ticket, files_of(ticket))

    assert refused.value.why == Reason.NO_ADDON
    assert town_desk.read(ticket.id) == ticket


def test_files_of_which_others_have_copies_are_not_called_gone(town_desk: ZammadDesk, town: Town) -> None:
    emailed(town_desk, town)
    ticket = emailed(town_desk, town)

    with pytest.raises(CannotRemove, match="shared_with") as refused:
        town_desk.redact(ticket, files_of(ticket))

    assert refused.value.why == Reason.STAYS


@pytest.fixture
def desk(desk: ZammadDesk, zammad: responses.RequestsMock) -> ZammadDesk:
    zammad.assert_all_requests_are_fired = False
    return desk


def purged(zammad: responses.RequestsMock, left: list[Any], plain: int = 404) -> None:
    zammad.post(PURGE, json={"removed": REMOVED, "left": left})
    zammad.get(PLAIN, status=plain, json=GONE)


def test_some_files_of_an_article_cannot_be_removed_without_the_others(
    desk: ZammadDesk, zammad: responses.RequestsMock
) -> None:
    with pytest.raises(CannotRemove, match="has other files as well") as refused:
        desk.redact(TICKET, BOTH[:1])

    assert (refused.value.why, len(zammad.calls)) == (Reason.REFUSED, 0)


def test_all_went(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    purged(zammad, [])

    desk.redact(TICKET, BOTH)

    assert [call.request.url for call in zammad.calls] == [PURGE, PLAIN]


@pytest.mark.parametrize(
    "left",
    [
        [{"what": "attachment:54", "why": "not_removed"}],
        [{"what": "content:55", "why": "shared_with:Ticket::Article:340"}],
        [{"what": "preview:54", "why": "cache_kept_it"}, {"what": "search_index", "why": "not_renewed"}],
    ],
)
def test_what_is_left_is_named(desk: ZammadDesk, zammad: responses.RequestsMock, left: list[dict[str, str]]) -> None:
    purged(zammad, left)

    with pytest.raises(CannotRemove, match=left[0]["what"]) as refused:
        desk.redact(TICKET, BOTH)

    assert refused.value.why == Reason.STAYS
    assert left[0]["why"] in str(refused.value)


def test_a_search_index_that_was_not_reached_is_tried_again(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    purged(zammad, [{"what": "search_index", "why": "not_renewed"}])

    with pytest.raises(TryLater, match="search_index"):
        desk.redact(TICKET, BOTH)


def test_a_raw_mail_that_is_still_there_is_found_even_if_nobody_says_so(
    desk: ZammadDesk, zammad: responses.RequestsMock
) -> None:
    purged(zammad, [], plain=200)

    with pytest.raises(CannotRemove, match="raw mail") as refused:
        desk.redact(TICKET, BOTH)

    assert refused.value.why == Reason.RAW_MAIL


@pytest.mark.parametrize(
    ("status", "said", "why"),
    [
        (403, "Not authorized (token)!", Reason.RIGHTS),
        (403, "Not authorized", Reason.RIGHTS),
        (404, "No route matches [POST] /api/v1/guichet/articles/101/purge", Reason.NO_ADDON),
        (422, "x", Reason.REFUSED),
    ],
)
def test_why_it_was_refused(
    desk: ZammadDesk, zammad: responses.RequestsMock, status: int, said: str, why: Reason
) -> None:
    zammad.post(PURGE, status=status, json={"error": said})

    with pytest.raises(CannotRemove) as refused:
        desk.redact(TICKET, BOTH)

    assert refused.value.why == why


def test_an_article_that_went_away_is_read_again(desk: ZammadDesk, zammad: responses.RequestsMock) -> None:
    zammad.post(PURGE, status=404, json={"error": "Couldn't find Ticket::Article with 'id'=101"})

    with pytest.raises(TicketGone):
        desk.redact(TICKET, BOTH)


@pytest.mark.parametrize(("index", "there"), [(2, True), (4, False)])
def test_a_recorded_raw_mail(desk: ZammadDesk, zammad: responses.RequestsMock, index: int, there: bool) -> None:
    answer = exchange("36-mail-article-raw-copy", index)["response"]
    purged_answer = {"removed": REMOVED, "left": []}
    zammad.post(PURGE, json=purged_answer)
    body = {"body": answer["body"]} if isinstance(answer["body"], str) else {"json": answer["body"]}
    zammad.get(PLAIN, status=answer["status"], **body)

    if there:
        with pytest.raises(CannotRemove, match="raw mail"):
            desk.redact(TICKET, BOTH)
    else:
        desk.redact(TICKET, BOTH)
