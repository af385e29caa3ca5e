"""Which files have to go: the requester's, once the review is over, and unless somebody holds them."""

from dataclasses import replace

import pytest

from integration.core.changes import RedactAttachment
from integration.core.policy import Retention
from integration.core.retention import due_to_go, held_by_tag
from integration.core.ticket import Attachment, Role, Status, Ticket
from tests.core.build import POLICY, comment, complete_ticket, decided

KEEPING = replace(POLICY, retention=Retention("garder"))
FILE = Attachment("a1", "acte.pdf", "application/pdf", 9)


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
