"""Furnishing a Zammad, over real HTTP against the sandbox in each version."""

from collections.abc import Callable

import pytest

from integration.core.errors import NotConfigured, Refused
from integration.core.provisioning.things import Found, Kind, Verb
from integration.helpdesks.zammad.access import ZammadAccess
from integration.helpdesks.zammad.desk import ZammadDesk
from integration.helpdesks.zammad.provisioning.ground import ZammadGround
from integration.ledger.provisioned import Provisioned
from integration.provision import Site, apply, destroy, plan, tear_down
from tests.helpdesks.town import API_TOKEN, BOT_TOKEN, Town
from tests.helpdesks.zammad.provisioning.conftest import RECEIVER, Call, clock

Build = Callable[..., Site]
VERSIONS = ("5.5", "6.5", "7.0")


def furnish(here: Site) -> None:
    list(apply(here, plan(here)))


def look(here: Site, kind: Kind) -> dict[str, Found]:
    return {one.title: one for one in here.ground.look() if one.kind is kind}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("empty", [True, False])
def test_a_second_run_changes_nothing(build: Build, town: Town, version: str, empty: bool) -> None:
    here = build(version, empty=empty)
    done = list(apply(here, plan(here)))
    assert {step.kind for step in done} == set(Kind) - {Kind.FORM}
    assert plan(here).todo == ()
    town.forget_calls()
    assert list(apply(here, plan(here))) == []
    assert {method for method, _ in town.calls()} == {"GET"}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_bot_can_work_in_what_was_furnished(build: Build, town: Town, version: str) -> None:
    here = build(version, empty=True)
    furnish(here)
    ticket_id = town.member_files(motif="Facturation")
    desk = ZammadDesk(ZammadAccess(town.url, BOT_TOKEN))
    assert "Note Guichet" in {field.title for field in desk.read(ticket_id).fields}
    survey = desk.survey()
    assert {"Facturation", "Facturation niveau 2", "Cas particuliers", "Service clients"} <= set(survey.groups)
    fields = {field.title: field for field in survey.fields}
    assert (fields["Motif"].options, fields["Motif"].labels) == (
        ("facturation", "remboursement"),
        ("Facturation", "Remboursement"),
    )
    assert fields["Date de la transaction"].type == "date"


@pytest.mark.parametrize("version", VERSIONS)
def test_each_trigger_fires_for_what_it_is_for_and_not_for_the_bot(
    build: Build, town: Town, api: Call, version: str
) -> None:
    furnish(build(version, empty=True))
    town.post("webhooks/hold")
    before = len(town.get("deliveries")["deliveries"])

    def told() -> list[str]:
        return [one["event_type"] for one in town.get("deliveries")["deliveries"]][before:]

    ticket_id = town.member_files(motif="Facturation")
    assert told() == ["create"]
    api("PUT", f"tickets/{ticket_id}", {"guichet_amount": "49,90"})
    assert told() == ["create", "update"]
    api("PUT", f"tickets/{ticket_id}", {"guichet_note": "à nous"}, BOT_TOKEN)
    api("POST", "ticket_articles", {"ticket_id": int(ticket_id), "body": "à nous", "internal": True}, BOT_TOKEN)
    assert told() == ["create", "update"]
    town.member_replies(ticket_id, "Voici le montant.")
    assert told() == ["create", "update", "update"]


def test_no_other_group_s_tickets_are_told_of(build: Build, town: Town, api: Call) -> None:
    furnish(build(empty=True))
    group = api("POST", "groups", {"name": "Ressources humaines"})["id"]
    api("PUT", "roles/2", {"group_ids": api("GET", "roles/2")["group_ids"] | {str(group): ["full"]}})
    town.post("webhooks/hold")
    before = town.get("deliveries")["deliveries"]
    api("POST", "tickets", {"title": "Paie", "group_id": group, "customer_id": api("GET", "users/me")["id"]})
    assert town.get("deliveries")["deliveries"] == before


def test_a_group_that_our_role_is_let_into_is_told_of(build: Build, api: Call) -> None:
    here = build(empty=True)
    furnish(here)
    group = api("POST", "groups", {"name": "Accueil"})["id"]
    role = here.memory.ids("zammad")["role:guichet"]
    held = api("GET", f"roles/{role}")["group_ids"]
    api("PUT", f"roles/{role}", {"group_ids": held | {str(group): ["read", "create", "change"]}})
    assert [step.key for step in plan(here).todo] == ["trigger:created", "trigger:updated"]
    furnish(here)
    condition = api("GET", f"triggers/{here.memory.ids('zammad')['trigger:created']}")["condition"]
    assert str(group) in condition["ticket.group_id"]["value"]


