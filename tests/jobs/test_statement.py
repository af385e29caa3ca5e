"""The job that makes the statement of the day before."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from integration.core.errors import TryLater
from integration.core.ticket import Status
from integration.ledger.runs import Colour
from jobs.statement import statement
from tests.core.build import ticket
from tests.jobs.house import House

DUE = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
YESTERDAY = date(2026, 11, 22)


@dataclass
class Letters:
    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, subject: str, text: str) -> None:
        self.sent.append((subject, text))


def test_a_statement_that_balances_is_green_stored_and_told(house: House) -> None:
    house.now = DUE
    letters = Letters()
    house.couriers["email"] = letters
    turn = house.turn()
    turn.statement_to = ("email",)

    report = statement(turn)

    assert report.colour is Colour.GREEN
    stored = house.ledger.statements.of("zendesk", YESTERDAY)
    assert stored is not None
    assert stored["balanced"] is True
    assert letters.sent[0][0] == "Relevé du 22/11/2026, zendesk"


def test_a_gap_is_red_with_the_ids(house: House) -> None:
    house.now = DUE
    desk = house.desks["zendesk"]
    desk.tickets["7"] = replace(ticket(), id="7", status=Status.OPEN)
    desk.open = ("7",)

    report = statement(house.turn())

    assert report.colour is Colour.RED
    assert report.listed == ("zendesk:unseen:7",)
    assert report.left == 1


def test_a_helpdesk_that_was_away_is_told_once_and_again_when_the_statement_could_be_made(house: House) -> None:
    house.now = DUE
    letters = Letters()
    house.couriers["email"] = letters
    desk = house.desks["zendesk"]
    reports = []
    for error in (TryLater("No answer."), TryLater("No answer."), None, None):
        desk.suffers = error
        turn = house.turn(DUE)
        turn.statement_to = ("email",)
        reports.append(statement(turn))

    assert [report.again for report in reports] == [True, True, False, False]
    assert [report.colour for report in reports][1:3] == [Colour.RED, Colour.GREEN]
    first, second = (text for _, text in letters.sent)
    assert "n’a pas pu être interrogé" in first
    assert "Le compte est juste" in second


def test_what_cannot_be_told_is_red_and_the_statement_is_stored_all_the_same(house: House) -> None:
    house.now = DUE
    turn = house.turn()
    turn.statement_to = ("chat",)

    report = statement(turn)

    assert (report.colour, report.refused) == (Colour.RED, 1)
    assert house.ledger.statements.of("zendesk", YESTERDAY) is not None


def test_a_dry_run_stores_and_tells_nothing(house: House) -> None:
    house.now = DUE
    turn = house.turn(apply=False)
    turn.statement_to = ("chat",)

    assert statement(turn).colour is Colour.GREEN
    assert house.ledger.statements.of("zendesk", YESTERDAY) is None
