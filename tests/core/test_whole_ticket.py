"""When a whole ticket goes, and what is kept of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from integration.core import whole_ticket
from integration.core.documents import Document, Papers, Reason, Review, Sort, State
from integration.core.policy import Retention
from integration.core.ticket import Status
from tests.core.build import NOW, POLICY, complete_ticket

KEEPING = Retention("garder", deletes_tickets=True)
GOING = replace(POLICY, retention=KEEPING)
SOLVED = replace(complete_ticket(), status=Status.SOLVED)
LEFT = Document("a1", "c0", Sort.ATTACHMENT, State.NOT_DELETABLE, "solved", NOW, NOW, why=Reason.NO_ADDON)
GONE = replace(LEFT, id="a2", state=State.VERIFIED, why="", verified_at=NOW)
PAPERS = Papers((LEFT, GONE), Review("solved", "601", NOW))


def test_a_solved_ticket_goes_when_only_the_add_on_is_missing() -> None:
    assert whole_ticket.goes(SOLVED, GOING, PAPERS)


@pytest.mark.parametrize("status", [Status.OPEN, Status.PENDING, Status.CLOSED])
def test_one_that_is_not_solved_stays(status: Status) -> None:
    assert not whole_ticket.goes(replace(SOLVED, status=status), GOING, PAPERS)


@pytest.mark.parametrize(
    "papers",
    [
        Papers((), PAPERS.review),
        Papers((GONE,), PAPERS.review),
        replace(PAPERS, review=None),
        replace(PAPERS, held_until=NOW + timedelta(days=1)),
        Papers((LEFT, replace(LEFT, id="a3", state=State.ON_HOLD, why=Reason.NOT_MEANT)), PAPERS.review),
        Papers((replace(LEFT, why=Reason.RIGHTS),), PAPERS.review),
    ],
)
def test_what_is_kept_or_fails_for_another_reason_keeps_the_ticket(papers: Papers) -> None:
    assert not whole_ticket.goes(SOLVED, GOING, papers)


def test_only_when_the_policy_says_so() -> None:
    assert not whole_ticket.goes(SOLVED, replace(POLICY, retention=None), PAPERS)
    assert not whole_ticket.goes(SOLVED, replace(POLICY, retention=Retention("garder")), PAPERS)
    assert not whole_ticket.goes(replace(SOLVED, tags=SOLVED.tags | {"garder"}), GOING, PAPERS)


def test_the_trace_holds_codes_and_figures_only() -> None:
    kept = dict(whole_ticket.trace(SOLVED, GOING))

    assert set(kept) == {"ticket", "category", "status", "filed_on", "comments"}
    assert (kept["status"], kept["comments"]) == ("solved", str(len(SOLVED.comments)))
    assert dict(whole_ticket.trace(replace(SOLVED, fields=()), GOING))["category"] == ""


def test_absence_is_counted_at_each_later_reading_that_is_due() -> None:
    asked = whole_ticket.asked(LEFT, NOW)
    assert (asked.state, asked.why, asked.tries) == (State.DELETING, Reason.WHOLE_TICKET, 1)

    (first,) = whole_ticket.absent((asked,), GOING, NOW)
    (early,) = whole_ticket.absent((first,), GOING, NOW + timedelta(minutes=5))
    (later,) = whole_ticket.absent((first,), GOING, NOW + timedelta(hours=1))

    assert (first.state, first.checks, early) == (State.VERIFIED, 0, first)
    assert (later.checks, later.checked_at) == (1, NOW + timedelta(hours=1))
