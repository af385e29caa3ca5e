"""Removing files at Zendesk: which calls are made for what, and what the audits say afterwards."""

import json
from dataclasses import replace

import pytest
import responses

from integration.core.changes import RedactAttachment
from integration.core.documents import Reason
from integration.core.errors import CannotRemove, TryLater
from integration.core.ticket import Attachment, Comment, Role, Status, Ticket
from integration.helpdesks.zendesk import redaction
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.session import ZendeskSession
from tests.helpdesks.town import Town
from tests.helpdesks.zendesk.samples import URL, a_comment, a_ticket, mapped

PDF = {"id": 5, "file_name": "acte.pdf", "content_url": f"{URL}/attachments/token/pdf/?name=acte.pdf", "size": 9}
SCAN = {"id": 6, "file_name": "s.png", "content_url": f"{URL}/attachments/token/scan/?name=s.png&x=1", "inline": True}
HTML = '<p>Bonjour</p><img src="https://acme.zendesk.com/attachments/token/scan/?name=s.png&amp;x=1"><img src="x">'
REDACTIONS = f"{URL}/api/v2/comment_redactions/1001"


def ticket(*files: dict[str, object], status: str = "solved") -> Ticket:
    return mapped(a_ticket(status=status), a_comment(attachments=list(files), html_body=HTML))


def files(*ids: str) -> tuple[RedactAttachment, ...]:
    return tuple(RedactAttachment("1001", id_) for id_ in ids)


def body(call: responses.Call) -> object:
    return json.loads(call.request.body or "null")


def test_files_and_pictures_of_a_comment_go_in_one_call(
    zendesk: responses.RequestsMock, session: ZendeskSession
) -> None:
    zendesk.put(REDACTIONS, json={"comment": {}})

    redaction.redact(session, ticket(PDF, SCAN), files("5", "6"))

    [call] = zendesk.calls
    marked = HTML.replace('<img src="https', '<img redact src="https')
    assert body(call) == {"ticket_id": 12, "external_attachment_urls": [PDF["content_url"]], "html_body": marked}


def test_a_picture_that_the_text_does_not_show_is_named_by_its_address() -> None:
    said = replace(ticket(SCAN).comments[0], html="<p>Bonjour</p>")

    assert redaction.body_for("12", said, said.attachments) == {
        "ticket_id": 12,
        "external_attachment_urls": [SCAN["content_url"]],
    }


def test_a_file_without_an_address_is_said_so(session: ZendeskSession) -> None:
    with pytest.raises(CannotRemove, match="address") as found:
        redaction.redact(session, ticket({"id": 5, "file_name": "a"}), files("5"))

    assert found.value.why == Reason.NO_ADDRESS


def test_where_the_one_call_is_refused_an_open_ticket_has_a_call_for_each_file(
    zendesk: responses.RequestsMock, session: ZendeskSession
) -> None:
    zendesk.put(REDACTIONS, status=403, json={"error": "Forbidden"})
    one = f"{URL}/api/v2/tickets/12/comments/1001/attachments"
    zendesk.put(f"{one}/5/redact", status=403, json={"error": "Forbidden"})
    zendesk.put(f"{one}/6/redact", json={"attachment": {}})

    with pytest.raises(CannotRemove) as found:
        redaction.redact(session, ticket(PDF, SCAN), files("5", "6"))

    assert found.value.why == Reason.RIGHTS
    assert len(zendesk.calls) == 3


def test_of_a_closed_ticket_the_first_refusal_is_the_last_word(
    zendesk: responses.RequestsMock, session: ZendeskSession
) -> None:
    zendesk.put(REDACTIONS, status=422, json={"error": "RecordInvalid"})

    with pytest.raises(CannotRemove) as found:
        redaction.redact(session, ticket(PDF, status="closed"), files("5"))

    assert found.value.why == Reason.REFUSED


def test_a_lost_answer_is_no_refusal(zendesk: responses.RequestsMock, session: ZendeskSession) -> None:
    zendesk.put(REDACTIONS, status=503)

    with pytest.raises(TryLater):
        redaction.redact(session, ticket(PDF), files("5"))


CHAT = {
    "id": 70,
    "type": "ChatStartedEvent",
    "value": {
        "chat_id": "c1",
        "history": [
            {"type": "ChatMessage", "message": "Bonjour"},
            {"type": "ChatFileAttachment", "actor_type": "end-user", "chat_index": 2, "filename": "a.pdf", "size": 3},
            {"type": "ChatFileAttachment", "actor_type": "agent", "message_id": "m9", "filename": "b.pdf"},
            {"type": "ChatFileAttachment", "actor_type": "end-user", "chat_index": 4, "filename": "redacted.txt"},
        ],
    },
}
AUDITS = [
    {"id": 1, "created_at": "2026-11-20T08:00:00Z", "events": [CHAT, {"id": 71, "type": "ChatStartedEvent"}]},
    {
        "id": 2,
        "created_at": "2026-11-20T09:00:00Z",
        "events": [
            {"id": 72, "type": "AttachmentRedactionEvent", "attachment_id": 5, "comment_id": 1001},
            {"id": 73, "type": "CommentRedactionEvent", "comment_id": 1001},
            {"id": 74, "type": "Change"},
        ],
    },
    {"id": 3, "created_at": "2026-11-20T09:00:00Z"},
]


