"""A member who answers after the closing is heard, also where the helpdesk leaves the ticket closed."""

from dataclasses import replace

import pytest

from integration.core.changes import RemoveTag, SetStatus
from integration.core.decide import Case
from integration.core.explain import explain
from integration.core.policy import Policy, Retention
from integration.core.retention import due_to_go, review_over
from integration.core.stand import Stand
from integration.core.ticket import Attachment, Field, Kind, Role, Status, Ticket
from integration.core.traces import Memory
from tests.core.build import FILED, of_kind
from tests.core.test_promises import answers, look
from tests.core.test_reminding import BOTH, DAY, HOUR, MONDAY, REMINDING, asked, said

LATER = MONDAY + 40 * DAY
AMOUNT = "Montant : 49,90 €"


def let_go(policy: Policy = REMINDING) -> tuple[Ticket, Memory]:
    case, memory = asked(policy)
    for days in (3, 7, 14):
        case, memory, _ = look(case, memory, MONDAY + days * DAY, policy)
    assert case.status is Status.SOLVED
    return case, memory


def stays_closed(case: Ticket) -> Ticket:
    return replace(case, status=Status.SOLVED, status_raw="closed")


def answered(case: Ticket, words: str, author: Role = Role.REQUESTER) -> Ticket:
    """Somebody writes by a way that leaves the ticket closed."""
    return stays_closed(answers(case, words, LATER, author))


def test_a_case_that_was_let_go_stays_as_it_is() -> None:
    case, memory = let_go()
    _, _, decision = look(case, memory, LATER, REMINDING)

    assert (decision.stand, decision.changes) == (Stand.OVER, ())


def test_an_answer_that_brings_what_was_missing_opens_the_ticket_and_reaches_the_team() -> None:
    case, memory = let_go()
    back, memory, decision = look(answered(case, AMOUNT), memory, LATER, REMINDING)

    assert (decision.stand, said(decision)) == (Stand.COMPLETE, [Kind.THANKS])
    assert of_kind(decision.changes, SetStatus) == [SetStatus(Status.OPEN)]
    assert (back.status, back.group, "guichet_incomplet" in back.tags) == (Status.OPEN, "Facturation", False)
    assert look(back, memory, LATER + HOUR, REMINDING)[2].changes == ()


def test_an_answer_that_brings_nothing_opens_the_ticket_for_a_person() -> None:
    case, memory = let_go()
    back, memory, decision = look(answered(case, "Pardon, j'étais en voyage."), memory, LATER, REMINDING)

    assert (decision.stand, said(decision)) == (Stand.PERSON, [])
    assert back.status is Status.OPEN
    assert look(back, memory, LATER + HOUR, REMINDING)[2].changes == ()


def test_an_answer_that_leaves_another_question_is_asked_about_it() -> None:
    case, memory = let_go()
    doubtful = replace(case, fields=tuple(Field(one.title, "") if one.title == "Date" else one for one in case.fields))
    back, memory, decision = look(answered(doubtful, AMOUNT), memory, LATER, REMINDING)

    assert (decision.stand, said(decision)) == (Stand.ASK, [Kind.ASK])
    assert of_kind(decision.changes, SetStatus) == [SetStatus(Status.PENDING)]
    assert look(back, memory, LATER + HOUR, REMINDING)[2].changes == ()


def test_an_answer_that_crossed_our_last_letter_is_heard() -> None:
    case, memory = let_go()
    *before, closing = case.comments
    crossed = replace(answered(replace(case, comments=tuple(before)), AMOUNT))
    crossed = replace(crossed, comments=(*crossed.comments, closing))

    assert look(crossed, memory, LATER, REMINDING)[2].stand is Stand.COMPLETE


def test_whoever_answers_the_member_and_leaves_the_ticket_closed_wants_it_so() -> None:
    case, memory = let_go()
    _, _, decision = look(answered(answered(case, "Merci."), "Avec plaisir.", Role.AGENT), memory, LATER, REMINDING)

    assert (decision.stand, decision.changes) == (Stand.OVER, ())


def test_what_agents_write_to_each_other_answers_nobody() -> None:
    case, memory = let_go()
    noted = answered(answered(case, AMOUNT), "Vu.", Role.AGENT)
    *rest, note = noted.comments
    noted = replace(noted, comments=(*rest, replace(note, public=False)))

    assert look(noted, memory, LATER, REMINDING)[2].stand is Stand.COMPLETE


@pytest.mark.parametrize("words", [AMOUNT, "Pardon, j'étais en voyage."])
def test_what_an_agent_closes_after_the_answer_stays_closed(words: str) -> None:
    case, memory = let_go()
    back, memory, _ = look(answered(case, words), memory, LATER, REMINDING)
    closed, memory, first = look(stays_closed(back), memory, LATER + HOUR, REMINDING)
    _, _, second = look(closed, memory, LATER + DAY, REMINDING)

    assert (first.stand, of_kind(first.changes, SetStatus)) == (Stand.OVER, [])
    assert {"guichet_incomplet", "guichet_a_relire"} & closed.tags == set()
    assert (second.stand, second.changes) == (Stand.OVER, ())


def test_what_an_agent_closes_while_the_member_is_waited_for_stays_closed() -> None:
    case, memory = asked()
    closed, memory, first = look(stays_closed(case), memory, MONDAY + DAY, REMINDING)
    assert RemoveTag("guichet_incomplet") in first.changes

    assert look(answered(closed, AMOUNT), memory, LATER, REMINDING)[2].stand is Stand.OVER


def test_nobody_is_heard_who_was_never_asked() -> None:
    case, memory = let_go()
    unasked = tuple(replace(one, mark=None) if one.mark and one.mark.kind is Kind.ASK else one for one in case.comments)
    _, _, decision = look(answered(replace(case, comments=unasked), AMOUNT), memory, LATER, REMINDING)

    assert decision.stand is Stand.OVER


def test_what_is_no_case_any_more_is_left_alone() -> None:
    case, memory = let_go()
    moved = replace(answered(case, AMOUNT), fields=case.fields_with("Motif", "autre"))

    assert of_kind(look(moved, memory, LATER, REMINDING)[2].changes, SetStatus) == []


def test_files_that_came_with_the_answer_are_read_before_they_go() -> None:
    policy = replace(REMINDING, retention=Retention())
    case, _ = let_go()
    *before, answer = answered(case, AMOUNT).comments
    file = Attachment("a1", "relevé.pdf", "application/pdf", 20_000)
    brought = replace(answered(case, AMOUNT), comments=(*before, replace(answer, attachments=(file,))))

    assert (review_over(brought, policy), due_to_go(brought, policy)) == ("", ())
    assert review_over(case, policy) == "solved"


def test_the_clocks_of_a_case_that_is_opened_again_count_on() -> None:
    case, memory = let_go(BOTH)
    _, memory, decision = look(answered(case, AMOUNT), memory, LATER, BOTH)

    assert decision.stand is Stand.COMPLETE
    assert decision.wake_at == FILED + 14 * DAY + (LATER - MONDAY)  # all the time it took to answer does not count


def test_it_is_explained_as_it_is_decided() -> None:
    case, memory = let_go()
    brought = answered(case, AMOUNT)
    _, _, decision = look(brought, memory, LATER, REMINDING)
    told = explain(Case(brought, memory=memory), decision, REMINDING, LATER, language="en")

    words = "\n".join(line.text for section in told.sections for line in section.lines)
    assert "49.90" in words
    assert told.stand is Stand.COMPLETE
