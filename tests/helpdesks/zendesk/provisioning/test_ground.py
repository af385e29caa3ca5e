from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load_policy
from integration.core.errors import Refused
from integration.core.provisioning.things import Kind, Verb
from integration.helpdesks.zendesk.desk import ZendeskDesk
from integration.helpdesks.zendesk.provisioning.ground import ZendeskGround
from integration.ledger.database import connect
from integration.ledger.migrate import migrate
from integration.ledger.provisioned import Provisioned
from integration.provision import Site, apply, destroy, plan, tear_down
from tests.helpdesks.town import Town
from tests.helpdesks.zendesk.samples import access

ROOT = Path(__file__).resolve().parents[4]
RECEIVER = "https://guichet.example/webhooks/zendesk"


@pytest.fixture
def empty(town: Town) -> Town:
    town.post("reset", empty=True)
    return town


@pytest.fixture
def memory(tmp_path: Path) -> Provisioned:
    url = f"sqlite:///{tmp_path}/guichet.db"
    migrate(url)
    return Provisioned(connect(url))


def site(town: Town, memory: Provisioned) -> Site:
    def now() -> datetime:
        return datetime.now(UTC)

    ground = ZendeskGround(access(town), now)
    return Site("zendesk", ground, load_policy(ROOT / "config/policy.yaml"), RECEIVER, memory, now)


def test_an_empty_account_is_furnished_and_a_second_run_changes_nothing(empty: Town, memory: Provisioned) -> None:
    here = site(empty, memory)
    done = list(apply(here, plan(here)))
    assert {step.kind for step in done} == {Kind.GROUP, Kind.FIELD, Kind.FORM, Kind.MACRO, Kind.VIEW, Kind.WEBHOOK}
    assert plan(here).todo == ()
    empty.forget_calls()
    assert list(apply(here, plan(here))) == []
    assert {method for method, path in empty.calls() if "oauth" not in path} == {"GET"}


def test_a_furnished_account_has_all_that_the_policy_names(empty: Town, memory: Provisioned) -> None:
    here = site(empty, memory)
    list(apply(here, plan(here)))
    survey = ZendeskDesk(access(empty)).survey()
    assert {"Facturation", "Facturation niveau 2", "Cas particuliers", "Service clients"} <= set(survey.groups)
    fields = {field.title: field for field in survey.fields}
    assert fields["Motif"].options == ("guichet_facturation", "guichet_remboursement")
    assert fields["Motif"].labels == ("Facturation", "Remboursement")
    assert fields["Décision"].options == (
        "guichet_decision_acceptee",
        "guichet_decision_partielle",
        "guichet_decision_refusee",
    )
    assert here.ground.secret(memory.ids("zendesk")["webhook:guichet"]) == empty.get("")["webhooks"][0]["secret"]


def test_what_is_there_is_adopted_and_only_what_lacks_is_added(town: Town, memory: Provisioned) -> None:
    here = site(town, memory)
    drawn = plan(here)
    adopted = {step.key for step in drawn.steps if step.verb is Verb.ADOPT}
    assert {"group:Facturation", "field:category", "field:decision", "field:amount"} <= adopted
    assert {step.kind for step in drawn.steps if step.verb is Verb.CREATE} == {
        Kind.FORM,
        Kind.MACRO,
        Kind.VIEW,
        Kind.WEBHOOK,
    }
    list(apply(here, drawn))
    motif = next(found for found in here.ground.look() if found.title == "Motif")
    assert [value for value, _ in dict(motif.has)["options"]] == ["facturation", "remboursement", "autre"]  # type: ignore[union-attr, misc, str-unpack]
    assert plan(here).todo == ()


def test_a_field_that_a_person_deleted_is_found_and_made_again(town: Town, memory: Provisioned) -> None:
    here = site(town, memory)
    list(apply(here, plan(here)))
    _session(here).request("DELETE", f"{town.url}/api/v2/ticket_fields/{memory.ids('zendesk')['field:note']}")
    drawn = plan(here)
    assert [(step.verb, step.key) for step in drawn.todo] == [(Verb.CREATE, "field:note")]
    list(apply(here, drawn))
    assert plan(here).todo == ()


def test_a_view_of_somebody_elses_with_the_same_title_is_not_touched(town: Town, memory: Provisioned) -> None:
    here = site(town, memory)
    theirs = {"view": {"title": "En retard", "all": [{"field": "status", "operator": "is", "value": "open"}]}}
    _session(here).request("POST", f"{town.url}/api/v2/views", json=theirs)
    list(apply(here, plan(here)))
    views = {found.title: found for found in here.ground.look() if found.kind is Kind.VIEW}
    assert dict(views["En retard"].has)["all"] == (("status", "is", "open"),)
    assert views["En retard (Guichet)"].key == "view:late"
    assert plan(here).todo == ()


def test_a_webhook_that_was_switched_off_is_switched_on_again(town: Town, memory: Provisioned) -> None:
    here = site(town, memory)
    list(apply(here, plan(here)))
    hook = memory.ids("zendesk")["webhook:guichet"]
    sent = {"webhook": {"status": "inactive"}}
    _session(here).request("PATCH", f"{town.url}/api/v2/webhooks/{hook}", json=sent)
    drawn = plan(here)
    assert [(step.verb, step.before, step.after) for step in drawn.todo] == [
        (Verb.CHANGE, (("status", "inactive"),), (("status", "active"),))
    ]
    list(apply(here, drawn))
    assert plan(here).todo == ()


def test_without_the_right_to_make_webhooks_it_stops_there_and_goes_on_later(town: Town, memory: Provisioned) -> None:
    here = site(town, memory)
    town.fault("status", method="POST", path="/api/v2/webhooks", status=403, count=1)
    approved = plan(here)
    with pytest.raises(Refused, match=r"create webhook 'Guichet': POST /api/v2/webhooks: .*lacks the right"):
        list(apply(here, approved))
    assert [step.key for step in apply(here, approved)] == ["webhook:guichet"]


def test_a_plan_without_forms_needs_none(town: Town, memory: Provisioned) -> None:
    town.post("settings", has_forms=False)
    assert Kind.FORM not in {step.kind for step in plan(site(town, memory)).steps}


def test_destroying_leaves_the_fields_and_groups(empty: Town, memory: Provisioned) -> None:
    here = site(empty, memory)
    list(apply(here, plan(here)))
    approved, left = destroy(here)
    list(tear_down(here, approved))
    assert {one.kind for one in here.ground.look()} == {Kind.GROUP, Kind.FIELD, Kind.FORM}
    assert {one.kind for one in left} == {Kind.GROUP, Kind.FIELD, Kind.FORM}


def test_an_admin_may_do_everything(town: Town, memory: Provisioned) -> None:
    rights = site(town, memory).ground.rights()
    assert {right.name for right in rights} >= {"ticket_redaction", "agent workspace", "manage_ticket_fields"}
    assert all(right.held for right in rights)


def _session(here: Site):  # type: ignore[no-untyped-def] # the tests' way behind the ground
    return here.ground._session  # type: ignore[attr-defined]
