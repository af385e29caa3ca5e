"""A statement taken over a helpdesk in memory: what is compared, what is read, how it is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from integration.core.errors import NotConfigured, Refused, TicketMoved, TryLater
from integration.core.statement import Gap, Statement
from integration.core.ticket import Role, Status, Ticket
from integration.helpdesks.contract import Suspended
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.statement import MOVES, Taking, from_sheet, keep, post, sheet_of
from tests.core.build import NOW, POLICY, ticket
from tests.jobs.house import House, Searched
from tests.pipeline.desk import fail

LATER = NOW + timedelta(hours=1)
DAY = date(2026, 11, 8)


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    migrate(sqlite_url)
    ledger = Ledger(connect(sqlite_url))
    yield House(ledger, {"zendesk": Searched()}, now=LATER)
    ledger.close_down()


def file(house: House, id_: str, motif: str = "facturation", status: Status = Status.OPEN) -> Ticket:
    """A ticket of an hour ago, that the helpdesk's search finds when it is unsolved."""
    desk = house.desks["zendesk"]
    desk.tickets[id_] = replace(ticket(motif), id=id_, status=status)
    if status is not Status.SOLVED:
        desk.open = (*desk.open, id_)
    return desk.tickets[id_]


def taken(house: House) -> Statement:
    return Taking("zendesk", house.desks["zendesk"], POLICY, house.ledger, house.now).of(DAY)


def gaps(house: House) -> tuple[tuple[Gap, str], ...]:
    made = taken(house)
    assert made.compared
    return made.compared.gaps


def test_what_both_know_balances(house: House) -> None:
    for id_, state in (("1", "waiting"), ("2", "complete"), ("3", "outside")):
        file(house, id_)
        house.closed(id_, state)

    made = taken(house)

    assert made.balanced
    assert made.compared
    assert (made.total, made.compared.unsolved) == (2, 2)
    assert house.desks["zendesk"].calls == []


def test_a_ticket_nobody_saw_is_a_gap_and_one_about_something_else_is_not(house: House) -> None:
    file(house, "1")
    file(house, "2", motif="autre")

    assert gaps(house) == ((Gap.UNSEEN, "1"),)


def test_a_ticket_that_just_came_in_is_under_way(house: House) -> None:
    file(house, "1")
    house.now = NOW + timedelta(minutes=1)

    made = taken(house)

    assert made.balanced
    assert made.compared
    assert (made.compared.unsolved, made.compared.under_way) == (1, 1)


def test_a_ticket_that_ended_or_began_again_without_us_is_a_gap(house: House) -> None:
    file(house, "1", status=Status.SOLVED)
    house.closed("1", "complete")
    file(house, "2")
    house.closed("2", "over")
    house.closed("3", "complete")  # deleted in the helpdesk

    assert gaps(house) == ((Gap.ENDED, "1"), (Gap.ENDED, "3"), (Gap.REOPENED, "2"))


def test_a_ticket_that_cannot_be_read_is_a_gap_and_too_many_are_not_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integration.statement.READ_AT_MOST", 1)
    file(house, "1")
    file(house, "2")
    monkeypatch.setattr(house.desks["zendesk"], "read", lambda _: fail(Refused("no right"))())

    assert gaps(house) == ((Gap.UNREAD, "1"), (Gap.UNREAD, "2"))


def test_a_helpdesk_that_does_not_answer_is_said_and_red(house: House) -> None:
    house.desks["zendesk"].suffers = TryLater("GET /search: rate limit (429).")
    house.closed("1")

    made = taken(house)

    assert made.compared is None
    assert made.problem == "GET /search: rate limit (429)."
    assert not made.balanced
    assert made.total == 1


def test_suspended_messages_are_listed_when_they_look_like_a_request(house: House) -> None:
    house.desks["zendesk"].aside = (
        Suspended("435", NOW, "Detected as spam", "Je demande le remboursement de ma cotisation"),
        Suspended("436", NOW, "Automated response mail", "Je suis absente jusqu'à lundi"),
    )

    made = taken(house)

    assert made.compared
    assert made.compared.suspended == ("435",)


@pytest.mark.parametrize("asked", [True, False])
def test_a_stored_statement_comes_back_as_it_was(house: House, *, asked: bool) -> None:
    file(house, "1")
    house.closed("2", "complete")
    if not asked:
        house.desks["zendesk"].suffers = TryLater("Away.")
    made = taken(house)

    keep(made, house.ledger)

    sheet = house.ledger.statements.of("zendesk", DAY)
    assert sheet is not None
    assert from_sheet(sheet) == made
    assert sheet["balanced"] is False
    assert sheet_of(from_sheet(sheet)) == sheet


def notes(house: House) -> list[str]:
    said = house.desks["zendesk"].tickets["9"].comments
    return [comment.body for comment in said if comment.author is Role.GUICHET and not comment.public]


def test_it_becomes_an_internal_note_once_even_when_the_answer_is_lost(house: House) -> None:
    file(house, "9", motif="autre")
    desk, made = house.desks["zendesk"], taken(house)
    desk.after_write.append(fail(TryLater("The answer is lost.")))

    with pytest.raises(TryLater):
        post(made, "zendesk:9", "fr", desk, {})
    post(made, "zendesk:9", "fr", desk, {})
    post(made, "another:9", "fr", desk, {})

    assert len(notes(house)) == 1
    assert notes(house)[0].startswith("Relevé du 08/11/2026, zendesk")


def test_a_note_is_tried_again_on_a_ticket_that_moves_and_then_given_up(house: House) -> None:
    file(house, "9", motif="autre")
    desk, made = house.desks["zendesk"], taken(house)
    desk.before_write += [fail(TicketMoved("moved"))]
    post(made, "zendesk:9", "fr", desk, {})
    assert len(notes(house)) == 1

    desk.before_write += [fail(TicketMoved("moved"))] * MOVES
    with pytest.raises(TryLater, match="kept moving"):
        post(replace(made, at=datetime(2026, 11, 9, tzinfo=UTC)), "zendesk:9", "fr", desk, {})


def test_where_nothing_is_set_up_a_sentence_says_so(house: House) -> None:
    with pytest.raises(NotConfigured, match="GUICHET_STATEMENT_TO: email is not set up"):
        post(taken(house), "email", "fr", house.desks["zendesk"], {})
