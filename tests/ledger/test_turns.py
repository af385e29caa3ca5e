"""Turns at a helpdesk that bears few calls at once, on both kinds of database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integration.core.budget import Purpose
from integration.core.errors import NoBudget
from integration.helpdesks.budget import CALL_AT_MOST, on_errand
from integration.ledger.budgets import Budgets
from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.turns import SharedTurns

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class House:
    """Two processes over one database, and the time."""

    def __init__(self, budgets: Budgets) -> None:
        self.budgets, self.now = budgets, NOW
        self.one, self.two = (SharedTurns("desk", budgets, 4, lambda: self.now) for _ in range(2))

    def occupy(self, places: int) -> None:
        """A third process has so many calls under way, and dies."""
        with self.budgets.alone("desk") as books:
            for number in range(places):
                assert books.begin_turn(str(number), NOW, NOW + CALL_AT_MOST, 4)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    migrate(database_url)
    engine = connect(database_url)
    yield House(Budgets(engine))
    engine.dispose()


def test_two_processes_share_the_places_and_a_sweep_takes_half_of_them(house: House) -> None:
    house.occupy(2)

    with on_errand(Purpose.SWEEP, "1"), pytest.raises(NoBudget) as raised, house.one.turn():
        pass
    with on_errand(Purpose.ANSWER), house.one.turn():
        with on_errand(Purpose.ANSWER), house.two.turn():
            assert house.budgets.turns(NOW) == (("desk", 4),)
            with on_errand(Purpose.ANSWER), pytest.raises(NoBudget), house.two.turn():
                pass
        assert house.budgets.turns(NOW) == (("desk", 3),)

    assert raised.value.after == 1.0
    assert house.budgets.turns(NOW) == (("desk", 2),)
    assert ("desk", "1", "sweep") in house.budgets.tickets_waiting(NOW, 10)


def test_a_look_at_a_ticket_keeps_its_place_from_call_to_call(house: House) -> None:
    with on_errand(Purpose.ANSWER, "1"):
        for _ in range(3):
            with house.one.turn():
                pass
            assert house.budgets.turns(house.now) == (("desk", 1),)
    assert house.budgets.turns(house.now) == ()


def test_a_look_that_lasts_long_keeps_its_one_place(house: House) -> None:
    with on_errand(Purpose.ANSWER, "1"):
        with house.one.turn():
            pass
        house.now += CALL_AT_MOST
        with house.one.turn():
            pass
        house.now += CALL_AT_MOST + timedelta(seconds=1)
        assert house.budgets.turns(house.now) == (("desk", 1),)


def test_a_person_at_the_console_takes_a_place_for_one_call(house: House) -> None:
    with house.one.turn():
        assert house.budgets.turns(NOW) == (("desk", 1),)
    assert house.budgets.turns(NOW) == ()


def test_the_place_of_a_process_that_died_comes_back(house: House) -> None:
    house.occupy(4)

    with pytest.raises(NoBudget), house.one.turn():
        pass
    house.now += CALL_AT_MOST
    with house.one.turn():
        assert house.budgets.turns(house.now) == (("desk", 1),)


def test_a_call_that_was_made_does_not_fail_because_its_place_cannot_be_given_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    migrate(url)
    engine = connect(url)
    with SharedTurns("desk", Budgets(engine), 1, lambda: NOW).turn(), engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE budget_turns")
    engine.dispose()
