from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from pydantic import SecretStr

from integration.core.delivery import Delivery
from integration.core.findings import Finding, Grade, worst
from integration.doctor.checking import House, Trial
from integration.doctor.examine import build_trial, examine
from integration.doctor.journey import Journey
from integration.engine.rows import State
from integration.ledger.runs import Report
from integration.wiring import desk_of, policy_in_force
from tests.doctor.conftest import connected, house_of
from tests.helpdesks.town import Town


def by_check(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The gravest finding of each check."""
    found: dict[str, Finding] = {}
    for one in findings:
        if one.check not in found or worst((one, found[one.check])) is one.grade:
            found[one.check] = one
    return found


def found(house: House) -> dict[str, Finding]:
    return by_check(examine(house, ("zendesk",)))


def with_secret(house: House, secret: str) -> House:
    """The same house, whose settings name another webhook secret than the running web process has."""
    account = house.settings.connections["zendesk"].model_copy(update={"webhook_secrets": (SecretStr(secret),)})
    return replace(house, settings=house.settings.model_copy(update={"connections": {"zendesk": account}}))


def test_a_connected_helpdesk_has_nothing_to_mend(house: House) -> None:
    house.ledger.runs.begin("overdue", house.now(), house.now())
    house.ledger.runs.end("overdue", house.now(), house.now(), Report())
    every = found(house)
    assert {one.check for one in every.values() if one.grade in {Grade.WARNING, Grade.FAULT}} <= {"clock_process"}
    assert {"disk", "database", "worker", "policy", "address", "clock", "credentials", "fit", "rights"} <= set(every)
    assert {"furnishing", "door", "secret", "knock", "budget"} <= set(every)
    assert every["knock"].what == "The helpdesk's own call is believed."


def test_a_secret_that_the_web_process_does_not_know_is_a_fault_with_its_remedy(house: House) -> None:
    every = found(with_secret(house, "zz-unknown-zz"))
    assert every["door"].grade is Grade.FAULT
    assert "Restart the web process" in every["door"].todo
    assert every["secret"].grade is Grade.FAULT
    assert "zz-unknown-zz" not in str(every)


def test_what_a_person_changed_in_the_helpdesk_is_seen(house: House, town: Town) -> None:
    hook = house.ledger.provisioned.ids("zendesk")["webhook:guichet"]
    auth = ("guichet@adherents.example/token", "sandbox-token")
    path = f"{town.url}/api/v2/webhooks/{hook}"
    requests.patch(path, json={"webhook": {"status": "inactive"}}, auth=auth, timeout=10).raise_for_status()
    furnishing = found(house)["furnishing"]
    assert furnishing.grade is Grade.WARNING
    assert "guichet plan" in furnishing.todo


def test_a_helpdesk_without_what_the_policy_names_and_a_shut_door(town: Town, tmp_path: Path) -> None:
    town.post("reset", empty=True)
    with house_of(connected(town, tmp_path)) as bare:
        every = found(bare)
    assert every["fit"].grade is Grade.FAULT
    assert every["door"].what == "No webhook secret is set, so the door is shut."
    assert every["secret"].grade is Grade.WARNING
    assert every["address"].grade is Grade.FAULT


def test_credentials_that_are_refused_are_a_fault_and_the_other_checks_go_on(house: House) -> None:
    account = house.settings.connections["zendesk"].model_copy(update={"client_secret": SecretStr("wrong")})
    settings = house.settings.model_copy(update={"connections": {"zendesk": account}})
    every = found(replace(house, settings=settings))
    assert every["credentials"].grade is Grade.FAULT
    assert every["door"].grade is Grade.GOOD


def test_a_helpdesk_that_is_away_is_a_fault(house: House) -> None:
    account = house.settings.connections["zendesk"].model_copy(update={"url": "http://127.0.0.1:9"})
    settings = house.settings.model_copy(update={"connections": {"zendesk": account}})
    every = found(replace(house, settings=settings))
    assert every["time"].grade is Grade.FAULT
    assert every["credentials"].grade is Grade.WARNING


def test_a_clock_that_is_wrong_is_seen(house: House) -> None:
    late = replace(house, now=lambda: house.now() + timedelta(minutes=5))
    assert found(late)["clock"].grade is Grade.WARNING


def test_a_broken_policy_is_a_fault(house: House, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("language: fr\n")
    settings = house.settings.model_copy(update={"policy": tmp_path / "policy.yaml"})
    with house_of(settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/new.db"})) as other:
        policy = found(other)["policy"]
    assert policy.grade is Grade.FAULT
    assert "guichet check" in policy.todo


def test_an_agents_rights_that_cannot_be_told_are_said_so(house: House, town: Town) -> None:
    town.post("people", email="guichet@adherents.example", role="agent")
    every = found(house)
    assert every["rights"].grade is Grade.UNKNOWN
    assert every["secret"].grade is Grade.UNKNOWN


class Worked:
    """Stands for the worker: every waiting delivery counts as carried out, in one way."""

    def __init__(self, house: House, outcome: str) -> None:
        self._queue, self._outcome = house.queue, outcome

    def deliveries(self, state: State | None, limit: int, helpdesk: str) -> tuple[object, ...]:
        rows = self._queue.deliveries(state, limit, helpdesk)
        return tuple(replace(row, state=State.DONE, outcome=self._outcome) for row in rows)

    def put(self, delivery: Delivery) -> None:
        self._queue.put(delivery)


def journey(house: House, pause: Callable[[float], None], seconds: float = 5) -> Journey:
    account = house.settings.connections["zendesk"]
    trial: Trial = build_trial(account)
    policy = policy_in_force(house.settings, house.ledger)
    return Journey(
        house, "zendesk", desk_of("zendesk", account), trial, policy, pause, patience=timedelta(seconds=seconds)
    )


def test_a_ticket_that_nobody_tells_of_is_a_fault_and_removed(house: House, town: Town) -> None:
    town.post("webhooks/hold")
    steps = by_check(journey(house, lambda _: None, seconds=0).travel())
    assert steps["called"].grade is Grade.FAULT
    assert steps["removed"].grade is Grade.GOOD
    assert town.get("tickets")["tickets"][0]["deleted"] is True


def test_a_call_that_no_worker_takes_is_a_fault(house: House, town: Town) -> None:
    def pause(_: float) -> None:
        town.get("wait", idle=1)

    steps = by_check(journey(house, pause, seconds=3).travel())
    assert steps["called"].grade is Grade.GOOD
    assert "no worker takes it" in steps["decided"].what


def test_a_ticket_that_was_decided_but_not_written_is_a_fault(house: House, town: Town) -> None:
    worked = replace(house, queue=Worked(house, "nothing_to_do"))  # type: ignore[arg-type] # all that a journey asks
    steps = by_check(journey(worked, lambda _: town.get("wait", idle=1)).travel())
    assert steps["decided"].grade is Grade.FAULT


def test_a_ticket_that_may_not_be_filed_or_removed(house: House, town: Town) -> None:
    town.fault("status", method="POST", path="/api/v2/tickets", status=403)
    steps = by_check(journey(house, lambda _: None).travel())
    assert list(steps) == ["filed"]
    assert steps["filed"].grade is Grade.FAULT
    town.fault("status", method="DELETE", path="/api/v2/tickets/*", status=403)
    steps = by_check(journey(house, lambda _: None, seconds=0).travel())
    assert steps["removed"].todo == "Delete it by hand."


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:9"])
def test_an_address_that_leads_nowhere(house: House, address: str) -> None:
    settings = house.settings.model_copy(update={"public_url": address})
    assert found(replace(house, settings=settings))["address"].grade is Grade.FAULT
