"""What is sent for a step, where a real Zammad is particular about it."""

from typing import Any

from integration.core.provisioning.things import Kind, Step, Verb
from integration.helpdesks.zammad.provisioning.looking import options
from integration.helpdesks.zammad.provisioning.making import body, changed_field, new_field
from integration.helpdesks.zammad.provisioning.words import Names

OPTIONS = (("facturation", "Facturation"), ("remboursement", "Remboursement"))


def step(kind: Kind, key: str, verb: Verb = Verb.CREATE, **after: Any) -> Step:
    return Step(verb, kind, key, "Titre", after=tuple(after.items()))


def attribute(**more: Any) -> dict[str, Any]:
    known = {"id": 58, "name": "categorie", "display": "Catégorie", "data_type": "select", "active": True}
    return known | {"position": 12, "screens": {"create_middle": {}}, "data_option": {"maxlength": 100}} | more


def test_a_new_field_of_members_is_on_their_form_and_on_the_agents_screen() -> None:
    sent = new_field(step(Kind.FIELD, "field:category", type="select", options=OPTIONS))
    assert sent["name"] == "guichet_category"
    assert sent["data_option"]["options"] == dict(OPTIONS)
    assert sent["screens"]["create_middle"]["ticket.customer"]["shown"] is True
    assert sent["screens"]["edit"]["ticket.agent"]["shown"] is True


def test_a_new_field_of_ours_is_not_on_the_members_form() -> None:
    sent = new_field(step(Kind.FIELD, "field:note", type="textarea"))
    assert sent["screens"]["create_middle"]["ticket.customer"]["shown"] is False


def test_options_are_added_in_the_shape_they_are_in() -> None:
    table = attribute(data_option={"options": {"facturation": "Factures", "autre": "Autre"}})
    change = step(Kind.FIELD, "field:category", Verb.CHANGE, options=OPTIONS)
    assert changed_field(table, change)["data_option"]["options"] == {
        "facturation": "Factures",
        "autre": "Autre",
        "remboursement": "Remboursement",
    }
    tree = [{"name": "Demandes", "value": "d", "children": [{"name": "Facturation", "value": "d::facturation"}]}]
    branch = attribute(data_type="tree_select", data_option={"options": tree})
    grown = changed_field(branch, change)["data_option"]["options"]
    assert grown[0] == tree[0]
    assert [one["value"] for one in grown[1:]] == ["facturation", "remboursement"]
    assert list(options(branch)) == [("d", "Demandes"), ("d::facturation", "Facturation")]


def test_a_change_of_a_field_sends_all_of_it_and_alters_nothing_else() -> None:
    known = attribute()
    sent = changed_field(known, Step(Verb.CHANGE, Kind.FIELD, "field:category", "Motif", after=(("title", "Motif"),)))
    assert sent == {"object": "Ticket", "display": "Motif"} | {
        name: known[name] for name in ("name", "data_type", "data_option", "screens", "active", "position")
    }
    assert known["display"] == "Catégorie"


def test_no_property_of_the_plan_alone_is_sent() -> None:
    group = body(step(Kind.GROUP, "group:Titre", active=True, access=("Guichet",)), Names())
    assert group == {"name": "Titre", "active": True, "note": "Needed by the refund policy."}
    hook = body(step(Kind.WEBHOOK, "webhook:guichet", Verb.CHANGE, signed=True), Names())
    assert hook == {}
