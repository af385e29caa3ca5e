"""Catching up and sweeping over real HTTP, the corridor behind: what no webhook told is found and done once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.load import load_policy
from integration.core.delivery import Done, Outcome
from integration.helpdesks.zendesk.access import ZendeskAccess
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.ledger.ledger import Ledger
from integration.pipeline import Parts, process
from jobs.catch_up import catch_up
from jobs.sweep import sweep
from jobs.turn import Job, Turn, take
from tests.helpdesks.conftest import sandbox_url, town
from tests.helpdesks.town import CLIENT_ID, CLIENT_SECRET, Town
from tests.jobs.house import House, Line

__all__ = ["sandbox_url", "town"]

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "policy.yaml"


class Corridor:
    """Everything but the engine: what a job puts is carried out at once."""

    def __init__(self, town: Town, ledger: Ledger) -> None:
        self.town, self.ledger, self.policy = town, ledger, load_policy(SHIPPED)
        self.desk = ZendeskDesk(ZendeskAccess(town.url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET), self.now)
        self.desk.survey()

    def now(self) -> datetime:
        return datetime.fromisoformat(self.town.get("clock")["now"])

    def run(self, job: Job) -> list[Outcome]:
        parts, line = Parts({"zendesk": self.desk}, self.ledger, lambda _: self.policy, self.now), Line()
        take(job, Turn(parts, line, self.now()))
        endings = [process(delivery, parts) for delivery in line.deliveries]
        return [ending.outcome for ending in endings if isinstance(ending, Done)]


CATCH_UP, SWEEP = Job("catch_up", "", catch_up), Job("sweep", "", sweep)


@pytest.fixture
def corridor(house: House, town: Town) -> Corridor:
    return Corridor(town, house.ledger)


def test_a_ticket_whose_webhook_was_lost_is_found_asked_about_and_then_left_in_peace(
    corridor: Corridor, town: Town
) -> None:
    ticket = town.member_files(description="On m'a débité deux fois.")

    assert corridor.run(CATCH_UP) == [Outcome.WRITTEN]
    assert "guichet_incomplet" in town.seen(ticket)["tags"]
    town.post("clock", advance=300)
    town.forget_calls()
    assert corridor.run(CATCH_UP) == []
    assert [path for _, path in town.calls()] == ["/api/v2/search/export", "/api/v2/suspended_tickets"]
    case = corridor.ledger.case("zendesk", ticket)
    assert case
    assert case.seen_by == "catch_up"


def test_an_answer_whose_webhook_was_lost_is_found(corridor: Corridor, town: Town) -> None:
    ticket = town.member_files(description="On m'a débité deux fois.")
    corridor.run(CATCH_UP)
    town.post("clock", advance=3600)
    town.member_replies(ticket, "Compte 104512, le 12/03/2026, 49,90 €.", fields={"Compte": "104512"})

    assert corridor.run(CATCH_UP) == [Outcome.WRITTEN]


def test_what_the_search_does_not_know_yet_is_found_a_little_later(corridor: Corridor, town: Town) -> None:
    """The first ticket is known to the search at once, the second one only five minutes after it was filed."""
    town.member_files()
    corridor.run(CATCH_UP)
    town.post("settings", search_lag=300)
    late = town.member_files()
    assert corridor.run(CATCH_UP) == []
    town.post("clock", advance=301)
    town.member_files()

    assert corridor.run(CATCH_UP) == [Outcome.WRITTEN]
    assert "guichet_incomplet" in town.seen(late)["tags"]


def test_the_sweep_finds_what_was_never_seen_and_looks_at_a_deleted_one_for_the_last_time(
    corridor: Corridor, town: Town
) -> None:
    seen, gone = town.member_files(), town.member_files()
    assert corridor.run(SWEEP) == [Outcome.WRITTEN, Outcome.WRITTEN]
    town.agent_deletes(gone)
    town.post("clock", advance=86400)

    assert sorted(corridor.run(SWEEP)) == [Outcome.GONE, Outcome.NOTHING_TO_DO]
    town.post("clock", advance=86400)
    assert corridor.run(SWEEP) == [Outcome.NOTHING_TO_DO]
    case = corridor.ledger.case("zendesk", seen)
    assert case
    assert case.seen_by == "sweep"


def test_a_message_set_aside_and_recovered_days_later_counts_from_when_the_member_wrote(
    corridor: Corridor, town: Town
) -> None:
    told = "Bonjour, compte 104512, le prélèvement du 12/03/2026 de 49,90 € est une erreur, remboursez-moi."
    person = {"name": "Léa", "email": "lea@courriel.example"}
    wrote = corridor.now()
    kept = town.post("member/suspended", requester=person, subject="Facturation", text=told)
    assert corridor.run(CATCH_UP) == []
    town.post("clock", advance=3 * 24 * 3600)

    ticket = str(town.post(f"suspended/{kept['id']}/recover")["id"])
    town.post(f"agent/tickets/{ticket}", fields={"Motif": "facturation"})
    assert corridor.run(CATCH_UP) == [Outcome.WRITTEN]

    due = (wrote + timedelta(days=14)).astimezone(corridor.policy.timezone).date()
    assert town.seen(ticket)["fields"]["Échéance d'examen"] == due.isoformat()
    clocks = {trace.clock: trace for trace in corridor.ledger.clocks.of("zendesk", ticket)}
    assert clocks["examen"].started_at == wrote.replace(microsecond=0)
