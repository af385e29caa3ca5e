"""What waits in the outbox is sent once, in one message per channel; what cannot be sent stays and is red."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from integration.core.errors import Refused, TryLater
from integration.ledger.outbox import Notice
from integration.ledger.runs import Colour, Report
from jobs.notices import notices
from tests.core.build import NOW
from tests.jobs.house import House


@dataclass
class Recorded:
    """A courier that remembers what it carried, and refuses as told."""

    errors: list[Exception] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)

    def send(self, subject: str, text: str) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.letters.append((subject, text))


def late(ticket: str, channel: str = "chat", kind: str = "due") -> Notice:
    return Notice("zendesk", ticket, "examen", kind, NOW - timedelta(minutes=1), channel)


def put(house: House, *some: Notice) -> None:
    house.ledger.outbox.put(some, house.now)


def test_all_that_waits_for_a_channel_is_one_message_and_is_sent_once(house: House) -> None:
    chat = Recorded()
    house.couriers = {"chat": chat}
    put(house, late("1"), late("2", kind="warn"))

    assert notices(house.turn()) == Report(seen=2, changed=2)
    assert notices(house.turn()) == Report()
    [(subject, text)] = chat.letters
    start = "(zendesk)\u00a0: le délai «\u00a0examen\u00a0»"
    assert subject == "Guichet\u00a0: 2 dossier(s) à regarder"
    assert text.splitlines() == [
        f"Dossier 1 {start} est dépassé depuis le 08/11/2026 à 10:30.",
        f"Dossier 2 {start} arrive bientôt à terme (alerte du 08/11/2026 à 10:30).",
    ]


def test_a_policy_in_english_is_answered_in_english(house: House) -> None:
    chat = Recorded()
    house.couriers, house.policy = {"chat": chat}, replace(house.policy, language="en")
    put(house, late("1"))

    notices(house.turn())

    assert chat.letters[0][1] == "Ticket 1 (zendesk): the promise “examen” is overdue since 2026-11-08 10:30."


def test_the_same_notice_put_twice_is_one(house: House) -> None:
    put(house, late("1"))
    put(house, late("1"))

    assert house.ledger.outbox.unsent() == 1


@pytest.mark.parametrize("error", [TryLater("The chat is away."), Refused("The chat answers 404.")])
def test_what_could_not_be_sent_is_red_and_tried_again_later_and_later(house: House, error: Exception) -> None:
    house.couriers = {"chat": Recorded([error, error])}
    put(house, late("1"))

    report = notices(house.turn())
    assert (report.left, report.colour, report.words) == (1, Colour.RED, (str(error),))
    assert notices(house.turn()).colour is Colour.RED  # not its time yet, and still not sent
    house.later(minutes=1)
    assert notices(house.turn()).words == (str(error),)
    house.later(minutes=1)
    assert notices(house.turn()).words == ()
    house.later(minutes=1)
    assert notices(house.turn()) == Report(seen=1, changed=1)


def test_the_wait_never_grows_beyond_an_hour(house: House) -> None:
    house.couriers = {"chat": Recorded([TryLater("away")] * 20)}
    put(house, late("1"))
    for _ in range(20):
        notices(house.turn())
        house.later(hours=1)

    assert notices(house.turn()) == Report(seen=1, changed=1)


def test_one_channel_that_fails_does_not_hold_up_the_other(house: House) -> None:
    house.couriers = {"chat": Recorded([TryLater("away")]), "email": Recorded()}
    put(house, late("1"), late("1", "email"))

    report = notices(house.turn())

    assert (report.seen, report.changed, report.left) == (2, 1, 1)


def test_a_channel_that_is_not_set_up_is_red_and_says_so(house: House) -> None:
    put(house, late("1"))

    report = notices(house.turn())

    assert report.left == 1
    assert "GUICHET_NOTICE_" in report.words[0]


def test_many_are_several_messages(house: House) -> None:
    chat = Recorded()
    house.couriers = {"chat": chat}
    put(house, *(late(str(number)) for number in range(51)))

    assert notices(house.turn()).changed == 51
    assert [len(text.splitlines()) for _, text in chat.letters] == [50, 1]


def test_a_dry_run_sends_nothing(house: House) -> None:
    chat = Recorded()
    house.couriers = {"chat": chat}
    put(house, late("1"))

    assert notices(house.turn(apply=False)) == Report(seen=1, changed=1)
    assert chat.letters == []


def test_a_helpdesk_that_is_no_longer_there_is_told_of_all_the_same(house: House) -> None:
    house.couriers = {"chat": Recorded()}
    put(house, replace(late("1"), helpdesk="brand-b"))

    assert notices(house.turn()).changed == 1
