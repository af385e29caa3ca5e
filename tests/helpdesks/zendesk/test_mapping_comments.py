from typing import Any

import pytest

from integration.core.errors import Refused
from integration.core.ticket import Attachment, Kind, Mark, Role
from integration.helpdesks.contract import Said
from integration.helpdesks.zendesk.mapping import said_from
from tests.helpdesks.recordings import recorded_body
from tests.helpdesks.zendesk.samples import AGENT, MEMBER, OWN, USERS, a_comment, a_ticket, mapped, ours


@pytest.mark.parametrize(
    ("author", "role"),
    [(MEMBER, Role.REQUESTER), (AGENT, Role.AGENT), (OWN, Role.AGENT), (-1, Role.OTHER), (777, Role.OTHER)],
)
def test_who_wrote_a_comment(author: int, role: Role) -> None:
    (comment,) = mapped(a_ticket(), a_comment(author_id=author)).comments

    assert (comment.author, comment.author_id) == (role, str(author))


def test_another_member_speaks_for_the_requester() -> None:
    users = [*USERS, {"id": 502, "role": "end-user"}]

    (comment,) = mapped(a_ticket(), a_comment(author_id=502), users=users).comments

    assert comment.author is Role.REQUESTER


def test_an_agent_who_is_the_requester_is_the_requester() -> None:
    (comment,) = mapped(a_ticket(requester_id=AGENT), a_comment(author_id=AGENT)).comments

    assert comment.author is Role.REQUESTER


def test_a_comment_of_ours_is_known_by_its_metadata() -> None:
    (comment,) = mapped(a_ticket(), a_comment(author_id=OWN, metadata=ours(about="amount date:old"))).comments

    assert comment.author is Role.GUICHET
    assert (comment.mark, comment.key) == (Mark(Kind.ASK, ("amount", "date:old")), "k1")


def test_nobody_else_can_pass_for_us() -> None:
    (comment,) = mapped(a_ticket(), a_comment(author_id=MEMBER, metadata=ours())).comments

    assert (comment.author, comment.mark, comment.key) == (Role.REQUESTER, None, "")


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        {},
        {"custom": None},
        {"custom": {"guichet_key": "k"}},
        {"custom": {"guichet": {"kind": "ask", "key": "k"}}},
        ours(kind="shout"),
        ours(kind=["ask"]),
        ours(kind=None),
    ],
)
def test_metadata_that_is_not_ours_marks_nothing(metadata: object) -> None:
    (comment,) = mapped(a_ticket(), a_comment(author_id=OWN, metadata=metadata)).comments

    assert (comment.author, comment.mark) == (Role.AGENT, None)


@pytest.mark.parametrize("about", [["amount"], 5, {"amount": 1}, ""])
def test_a_mark_whose_codes_cannot_be_read_is_still_a_mark(about: object) -> None:
    (comment,) = mapped(a_ticket(), a_comment(author_id=OWN, metadata=ours(about=about))).comments

    assert comment.mark == Mark(Kind.ASK)


def test_a_conversation_is_told_from_its_beginning() -> None:
    ticket = mapped(
        a_ticket(),
        a_comment(id=3, created_at="2026-11-20T10:00:00Z"),
        a_comment(id=1, created_at="2026-11-20T08:00:00Z"),
        a_comment(id=2, created_at="2026-11-20T08:00:00Z"),
    )

    assert [comment.id for comment in ticket.comments] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ({"body": "Montant : 12,50 €\r\nMerci 🙏\r\n"}, "Montant : 12,50 €\nMerci 🙏"),
        ({"body": "", "plain_body": "seul"}, "seul"),
        ({"body": None}, ""),
        ({"body": "un", "plain_body": "un \n\n un"}, "un"),
    ],
)
def test_a_comments_text(words: dict[str, Any], body: str) -> None:
    (comment,) = mapped(a_ticket(), a_comment(**words)).comments

    assert comment.body == body


def test_attachments_with_pictures_within_the_text() -> None:
    files = [
        {
            "id": 5,
            "file_name": "releve.pdf",
            "content_type": "application/pdf",
            "size": 9,
            "content_url": "https://acme.zendesk.com/attachments/token/a/?name=releve.pdf",
            "inline": False,
        },
        {"id": 6, "file_name": "photo.png", "content_type": "image/png", "size": None, "inline": True},
    ]
    (comment,) = mapped(a_ticket(), a_comment(attachments=files)).comments

    assert comment.attachments == (
        Attachment(
            "5", "releve.pdf", "application/pdf", 9, "https://acme.zendesk.com/attachments/token/a/?name=releve.pdf"
        ),
        Attachment("6", "photo.png", "image/png", 0, "", inline=True),
    )


@pytest.mark.parametrize("key", ["id", "author_id", "public", "created_at"])
def test_a_comment_without_something_we_need_is_refused(key: str) -> None:
    comment = a_comment()
    del comment[key]

    with pytest.raises(Refused, match=key):
        mapped(a_ticket(), comment)


def test_what_we_said_is_found_in_the_history() -> None:
    audits = [
        {"author_id": MEMBER, "metadata": {}, "events": [{"id": 1, "type": "Comment", "author_id": MEMBER}]},
        {"author_id": OWN, "metadata": ours(key="k1"), "events": [{"type": "Change"}, {"id": 2, "type": "Comment"}]},
        {"author_id": OWN, "metadata": ours(key="k2"), "events": [{"id": 3, "type": "Change"}]},
        {"author_id": OWN, "metadata": {"custom": {}}, "events": [{"id": 4, "type": "Comment"}]},
        {"author_id": MEMBER, "metadata": ours(), "events": [{"id": 5, "type": "Comment", "author_id": MEMBER}]},
        {"author_id": OWN, "metadata": ours("thanks", "k3", []), "events": [{"id": 6, "type": "Comment"}]},
    ]

    assert said_from(audits, str(OWN)) == (
        Said("2", "k1", Mark(Kind.ASK, ("amount",))),
        Said("6", "k3", Mark(Kind.THANKS)),
    )


@pytest.mark.parametrize(
    "name", ["ticket_comments_with_attachment", "zammad_comments_plain", "zammad_comments_with_attachment"]
)
def test_recorded_comments(name: str) -> None:
    recorded = recorded_body("zendesk", name)["comments"]

    ticket = mapped(a_ticket(), *recorded)

    assert {comment.id for comment in ticket.comments} == {str(comment["id"]) for comment in recorded}
    files = [file for comment in ticket.comments for file in comment.attachments]
    assert [file.name for file in files] == [f["file_name"] for comment in recorded for f in comment["attachments"]]


def test_recorded_audits_hold_nothing_of_ours() -> None:
    assert said_from(recorded_body("zendesk", "ticket_audits_list")["audits"], "6130907993114") == ()
