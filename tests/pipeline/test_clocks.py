"""Flags and letters through the corridor: one write, remembered with the pass; nothing where nothing was written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from integration.core.clocks import Alarm
from integration.core.delivery import WAKE, Dead, Delivery, Done, Later, Outcome
from integration.core.policy import Limits, Mode, Policy, Reminders
from integration.core.ticket import Kind, Status
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.pipeline import Parts, process
from tests.core.build import FILED, NOW, POLICY, complete_ticket
from tests.pipeline.desk import MemoryDesk

DAY = timedelta(days=1)
LEA = "lea@example.org"
ALARM = Alarm(assignee=LEA, notify=("chat",))
ALARMED = replace(POLICY, clocks=(replace(POLICY.clocks[0], at_due=ALARM), POLICY.clocks[1]))
REMINDING = replace(POLICY, reminders=Reminders((3 * DAY,), 14 * DAY))


@dataclass
class House:
    """The corridor with one ticket, a helpdesk in memory and a real ledger."""

    desk: MemoryDesk
    ledger: Ledger
    policy: Policy = ALARMED
    time: datetime = NOW

    def look(self, after: timedelta = timedelta()) -> Done | Later | Dead:
        self.time = NOW + after
        delivery = Delivery(f"{WAKE}:{after}", "desk", "1", WAKE, self.time, self.time)
        return process(delivery, Parts({"desk": self.desk}, self.ledger, lambda _: self.policy, lambda: self.time))

    @property
    def flagged(self) -> bool:
        return "guichet_en_retard" in self.desk.tickets["1"].tags

    @property
    def late_at(self) -> datetime | None:
        return self.ledger.clocks.of("desk", "1")[0].late_at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path}/guichet.db"
    migrate(url)
    engine = connect(url)
    yield House(MemoryDesk({"1": complete_ticket()}), Ledger(engine))
    engine.dispose()


def test_a_late_case_is_flagged_with_one_write_and_its_notice_waits_in_the_outbox(house: House) -> None:
    house.look()
    house.desk.touch("1", lambda ticket: replace(ticket, assignee="7"))
    house.desk.calls.clear()

    assert house.look(14 * DAY) == Done(Outcome.WRITTEN)
    assert house.desk.calls.count("write") == 1
    assert house.flagged
    assert house.desk.tickets["1"].assignee == LEA
    assert house.late_at == NOW + 14 * DAY
    (notice,) = house.ledger.outbox.waiting(house.time, 10)
    assert (notice.ticket_id, notice.clock, notice.kind, notice.at) == ("1", "examen", "due", FILED + 14 * DAY)

    assert house.look(15 * DAY) == Done(Outcome.NOTHING_TO_DO)
    assert len(house.ledger.outbox.waiting(house.time, 10)) == 1


def test_in_shadow_no_flag_is_remembered_and_nobody_is_told(house: House) -> None:
    house.policy = replace(ALARMED, mode=Mode.SHADOW)
    house.look()
    house.look(14 * DAY)

    assert not house.flagged
    assert house.late_at is None
    assert house.ledger.clocks.of("desk", "1")[0].shown is None
    assert house.ledger.outbox.waiting(house.time, 10) == ()


def test_what_a_limit_holds_back_is_flagged_and_told_later(house: House) -> None:
    house.policy = replace(REMINDING, clocks=ALARMED.clocks, limits=Limits(messages_per_hour=0))
    house.desk.tickets["1"] = complete_ticket(Montant="")

    assert house.look(14 * DAY) == Done(Outcome.HELD)
    assert house.late_at is None
    assert house.ledger.outbox.waiting(house.time, 10) == ()

    house.policy = replace(house.policy, limits=Limits())
    assert house.look(14 * DAY + timedelta(hours=1)) == Done(Outcome.WRITTEN)
    assert house.flagged
    assert len(house.ledger.outbox.waiting(house.time, 10)) == 1


def test_a_member_who_never_answers_is_reminded_and_closed_through_the_corridor(house: House) -> None:
    house.policy = REMINDING
    house.desk.tickets["1"] = complete_ticket(Montant="")
    house.look()
    for _ in range(6):
        known = house.ledger.case("desk", "1")
        assert known
        if known.wake_at is None:
            break
        house.look(known.wake_at - NOW)

    kinds = [mark.kind for _, mark in house.desk.tickets["1"].marks()]
    assert kinds[0] is Kind.ASK
    assert kinds[-1] is Kind.CLOSE
    assert house.desk.tickets["1"].status is Status.SOLVED
    known = house.ledger.case("desk", "1")
    assert known
    assert (known.state, known.wake_at) == ("over", None)
