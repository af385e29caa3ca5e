"""What the policy names and the connected helpdesk lacks is told before a case meets it."""

from dataclasses import replace

from config.against import check_against
from integration.core.policy import Policy
from integration.helpdesks.contract import FieldInfo, Survey

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
