from dataclasses import replace

from integration.core.policy import Decisions, FieldTitles, Retention
from integration.core.provisioning.blueprint import blueprint
from integration.core.provisioning.things import Kind, Thing
from tests.core.build import POLICY

WITH_RETENTION = replace(POLICY, retention=Retention())


def things(kind: Kind) -> dict[str, Thing]:
    return {thing.key: thing for thing in blueprint(WITH_RETENTION) if thing.kind is kind}


def test_every_group_a_rule_names_is_needed_once() -> None:
    assert [one.title for one in things(Kind.GROUP).values()] == [
        "Cas particuliers",
        "Niveau 2",
        "Facturation",
        "Service clients",
    ]


def test_every_field_with_its_type_and_the_options_its_words_need() -> None:
    fields = things(Kind.FIELD)
    assert {key: (one.title, dict(one.wanted)["type"]) for key, one in fields.items()} == {
        "field:account": ("Compte", "text"),
        "field:transaction_date": ("Date", "date"),
        "field:amount": ("Montant", "decimal"),
        "field:note": ("Note", "lines"),
        "field:clock_examen": ("Échéance", "date"),
        "field:clock_paiement": ("Paiement", "date"),
        "field:category": ("Motif", "select"),
        "field:decision": ("Décision", "select"),
    }
    assert dict(fields["field:category"].wanted)["options"] == (
        ("facturation", "Facturation"),
        ("remboursement", "Remboursement"),
    )
    assert dict(fields["field:decision"].wanted)["options"] == (
        ("acceptee", "Acceptée"),
        ("partielle", "Acceptée en partie"),
        ("refusee", "Refusée"),
    )


def test_agents_get_a_macro_for_each_thing_they_decide() -> None:
    assert {one.title: one.wanted for one in things(Kind.MACRO).values()} == {
        "Accepter": (("actions", (("field", "Décision", "acceptee"),)),),
        "Refuser": (("actions", (("field", "Décision", "refusee"),)),),
        "Suspendre la suppression": (("actions", (("tag", "add", "guichet_conservation"),)),),
    }


def test_agents_get_a_view_of_each_pile_of_work() -> None:
    views = {one.title: dict(one.wanted) for one in things(Kind.VIEW).values()}
    assert views["Prêt à décider"]["all"] == (
        ("status", "less_than", "solved"),
        ("tag", "has", "guichet_complet"),
        ("field", "Décision", "empty"),
    )
    assert list(views) == ["À compléter", "Prêt à décider", "En retard", "Documents à supprimer"]
    assert {view["columns"] for view in views.values()} == {("Échéance", "Paiement")}


def test_a_policy_in_english_gets_english_titles() -> None:
    titles = [one.title for one in blueprint(replace(WITH_RETENTION, language="en"))]
    assert {"To complete", "Ready to decide", "Overdue", "Documents to delete", "Accept", "Refuse"} <= set(titles)


def test_what_the_policy_does_not_know_is_not_needed() -> None:
    bare = replace(POLICY, fields=FieldTitles("Motif"), decisions=Decisions(), clocks=())
    keys = {thing.key for thing in blueprint(bare)}
    assert {"field:category", "view:to_complete", "view:ready", "view:late"} <= keys
    assert not [key for key in keys if key.startswith("macro:") or key == "view:documents"]
    assert [key for key in keys if key.startswith("field:")] == ["field:category"]
    ready = next(thing for thing in blueprint(bare) if thing.key == "view:ready")
    assert len(tuple(dict(ready.wanted)["all"] or ())) == 2  # type: ignore[arg-type] # a list of conditions
