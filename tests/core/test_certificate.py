"""What a certificate says and what it refuses to say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integration.core.certificate import Case, Certificate, Copy, Looked, Status, certify
from integration.core.chain import Entry, Kind
from integration.core.documents import Document, Sort, State
from integration.core.errors import NotProven
from tests.certificates.proof import (
    CASE,
    LATER,
    MARKED,
    NOW,
    REQUESTED,
    certificate,
    proof,
    story,
    verified,
)

DOCUMENT = Document(
    id="9001",
    comment_id="41",
    sort=Sort.ATTACHMENT,
    state=State.VERIFIED,
    rule="solved",
    marked_at=NOW,
    due_at=NOW,
    checks=2,
)


def looked(given: Certificate) -> dict[Copy, Looked]:
    return {one.copy: one for one in given.looked}


def refused(*entries: Entry, documents: tuple[Document, ...] = (), checks: int = 2) -> tuple[str, ...]:
    with pytest.raises(NotProven) as error:
        certify(CASE, replace(proof(*entries, checks=checks), documents=documents), LATER, "guichet")
    return error.value.reasons


def test_a_document_that_was_read_to_be_gone_as_often_as_promised_is_certified() -> None:
    given = certificate()
    (one,) = given.documents

    assert given.number == "GC-2026-000005"
    assert (one.copy, one.size, one.readings, one.history, one.links) == (
        Copy.ATTACHMENT,
        1_400_000,
        3,
        "77",
        (1, 2, 3, 4, 5),
    )
    assert (one.requested_at, one.verified_at) == (REQUESTED.at, verified(0).at)
    assert one.checked_at == verified(2).at
    assert (given.rules, given.decided_by, given.policy_versions) == (
        ("retention:decision:refused",),
        ("36001",),
        ("12ab34cd",),
    )


def test_each_kind_of_copy_is_named_and_what_nobody_read_is_outside_reach() -> None:
    given = certificate(story(), story("9002", "inline_image"), story("9003", "inline_image"))

    assert looked(given) == {
        Copy.ATTACHMENT: Looked(Copy.ATTACHMENT, Status.REMOVED, 1),
        Copy.INLINE_IMAGE: Looked(Copy.INLINE_IMAGE, Status.REMOVED, 2),
        Copy.MERGED_COPY: Looked(Copy.MERGED_COPY, Status.ABSENT),
        Copy.RAW_MAIL: Looked(Copy.RAW_MAIL, Status.OUTSIDE, why="vendor_job"),
        Copy.SEARCH_INDEX: Looked(Copy.SEARCH_INDEX, Status.OUTSIDE, why="vendor"),
        Copy.SIDE_CONVERSATION: Looked(Copy.SIDE_CONVERSATION, Status.OUTSIDE, why="no_api"),
        Copy.BACKUPS: Looked(Copy.BACKUPS, Status.OUTSIDE, why="vendor"),
        Copy.SENT_MAIL: Looked(Copy.SENT_MAIL, Status.OUTSIDE, why="recipients"),
    }


def test_on_zammad_the_raw_mail_counts_as_gone_only_when_it_was_read_for_every_document() -> None:
    zammad = Case("zammad", "zammad", "4127")
    read = (("raw_mail", "removed"), ("search_index", "absent"))
    both = certificate(story("1", "attachment", *read), story("2", "attachment", *read), case=zammad)
    one = certificate(story("1", "attachment", *read), story("2"), case=zammad)

    assert looked(both)[Copy.RAW_MAIL] == Looked(Copy.RAW_MAIL, Status.REMOVED, 2)
    assert looked(both)[Copy.SEARCH_INDEX] == Looked(Copy.SEARCH_INDEX, Status.ABSENT)
    assert looked(one)[Copy.RAW_MAIL] == Looked(Copy.RAW_MAIL, Status.OUTSIDE, why="not_read")
    assert looked(one)[Copy.SEARCH_INDEX] == Looked(Copy.SEARCH_INDEX, Status.OUTSIDE, why="not_read")
    assert looked(one)[Copy.BACKUPS].why == "operator"


ZAMMAD = Case("zammad", "zammad", "4127")
ANSWERED = (("answered_search_index", "renewed"), ("answered_previews", "looked_for"))


def answered(id_: str, *, came_back: bool = False) -> list[Entry]:
    """The story of a document of which the add-on answered something."""
    told = [replace(one, attachment_id=id_) for one in story()]
    answer = replace(told[1], evidence=(*told[1].evidence, *ANSWERED))
    if not came_back:
        return [*told[:2], answer, *told[2:]]
    return [*told[:2], answer, replace(told[1], kind=Kind.REAPPEARED), *told[1:]]


def test_what_the_add_on_answered_is_told_as_its_answer_and_of_all_or_nothing() -> None:
    given = looked(certificate(answered("1"), answered("2"), case=ZAMMAD))
    half = looked(certificate(answered("1"), story("2"), case=ZAMMAD))

    assert given[Copy.SEARCH_INDEX] == Looked(Copy.SEARCH_INDEX, Status.ANSWERED, why="renewed")
    assert given[Copy.PREVIEWS] == Looked(Copy.PREVIEWS, Status.ANSWERED, why="looked_for")
    assert half[Copy.SEARCH_INDEX] == Looked(Copy.SEARCH_INDEX, Status.OUTSIDE, why="not_read")
    assert half[Copy.PREVIEWS] == Looked(Copy.PREVIEWS, Status.OUTSIDE, why="cache")


def test_an_answer_from_before_a_document_came_back_says_nothing_any_more() -> None:
    given = looked(certificate(answered("1", came_back=True), case=ZAMMAD))

    assert given[Copy.SEARCH_INDEX].status is Status.OUTSIDE


def test_a_ticket_that_went_as_a_whole_is_told_so() -> None:
    whole = [replace(one, evidence=(*one.evidence, ("ticket", "absent"))) for one in story()]

    assert certificate(whole, case=ZAMMAD).whole_ticket
    assert not certificate(case=ZAMMAD).whole_ticket


def test_chat_files_are_named_where_there_were_any_and_a_sort_nobody_told_is_an_attachment() -> None:
    unsorted = [replace(entry, evidence=entry.evidence[1:]) for entry in story("9002")]

    given = looked(certificate(story("9001", "chat_file"), unsorted))

    assert given[Copy.CHAT_FILE].number == 1
    assert given[Copy.ATTACHMENT].number == 1


def test_copies_that_a_merge_made_elsewhere_are_not_covered() -> None:
    given = certificate(story(), story("9002", "merged_copy"), copied_to=("5000", "5001"))

    assert [one for one in given.looked if one.copy is Copy.MERGED_COPY] == [
        Looked(Copy.MERGED_COPY, Status.REMOVED, 1),
        Looked(Copy.MERGED_COPY, Status.OUTSIDE, why="ticket:5000"),
        Looked(Copy.MERGED_COPY, Status.OUTSIDE, why="ticket:5001"),
    ]


def test_a_document_that_came_back_and_went_again_counts_its_readings_anew() -> None:
    back = replace(MARKED, kind=Kind.REAPPEARED, at=NOW + timedelta(hours=2))
    again = replace(REQUESTED, at=NOW + timedelta(hours=3))
    told = [*story()[:4], back, again, *(verified(check, hours=4 + check) for check in (0, 1, 2))]

    (one,) = certificate(told).documents

    assert (one.readings, one.requested_at, one.history) == (3, again.at, "")
    assert one.verified_at == NOW + timedelta(hours=4)


def test_a_document_that_somebody_else_removed_needs_no_request() -> None:
    told = [entry for entry in story() if entry.kind is Kind.VERIFIED]

    (one,) = certificate(told).documents

    assert (one.requested_at, one.readings) == (None, 3)


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (MARKED, "the last thing known of it is marked."),
        (REQUESTED, "the last thing known of it is requested."),
        (replace(MARKED, kind=Kind.HELD, why="hold"), "the last thing known of it is held (hold)."),
        (replace(MARKED, kind=Kind.REAPPEARED), "the last thing known of it is reappeared."),
        (
            replace(MARKED, kind=Kind.NOT_DELETABLE, why="rights"),
            "the last thing known of it is not_deletable (rights).",
        ),
        (verified(1), "1 of 2 later readings are done."),
        (replace(verified(2), evidence=()), "nothing says that the conversation was read without it."),
        (
            replace(verified(2), evidence=(("conversation", "absent"), ("check", "x"))),
            "x of 2 later readings are done.",
        ),
        (replace(verified(2), evidence=(("conversation", "absent"),)), "0 of 2 later readings are done."),
    ],
)
def test_without_the_last_proof_there_is_none(last: Entry, reason: str) -> None:
    assert refused(*story(), last) == (f"document 9001 (link 6): {reason}",)


def test_where_no_later_reading_is_asked_for_the_first_one_is_enough() -> None:
    given = certify(CASE, proof(MARKED, REQUESTED, verified(0), checks=0), LATER, "guichet")

    assert given.documents[0].readings == 1


def test_one_document_of_several_that_is_not_proven_refuses_them_all() -> None:
    assert refused(*story(), replace(MARKED, attachment_id="9002")) == (
        "document 9002 (link 6): the last thing known of it is marked.",
    )


def test_a_ticket_of_which_nothing_is_known_gets_none() -> None:
    assert refused() == ("the ledger of deletions knows no document of this ticket.",)


def test_what_the_ledger_knows_of_the_documents_must_agree() -> None:
    reasons = refused(
        *story(), documents=(replace(DOCUMENT, state=State.TO_DELETE), replace(DOCUMENT, id="9002"), DOCUMENT)
    )

    assert reasons == (
        "document 9001: its state is to_delete.",
        "document 9002: the ledger of deletions has no link about it.",
    )


def test_certificates_given_before_are_no_documents() -> None:
    before = replace(MARKED, kind=Kind.CERTIFIED, attachment_id="", comment_id="")

    assert certificate([*story(), before]).documents == certificate().documents


def test_the_refusal_says_every_reason() -> None:
    with pytest.raises(NotProven, match=r"(?s)No certificate for ticket 4127 \(zendesk\):\n- document 9001.*\n- doc"):
        certificate([MARKED], [replace(MARKED, attachment_id="9002")])
