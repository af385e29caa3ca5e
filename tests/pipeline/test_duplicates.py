"""Two tickets about the same payment: each hears of the other, both are tagged, and then there is silence."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from integration.core.delivery import Delivery, Done
from integration.core.errors import CannotRecord
from integration.core.ticket import Status, Ticket
from integration.duplicates import Duplicates
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.pipeline import Parts, process
from tests.core.build import NOW, POLICY, complete_ticket
from tests.pipeline.desk import MemoryDesk

WITHIN_90_DAYS = replace(POLICY, duplicates_within_days=90)
TAG = "guichet_doublon"


@dataclass
class Town:
    """Two helpdesks, one corridor, and a queue that carries each delivery once."""

    engine: sa.Engine
    desks: dict[str, MemoryDesk] = field(default_factory=lambda: {"desk": MemoryDesk(), "other": MemoryDesk()})
    waiting: list[Delivery] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    time: datetime = NOW
    away: bool = False

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.engine)
        finder = Duplicates(self.ledger.fingerprints, b"pepper", self.put, frozenset(self.desks), self.now)
        self.parts = Parts(self.desks, self.ledger, lambda _: WITHIN_90_DAYS, self.now, finder)

    def now(self) -> datetime:
        """Every look at the clock takes a second, so that no two instants are the same."""
        self.time += timedelta(seconds=1)
        return self.time

    def put(self, delivery: Delivery) -> None:
        if self.away:
            raise CannotRecord("The queue is away.")
        if delivery.id not in self.known:
            self.known.add(delivery.id)
            self.waiting.append(delivery)

    def file(self, id_: str, helpdesk: str = "desk", **fields: str) -> None:
        self.desks[helpdesk].tickets[id_] = replace(complete_ticket(**fields), id=id_)
        self.moved(id_, helpdesk)

    def moved(self, id_: str, helpdesk: str = "desk") -> None:
        at = self.now()
        self.put(Delivery(f"event-{len(self.known)}", helpdesk, id_, "moved", at, at))

    def settle(self) -> int:
        """Carry out everything that waits; returns how many deliveries it took."""
        taken = 0
        while self.waiting:
            taken += 1
            assert taken < 50, "the tickets wake each other for ever"
            assert isinstance(process(self.waiting.pop(0), self.parts), Done)
        return taken

    def ticket(self, id_: str, helpdesk: str = "desk") -> Ticket:
        return self.desks[helpdesk].tickets[id_]

    def change(self, id_: str, **fields: str) -> None:
        def changed(ticket: Ticket) -> Ticket:
            for title, value in fields.items():
                ticket = ticket.with_field(title, value)
            return ticket

        self.desks["desk"].touch(id_, changed)
        self.moved(id_)

    def writes(self) -> int:
        return sum(desk.calls.count("write") for desk in self.desks.values())


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    migrate(url)
    engine = connect(url)
    yield Town(engine)
    engine.dispose()


def test_both_are_tagged_both_notes_name_the_other_and_then_nothing_is_written(town: Town) -> None:
    town.file("1")
    town.settle()
    town.file("2")

    assert town.settle() == 2  # the second ticket, and the first one woken
    assert TAG in town.ticket("1").tags & town.ticket("2").tags
    assert "doublon de 2" in town.ticket("1").value("Note")
    assert "doublon de 1" in town.ticket("2").value("Note")
    writes = town.writes()
    town.moved("1")
    town.moved("2")
    assert town.settle() == 2
    assert town.writes() == writes


def test_three_all_name_each_other(town: Town) -> None:
    for id_ in ("1", "2", "3"):
        town.file(id_)
        town.settle()

    assert [town.ticket(id_).value("Note").split("doublon de ")[1] for id_ in ("1", "2", "3")] == [
        "2, 3",
        "1, 3",
        "1, 2",
    ]


def test_another_helpdesk_s_ticket_is_named_with_its_helpdesk(town: Town) -> None:
    town.file("1")
    town.file("1", "other")
    town.settle()

    assert "doublon de 1 (other)" in town.ticket("1").value("Note")
    assert "doublon de 1 (desk)" in town.ticket("1", "other").value("Note")


def test_a_corrected_amount_frees_both_and_brings_new_ones_together(town: Town) -> None:
    for id_, amount in (("1", "49.90"), ("2", "49.90"), ("3", "12.00")):
        town.file(id_, Montant=amount)
    town.settle()
    town.change("2", Montant="12.00")
    town.settle()

    assert [id_ for id_ in ("1", "2", "3") if TAG in town.ticket(id_).tags] == ["2", "3"]
    town.change("2", Montant="49.90")
    town.settle()
    assert [id_ for id_ in ("1", "2", "3") if TAG in town.ticket(id_).tags] == ["1", "2"]


def test_a_ticket_that_is_gone_is_named_no_longer(town: Town) -> None:
    town.file("1")
    town.file("2")
    town.settle()
    del town.desks["desk"].tickets["2"]
    town.moved("2")
    town.settle()

    assert TAG not in town.ticket("1").tags
    assert "doublon" not in town.ticket("1").value("Note")


def test_a_deleted_ticket_that_can_still_be_read_is_named_no_longer(town: Town) -> None:
    town.file("1")
    town.file("2")
    town.settle()
    town.desks["desk"].touch("2", lambda now: replace(now, status=Status.DELETED))
    town.moved("2")
    town.settle()

    assert TAG not in town.ticket("1").tags


def test_a_closed_ticket_counts_until_it_is_too_long_ago(town: Town) -> None:
    town.file("1")
    town.settle()
    town.desks["desk"].touch("1", lambda now: replace(now, status=Status.CLOSED))
    town.moved("1")
    town.settle()
    town.file("2")
    town.settle()
    assert "doublon de 1" in town.ticket("2").value("Note")

    town.time += timedelta(days=91)
    town.moved("2")
    town.settle()
    assert TAG not in town.ticket("2").tags


def test_when_the_queue_is_away_the_pass_is_made_again_and_tells_then(town: Town) -> None:
    town.file("1")
    town.settle()
    town.file("2")
    town.away = True
    with pytest.raises(CannotRecord):
        process(town.waiting[0], town.parts)
    assert TAG not in town.ticket("2").tags

    town.away = False
    assert town.settle() == 2
    assert TAG in town.ticket("1").tags & town.ticket("2").tags


def test_a_reading_that_was_too_early_to_see_the_other_does_not_fold_the_wake_up(town: Town) -> None:
    town.file("1")
    town.file("2")
    first, second = town.waiting
    town.waiting.clear()
    desk = town.desks["desk"]
    read = desk.read

    def read_one_within_the_other(ticket_id: str) -> Ticket:
        desk.read = read  # type: ignore[method-assign] # only the first reading is disturbed
        process(first, town.parts)
        return read(ticket_id)

    desk.read = read_one_within_the_other  # type: ignore[method-assign] # ticket 1 is read after 2's pass began
    process(second, town.parts)
    town.settle()

    assert TAG in town.ticket("1").tags & town.ticket("2").tags


def test_without_the_policy_s_word_none_is_looked_for(town: Town) -> None:
    town.parts = replace(town.parts, policy=lambda _: POLICY)
    town.file("1")
    town.file("2")
    town.settle()

    assert TAG not in town.ticket("1").tags | town.ticket("2").tags


def test_finding_alone_remembers_nothing_and_wakes_nobody(town: Town) -> None:
    town.file("1")
    town.settle()
    assert town.parts.duplicates is not None
    asked = replace(complete_ticket(), id="2")

    [found] = town.parts.duplicates.find(asked, "desk", WITHIN_90_DAYS)
    assert (found.helpdesk, found.ticket_id) == ("", "1")
    assert town.parts.duplicates.find(asked, "desk", POLICY) == ()
    assert town.waiting == []
    assert town.parts.duplicates.find(replace(asked, id="1"), "desk", WITHIN_90_DAYS) == ()


def test_a_helpdesk_that_is_no_longer_connected_is_neither_named_nor_woken(town: Town) -> None:
    town.file("1", "other")
    town.settle()
    assert town.parts.duplicates is not None
    town.parts = replace(town.parts, duplicates=replace(town.parts.duplicates, helpdesks=frozenset({"desk"})))
    town.file("2")

    assert town.settle() == 1
    assert TAG not in town.ticket("2").tags


def test_a_ticket_that_is_no_case_has_no_duplicate(town: Town) -> None:
    town.file("1")
    town.file("2", Motif="autre")
    town.settle()

    assert TAG not in town.ticket("1").tags


def test_no_account_date_or_amount_is_in_the_database(town: Town, tmp_path: Path) -> None:
    for id_ in ("1", "2"):
        town.file(id_, Compte="ZENOBIE-7204118", Date="2026-10-27", Montant="777.13")
    town.settle()
    town.engine.dispose()
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert TAG in town.ticket("1").tags
    assert b"duplicate:1:desk:2" in raw  # the wake-up's id shows that this is the right file
    for planted in ("ZENOBIE", "zenobie", "7204118", "2026-10-27", "777.13", "777,13", "pepper"):
        assert planted.encode() not in raw