def test_a_newer_zammad_is_told_to_hear_everything(build: Build, api: Call) -> None:
    furnish(build("6.5", empty=True))
    trigger = next(one for one in api("GET", "triggers") if one["name"] == "Guichet updated")
    assert (trigger["activator"], trigger["execution_condition_mode"]) == ("action", "always")
    assert set(trigger["condition"]) == {"ticket.action", "ticket.group_id", "ticket.updated_by_id"}


def test_both_webhooks_sign_with_one_token_that_nobody_can_guess(build: Build, api: Call, memory: Provisioned) -> None:
    here = build(empty=True)
    furnish(here)
    hooks = api("GET", "webhooks")
    assert [one["endpoint"] for one in hooks] == [f"{RECEIVER}/created", f"{RECEIVER}/updated"]
    assert {one["signature_token"] for one in hooks} == {here.ground.secret(memory.ids("zammad")["webhook:guichet"])}
    assert len(hooks[0]["signature_token"]) > 40


def test_a_secret_that_is_configured_already_is_used(build: Build, api: Call) -> None:
    furnish(build(empty=True, webhook_secrets=("déjà-là",), webhook_user="zammad", webhook_password="mot"))
    hooks = api("GET", "webhooks")
    assert {(one["signature_token"], one["basic_auth_username"]) for one in hooks} == {("déjà-là", "zammad")}


def test_a_webhook_that_lost_its_token_gets_the_other_s(build: Build, api: Call, memory: Provisioned) -> None:
    here = build(empty=True)
    furnish(here)
    first, second = api("GET", "webhooks")
    api("PUT", f"webhooks/{second['id']}", {"signature_token": "", "active": False})
    step = plan(here).todo[0]
    assert (step.key, step.before) == ("webhook:guichet-updated", (("signed", False), ("active", False)))
    furnish(here)
    assert api("GET", f"webhooks/{second['id']}")["signature_token"] == first["signature_token"]
    api("PUT", f"webhooks/{first['id']}", {"signature_token": ""})
    with pytest.raises(Refused, match="has no signature token"):
        here.ground.secret(memory.ids("zammad")["webhook:guichet"])


def test_a_field_that_a_person_deleted_is_found_and_made_again(build: Build, api: Call, memory: Provisioned) -> None:
    here = build(empty=True)
    furnish(here)
    api("DELETE", f"object_manager_attributes/{memory.ids('zammad')['field:note']}")
    api("POST", "object_manager_attributes_execute_migrations")
    drawn = plan(here)
    # Before 6.0 the trigger names every field, this one no longer.
    assert [(step.verb, step.key) for step in drawn.todo] == [
        (Verb.CREATE, "field:note"),
        (Verb.CHANGE, "trigger:updated"),
    ]
    furnish(here)
    assert plan(here).todo == ()


def test_a_field_that_waits_for_somebody_s_migration_is_not_migrated_along(build: Build, api: Call) -> None:
    here = build()
    decision = next(one for one in api("GET", "object_manager_attributes") if one["display"] == "Décision")
    note = next(one for one in api("GET", "object_manager_attributes") if one["display"] == "Note Guichet")
    api("DELETE", f"object_manager_attributes/{note['id']}")
    api("PUT", f"object_manager_attributes/{decision['id']}", decision | {"active": False})
    with pytest.raises(Refused, match="waits for its migration, which would be carried out as well"):
        furnish(here)
    assert next(one for one in api("GET", "object_manager_attributes") if one["id"] == note["id"])["to_delete"]


def test_a_field_stored_by_a_run_that_was_stopped_is_migrated(build: Build, town: Town, memory: Provisioned) -> None:
    here = build(empty=True)
    approved = plan(here)
    town.fault("status", method="POST", path="/api/v1/object_manager_attributes_execute_migrations", status=503)
    with pytest.raises(Exception, match="cannot answer now"):
        list(apply(here, approved))
    assert "field:account" not in memory.ids("zammad")
    list(apply(here, approved))
    assert plan(here).todo == ()


def test_a_field_made_but_not_proven_is_proven_by_the_next_run(build: Build, town: Town) -> None:
    here = build(empty=True)
    approved = plan(here)
    town.fault("status", method="PUT", path="/api/v1/tickets/*", status=503)
    with pytest.raises(Exception, match="cannot answer now"):
        list(apply(here, approved))
    town.forget_calls()
    list(apply(here, approved))
    written = [path for method, path in town.calls() if method == "PUT" and path.startswith("/api/v1/tickets/")]
    fields = [step for step in approved.steps if step.kind is Kind.FIELD]
    assert len(written) == 5 * len(fields) + 1  # and once for the trigger
    assert plan(here).todo == ()


