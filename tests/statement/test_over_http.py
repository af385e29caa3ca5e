"""A day with both helpdesks over HTTP: the corridor works, a webhook is lost, and the statement tells it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load_policy
from integration.core.delivery import SWEEP, Delivery, Done
from integration.core.statement import Gap, Statement
from integration.helpdesks.contract import Helpdesk
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.counting import limits
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.ledger.budgets import Budgets
from integration.ledger.database import connect
from integration.ledger.ledger import Ledger
from integration.ledger.migrate import migrate
from integration.ledger.purse import Purse
from integration.ledger.turns import SharedTurns
from integration.pipeline import Parts, process
from integration.statement import Taking
from tests.helpdesks.town import AGENT, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, Town

POLICY = load_policy(Path("config/policy.yaml"))
COMPLETE = "J'ai été prélevée deux fois de 49,90 € le 03/11/2026, compte 104512."


def clock() -> datetime:
    return datetime.now(UTC)


def desk_of(kind: str, town: Town, budgets: Budgets) -> Helpdesk:
    """The adapter, its calls taken from the shared budget."""
    if kind == "zendesk":
        purse = Purse(kind, budgets, limits(200), clock)
        return ZendeskDesk(ZendeskAccess(town.url, CLIENT_ID, CLIENT_SECRET), budget=purse)
    town.becomes("zammad")
    return ZammadDesk(ZammadAccess(town.url, BOT_TOKEN), turns=SharedTurns(kind, budgets, 4, clock))


class Day:
    """One helpdesk, the corridor over it, and statements taken an hour later, when nothing is fresh any more."""

    def __init__(self, kind: str, town: Town, ledger: Ledger) -> None:
        self.kind, self.town, self.ledger = kind, town, ledger
        self.desk = desk_of(kind, town, ledger.budgets)
        self.parts = Parts({kind: self.desk}, ledger, lambda _: POLICY, clock)

    def looks(self, ticket_id: str) -> None:
        now = clock()
        ended = process(Delivery(f"{SWEEP}:{ticket_id}:{now}", self.kind, ticket_id, SWEEP, now, now), self.parts)
        assert isinstance(ended, Done), ended

    def statement(self) -> Statement:
        now = clock()
        today = now.astimezone(POLICY.timezone).date()
        return Taking(self.kind, self.desk, POLICY, self.ledger, now + timedelta(hours=1)).of(today)


@pytest.fixture(params=["zendesk", "zammad"])
def day(request: pytest.FixtureRequest, town: Town, sqlite_url: str) -> Iterator[Day]:
    migrate(sqlite_url)
    ledger = Ledger(connect(sqlite_url))
    yield Day(request.param, town, ledger)
    ledger.close_down()


def test_a_lost_webhook_is_a_gap_until_the_ticket_was_looked_at(day: Day) -> None:
    incomplete, complete, lost = (day.town.member_files(description=text) for text in ("Une erreur.", COMPLETE, "Oh."))
    for ticket_id in (incomplete, complete):
        day.looks(ticket_id)

    before = day.statement()
    day.looks(lost)
    after = day.statement()

    assert before.compared
    assert before.compared.gaps == ((Gap.UNSEEN, lost),)
    assert not before.balanced
    assert after.balanced, after
    assert (after.lines["incomplete"], after.lines["complete"], after.total) == (2, 1, 3)
    assert after.found == {"sweep": 3}


def test_a_ticket_that_was_solved_without_us_is_a_gap_until_it_was_looked_at(day: Day) -> None:
    solved = day.town.member_files(description=COMPLETE)
    day.looks(solved)
    day.town.agent(solved, assignee=AGENT, status="solved")

    before = day.statement()
    day.looks(solved)
    after = day.statement()

    assert before.compared
    assert before.compared.gaps == ((Gap.ENDED, solved),)
    assert after.balanced, after
    assert (after.lines["decided"], after.total) == (1, 1)


def test_every_place_at_a_helpdesk_is_given_back(day: Day) -> None:
    day.looks(day.town.member_files(description="Une erreur."))

    assert day.ledger.budgets.turns(clock()) == ()
    assert day.ledger.budgets.waiting(clock()) == ()
