"""Past tickets are read patiently, and one that cannot be read stops nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from integration.core.errors import NotConfigured, Refused, TicketGone, TryLater
from integration.core.ticket import Ticket
from integration.helpdesks.contract import Said
from integration.trial.gather import PAUSE, TRIES, found, gather
from tests.core.build import NOW, complete_ticket


@dataclass
class Reluctant:
    """A helpdesk that answers each reading with the next of these errors, and then with a ticket."""

    errors: list[Exception] = field(default_factory=list)
    reads: int = 0

    def read(self, ticket_id: str) -> Ticket:
        self.reads += 1
        if self.errors:
            raise self.errors.pop(0)
        return replace(complete_ticket(), id=ticket_id)

    def said(self, _ticket_id: str) -> tuple[Said, ...]:
        return ()

    def find(self, _since: datetime) -> Iterator[str]:
        return iter(("1", "2", "2", "3"))


def nothing(_seconds: float) -> None: ...


def pauses_into(kept: list[float]) -> Callable[[float], None]:
    return kept.append


def test_ids_that_a_search_repeats_are_read_once() -> None:
    assert found(Reluctant(), NOW) == ("1", "2", "3")


@pytest.mark.parametrize("error", [TicketGone("gone"), Refused("unreadable")])
def test_what_is_gone_or_unreadable_is_left_out(error: Exception) -> None:
    assert list(gather(("1", "2"), Reluctant([error]), nothing)) == [None, replace(complete_ticket(), id="2")]


def test_a_helpdesk_that_is_busy_is_given_the_time_it_asks_for() -> None:
    waited: list[float] = []
    desk = Reluctant([TryLater("busy", 17), TryLater("down")])

    assert list(gather(("1",), desk, pauses_into(waited))) == [complete_ticket()]
    assert waited == [17, PAUSE]


def test_a_helpdesk_that_stays_away_ends_it_and_so_do_wrong_credentials() -> None:
    desk = Reluctant([TryLater("down")] * TRIES)
    with pytest.raises(TryLater):
        list(gather(("1",), desk, nothing))
    assert desk.reads == TRIES
    with pytest.raises(NotConfigured):
        list(gather(("1",), Reluctant([NotConfigured("who?")]), nothing))
