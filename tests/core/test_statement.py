"""The statement of the day: one line for each ticket, and whether it adds up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration.core.statement import (
    FRESH,
    Compared,
    Documents,
    Gap,
    Known,
    Line,
    Statement,
    difference,
    line_of,
    statement,
)
from integration.core.statement_words import SHOWN, title, told
from integration.core.ticket import Status

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
BEGINS = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
AGREED = Compared()
NO_DOCUMENTS = Documents()
DAY = date(2026, 11, 22)
EARLIER = NOW - timedelta(days=1)


def made(
    *known: Known, compared: Compared | None = AGREED, problem: str = "", documents: Documents = NO_DOCUMENTS
) -> Statement:
    return statement(
        "zendesk",
        DAY,
        NOW,
        known=known,
        arrived_since=BEGINS,
        documents=documents,
        compared=compared,
        problem=problem,
    )


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (Known("1", "ask"), Line.INCOMPLETE),
        (Known("1", "waiting"), Line.INCOMPLETE),
        (Known("1", "person"), Line.PERSON),
        (Known("1", "complete"), Line.COMPLETE),
        (Known("1", "complete", warned=True), Line.WARNED),
        (Known("1", "waiting", warned=True, late=True), Line.OVERDUE),
        (Known("1", "complete", over_at=EARLIER), Line.DECIDED),
        (Known("1", "complete", over_at=EARLIER, late=True), Line.OVERDUE),
        (Known("1", "over", late=True), Line.DECIDED),
    ],
)
def test_a_ticket_is_in_the_line_that_says_most(known: Known, line: Line) -> None:
    assert line_of(known) is line


states = st.sampled_from(["ask", "waiting", "person", "complete", "over"])
tickets = st.builds(
    Known,
    ticket_id=st.integers(1, 10_000).map(str),
    state=states,
    seen_by=st.sampled_from(["webhook", "catch_up", "sweep"]),
    first_seen_at=st.sampled_from([None, EARLIER, NOW, BEGINS - timedelta(days=3)]),
    warned=st.booleans(),
    late=st.booleans(),
    over_at=st.sampled_from([None, EARLIER]),
)


@given(st.lists(tickets, unique_by=lambda known: known.ticket_id))
def test_every_ticket_is_in_exactly_one_line(known: list[Known]) -> None:
    sheet = made(*known)

    assert sum(sheet.lines.values()) == sum(sheet.found.values()) == sheet.total == len(known)
    assert sheet.balanced
    assert len(sheet.overdue) == sheet.lines["overdue"]
    assert sum(sheet.arrived.values()) <= sheet.total


def test_a_ticket_that_is_listed_twice_does_not_balance() -> None:
    sheet = made(Known("1", "ask"), Known("1", "complete"))

    assert not sheet.balanced
    assert "GAP: the lines of this statement do not make its total." in told(sheet, "en")


def test_arrived_is_what_was_first_seen_on_that_very_day() -> None:
    at = {"1": BEGINS, "2": BEGINS + timedelta(days=1), "3": BEGINS - timedelta(seconds=1)}
    sheet = made(*(Known(id_, "ask", "webhook", seen) for id_, seen in at.items()))

    assert sheet.arrived == {"webhook": 1}


OLD = NOW - FRESH


@pytest.mark.parametrize(
    ("state", "status", "gap"),
    [
        ("", Status.NEW, Gap.UNSEEN),
        ("over", Status.OPEN, Gap.REOPENED),
        ("outside", Status.PENDING, Gap.REOPENED),
        ("gone", Status.HOLD, Gap.REOPENED),
        ("complete", Status.SOLVED, Gap.ENDED),
        ("complete", Status.OPEN, None),
        ("over", Status.CLOSED, None),
        ("", Status.SOLVED, None),
    ],
)
def test_ledger_and_helpdesk_differ_in_three_ways(state: str, status: Status, gap: Gap | None) -> None:
    assert difference(state, status, OLD, NOW) is gap
    assert difference(state, status, OLD + timedelta(seconds=1), NOW) is None


@pytest.mark.parametrize("compared", [None, Compared(gaps=((Gap.UNSEEN, "7"),))])
def test_a_gap_or_no_comparing_is_no_balance(compared: Compared | None) -> None:
    assert not made(compared=compared).balanced


FULL = made(
    Known("1", "ask", "webhook", EARLIER),
    Known("2", "complete", "catch_up", late=True),
    Known("3", "over", "", over_at=EARLIER),
    compared=Compared(unsolved=3, under_way=1, suspended=("s1",)),
    documents=Documents(3, 10, 2, 1, 4),
)


def test_it_reads_in_french() -> None:
    assert title(FULL, "fr") == "Relevé du 22/11/2026, zendesk"
    assert told(FULL, "fr") == (
        "Relevé du 22/11/2026, zendesk\n"
        "Établi le 23/11/2026, 04:30 UTC\n"
        "\n"
        "Demandes de remboursement                                     3\n"
        "  incomplètes\u00a0: une réponse du membre est attendue            1\n"
        "  à reprendre par un agent                                    0\n"
        "  complètes, dans les délais                                  0\n"
        "  bientôt en retard                                           0\n"
        "  en retard                                                   1   (2)\n"
        "  décidées                                                    1\n"
        "Connues par\u00a0: origine inconnue 1, rattrapage 1, webhook 1\n"
        "Arrivées ce jour\u00a0: webhook 1\n"
        "Messages suspendus qui ressemblent à une demande, à relire par un agent\u00a0: 1 (s1)\n"
        "Documents\u00a0: à supprimer 3, supprimés 10 (dont ce jour 2), non supprimables 1, conservés sur demande 4\n"
        "\n"
        "Le compte est juste. Demandes non résolues dans zendesk\u00a0: 3, toutes connues ici.\n"
        "À peine arrivées et en cours de lecture\u00a0: 1.\n"
    )


def test_it_reads_in_english_and_lists_the_gaps() -> None:
    ids = tuple(str(number) for number in range(SHOWN + 2))
    gaps = (*((Gap.UNSEEN, id_) for id_ in ids), (Gap.ENDED, "98"))
    text = told(replace(FULL, arrived={}, compared=Compared(gaps=gaps)), "en")

    assert text.startswith("Statement of 2026-11-22, zendesk\nMade on 2026-11-23, 04:30 UTC\n")
    assert "Arrived on that day: none\n" in text
    assert "GAP: the requests of zendesk and those of Guichet differ.\n  never seen by Guichet: 22 (0, 1," in text
    assert ", 19, and 2 more)\n" in text
    assert "  over in the helpdesk, still open here: 1 (98)\n" in text


def test_it_says_why_nobody_could_compare() -> None:
    text = told(made(compared=None, problem="GET /x: rate limit (429)."), "fr")

    assert "ÉCART POSSIBLE\u00a0: zendesk n’a pas pu être interrogé. GET /x: rate limit (429).\n" in text


def test_without_newcomers_nothing_is_said_of_them() -> None:
    assert "À peine arrivées" not in told(made(), "fr")
