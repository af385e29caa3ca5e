"""What the policy names and the connected helpdesk lacks is told before a case meets it."""

from dataclasses import replace
from pathlib import Path

import pytest

from config.against import check_against, problems_against
from config.files import files_on_disk
from config.load import load_policy
from integration.core.policy import Policy
from integration.helpdesks.contract import AgentInfo, FieldInfo, Survey
from tests.config.small import SMALL, edited, written

FIELDS = (
    FieldInfo("Motif", "tagger", ("facturation", "remboursement", "autre")),
    FieldInfo("Compte", "text"),
    FieldInfo("Date de la transaction", "date"),
    FieldInfo("Montant", "decimal"),
    FieldInfo(
        "Décision",
        "tagger",
        ("guichet_decision_acceptee", "guichet_decision_partielle", "guichet_decision_refusee"),
    ),
    FieldInfo("Note Guichet", "textarea"),
    FieldInfo("Échéance d'examen", "date"),
    FieldInfo("Échéance de paiement", "date"),
)
DESK = Survey(
    user_id="1",
    role="admin",
    groups=("Service clients", "Facturation", "Facturation niveau 2", "Cas particuliers"),
    fields=FIELDS,
)


def test_a_helpdesk_that_has_everything(shipped: Policy) -> None:
    assert check_against(shipped, DESK) == ()


def test_a_group_that_is_not_there_is_named_once_with_a_suggestion(shipped: Policy) -> None:
    desk = replace(DESK, groups=("Service clients", "Facturation", "Facturation niveau 2", "Cas particulier"))
    assert check_against(shipped, desk) == (
        'the helpdesk has no group "Cas particuliers" (did you mean "Cas particulier"?)',
    )


def test_the_last_resort_s_group_is_checked_too(shipped: Policy) -> None:
    desk = replace(DESK, groups=("Facturation", "Facturation niveau 2", "Cas particuliers"))
    assert check_against(shipped, desk) == ('the helpdesk has no group "Service clients"',)


def test_a_field_that_is_not_there(shipped: Policy) -> None:
    desk = replace(DESK, fields=(*FIELDS[:3], FieldInfo("Montants", "decimal"), *FIELDS[4:]))
    assert check_against(shipped, desk) == (
        'the helpdesk has no field "Montant" (fields: amount) (did you mean "Montants"?)',
    )


def test_a_clock_s_field_that_is_not_there(shipped: Policy) -> None:
    desk = replace(DESK, fields=(*FIELDS[:6], FieldInfo("Échéance d’examen", "date"), FIELDS[7]))
    assert check_against(shipped, desk) == (
        'the helpdesk has no field "Échéance d\'examen" (clocks: examen) (did you mean "Échéance d’examen"?)',
    )


def test_a_title_that_two_fields_share_cannot_be_told_apart(shipped: Policy) -> None:
    desk = replace(DESK, fields=(*FIELDS, FieldInfo("Motif", "text"), FieldInfo("Motif", "text")))
    assert check_against(shipped, desk) == (
        'the helpdesk has 3 fields called "Motif" (fields: category): rename all but one',
    )


def test_an_option_that_is_not_there(shipped: Policy) -> None:
    options = ("facturation", "remboursements")
    desk = replace(DESK, fields=(FieldInfo("Motif", "tagger", options), *FIELDS[1:]))
    assert check_against(shipped, desk) == (
        (
            'the helpdesk\'s field "Motif" has no option "remboursement" (categories: circonstances) '
            '(did you mean "remboursements"?)'
        ),
    )


def test_a_decision_that_is_not_there(shipped: Policy) -> None:
    options = ("guichet_decision_acceptee", "guichet_decision_partielle", "non")
    desk = replace(DESK, fields=(*FIELDS[:4], FieldInfo("Décision", "tagger", options), *FIELDS[5:]))
    assert check_against(shipped, desk) == (
        (
            'the helpdesk\'s field "Décision" has no option "guichet_decision_refusee" (decisions: refused) '
            '(did you mean "guichet_decision_acceptee"?)'
        ),
    )


def test_options_are_compared_without_accents_and_case(shipped: Policy) -> None:
    desk = replace(DESK, fields=(FieldInfo("Motif", "tagger", ("FACTURATION", "Remboursement")), *FIELDS[1:]))
    assert check_against(shipped, desk) == ()


def test_a_text_field_takes_any_value(shipped: Policy) -> None:
    desk = replace(DESK, fields=(FieldInfo("Motif", "text"), *FIELDS[1:]))
    assert check_against(shipped, desk) == ()


def test_an_option_may_be_named_by_what_people_see(shipped: Policy) -> None:
    motif = FieldInfo("Motif", "tagger", ("m_1", "m_2"), ("Facturation", "Remboursement"))

    assert check_against(shipped, replace(DESK, fields=(motif, *FIELDS[1:]))) == ()


def placed(folder: Path, old: str, new: str, desk: Survey) -> list[str]:
    file = written(folder, edited(SMALL, old, new))
    return [str(problem) for problem in problems_against(files_on_disk(file), load_policy(file), desk)]


