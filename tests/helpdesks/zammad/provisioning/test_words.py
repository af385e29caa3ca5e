"""The plan's words for Zammad's conditions and orders, and the way back."""

from typing import Any

import pytest

from integration.core.errors import Refused
from integration.core.provisioning.things import Value
from integration.helpdesks.zammad.provisioning.words import (
    Names,
    choice,
    column_for,
    condition_told,
    condition_written,
    leaf,
    mark_in,
    marked,
    orders_told,
    orders_written,
    together,
)

NAMES = Names(
    groups={"Facturation": "2", "Cas particuliers": "3"},
    states={"new": "1", "open": "2"},
    hooks={"{webhook:guichet}": "9"},
    columns={"Motif": "categorie", "Décision": "decision"},
)

SIMPLE = {
    "ticket.action": {"operator": "is", "value": "update"},
    "ticket.group_id": {"operator": "is", "value": ["2", "3"]},
    "ticket.tags": {"operator": "contains one", "value": "a,b"},
    "ticket.updated_by_id": {"operator": "is not", "value": ["4"], "pre_condition": "specific"},
}
EXPERT = {
    "operator": "AND",
    "conditions": [
        {"name": "ticket.action", "operator": "is", "value": "update"},
        {
            "operator": "OR",
            "conditions": [
                {"name": "article.id", "operator": "is not", "value": "0"},
                {"name": "ticket.categorie", "operator": "has changed", "value": []},
            ],
        },
    ],
}


@pytest.mark.parametrize("condition", [SIMPLE, EXPERT])
def test_a_condition_comes_back_as_it_was(condition: dict[str, Any]) -> None:
    assert condition_written(condition_told(condition, NAMES), NAMES) == condition


def test_names_stand_for_ids_and_titles_for_columns() -> None:
    assert condition_told(EXPERT, NAMES) == (
        "AND",
        (
            "OR",
            ("article.id", "is not", ("0",), ()),
            ("ticket.{Motif}", "has changed", (), ()),
        ),
        ("ticket.action", "is", ("update",), ()),
    )
    said = condition_told({"ticket.group_id": {"operator": "is", "value": [3, 2, 77]}}, NAMES)
    assert said == ("AND", ("ticket.group_id", "is", ("77", "Cas particuliers", "Facturation"), ()))


def test_how_a_condition_was_entered_makes_no_difference() -> None:
    entered = {
        "operator": "AND",
        "conditions": [
            {"name": "ticket.tags", "operator": "contains one", "value": "b, a"},
            {"name": "ticket.action", "operator": "is", "value": "update", "value_completion": ""},
        ],
    }
    simple = {name: SIMPLE[name] for name in ("ticket.action", "ticket.tags")}
    assert condition_told(entered, NAMES) == condition_told(simple, NAMES)


def test_two_conditions_on_one_attribute_need_the_expert_form() -> None:
    both = together("AND", leaf("ticket.tags", "contains one", "a"), leaf("ticket.tags", "contains one not", "b"))
    assert {one["value"] for one in condition_written(both, NAMES)["conditions"]} == {"a", "b"}


def test_orders_come_back_as_they_were() -> None:
    macro = {"ticket.decision": {"value": "oui"}, "ticket.tags": {"operator": "add", "value": "x"}}
    assert orders_told(macro, NAMES) == (
        ("ticket.tags", (("operator", "add"), ("value", "x"))),
        ("ticket.{Décision}", (("value", "oui"),)),
    )
    assert orders_written(orders_told(macro, NAMES), NAMES) == macro
    calls = {"notification.webhook": {"webhook_id": 9}}
    assert orders_told(calls, NAMES) == (("notification.webhook", (("webhook_id", "{webhook:guichet}"),)),)
    assert orders_written(orders_told(calls, NAMES), NAMES) == {"notification.webhook": {"webhook_id": "9"}}


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        (leaf("ticket.group_id", "is", "Nulle part"), "ticket.group_id 'Nulle part'"),
        (leaf("ticket.{Absent}", "is", "x"), "ticket field 'Absent'"),
    ],
)
def test_what_does_not_exist_is_refused_since_zammad_would_store_it(condition: Value, what: str) -> None:
    with pytest.raises(Refused, match=f"Zammad has no {what}"):
        condition_written(together("AND", condition), NAMES)


def test_columns_of_ours_are_zammad_s_to_accept() -> None:
    assert column_for("field:clock_délai-légal") == "guichet_clock_delai_legal"


def test_an_option_is_meant_by_its_value_or_its_label() -> None:
    assert choice("remboursement", [("r1", "Remboursement")]) == "r1"
    assert choice("remboursement", [("r1", "Autre")]) == "remboursement"


def test_a_mark_is_found_in_a_note() -> None:
    assert mark_in(marked("À nous.", "webhook:guichet")) == "webhook:guichet"
    assert mark_in(None) == ""