def test_what_is_there_is_adopted_and_only_what_lacks_is_added(build: Build, api: Call) -> None:
    here = build()
    motif = next(one for one in api("GET", "object_manager_attributes") if one["display"] == "Motif")
    poorer = motif["data_option"] | {"options": {"facturation": "Facturation", "autre": "Autre"}}
    api("PUT", f"object_manager_attributes/{motif['id']}", motif | {"data_option": poorer, "screens": {}})
    api("POST", "object_manager_attributes_execute_migrations")
    step = next(one for one in plan(here).steps if one.key == "field:category")
    assert step.verb is Verb.ADOPT
    assert [name for name, _ in step.after] == ["options", "on agents' screen"]
    furnish(here)
    options = dict(look(here, Kind.FIELD)["Motif"].has)["options"]
    assert options == (
        ("facturation", "Facturation"),
        ("remboursement", "Remboursement"),
        ("autre", "Autre"),
    )
    assert plan(here).todo == ()


def test_a_field_that_was_renamed_gets_its_title_back_and_rules_go_on_naming_it(build: Build, api: Call) -> None:
    here = build()
    furnish(here)
    decision = next(one for one in api("GET", "object_manager_attributes") if one["display"] == "Décision")
    api("PUT", f"object_manager_attributes/{decision['id']}", decision | {"display": "Verdict"})
    api("POST", "object_manager_attributes_execute_migrations")
    furnish(here)
    assert plan(here).todo == ()
    macro = next(one for one in api("GET", "macros") if one["name"] == "Accepter")
    assert macro["perform"] == {"ticket.decision": {"value": "guichet_decision_acceptee"}}


def test_whole_numbers_are_no_field_for_an_amount(build: Build, api: Call) -> None:
    here = build()
    amount = next(one for one in api("GET", "object_manager_attributes") if one["display"] == "Montant")
    api("PUT", f"object_manager_attributes/{amount['id']}", amount | {"data_type": "integer"})
    api("POST", "object_manager_attributes_execute_migrations")
    assert plan(here).problems == (
        "The field 'Montant' is of type integer, and input is needed: rename it, or the policy's.",
    )


def test_somebody_else_s_trigger_and_overview_of_the_title_are_not_touched(build: Build, api: Call) -> None:
    here = build()
    theirs = {"ticket.state_id": {"operator": "is", "value": ["2"]}}
    api("POST", "overviews", {"name": "En retard", "condition": theirs, "role_ids": [2]})
    perform = {"ticket.tags": {"operator": "add", "value": "x"}}
    api("POST", "triggers", {"name": "Guichet updated", "condition": theirs, "perform": perform})
    furnish(here)
    views, triggers = look(here, Kind.VIEW), look(here, Kind.TRIGGER)
    assert dict(views["En retard"].has)["condition"] == ("AND", ("ticket.state_id", "is", ("open",), ()))
    assert triggers["Guichet updated"].key == ""
    assert {"En retard (Guichet)"} <= set(views)
    assert triggers["Guichet updated (Guichet)"].key == "trigger:updated"
    assert plan(here).todo == ()


def test_a_group_whose_people_have_rights_of_their_own_is_opened_to_our_role_alone(build: Build, api: Call) -> None:
    here = build()
    api("PUT", "roles/4", {"group_ids": {}})
    steps = {step.key: step for step in plan(here).todo if step.kind is Kind.GROUP}
    assert {step.after for step in steps.values()} == {(("access", ("Guichet",)),)}
    furnish(here)
    assert api("GET", "roles/2")["group_ids"] == {}
    assert plan(here).todo == ()


def test_without_a_user_of_our_role_every_change_is_told_until_there_is_one(build: Build, api: Call) -> None:
    here = build(empty=True)
    bot = next(one for one in api("GET", "users") if one["login"] == "guichet-bot")
    api("PUT", f"users/{bot['id']}", {"role_ids": [2]})
    furnish(here)
    api("PUT", f"users/{bot['id']}", {"role_ids": [int(here.memory.ids("zammad")["role:guichet"])]})
    assert [step.key for step in plan(here).todo] == ["trigger:updated"]


def test_a_right_that_is_missing_is_named_and_the_rest_is_done_later(build: Build, town: Town) -> None:
    here = build()
    approved = plan(here)
    town.fault("status", method="POST", path="/api/v1/webhooks", status=403)
    with pytest.raises(Refused, match=r"create webhook 'Guichet created': POST /api/v1/webhooks: .*lacks the right"):
        list(apply(here, approved))
    assert [step.kind for step in apply(here, approved)] == [Kind.WEBHOOK] * 2 + [Kind.TRIGGER] * 2


def test_the_bot_s_own_token_is_told_to_be_none_for_furnishing(build: Build) -> None:
    with pytest.raises(Refused, match=r"lacks the right .* with an administrator's token \(see docs/zammad.md\)"):
        plan(build(token=BOT_TOKEN))