TOWN = Survey(
    user_id="1",
    role="agent",
    groups=("Service clients", "Niveau 2", "Cas particuliers"),
    fields=(
        FieldInfo("Motif", "tagger", ("facturation", "remboursement", "autre")),
        FieldInfo("Montant", "decimal"),
        FieldInfo("Décision", "tagger", ("oui", "non")),
        FieldInfo("Offre", "tagger", ("offre_1",), ("Duo",)),
        FieldInfo("Urgent", "checkbox"),
    ),
    brands=("Cyclo",),
    agents=(
        AgentInfo("Mathilde Aubry", "mathilde@example.org"),
        AgentInfo("Paul Petit", "paul@example.org"),
        AgentInfo("Paul Petit", "petit@example.org"),
    ),
)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("field: {Offre: duo}, status: new", []),
        ('field: {Offre: ["*", ""], Urgent: true}', []),
        ("group: service CLIENTS, brand: cyclo", []),
        (
            "field: {Offres: duo}",
            ['policy.yaml:17:20: the helpdesk has no field "Offres" (routing: mots) (did you mean "Offre"?)'],
        ),
        (
            "any: [{status: new}, {field: {Offre: [duo, Trio]}}]",
            ['policy.yaml:17:55: the helpdesk\'s field "Offre" has no option "trio" (routing: mots)'],
        ),
        (
            "field: {Urgent: oui}",
            ['policy.yaml:17:28: the helpdesk\'s field "Urgent" has no option "oui" (routing: mots)'],
        ),
        ("brand: Cycles", ['policy.yaml:17:19: the helpdesk has no brand "cycles" (did you mean "Cyclo"?)']),
        ("group: Niveau 3", ['policy.yaml:17:19: the helpdesk has no group "niveau 3" (did you mean "Niveau 2"?)']),
    ],
)
def test_what_a_condition_names_must_be_there(tmp_path: Path, condition: str, told: list[str]) -> None:
    assert placed(tmp_path, 'text: [décès, "décéd*"]', condition, TOWN) == told


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("assignee: MATHILDE aubry", []),
        ("assignee: petit@example.org", []),
        (
            "assignee: Paul Petit",
            [
                (
                    "policy.yaml:18:22: the helpdesk has 2 agents with the name given (routing: mots): "
                    "name one by e-mail address"
                ),
            ],
        ),
        (
            "assignee: Karim",
            ["policy.yaml:18:22: the helpdesk has no agent with the name or address given (routing: mots)"],
        ),
        (
            "group: Cas Particuliers",
            ['policy.yaml:18:19: the helpdesk has no group "Cas Particuliers" (did you mean "Cas particuliers"?)'],
        ),
        (
            "fields: {Offre: trio}",
            ['policy.yaml:18:28: the helpdesk\'s field "Offre" has no option "trio" (routing: mots)'],
        ),
        (
            "fields: {Ofre: duo}",
            ['policy.yaml:18:21: the helpdesk has no field "Ofre" (routing: mots) (did you mean "Offre"?)'],
        ),
    ],
)
def test_what_an_action_names_must_be_there(tmp_path: Path, action: str, told: list[str]) -> None:
    assert placed(tmp_path, "group: Cas particuliers", action, TOWN) == told


def test_brands_that_cannot_be_seen_are_not_missed(tmp_path: Path) -> None:
    assert placed(tmp_path, 'text: [décès, "décéd*"]', "brand: Cycles", replace(TOWN, brands=())) == []


@pytest.mark.parametrize(
    ("cannot", "old", "new", "told"),
    [
        (
            "brand",
            'text: [décès, "décéd*"]',
            "brand: Cyclo",
            ['policy.yaml:17:19: the helpdesk knows no "brand" (routing: mots): write something else'],
        ),
        (
            "requester_tags",
            'text: [décès, "décéd*"]',
            "requester_tags: [fidele]",
            ['policy.yaml:17:29: the helpdesk knows no "requester_tags" (routing: mots): write something else'],
        ),
        (
            "status: hold",
            'text: [décès, "décéd*"]',
            "status: [open, hold]",
            ['policy.yaml:17:27: the helpdesk knows no "status: hold" (routing: mots): write something else'],
        ),
        (
            "priority: urgent",
            "group: Cas particuliers",
            "priority: urgent",
            ['policy.yaml:18:22: the helpdesk knows no "priority: urgent" (routing: mots): write something else'],
        ),
        ("priority: urgent", "group: Cas particuliers", "priority: high", []),
        ("status: hold", 'text: [décès, "décéd*"]', "status: open", []),
        ("tags: x", 'text: [décès, "décéd*"]', "tags: [fidele]", []),
    ],
)
def test_what_a_helpdesk_cannot_do_is_told(tmp_path: Path, cannot: str, old: str, new: str, told: list[str]) -> None:
    assert placed(tmp_path, old, new, replace(TOWN, cannot=frozenset({cannot}))) == told


@pytest.mark.parametrize(
    ("alarm", "told"),
    [
        ("at_due: {group: Niveau 2, assignee: petit@example.org}", []),
        (
            "at_due: {group: Niveau 3}",
            ['policy.yaml:21:90: the helpdesk has no group "Niveau 3" (did you mean "Niveau 2"?)'],
        ),
        (
            "at_warn: {assignee: Karim}",
            ["policy.yaml:21:94: the helpdesk has no agent with the name or address given (clocks: examen)"],
        ),
    ],
)
def test_what_an_alarm_names_must_be_there(tmp_path: Path, alarm: str, told: list[str]) -> None:
    assert placed(tmp_path, "due: 14 days}", f"due: 14 days, {alarm}}}", TOWN) == told


def test_who_closes_must_be_there(tmp_path: Path) -> None:
    told = placed(tmp_path, "examples:", "asking: {close_after: 14 days, close_as: Karim}\nexamples:", TOWN)

    assert told == ["policy.yaml:23:42: the helpdesk has no agent with the name or address given (asking: close_as)"]
