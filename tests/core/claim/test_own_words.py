"""Only the member's own words are read."""

from datetime import date

import pytest

from integration.core.claim import Claim, Fields, Reading, Text, phrase, read_claim

TODAY = date(2026, 11, 22)
POLICY = Reading(own_texts=("Pour traiter votre demande, il nous manque", " "))


def read(body: str) -> Claim:
    return read_claim((Text("comment:1", body, TODAY),), Fields(), POLICY, TODAY)


@pytest.mark.parametrize(
    "quoted",
    [
        "> prélevé 80 € le 3 septembre",
        "Le 20 nov. 2026 à 10:12, Guichet <a@b.fr> a écrit :\n> prélevé 80 € le 3 septembre",
        "Le 20 nov. 2026 à 10:12, Service clients\n<support@guichet.example> a écrit :\nprélevé 80 € le 3 mai",
        "On Thu, 19 Nov 2026, Guichet wrote:\nprélevé 80 € le 3 septembre",
        "-----Message d'origine-----\nprélevé 80 € le 3 septembre",
        "---------- Forwarded message ---------\nprélevé 80 € le 3 septembre",
        "De : Guichet\nEnvoyé : jeudi\nÀ : moi\nObjet : RE\nprélevé 80 € le 3 septembre",
        "Pour traiter votre demande, il nous manque : le débit de 80 € du 3 septembre",
        "Pour traiter votre demande,\nil nous manque le débit de 80 € du 3 septembre",
        "Le montant débité est-il bien 80,00 € ?",
        "Votre message disait « prélevé 80 € le 3 septembre ».",
    ],
)
def test_quoted_words_are_not_the_members(quoted: str) -> None:
    claim = read(f"C'est bien 49,90 € débités le 5 octobre, je ne comprends pas.\n\n{quoted}")
    assert claim.amount is not None
    assert phrase_of(claim) == ("49.90", date(2026, 10, 5))
    assert claim.description is not None
    assert "80" not in str(claim.description.value)


def phrase_of(claim: Claim) -> tuple[str, object]:
    assert claim.amount is not None
    assert claim.transaction_date is not None
    return str(getattr(claim.amount.value, "value", "")), claim.transaction_date.value


@pytest.mark.parametrize(
    "written",
    [
        "Ma voisine a écrit :\nprélevé 49,90 € le 5 octobre",
        "De : Karim\nprélevé 49,90 € le 5 octobre, merci de vérifier",
        "Cordialement, prélevé 49,90 € le 5 octobre",
        "Merci\nCordialement\nMarie\nPS : prélevé 49,90 € le 5 octobre",
    ],
)
def test_what_only_looks_quoted_is_read(written: str) -> None:
    assert phrase_of(read(written)) == ("49.90", date(2026, 10, 5))


def test_a_signature_is_read_behind_labels_only() -> None:
    claim = read("Prélevé 49,90 €\nCordialement,\nMarie\nmarie@pro.fr\nCapital : 80 €\nMontant : 49,90 €\nle 3 mai")
    assert claim.amount is not None
    assert claim.account is None
    assert claim.transaction_date is None


def test_the_account_in_a_signature_is_offered() -> None:
    question = next(one for one in read("Prélevé 49,90 €\nCordialement,\nmarie@pro.fr").questions if one.candidates)
    assert "marie@pro.fr" in phrase(question, "fr")


def test_a_description_is_the_members_own_words() -> None:
    claim = read(
        "Bonjour Madame,\n\nJe ne reconnais   pas ce débit.\n> cité\nMerci de vérifier.\n\nCordialement,\nMarie"
    )
    assert claim.description is not None
    assert claim.description.value == "Je ne reconnais pas ce débit.\nMerci de vérifier."


@pytest.mark.parametrize(
    "written", ["Bonjour", "Compte : a@b.fr\nDate : 3 mai\nMontant : 5 €", "Cordialement,\nMarie", "> cité", ""]
)
def test_values_and_politeness_are_no_description(written: str) -> None:
    assert read(written).description is None
