"""Zammad's answers as our tickets."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integration.core.errors import Refused
from integration.core.ticket import Attachment, Field, Kind, Mark, Priority, Role, Status
from tests.helpdesks.zammad.samples import AGENT, MEMBER, OWN, an_article, columns, mapped, ours, whole


def test_a_ticket() -> None:
    ticket = mapped(whole(columns(organization_id=2, owner_id=AGENT)))

    assert (ticket.id, ticket.subject, ticket.group, ticket.assignee) == ("12", "Remboursement", "Facturation", "5")
    assert (ticket.organization, ticket.channel, ticket.brand, ticket.form) == ("Amicale du Nord", "web", "", "")
    assert (ticket.stamp, sorted(ticket.tags)) == ("2026-11-21T09:30:00.200Z", ["facturation"])
    assert ticket.updated_at == datetime(2026, 11, 21, 9, 30, 0, 200_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state_id", "status", "raw"),
    [
        (1, Status.NEW, "new"),
        (2, Status.OPEN, "open"),
        (3, Status.PENDING, "pending reminder"),
        (4, Status.SOLVED, "closed"),
        (5, Status.CLOSED, "merged"),
        (6, Status.DELETED, "removed"),
        (7, Status.PENDING, "pending close"),
        (8, Status.OPEN, "en revue"),
        (9, Status.UNKNOWN, "à rappeler"),
        (99, Status.UNKNOWN, "99"),
    ],
)
def test_states(state_id: int, status: Status, raw: str) -> None:
    ticket = mapped(whole(columns(state_id=state_id)))

    assert (ticket.status, ticket.status_raw) == (status, raw)


@pytest.mark.parametrize(
    ("priority_id", "priority", "raw"),
    [
        (1, Priority.LOW, "1 low"),
        (2, Priority.NORMAL, "2 normal"),
        (3, Priority.HIGH, "3 high"),
        (9, Priority.UNKNOWN, ""),
    ],
)
def test_priorities(priority_id: int, priority: Priority, raw: str) -> None:
    ticket = mapped(whole(columns(priority_id=priority_id)))

    assert (ticket.priority, ticket.priority_raw) == (priority, raw)


@pytest.mark.parametrize(("type_id", "channel"), [(1, "email"), (11, "web"), (10, "api"), (5, "phone"), (None, "")])
def test_the_way_a_ticket_came(type_id: int | None, channel: str) -> None:
    assert mapped(whole(columns(create_article_type_id=type_id))).channel == channel


def test_what_nobody_owns_is_assigned_to_nobody() -> None:
    assert mapped(whole(columns(owner_id=1))).assignee == mapped(whole(columns(owner_id=None))).assignee == ""


def test_the_requester() -> None:
    requester = mapped(whole()).requester

    assert (requester.id, requester.language, requester.email) == (str(MEMBER), "fr", "membre@example.org")


def test_a_requester_of_whom_nothing_is_told() -> None:
    requester = mapped(whole(columns(customer_id=99))).requester

    assert (requester.id, requester.language, requester.email) == ("99", "", "")


def test_fields_go_by_their_titles() -> None:
    filled = columns(
        motif="remboursement",
        compte="00123",
        montant_centimes=4210,
        note_guichet="un\r\ndeux",
        urgent=True,
        pieces=["rib", "acte"],
    )

    assert mapped(whole(filled)).fields == (
        Field("Motif", "remboursement", "Remboursement"),
        Field("Compte", "00123"),
        Field("Montant (centimes)", "4210"),
        Field("Note Guichet", "un\ndeux"),
        Field("Urgent", "true", "oui"),
        Field("Pièces", "acte rib", "", ("acte", "Acte", "rib", "RIB")),
    )


def test_what_is_no_column_of_the_ticket_is_no_field() -> None:
    assert {field.title for field in mapped(whole()).fields} == {"Motif", "Compte"}


def test_of_two_fields_of_a_title_the_first_is_meant() -> None:
    answer = whole(columns(compte="un", compte_2="deux"))
    answer["form_meta"]["configure_attributes"] = [
        {"name": "compte", "display": "Compte", "tag": "input"},
        {"name": "compte_2", "display": "Compte", "tag": "input"},
    ]

    assert mapped(answer).value("Compte") == "un"


def test_the_conversation_is_in_order_and_flips_what_is_internal() -> None:
    first = an_article(id=101, body=" Bonjour\r\nà tous ")
    note = an_article(id=103, sender_id=1, created_by_id=AGENT, internal=True, created_at="2026-11-20T10:00:00Z")
    auto = an_article(id=102, sender_id=3, created_by_id=1, created_at="2026-11-20T09:00:00Z")

    comments = mapped(whole(None, note, first, auto)).comments

    assert [(one.id, one.author, one.author_id, one.public, one.body) for one in comments] == [
        ("101", Role.REQUESTER, str(MEMBER), True, "Bonjour\nà tous"),
        ("102", Role.OTHER, "1", True, "Bonjour"),
        ("103", Role.AGENT, str(AGENT), False, "Bonjour"),
    ]


def test_what_an_agent_notes_for_a_member_is_the_members() -> None:
    phoned = an_article(type_id=5, created_by_id=AGENT, origin_by_id=MEMBER)

    (comment,) = mapped(whole(None, phoned)).comments

    assert (comment.author, comment.author_id) == (Role.REQUESTER, str(MEMBER))


@pytest.mark.parametrize(
    ("article", "author"),
    [
        ({"type_id": 10}, Role.REQUESTER),
        ({"type_id": 10, "created_by_id": OWN}, Role.REQUESTER),
        ({"type_id": 11}, Role.REQUESTER),
        ({"type_id": 10, "internal": True}, Role.AGENT),
        ({"type_id": 1}, Role.AGENT),
        ({"type_id": 5}, Role.AGENT),
        ({"type_id": None}, Role.AGENT),
        ({"type_id": 10, "sender_id": 3}, Role.OTHER),
    ],
    ids=["by the API", "with our token", "form", "note", "mail", "call", "of a type nobody knows", "Zammad itself"],
)
def test_what_a_program_files_for_a_member_is_the_members(article: dict[str, Any], author: Role) -> None:
    first = an_article(**{"sender_id": 1, "created_by_id": AGENT} | article)
    later = an_article(id=103, sender_id=1, created_by_id=AGENT, type_id=10, created_at="2026-11-20T10:00:00Z")

    assert [one.author for one in mapped(whole(None, later, first)).comments] == [author, Role.AGENT]


def test_a_ticket_that_begins_with_our_words_or_none_is_nobodys() -> None:
    assert mapped(whole(None, ours())).comments[0].author is Role.GUICHET
    assert mapped(whole() | {"ticket_article_ids": []}).comments == ()


def test_html_is_read_as_words() -> None:
    article = an_article(content_type="text/html", body="<div>Bonjour,<br>il &amp; elle</div>")

    assert mapped(whole(None, article)).comments[0].body == "Bonjour,\nil & elle"


def test_what_we_said_is_known_by_what_we_wrote_with_it() -> None:
    comment = mapped(whole(None, an_article(), ours())).comments[-1]

    assert (comment.author, comment.key, comment.mark) == (Role.GUICHET, "k1", Mark(Kind.ASK, ("amount",)))


@pytest.mark.parametrize(
    "article",
    [
        ours(created_by_id=AGENT),
        ours(kind="autre"),
        ours(preferences=None),
        ours(preferences=[]),
        ours(preferences={}),
    ],
)
def test_nobody_else_can_speak_for_us(article: dict[str, Any]) -> None:
    comment = mapped(whole(None, an_article(), article)).comments[-1]

    assert (comment.author, comment.key, comment.mark) == (Role.AGENT, "", None)


def test_a_mark_may_be_about_nothing() -> None:
    comment = mapped(whole(None, an_article(), ours("thanks", about=None))).comments[-1]

    assert comment.mark == Mark(Kind.THANKS)


def test_files() -> None:
    files = [
        {"id": 2, "filename": "acte.pdf", "size": "2037", "preferences": {"Mime-Type": "application/pdf"}},
        {"id": 3, "filename": "x", "size": "9", "preferences": {"Content-Type": "text/plain; name=x"}},
        {"id": 4, "filename": "i.png", "size": "70", "preferences": {"Content-Disposition": "inline"}},
    ]

    assert mapped(whole(None, an_article(attachments=files))).comments[0].attachments == (
        Attachment("2", "acte.pdf", "application/pdf", 2037),
        Attachment("3", "x", "text/plain", 9),
        Attachment("4", "i.png", "", 70, inline=True),
    )


def test_a_picture_within_a_text_is_found_where_the_text_points() -> None:
    html = (
        '<img src="/api/v1/ticket_attachment/12/101/8?view=inline"> <img src="/api/v1/ticket_attachment/12/101/8">'
        '<img src="/api/v1/ticket_attachment/12/101/9"><img src="cid:gone">'
        '<img src="/api/v1/ticket_attachment/12/55/1">'
    )
    listed = [{"id": 9, "filename": "i.png", "size": "70", "preferences": {}}]
    article = an_article(content_type="text/html", body=html, attachments=listed)

    files = mapped(whole(None, article)).comments[0].attachments

    assert [(file.id, file.inline) for file in files] == [("9", False), ("8", True)]


@pytest.mark.parametrize("missing", ["id", "state_id", "priority_id", "customer_id", "created_at", "updated_at"])
def test_a_ticket_without_what_we_need_is_refused(missing: str) -> None:
    answer = whole()
    del answer["assets"]["Ticket"]["12"][missing]

    with pytest.raises(Refused, match=f"'{missing}' is missing"):
        mapped(answer)


@pytest.mark.parametrize(
    "change",
    [{"id": "abc"}, {"created_at": "hier"}, {"updated_at": "2026-11-20T08:00:00"}, {"created_at": 5}],
)
def test_a_ticket_that_is_not_as_we_know_it_is_refused_without_its_values(change: dict[str, Any]) -> None:
    answer = whole()
    answer["assets"]["Ticket"]["12"] |= change

    with pytest.raises(Refused, match="not of the expected kind") as refused:
        mapped(answer)

    assert "hier" not in str(refused.value)


@pytest.mark.parametrize("missing", ["id", "sender_id", "created_by_id", "internal", "created_at"])
def test_an_article_without_what_we_need_is_refused(missing: str) -> None:
    answer = whole()
    del answer["assets"]["TicketArticle"]["101"][missing]

    with pytest.raises(Refused, match="is missing"):
        mapped(answer)


def parent(ticket_id: int) -> dict[str, Any]:
    return {"link_type": "parent", "link_object": "Ticket", "link_object_value": ticket_id}


@pytest.mark.parametrize(
    ("state_id", "links", "merged_into"),
    [
        (5, [parent(18)], "18"),
        (5, [parent(18) | {"link_type": "normal"}], ""),
        (5, [parent(18), parent(19)], ""),
        (5, [], ""),
        (5, None, ""),
        (4, [parent(18)], ""),
    ],
)
def test_where_a_merged_ticket_went(state_id: int, links: list[dict[str, Any]] | None, merged_into: str) -> None:
    assert mapped(whole(columns(state_id=state_id), links=links)).merged_into == merged_into


def test_our_user_alone_is_guichet() -> None:
    by_hand = an_article(id=103, sender_id=1, created_by_id=OWN)

    assert mapped(whole(None, an_article(), by_hand)).comments[1].author is Role.AGENT