def test_the_audits_say_what_was_removed() -> None:
    assert redaction.removed(AUDITS).events == {"5": "72", "1001": "73", "chat:c1:4": "70"}
    assert redaction.removed(AUDITS).kept


def test_the_files_of_a_chat_are_told_by_side() -> None:
    theirs, ours = redaction.chats(AUDITS)

    assert (theirs.id, theirs.author, ours.author) == ("chat:c1", Role.REQUESTER, Role.AGENT)
    assert [(file.id, file.removed) for file in theirs.attachments] == [("chat:c1:2", False), ("chat:c1:4", True)]
    assert [file.id for file in ours.attachments] == ["message:m9"]


def test_files_of_a_chat_go_by_place_or_by_message(zendesk: responses.RequestsMock, session: ZendeskSession) -> None:
    zendesk.put(f"{URL}/api/v2/chat_file_redactions/12", json={"chat_event": {}})
    wanted = tuple(RedactAttachment("chat:c1", id_) for id_ in ("chat:c1:2", "chat:c1:4", "message:m9"))

    redaction.redact(session, ticket(), wanted)

    assert [body(call) for call in zendesk.calls] == [
        {"chat_id": "c1", "chat_indexes": [2, 4]},
        {"message_ids": ["m9"]},
    ]


def test_a_chat_that_may_not_be_redacted(zendesk: responses.RequestsMock, session: ZendeskSession) -> None:
    zendesk.put(f"{URL}/api/v2/chat_file_redactions/12", status=403, json={"error": "Forbidden"})

    with pytest.raises(CannotRemove) as found:
        redaction.redact(session, ticket(), (RedactAttachment("chat:c1", "chat:c1:2"),))

    assert found.value.why == Reason.RIGHTS


def test_what_stands_in_the_place_of_a_file_is_known_for_it() -> None:
    empty = {"id": 7, "file_name": "redacted.txt", "content_url": f"{URL}/t/7", "size": 0}
    of_a_member = {**empty, "id": 8, "size": 40}

    assert [file.removed for file in ticket(empty, of_a_member).comments[0].attachments] == [True, False]


@pytest.mark.parametrize(
    ("tags", "note", "into"),
    [
        (["closed_by_merge"], "Cette demande a été fermée et fusionnée avec la demande n° 45.", "45"),
        (["closed_by_merge"], "This request was closed and merged into request #45.", "45"),
        (["closed_by_merge"], "Fusionné.", ""),
        ([], "Voir la demande #45.", ""),
    ],
)
def test_where_a_ticket_was_merged_is_told_by_the_note_it_keeps(tags: list[str], note: str, into: str) -> None:
    said = a_comment(id=2, author_id=601, body=note, created_at="2026-11-21T08:00:00Z", public=False)

    assert mapped(a_ticket(status="closed", tags=tags), a_comment(), said).merged_into == into


def test_a_member_who_writes_a_number_merges_nothing() -> None:
    merged = a_ticket(status="closed", tags=["closed_by_merge"])

    assert mapped(merged, a_comment(body="Voir #45")).merged_into == ""
    assert mapped(merged).merged_into == ""


def test_files_of_a_closed_ticket_can_still_be_removed(desk: ZendeskDesk, town: Town) -> None:
    sent = [{"name": f"{name}.pdf", "content_type": "application/pdf", "text": name} for name in ("un", "deux")]
    ticket_id = town.member_files(attachments=sent)
    town.agent_closes(ticket_id)
    closed = desk.read(ticket_id)
    said = closed.comments[0]
    town.forget_calls()

    desk.redact(closed, tuple(RedactAttachment(said.id, file.id) for file in said.attachments))

    assert town.calls() == [("PUT", f"/api/v2/comment_redactions/{said.id}")]
    assert all(file["redacted"] for file in town.seen(ticket_id)["comments"][0]["attachments"])
    assert set(desk.removed(ticket_id).events) == {file.id for file in said.attachments}
    assert desk.elsewhere(closed) == ()
    assert closed.status is Status.CLOSED


def test_a_redaction_of_a_deleted_ticket_does_not_say_that_it_was_done(desk: ZendeskDesk, town: Town) -> None:
    sent = {"name": "un.pdf", "content_type": "application/pdf", "text": "un"}
    there = desk.read(town.member_files(attachments=[sent]))
    said: Comment = there.comments[0]
    file: Attachment = said.attachments[0]
    town.agent_deletes(there.id)

    with pytest.raises((CannotRemove, TryLater)):
        desk.redact(replace(there, status=Status.CLOSED), (RedactAttachment(said.id, file.id),))
