"""The corridor: one look, one write, and the truth about what happened when an answer is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from integration.core.changes import AddTag, SetField
from integration.core.delivery import Dead, Delivery, Done, Later, Outcome
from integration.core.errors import NotConfigured, Refused, TryLater
from integration.core.event import Event
from integration.core.ticket import Role, Status, Ticket
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.pipeline import MOVES, Parts, accept, process
from tests.core.build import NOW, POLICY, complete_ticket, says, ticket
from tests.pipeline.desk import GUICHET, MemoryDesk, fail

LOST = TryLater("The answer was lost.")


@dataclass
class House:
    """The corridor with a helpdesk in memory and a real ledger."""

    desk: MemoryDesk
    ledger: Ledger
    time: datetime = NOW
    deliveries: int = 0

    def file(self, filed: Ticket) -> None:
        self.desk.tickets[filed.id] = filed

    def event(self, actor: str = "", received_at: datetime | None = None) -> Done | Later | Dead:
        """The helpdesk says that ticket 1 moved."""
        self.deliveries += 1
        delivery = Delivery(f"d{self.deliveries}", "desk", "1", "moved", self.time, received_at or self.time, actor)
        self.time += timedelta(seconds=1)
        return process(delivery, Parts({"desk": self.desk}, self.ledger, lambda _: POLICY, lambda: self.time))

    @property
    def ticket(self) -> Ticket:
        return self.desk.tickets["1"]

    def said(self) -> list[str]:
        return [comment.body for comment in self.ticket.comments if comment.author is Role.GUICHET]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    migrate(url)
    engine = connect(url)
    yield House(MemoryDesk(), Ledger(engine))
    engine.dispose()


def test_an_incomplete_case_takes_one_read_and_one_write(house: House) -> None:
    house.file(ticket())

    assert house.event() == Done(Outcome.WRITTEN)
    assert house.desk.calls == ["read", "write"]
    assert len(house.said()) == 1
    case = house.ledger.case("desk", "1")
    assert case is not None
    assert (case.state, case.category, case.policy_version) == ("ask", "facturation", "v1")
    assert case.missing == ("account:missing", "transaction_date:missing", "amount:missing")
    assert case.wake_at is not None


def test_a_second_look_that_finds_nothing_new_writes_nothing(house: House) -> None:
    house.file(ticket())
    house.event()
    house.desk.calls.clear()

    assert house.event() == Done(Outcome.NOTHING_TO_DO)
    assert house.desk.calls == ["read"]


def test_a_delivery_older_than_the_last_reading_is_folded_without_a_call(house: House) -> None:
    house.file(ticket())
    house.event()
    house.desk.calls.clear()

    assert house.event(received_at=NOW - timedelta(seconds=5)) == Done(Outcome.FOLDED)
    assert house.desk.calls == []


def test_our_own_update_that_comes_back_is_closed_without_a_call(house: House) -> None:
    house.file(ticket())

    assert house.event(actor=GUICHET) == Done(Outcome.OWN_UPDATE)
    assert house.desk.calls == []


def test_a_ticket_that_our_own_user_filed_is_looked_at(house: House) -> None:
    house.file(ticket())
    created = Delivery("d", "desk", "1", "zen:event-type:ticket.created", NOW, NOW, GUICHET)
    parts = Parts({"desk": house.desk}, house.ledger, lambda _: POLICY, lambda: NOW + timedelta(seconds=1))

    assert process(created, parts) == Done(Outcome.WRITTEN)


def test_a_ticket_that_moves_between_read_and_write_is_decided_again(house: House) -> None:
    house.file(ticket())
    house.desk.before_write.append(
        lambda: house.desk.touch("1", lambda now: replace(now, tags=now.tags | {"vip"})),
    )

    assert house.event() == Done(Outcome.WRITTEN)
    assert house.desk.calls == ["read", "write", "read", "write"]
    assert "vip" in house.ticket.tags
    assert len(house.said()) == 1
    assert house.ledger.unproven("desk", "1") == ()


def test_a_ticket_that_never_stands_still_is_looked_at_later(house: House) -> None:
    house.file(ticket())
    touch = [lambda: house.desk.touch("1", lambda now: now)] * MOVES
    house.desk.before_write.extend(touch)

    assert isinstance(house.event(), Later)
    assert house.said() == []


@pytest.mark.parametrize("shows_marks", [True, False])
def test_a_write_whose_answer_was_lost_is_recognised_and_not_repeated(house: House, *, shows_marks: bool) -> None:
    house.desk.shows_marks = shows_marks
    house.file(ticket())
    house.desk.after_write.append(fail(LOST))

    assert house.event() == Later("The answer was lost.", 2, counts=False)
    assert house.event() == Done(Outcome.NOTHING_TO_DO)
    assert len(house.said()) == 1
    assert house.ledger.unproven("desk", "1") == ()
    assert len(house.ledger.said("desk", "1")) == 1


def test_a_write_that_never_arrived_is_sent_again(house: House) -> None:
    house.file(ticket())
    house.desk.before_write.append(fail(LOST))

    assert isinstance(house.event(), Later)
    assert house.event() == Done(Outcome.WRITTEN)
    assert len(house.said()) == 1
    assert house.ledger.unproven("desk", "1") == ()


def test_a_lost_write_is_remembered_while_it_may_still_arrive_and_then_forgotten(house: House) -> None:
    house.file(ticket())
    house.desk.before_write.append(fail(LOST))
    house.event()
    house.desk.touch("1", lambda now: replace(now, status=Status.SOLVED))
    house.event()
    assert len(house.ledger.unproven("desk", "1")) == 1

    house.time += timedelta(minutes=10)
    house.event()

    assert house.ledger.unproven("desk", "1") == ()


def test_with_a_new_ledger_the_helpdesk_s_history_says_what_was_asked(house: House, tmp_path: Path) -> None:
    house.desk.shows_marks = False
    house.file(ticket())
    house.event()
    url = f"sqlite:///{tmp_path / 'new.db'}"
    migrate(url)
    engine = connect(url)
    house.ledger = Ledger(engine)

    assert house.event() == Done(Outcome.NOTHING_TO_DO)
    assert len(house.said()) == 1
    engine.dispose()


def test_a_ledger_that_knows_needs_no_history(house: House) -> None:
    house.desk.shows_marks = False
    house.file(ticket())
    house.event()
    house.desk.calls.clear()
    house.event()

    assert house.desk.calls == ["read"]


def test_an_answer_brings_thanks_and_routing(house: House) -> None:
    house.file(ticket())
    house.event()
    house.desk.touch(
        "1", lambda now: says(now, Role.REQUESTER, "Compte : m@example.org\nDate : 03/11/2026\nMontant : 49,90 €")
    )

    assert house.event() == Done(Outcome.WRITTEN)
    assert house.ticket.group == "Facturation"
    assert len(house.said()) == 2


def test_a_ticket_that_is_gone_is_done(house: House) -> None:
    assert house.event() == Done(Outcome.GONE)


def test_what_the_helpdesk_dropped_in_silence_is_a_dead_letter_that_names_no_value(house: House) -> None:
    house.file(complete_ticket())
    house.desk.drops = SetField

    ended = house.event()

    assert ended == Dead("The helpdesk answered that all is well but did not keep: SetField.")


def test_a_refusal_is_a_dead_letter_and_nothing_claims_it_was_done(house: House) -> None:
    house.file(ticket())
    house.desk.before_write.append(fail(Refused("Guichet's user may not update tickets.")))

    assert house.event() == Dead("Guichet's user may not update tickets.")
    assert house.ledger.case("desk", "1") is None
    assert house.ledger.passes_by_outcome() == {("desk", "dead"): 1}
    assert house.ledger.unproven("desk", "1") == ()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TryLater("Too many calls.", 17, counts=False), Later("Too many calls.", 17, counts=False)),
        (NotConfigured("Wrong credentials."), Later("Wrong credentials.", 60, counts=False)),
    ],
)
def test_what_cannot_be_done_now_is_done_later(house: House, error: Exception, expected: Later) -> None:
    house.file(ticket())
    house.desk.before_write.append(fail(error))

    assert house.event() == expected


def test_nothing_the_member_wrote_is_in_the_ledger(house: House, tmp_path: Path) -> None:
    house.file(ticket(description="Ma voisine Zénobie Tartempion, zenobie@example.org, a payé 777,77 €."))
    house.event()
    assert AddTag("guichet_incomplet").tag in house.ticket.tags

    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert b"d1" in raw
    for planted in ("Tartempion", "zenobie", "777"):
        assert planted.encode() not in raw


def test_accepting_records_what_the_event_said_and_when_it_came() -> None:
    put: list[Delivery] = []

    class Queue:
        def put(self, delivery: Delivery) -> None:
            put.append(delivery)

    delivery = accept(Event("d", "1", "moved", NOW, "7"), "desk", Queue(), NOW + timedelta(seconds=2))

    assert put == [delivery]
    assert delivery == Delivery("d", "desk", "1", "moved", NOW, NOW + timedelta(seconds=2), "7")
