import pytest

from config.load import policy_from
from config.starting import NAMES, STARTERS, starting
from integration.helpdesks.contract import FieldInfo, Survey


def survey(*fields: FieldInfo, groups: tuple[str, ...] = ()) -> Survey:
    return Survey("1", "admin", groups, fields)


@pytest.mark.parametrize("language", sorted(STARTERS))
def test_an_empty_helpdesk_gets_the_starter_as_it_stands(language: str) -> None:
    start = starting(language, survey())
    assert policy_from(start.files).language == language
    assert start.taken == ()
    assert len(start.lacking) == len(NAMES)


def test_the_names_that_the_helpdesk_has_are_taken_over() -> None:
    theirs = survey(
        FieldInfo("Type de demande", "tagger"),
        FieldInfo('Compte: "client"', "text"),
        FieldInfo("montant", "text"),
        groups=("Comptabilité", "Support"),
    )
    start = starting("fr", theirs)
    policy = policy_from(start.files)
    assert policy.fields.category == "Type de demande"
    assert policy.fields.account == "Compte"
    assert policy.fields.amount == "montant"
    assert [rule.then.group for rule in policy.rules][-1] == "Comptabilité"
    assert policy.otherwise.group == "Support"
    assert set(start.taken) == {"Type de demande", "montant", "Comptabilité", "Support"}


def test_a_field_of_a_type_that_does_not_fit_is_not_taken() -> None:
    start = starting("en", survey(FieldInfo("Transaction date", "checkbox"), FieldInfo("Amount", "date")))
    assert start.taken == ()


def test_a_title_with_any_sign_in_it_is_written_so_that_it_is_read_back() -> None:
    theirs = survey(FieldInfo("Échéance d’examen", "date"), FieldInfo("Numéro d'adhérent", "text"))
    policy = policy_from(starting("fr", theirs).files)
    assert policy.fields.account == "Numéro d'adhérent"