def test_an_admin_who_may_file_no_ticket_is_told_how_to(build: Build, api: Call) -> None:
    here = build(empty=True)
    admin = api("GET", "users/me")["id"]
    approved = plan(here)
    api("PUT", f"users/{admin}", {"role_ids": [1]})
    with pytest.raises(Refused, match="give the user of this token the role Agent"):
        list(apply(here, approved))
    api("PUT", f"users/{admin}", {"role_ids": [1, 2]})
    list(apply(here, approved))
    assert plan(here).todo == ()


def test_destroying_leaves_role_groups_and_fields(build: Build) -> None:
    here = build(empty=True)
    furnish(here)
    approved, left = destroy(here)
    list(tear_down(here, approved))
    assert {one.kind for one in here.ground.look()} == {Kind.ROLE, Kind.GROUP, Kind.FIELD}
    assert {one.kind for one in left} == {Kind.ROLE, Kind.GROUP, Kind.FIELD}


def test_destroying_what_somebody_just_removed_is_no_error(build: Build, api: Call, memory: Provisioned) -> None:
    here = build(empty=True)
    furnish(here)
    approved, _ = destroy(here)
    removing = tear_down(here, approved)
    assert next(removing).key == "trigger:created"
    api("DELETE", f"triggers/{memory.ids('zammad')['trigger:updated']}")
    assert len(list(removing)) == len(approved.steps) - 1


def test_without_the_add_on_its_permission_is_not_asked_for(build: Build, town: Town) -> None:
    here = build(empty=True)
    town.post("zammad", addon=None)
    role = next(step for step in plan(here).steps if step.kind is Kind.ROLE)
    assert dict(role.after)["permissions"] == ("ticket.agent", "user_preferences.access_token")


def test_a_trigger_that_is_not_heard_is_not_taken_for_ours(build: Build, town: Town, memory: Provisioned) -> None:
    here = build()
    approved = plan(here)
    town.post("webhooks/hold")
    with pytest.raises(Refused, match=r"Zammad did not call http://127.0.0.1:9/webhooks/zammad/updated within 40 s"):
        list(apply(here, approved))
    assert "trigger:updated" not in memory.ids("zammad")
    town.post("webhooks/release")
    assert [(step.verb, step.key) for step in apply(here, approved)] == [(Verb.ADOPT, "trigger:updated")]
    assert plan(here).todo == ()


def test_no_ticket_for_trying_fields_is_left(build: Build, town: Town) -> None:
    furnish(build(empty=True))
    assert [ticket for ticket in town.get("tickets")["tickets"] if not ticket["deleted"]] == []


def test_without_a_token_nothing_is_looked_at() -> None:
    with pytest.raises(NotConfigured, match="No Zammad access token"):
        ZammadGround(ZammadAccess("https://helpdesk.example.org"), clock)


def test_an_administrator_s_token_is_no_token_for_daily_work(build: Build, town: Town) -> None:
    here = build()
    town.member_files()
    rights = {right.name: right for right in here.ground.rights()}
    assert rights["own user, no administrator"].held is False
    assert all(rights[f"admin.{name}"].held for name in ("role", "group", "object", "overview", "webhook", "trigger"))
    assert rights["ticket.agent"].held is True
    assert rights["no time limit for deleting notes"].held is None


def test_the_bot_has_all_it_needs_daily(build: Build, town: Town) -> None:
    here = build(token=BOT_TOKEN)
    town.member_files()
    rights = {right.name: right.held for right in here.ground.rights()}
    assert rights == {
        "ticket.agent": True,
        "own user, no administrator": True,
        "Guichet's add-on": True,
        "guichet.purge": True,
    }


def test_what_the_bot_lacks_is_told(build: Build, town: Town, api: Call) -> None:
    here = build(token=BOT_TOKEN)
    town.member_files()
    api("PUT", "roles/4", {"permissions": ["ticket.agent"], "group_ids": {}})
    rights = {right.name: right.held for right in here.ground.rights()}
    assert (rights["guichet.purge"], rights["Guichet's add-on"]) == (False, True)
    town.post("zammad", addon=None)
    rights = {right.name: right.held for right in here.ground.rights()}
    assert (rights["guichet.purge"], rights["Guichet's add-on"]) == (None, False)


def test_a_limit_that_was_lifted_is_told(build: Build, api: Call) -> None:
    here = build(token=API_TOKEN)
    limit = next(one for one in api("GET", "settings") if one["name"] == "ui_ticket_zoom_article_delete_timeframe")
    api("PUT", f"settings/{limit['id']}", {"state_current": {"value": 0}})
    rights = {right.name: right.held for right in here.ground.rights()}
    assert rights["no time limit for deleting notes"] is True
