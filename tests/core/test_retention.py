"""Which files have to go: the requester's, once the review is over, and unless somebody holds them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integration.core.changes import RedactAttachment
from integration.core.documents import Papers, Review, Sort
from integration.core.policy import Retention
from integration.core.retention import arrived_in_time, counted, due_to_go, held_by_tag, review_of, sort_of
from integration.core.ticket import Attachment, Role, Status, Ticket
from tests.core.build import FILED, POLICY, comment, complete_ticket, decided, ticket

KEEPING = replace(POLICY, retention=Retention("garder"))
FILE = Attachment("a1", "acte.pdf", "application/pdf", 90_000)


def with_files(ticket: Ticket) -> Ticket:
    first = replace(ticket.comments[0], attachments=(FILE, replace(FILE, id="a2", inline=True)))
    agent = replace(comment("c1", Role.AGENT, "Voici."), attachments=(replace(FILE, id="a3"),))
    return replace(ticket, comments=(first, agent))


GOING = (RedactAttachment("c0", "a1"), RedactAttachment("c0", "a2"))


@pytest.mark.parametrize("status", [Status.SOLVED, Status.CLOSED])
def test_once_solved_or_closed_every_file_of_the_requester_has_to_go(status: Status) -> None:
    ticket = replace(with_files(complete_ticket()), status=status)

    assert due_to_go(ticket, KEEPING) == GOING
    assert decided(ticket, KEEPING).due_to_go == GOING


def test_a_recorded_decision_ends_the_review() -> None:
    open_ticket = with_files(complete_ticket())

    assert due_to_go(open_ticket, KEEPING) == ()
    assert due_to_go(open_ticket.with_field("Décision", "refusee"), KEEPING) == GOING


def test_a_hold_and_a_policy_without_retention_keep_everything() -> None:
    solved = replace(with_files(complete_ticket()), status=Status.SOLVED)
    on_hold = replace(solved, tags=frozenset({"garder"}))

    assert due_to_go(solved, POLICY) == ()
    assert not held_by_tag(on_hold, POLICY)
    assert held_by_tag(on_hold, KEEPING)
    assert due_to_go(on_hold, KEEPING) == ()


def test_files_of_other_tickets_are_none_of_ours() -> None:
    closed = replace(with_files(complete_ticket(Motif="autre")), status=Status.CLOSED)

    assert decided(closed, KEEPING).due_to_go == ()


def test_no_file_is_among_the_changes() -> None:
    solved = replace(with_files(complete_ticket()), status=Status.SOLVED)

    assert not [change for change in decided(solved, KEEPING).changes if isinstance(change, RedactAttachment)]


LATER = FILED + timedelta(hours=1)


def over(decision: str = "", status: Status = Status.OPEN) -> Ticket:
    return replace(complete_ticket(Décision=decision), status=status, updated_at=LATER, assignee="7")


def test_the_end_of_a_review_is_remembered_as_it_was_first_seen() -> None:
    first = review_of(over("refusee"), KEEPING, None)

    assert first == Review("decision:refused", "7", LATER)
    much_later = replace(over("refusee"), updated_at=LATER + timedelta(days=9), assignee="8")
    assert review_of(much_later, KEEPING, first) is first
    assert review_of(over(), KEEPING, first) is None
    assert review_of(over("refusee"), KEEPING, None, actor="9") == Review("decision:refused", "9", LATER)


@pytest.mark.parametrize(("word", "rule"), [("acceptee", "accepted"), ("partielle", "partly"), ("refusee", "refused")])
def test_every_decision_ends_it(word: str, rule: str) -> None:
    found = review_of(over(word), KEEPING, None)

    assert found is not None
    assert found.rule == f"decision:{rule}"


def test_another_ending_is_a_new_one() -> None:
    before = Review("decision:refused", "7", FILED)

    assert review_of(over("refusee", Status.SOLVED), KEEPING, before) == Review("solved", "7", LATER)
    assert review_of(over("acceptee"), KEEPING, before) == Review("decision:accepted", "7", LATER)


def test_a_ticket_opened_again_keeps_its_old_ending_while_the_decision_stands() -> None:
    before = Review("solved", "7", FILED)

    assert review_of(over("refusee"), KEEPING, before) == Review("decision:refused", "7", FILED)


def test_what_comes_after_a_decision_was_not_in_the_review() -> None:
    decision, late = Review("decision:refused", "7", FILED), replace(comment("c", Role.REQUESTER, ""), created_at=LATER)

    assert arrived_in_time(comment("c", Role.REQUESTER, ""), decision)
    assert not arrived_in_time(late, decision)
    assert arrived_in_time(late, replace(decision, rule="solved"))


def test_a_policy_without_the_decision_field_on_the_ticket_knows_no_decision() -> None:
    bare = replace(ticket(), fields=tuple(field for field in ticket().fields if field.title != "Décision"))

    assert review_of(bare, KEEPING, None) is None


def ids(found: Ticket, **retention: object) -> list[str]:
    policy = replace(KEEPING, retention=replace(Retention("garder"), **retention))  # type: ignore[arg-type] # by name
    return [file.id for _, file in counted(found, policy)]


def test_agents_files_count_when_the_policy_says_so() -> None:
    assert ids(with_files(complete_ticket())) == ["a1", "a2"]
    assert ids(with_files(complete_ticket()), agents_files=True) == ["a1", "a2", "a3"]


def test_only_the_categories_that_are_named_and_copies_of_merges_in_any() -> None:
    filed = with_files(complete_ticket())

    assert ids(filed, categories=("circonstances",)) == []
    assert ids(filed, categories=("facturation",)) == ["a1", "a2"]
    elsewhere = with_files(complete_ticket(Motif="autre"))
    assert [file.id for _, file in counted(elsewhere, KEEPING, frozenset({"a3"}))] == ["a3"]
    assert counted(elsewhere, POLICY, frozenset({"a3"})) == ()


def test_what_stands_in_the_place_of_a_removed_file_does_not_count() -> None:
    filed = with_files(complete_ticket())
    gone = replace(filed.comments[0], attachments=tuple(replace(file, removed=True) for file in (FILE,)))

    assert ids(replace(filed, comments=(gone,))) == []


def test_pictures_of_signatures_are_told_by_size_and_by_coming_again() -> None:
    def picture(id_: str, size: int, *, inline: bool = True) -> Attachment:
        return Attachment(id_, "image.png", "image/png", size, inline=inline)

    first = (picture("tiny", 900), picture("logo", 9_000), picture("scan", 9_001), picture("file", 900, inline=False))
    second = (picture("again", 9_000), picture("unknown", 0), picture("photo", 90_000), picture("photo2", 90_000))
    said = tuple(
        replace(comment(f"c{n}", Role.REQUESTER, ""), attachments=files) for n, files in enumerate((first, second))
    )
    filed = replace(complete_ticket(), comments=said)

    assert ids(filed) == ["scan", "file", "unknown", "photo", "photo2"]
    assert ids(filed, signature_images=True) == ["tiny", "logo", "scan", "file", "again", "unknown", "photo", "photo2"]


def test_where_files_go_together_only_a_logo_goes_with_the_document_beside_it() -> None:
    logo = Attachment("logo", "logo.png", "image/png", 900, "", inline=True)
    deed = Attachment("acte", "acte.pdf", "application/pdf", 90_000, "")
    beside = replace(comment("c0", Role.REQUESTER, "Voici"), attachments=(logo, deed))
    alone = replace(comment("c1", Role.REQUESTER, "Merci"), attachments=(replace(logo, id="l2"),))
    filed = replace(complete_ticket(), comments=(beside, alone))
    policy = replace(POLICY, retention=Retention("garder"))

    assert [file.id for _, file in counted(filed, policy, singly=False)] == ["logo", "acte"]
    assert [file.id for _, file in counted(filed, policy)] == ["acte"]


def test_the_kind_of_copy() -> None:
    said, pasted = comment("c0", Role.REQUESTER, ""), replace(FILE, inline=True)

    assert sort_of(said, FILE, Papers()) is Sort.ATTACHMENT
    assert sort_of(said, pasted, Papers()) is Sort.INLINE_IMAGE
    assert sort_of(said, FILE, Papers(copies=frozenset({"a1"}))) is Sort.MERGED_COPY
    assert sort_of(replace(said, id="chat:1"), FILE, Papers()) is Sort.CHAT_FILE
