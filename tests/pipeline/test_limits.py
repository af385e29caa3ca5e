"""Shadow and limits in the corridor: what is held back is not written, is told, and is looked at again."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from integration.core.claim import Item
from integration.core.delivery import WAKE, Dead, Delivery, Done, Later, Outcome
from integration.core.policy import Limits, Mode, Policy
from integration.core.ticket import Role
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.policies import Why
from integration.limits import PATIENCE
from integration.pipeline import Parts, process
from jobs.overdue import overdue
from jobs.turn import Turn
from tests.core.build import NOW, POLICY, after, complete_ticket, says, ticket
from tests.pipeline.desk import MemoryDesk

ASKS_LESS = replace(
    POLICY, version="v1", categories=(replace(POLICY.categories[0], requires=(Item.AMOUNT,)), POLICY.categories[1])
)
ASKS_MORE = replace(POLICY, version="v2")


@dataclass
class House:
    """The corridor with many tickets, a helpdesk in memory and a real ledger."""

    desk: MemoryDesk
    ledger: Ledger
    policy: Policy = POLICY
    time: datetime = NOW
    queue: list[Delivery] = field(default_factory=list)
    deliveries: int = 0

    def file(self, count: int) -> list[str]:
        ids = [str(number) for number in range(len(self.desk.tickets), len(self.desk.tickets) + count)]
        self.desk.tickets |= {id_: replace(ticket(), id=id_) for id_ in ids}
        return ids

    def event(self, ticket_id: str, kind: str = "moved") -> Done | Later | Dead:
        self.deliveries += 1
        delivery = Delivery(f"{kind}:{self.deliveries}", "desk", ticket_id, kind, self.time, self.time)
        self.time += timedelta(milliseconds=10)
        return self.take(delivery)

    def take(self, delivery: Delivery) -> Done | Later | Dead:
        return process(delivery, self.parts)

    @property
    def parts(self) -> Parts:
        return Parts({"desk": self.desk}, self.ledger, lambda _: self.policy, lambda: self.time)

    def publish(self, policy: Policy) -> None:
        self.policy = policy
        self.ledger.policies.publish(policy.version, {}, Why("console", "marie", "essai"), self.time)

    def put(self, delivery: Delivery, delay: float = 0.0) -> None:  # noqa: ARG002, the test works at once
        self.queue.append(delivery)

    def purge(self, before: datetime, *, ticks: bool = False) -> int:
        raise NotImplementedError

    def wake(self) -> list[Done | Later | Dead]:
        """The clock strikes, and all that was due is worked on."""
        overdue(Turn(self.parts, self, self.time))
        taken, self.queue = self.queue, []
        return [self.take(delivery) for delivery in taken]

    @property
    def writes(self) -> int:
        return self.desk.calls.count("write")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    migrate(url)
    engine = connect(url)
    yield House(MemoryDesk(), Ledger(engine))
    engine.dispose()


def ended(outcomes: list[Done | Later | Dead], outcome: Outcome) -> int:
    return outcomes.count(Done(outcome))


def test_in_shadow_everything_is_decided_and_recorded_and_nothing_is_written(house: House) -> None:
    house.policy = replace(POLICY, mode=Mode.SHADOW)
    [one] = house.file(1)

    assert house.event(one) == Done(Outcome.SHADOW)
    assert house.writes == 0
    assert house.ledger.unproven("desk", one) == ()
    case = house.ledger.case("desk", one)
    assert case is not None
    assert (case.state, case.missing[0], case.policy_version) == ("ask", "account:missing", "v1")
    assert case.wake_at is not None
    assert house.ledger.passes_by_outcome() == {("desk", "shadow"): 1}


def test_going_live_writes_what_shadow_only_recorded(house: House) -> None:
    house.policy = replace(POLICY, mode=Mode.SHADOW)
    [one] = house.file(1)
    house.event(one)
    house.policy = POLICY

    assert house.event(one) == Done(Outcome.WRITTEN)


def test_beyond_the_messages_of_an_hour_cases_wait_and_follow_by_themselves(house: House) -> None:
    house.policy = replace(POLICY, limits=Limits(messages_per_hour=3))
    outcomes = [house.event(one) for one in house.file(5)]

    assert (ended(outcomes, Outcome.WRITTEN), ended(outcomes, Outcome.HELD)) == (3, 2)
    assert house.writes == 3
    assert house.ledger.tally.held() == {"messages_per_hour": 2}
    assert all(house.ledger.unproven("desk", one) == () for one in house.desk.tickets)

    house.time += PATIENCE
    assert ended(house.wake(), Outcome.HELD) == 2
    house.time += timedelta(hours=1)
    assert ended(house.wake(), Outcome.WRITTEN) == 2
    assert house.ledger.tally.held() == {}
    assert house.writes == 5


def test_a_case_that_says_nothing_to_a_member_is_routed_all_the_same(house: House) -> None:
    house.policy = replace(POLICY, limits=Limits(messages_per_hour=1))
    first, second = house.file(2)
    house.desk.tickets[second] = replace(complete_ticket(), id=second)
    house.event(first)

    assert house.event(second) == Done(Outcome.WRITTEN)


def test_a_ticket_gone_while_it_waited_waits_no_longer(house: House) -> None:
    house.policy = replace(POLICY, limits=Limits(messages_per_hour=1))
    _, waiting = house.file(2)
    assert [house.event(one) for one in house.desk.tickets][1] == Done(Outcome.HELD)
    del house.desk.tickets[waiting]
    house.event(waiting)

    assert house.ledger.tally.held() == {}


def test_a_version_that_would_ask_400_members_anew_is_stopped(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.publish(ASKS_LESS)
    old = house.file(400)
    house.desk.tickets = {id_: after(filed, ASKS_LESS) for id_, filed in house.desk.tickets.items()}
    house.time += timedelta(days=2)

    house.publish(ASKS_MORE)
    outcomes = [house.event(one) for one in old]

    assert (ended(outcomes, Outcome.WRITTEN), ended(outcomes, Outcome.HELD)) == (20, 380)
    assert house.writes == 20
    assert house.ledger.tally.held() == {"first_run": 380}
    assert "20 tickets were changed since (0 on the day before)" in caplog.text


def test_what_was_stopped_goes_on_once_somebody_has_looked_except_for_the_messages_of_an_hour(house: House) -> None:
    house.publish(ASKS_LESS)
    house.publish(replace(ASKS_MORE, limits=Limits(messages_per_hour=28)))
    outcomes = [house.event(one) for one in house.file(30)]
    assert ended(outcomes, Outcome.HELD) == 10

    assert house.ledger.tally.lift("marie", "relu, c'est voulu", house.time) == 10
    assert ended(house.wake(), Outcome.WRITTEN) == 8
    assert house.ledger.tally.held() == {"messages_per_hour": 2}
    assert [(one.author, one.reason) for one in house.ledger.tally.lifts(NOW)] == [("marie", "relu, c'est voulu")]


def test_going_back_takes_the_stop_away_with_the_questions_it_held_back(house: House) -> None:
    house.publish(ASKS_LESS)
    ids = house.file(25)
    house.desk.tickets = {id_: after(filed, ASKS_LESS) for id_, filed in house.desk.tickets.items()}
    house.publish(ASKS_MORE)
    assert ended([house.event(one) for one in ids], Outcome.HELD) == 5

    house.publish(ASKS_LESS)
    house.time += PATIENCE
    assert ended(house.wake(), Outcome.NOTHING_TO_DO) == 5
    assert house.ledger.tally.held() == {}


def test_after_a_change_three_times_yesterdays_volume_may_be_written(house: House) -> None:
    house.publish(ASKS_LESS)
    for one in house.file(10):
        house.event(one)
    house.time += timedelta(hours=2)
    house.publish(ASKS_MORE)
    outcomes = [house.event(one) for one in house.file(35)]

    assert ended(outcomes, Outcome.WRITTEN) == 30


def test_going_back_to_the_policy_before_is_a_change_as_well_and_a_day_later_it_is_over(house: House) -> None:
    for policy in (ASKS_LESS, ASKS_MORE, ASKS_LESS):
        house.publish(policy)
        house.time += timedelta(seconds=1)
    outcomes = [house.event(one) for one in house.file(25)]
    house.time += timedelta(days=1)

    assert ended(outcomes, Outcome.HELD) == 5
    assert ended(house.wake(), Outcome.WRITTEN) == 5


def test_the_first_policy_that_ever_ran_is_no_change(house: House) -> None:
    house.publish(ASKS_LESS)

    assert ended([house.event(one) for one in house.file(25)], Outcome.WRITTEN) == 25


def test_the_clock_alone_may_change_a_share_of_the_cases_within_an_hour(house: House) -> None:
    house.policy = replace(POLICY, limits=Limits(changed_tickets_per_run=30))
    outcomes = [house.event(one, WAKE) for one in house.file(25)]

    assert (ended(outcomes, Outcome.WRITTEN), ended(outcomes, Outcome.HELD)) == (20, 5)
    assert house.ledger.tally.held() == {"changed_tickets_per_run": 5}
    assert house.event(house.file(1)[0]) == Done(Outcome.WRITTEN)  # something happened: it is not the clock alone


def test_an_answer_while_a_case_waits_is_not_lost(house: House) -> None:
    house.policy = replace(POLICY, limits=Limits(messages_per_hour=1))
    _, waiting = house.file(2)
    for one in list(house.desk.tickets):
        house.event(one)
    told = "Compte : m@example.org\nDate : 03/11/2026\nMontant : 49,90 €"
    house.desk.touch(waiting, lambda now: says(now, Role.REQUESTER, told))

    assert house.event(waiting) == Done(Outcome.WRITTEN)
    assert house.desk.tickets[waiting].group == "Facturation"
    assert house.ledger.tally.held() == {}
