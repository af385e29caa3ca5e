"""What becomes of documents: proven or not, held or not, asked for again, given up, and what is said of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core import deletion, receipts
from integration.core.changes import AddComment, AddTag, RemoveTag, SetField
from integration.core.decide import Case, Decision, decide
from integration.core.documents import Document, Papers, Reason, Removed, Review, Sort, State
from integration.core.limits import ALWAYS, Limit, deleting
from integration.core.policy import Limits, Policy, Retention
from integration.core.ticket import Attachment, Kind, Mark, Role, Status, Ticket
from tests.core.build import FILED, NOW, POLICY, comment, complete_ticket, of_kind

KEEPING = replace(POLICY, retention=Retention("garder"))
REVIEW = Review("solved", "7", FILED)
FILE = Attachment("a1", "acte.pdf", "application/pdf; name=acte", 90_000)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GONE = Removed({"a1": "55"})


def solved(*files: Attachment, **fields: str) -> Ticket:
    """A solved ticket whose member sent these files."""
    filed = complete_ticket(**fields)
    said = replace(filed.comments[0], attachments=files)
    return replace(filed, status=Status.SOLVED, status_raw="solved", comments=(said,), assignee="7")


def document(state: State = State.TO_DELETE, **changes: object) -> Document:
    one = Document("a1", "c0", Sort.ATTACHMENT, state, "solved", NOW, NOW)
    return replace(one, **changes)  # type: ignore[arg-type] # by name


def look(
    ticket: Ticket,
    *known: Document,
    removed: Removed | None = None,
    now: datetime = NOW,
    policy: Policy = KEEPING,
    **papers: object,
) -> Document:
    """The one document after this reading."""
    about = replace(Papers(known, REVIEW), **papers)  # type: ignore[arg-type] # by name
    [found] = deletion.look(ticket, policy, about, removed, now)
    return found


def test_once_the_review_is_over_a_file_is_marked_with_what_may_be_kept_of_it() -> None:
    found = look(solved(FILE))

    assert found == Document(
        "a1",
        "c0",
        Sort.ATTACHMENT,
        State.TO_DELETE,
        "solved",
        NOW,
        FILED,
        decided_by="7",
        size=90_000,
        content_type="application/pdf",
        policy_version="v1",
    )
    assert deletion.look(solved(FILE), KEEPING, Papers(), None, NOW) == ()


def test_what_came_after_the_decision_is_not_marked() -> None:
    late = replace(
        solved(FILE), comments=(replace(comment("c0", Role.REQUESTER, ""), created_at=NOW, attachments=(FILE,)),)
    )
    papers = Papers(review=Review("decision:refused", "7", FILED))

    assert deletion.look(late, KEEPING, papers, None, NOW) == ()


def test_the_grace_counts_from_the_end_of_the_review_by_the_earlier_of_two_clocks() -> None:
    policy = replace(KEEPING, retention=Retention(grace=DAY))
    ahead = replace(REVIEW, over_at=NOW + HOUR)

    assert look(solved(FILE), policy=policy).due_at == FILED + DAY
    assert look(solved(FILE), review=ahead).due_at == NOW
    assert deletion.ready((document(due_at=NOW + HOUR),), NOW) == ()
    assert deletion.next_look((document(due_at=NOW + HOUR),), KEEPING, Papers(), NOW) == NOW + HOUR


@pytest.mark.parametrize("state", [State.TO_DELETE, State.DELETING, State.REAPPEARED, State.NOT_DELETABLE])
def test_a_hold_stops_every_document_that_is_still_there(state: State) -> None:
    until = NOW + DAY
    by_person = look(solved(FILE), document(state), held_until=until)
    by_tag = look(replace(solved(FILE), tags=frozenset({"garder"})), document(state))

    assert (by_person.state, by_person.why) == (State.ON_HOLD, Reason.HOLD)
    assert (by_tag.state, by_tag.why) == (State.ON_HOLD, Reason.HOLD_TAG)
    assert deletion.ready((by_person, by_tag), NOW) == ()
    assert deletion.next_look((by_person,), KEEPING, Papers(held_until=until), NOW) == until
    assert deletion.next_look((by_tag,), KEEPING, Papers(), NOW) is None
    assert look(solved(FILE), by_person).state is State.TO_DELETE


def test_what_comes_back_while_it_is_held_is_told_and_stays() -> None:
    back = look(solved(FILE), document(State.VERIFIED, verified_at=NOW), held_until=NOW + DAY)

    assert (back.state, back.why) == (State.REAPPEARED, Reason.HOLD)
    assert deletion.ready((back,), NOW) == ()


def test_a_new_document_of_a_held_ticket_is_held() -> None:
    assert look(solved(FILE), held_until=NOW + DAY).state is State.ON_HOLD


def test_a_review_that_goes_on_keeps_what_is_not_gone_yet() -> None:
    open_ = replace(solved(FILE), status=Status.OPEN)

    assert look(open_, document(), review=None).why == Reason.REOPENED
    assert look(solved(FILE), document(State.ON_HOLD, why="reopened")).state is State.TO_DELETE


def test_only_the_conversation_and_the_history_together_prove_that_it_is_gone() -> None:
    asked = document(State.DELETING, requested_at=NOW)

    assert look(solved(), asked, removed=Removed()).why == Reason.UNPROVEN
    assert look(solved(), asked, removed=None).why == Reason.UNPROVEN
    assert look(solved(FILE), asked, removed=GONE).state is State.DELETING
    proven = look(solved(), asked, removed=GONE)
    assert (proven.state, proven.event, proven.verified_at, proven.why) == (State.VERIFIED, "55", NOW, "")


def test_where_no_history_is_kept_the_conversation_is_the_proof() -> None:
    proven = look(solved(), document(State.DELETING), removed=Removed(kept=False))

    assert (proven.state, proven.event) == (State.VERIFIED, "")


def test_a_picture_is_proven_by_the_record_of_its_comment_and_a_file_is_not() -> None:
    history = Removed({"c0": "77"})

    assert look(solved(), document(sort=Sort.INLINE_IMAGE), removed=history).event == "77"
    assert look(solved(), document(), removed=history).state is State.DELETING


def test_what_was_missing_and_is_there_again_is_asked_for_anew() -> None:
    assert look(solved(FILE), document(State.DELETING, why=Reason.UNPROVEN)).why == ""


def test_it_is_looked_for_again_as_often_as_the_policy_says() -> None:
    known = document(State.VERIFIED, verified_at=NOW, checked_at=NOW)
    papers = Papers((known,), REVIEW)

    assert deletion.next_look((known,), KEEPING, papers, NOW) == NOW + HOUR
    assert not deletion.asks_history(solved(), KEEPING, papers, NOW)
    assert deletion.asks_history(solved(), KEEPING, papers, NOW + HOUR)
    assert look(solved(), known, now=NOW) == known
    once = look(solved(), known, removed=GONE, now=NOW + HOUR)
    assert (once.checks, once.checked_at) == (1, NOW + HOUR)
    assert deletion.next_look((once,), KEEPING, papers, NOW + HOUR) == NOW + DAY
    twice = look(solved(), known, removed=GONE, now=NOW + 2 * DAY)  # the clock stood still: one reading does for both
    assert twice.checks == 2
    assert deletion.next_look((twice,), KEEPING, papers, NOW + 2 * DAY) is None
    assert deletion.all_proven((twice,), KEEPING)
    assert not deletion.all_proven((once,), KEEPING)
    assert not deletion.all_proven((), KEEPING)


def test_without_retention_nothing_is_looked_for_again() -> None:
    known = document(State.VERIFIED, verified_at=NOW)

    assert not deletion.asks_history(solved(), POLICY, Papers((known,)), NOW + DAY)
    assert deletion.next_look((known,), POLICY, Papers(), NOW) is None
    assert deletion.all_proven((known,), POLICY)
    assert look(solved(FILE), document(State.ON_HOLD), policy=POLICY).why == Reason.NOT_MEANT


def test_what_comes_back_is_deleted_again() -> None:
    back = look(solved(FILE), document(State.VERIFIED, verified_at=NOW, checks=2, event="55", tries=1))

    assert (back.state, back.verified_at, back.checks, back.event, back.tries) == (State.REAPPEARED, None, 0, "", 0)
    assert deletion.ready((back,), NOW) == (back,)


def test_a_removal_that_was_taken_and_did_not_happen_is_asked_for_alone_and_then_given_up() -> None:
    asked = deletion.asked(document(), NOW)

    assert (asked.state, asked.tries, asked.requested_at, asked.why) == (State.DELETING, 1, NOW, Reason.UNANSWERED)
    asked = deletion.answered(asked)
    assert deletion.ready((asked,), NOW) == ()
    assert deletion.next_look((asked,), KEEPING, Papers(), NOW) == NOW + timedelta(minutes=1)
    assert deletion.ready((asked,), NOW + timedelta(minutes=1)) == (asked,)
    last = replace(asked, tries=deletion.TRIES)
    assert look(solved(FILE), last).why == Reason.STAYS
    assert look(solved(FILE), asked) == asked


def test_what_is_refused_is_tried_daily_for_a_month() -> None:
    left = deletion.refused(document(State.DELETING), Reason.RIGHTS, NOW)

    assert deletion.ready((left,), NOW) == ()
    assert deletion.next_look((left,), KEEPING, Papers(), NOW) == NOW + DAY
    assert deletion.ready((left,), NOW + DAY) == (left,)
    old = replace(left, requested_at=NOW + 30 * DAY)
    assert deletion.ready((old,), NOW + 31 * DAY) == ()
    assert deletion.next_look((old,), KEEPING, Papers(), NOW + 31 * DAY) is None


def test_before_a_person_says_start_nothing_is_ready() -> None:
    marked = document(why=Reason.NOT_STARTED)

    assert deletion.ready((marked,), NOW) == ()
    assert deletion.next_look((marked,), KEEPING, Papers(), NOW) is None


def test_what_was_one_too_many_is_tried_again_a_little_later() -> None:
    assert deletion.next_look((document(),), KEEPING, Papers(), NOW) == NOW + deletion.WINDOW


def test_files_of_a_comment_go_together_and_alone_the_second_time() -> None:
    first, second = document(), document(id="a2")
    other, again = document(id="a3", comment_id="c1"), document(id="a4", tries=1)

    groups = deletion.together((first, second, other, again), singly=True)

    assert groups == ((first, second), (other,), (again,))


def test_where_files_go_together_only_no_comment_is_taken_apart() -> None:
    first, second = document(tries=1), document(id="a2", tries=1)
    other = document(id="a3", comment_id="c1")

    assert deletion.within((first, second, other), 1, singly=False) == ((first, second),)
    assert deletion.within((first, second, other), 3, singly=False) == ((first, second), (other,))
    assert deletion.within((first, second, other), 1, singly=True) == ((first,),)


def test_calls_are_counted_over_the_window_of_the_budget() -> None:
    asked = [document(State.DELETING, id=f"a{n}", comment_id=f"c{n % 2}", requested_at=NOW) for n in range(4)]
    old = document(id="a9", comment_id="c9", requested_at=NOW - deletion.WINDOW)

    assert deletion.calls_lately((*asked, old, document()), NOW) == 2


def test_a_share_of_cases_that_is_unusual_stops_before_the_first() -> None:
    limits = Limits(changed_tickets_per_run=30, deletions_per_run=50)

    assert deleting(ALWAYS, 5, 0, limits) is None
    found = deleting(31, 100, 0, limits)
    assert found is not None
    assert (found.limit, "31 of 100" in found.reason) == (Limit.DELETIONS, True)
    full = deleting(1, 100, 50, limits)
    assert full is not None
    assert "50 documents" in full.reason


DONE = document(State.VERIFIED, verified_at=NOW, checked_at=NOW, checks=2, event="55")
LEFT = document(State.NOT_DELETABLE, why=Reason.RIGHTS)


def note(*documents: Document, ticket: Ticket | None = None) -> str:
    changes = decided(*documents, ticket=ticket).changes
    return next((one.value for one in of_kind(changes, SetField) if one.title == "Note"), "")


def decided(*documents: Document, ticket: Ticket | None = None, policy: Policy = KEEPING) -> Decision:
    return decide(Case(ticket or solved(), documents=documents), policy, NOW)


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        ((document(),), "à supprimer 1"),
        ((document(State.DELETING),), "demandé 1"),
        ((DONE, replace(DONE, id="a2")), "supprimé 2 8 novembre 2026, ailleurs"),
        ((document(State.REAPPEARED),), "réapparu 1"),
        ((LEFT, DONE), "supprimé 1 8 novembre 2026, reste 1 sans droit, ailleurs"),
        ((document(State.ON_HOLD, why=Reason.HOLD),), "gardé 1 demande"),
    ],
)
def test_the_note_tells_where_documents_stand(documents: tuple[Document, ...], told: str) -> None:
    written = note(*documents).replace("\u00a0", " ")

    assert written.endswith(f"documents {told}")
    assert ("supprimé" in written) == (DONE in documents)


def test_deciding_again_changes_nothing() -> None:
    first = decided(LEFT)
    kept = solved().with_field("Note", note(LEFT))
    there = replace(kept, tags=kept.tags | {POLICY.tags.documents})

    assert AddTag(POLICY.tags.documents) in first.changes
    assert decided(LEFT, ticket=there).changes == ()
    assert RemoveTag(POLICY.tags.documents) in decided(DONE, ticket=there).changes


def test_without_a_note_field_what_is_left_is_said_once() -> None:
    bare = replace(solved(), fields=tuple(field for field in solved().fields if field.title != "Note"))

    [said] = of_kind(decided(LEFT, ticket=bare).changes, AddComment)
    assert (said.public, said.mark) == (False, Mark(Kind.NOTE, ("documents",)))
    told = replace(comment("c9", Role.GUICHET, ""), mark=said.mark)
    after = replace(bare, comments=(*bare.comments, told), tags=frozenset({POLICY.tags.documents}))
    assert decided(LEFT, ticket=after).changes == ()
    assert of_kind(decided(DONE, ticket=bare).changes, AddComment) == []


RECEIPT = replace(KEEPING, retention=Retention(receipt=True))


def test_the_receipt_goes_out_once_and_only_when_all_is_proven() -> None:
    [said] = of_kind(decided(DONE, policy=RECEIPT).changes, AddComment)

    assert (said.public, said.mark) == (True, Mark(Kind.DELETED, ("1-20261108-1",)))
    assert said.body.replace("\u00a0", " ") == "SUPPRIMÉ 8 novembre 2026 1-20261108-1"
    told = replace(comment("c9", Role.GUICHET, ""), mark=said.mark)
    after = replace(solved(), comments=(*solved().comments, told))
    assert of_kind(decided(DONE, ticket=after, policy=RECEIPT).changes, AddComment) == []
    for not_yet in (replace(DONE, checks=1), LEFT, document(State.REAPPEARED)):
        assert of_kind(decided(DONE, replace(not_yet, id="a2"), policy=RECEIPT).changes, AddComment) == []
    assert of_kind(decided(DONE).changes, AddComment) == []
    assert of_kind(decided(DONE, policy=POLICY).changes, AddComment) == []


def test_a_second_round_has_a_receipt_of_its_own() -> None:
    second = replace(DONE, id="a2", verified_at=NOW + DAY)

    assert receipts.reference(solved(), (DONE, second), POLICY.timezone) == "1-20261109-2"


def test_a_receipt_waits_for_a_message_that_goes_out_anyway() -> None:
    asks = replace(complete_ticket(Compte=""), status=Status.OPEN)

    [said] = of_kind(decided(DONE, ticket=asks, policy=RECEIPT).changes, AddComment)

    assert said.mark.kind is Kind.ASK


readings = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 3000)), min_size=1, max_size=25
)


@given(readings)
def test_whatever_happens_verified_means_absent_and_recorded_and_a_hold_holds(
    steps: list[tuple[bool, bool, bool, bool, int]],
) -> None:
    documents: tuple[Document, ...] = ()
    now = NOW
    for there, recorded, over, held, minutes in steps:
        now += timedelta(minutes=minutes)
        ticket = solved(FILE) if there else solved()
        papers = Papers(documents, REVIEW if over else None, now + HOUR if held else None)
        removed = (GONE if recorded else Removed()) if deletion.asks_history(ticket, KEEPING, papers, now) else None
        documents = deletion.look(ticket, KEEPING, papers, removed, now)
        for one in documents:
            if one.state is State.VERIFIED:
                assert not there
                assert one.event == "55"
            if held or not over:
                assert one not in deletion.ready(documents, now)
        at = deletion.next_look(documents, KEEPING, papers, now)
        assert at is None or at > now
        ready = deletion.ready(documents, now)
        documents = tuple(deletion.asked(one, now) if one in ready else one for one in documents)


def test_a_raw_mail_beside_the_conversation_is_a_copy_like_any_other() -> None:
    left, gone = Removed(kept=False, left=frozenset({"c0"})), Removed(kept=False)
    asked = document(State.DELETING, requested_at=NOW, tries=1)

    waits = look(solved(), asked, removed=left)
    assert (waits.state, waits.why) == (State.DELETING, Reason.RAW_MAIL)
    assert deletion.ready((waits,), NOW + timedelta(minutes=1)) == (waits,)
    assert look(solved(), waits, removed=gone).state is State.VERIFIED
    given_up = look(solved(), replace(waits, tries=deletion.TRIES), removed=left)
    assert (given_up.state, given_up.why) == (State.NOT_DELETABLE, Reason.RAW_MAIL)
    assert look(solved(), given_up, removed=left, now=NOW + DAY).state is State.NOT_DELETABLE
    verified = document(State.VERIFIED, verified_at=NOW)
    assert look(solved(), verified, removed=left, now=NOW + DAY).state is State.REAPPEARED


@pytest.mark.parametrize("known", [deletion.asked(document(), NOW), deletion.refused(document(), Reason.STAYS, NOW)])
def test_where_no_history_is_kept_absence_without_a_good_answer_proves_nothing(known: Document) -> None:
    later = look(solved(), known, removed=Removed(kept=False), now=NOW + DAY)

    assert later == replace(known, checked_at=NOW + DAY)
    assert deletion.ready((later,), NOW + DAY) == (later,)
    assert look(solved(), known, removed=GONE).state is State.VERIFIED
