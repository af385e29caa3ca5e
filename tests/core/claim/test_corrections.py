"""Several messages and fields: the latest sure value wins, what a field says is preferred, and doubt is asked about."""

from datetime import date
from decimal import Decimal

import pytest

from integration.core.claim import Claim, Fields, Finding, Item, Money, Reading, Reason, Text, Value, read_claim

TODAY = date(2026, 11, 22)


def read(*bodies: str, subject: str = "", fields: Fields | None = None, policy: Reading | None = None) -> Claim:
    texts = [Text(f"comment:{number}", body, TODAY) for number, body in enumerate(bodies, 1)]
    if subject:
        texts.insert(0, Text("subject", subject, TODAY))
    return read_claim(tuple(texts), fields or Fields(), policy or Reading(), TODAY)


def value(finding: Finding | None) -> Value | None:
    return finding.value if finding else None


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def reason(claim: Claim, item: Item) -> Reason | None:
    question = claim.question(item)
    return question.reason if question else None


def test_a_later_comment_corrects_an_earlier_one() -> None:
    claim = read("Vous m'avez prélevé 49,90 € le 3 septembre", "Pardon, c'était 59,90 €")
    assert value(claim.amount) == euros("59.90")
    assert claim.amount is not None
    assert (claim.amount.why, claim.amount.source) == ("latest_correction", "comment:2")
    assert value(claim.transaction_date) == date(2026, 9, 3)


def test_a_later_answer_of_one_word_corrects_too() -> None:
    assert value(read("débité de 49,90 €", "59,90").amount) == euros("59.90")


def test_a_later_comment_that_is_unsure_changes_nothing() -> None:
    claim = read("Vous m'avez prélevé 49,90 €", "J'ai acheté du pain à 2 € ce matin, rien à voir. Et il me reste 12 €.")
    assert value(claim.amount) != euros("12")
    claim = read("Vous m'avez prélevé 49,90 €", "Je vous ai écrit le 3 novembre. Où en êtes-vous ?")
    assert value(claim.amount) == euros("49.90")
    assert claim.transaction_date is None


def test_what_is_denied_later_is_no_longer_read() -> None:
    claim = read("prélevé le 3 septembre", "ce n'était pas le 3 septembre")
    assert claim.transaction_date is None


def test_the_same_value_twice_is_one_value() -> None:
    claim = read("compte Marie@Exemple.fr, 49,90 € prélevés", "compte marie@exemple.fr", "49,90 € prélevés")
    assert value(claim.account) == "marie@exemple.fr"
    assert claim.amount is not None
    assert claim.amount.why == "charged"


def test_a_subject_speaks_with_the_message_it_announces() -> None:
    claim = read("Voici mes explications, tout cela est inadmissible.", subject="Prélèvement du 3 septembre de 49,90 €")
    assert value(claim.transaction_date) == date(2026, 9, 3)
    assert claim.description is not None
    assert claim.description.source == "comment:1"
    competing = read("Prélevé 59,90 €", subject="Prélèvement de 49,90 €")
    assert reason(competing, Item.AMOUNT) is Reason.AMBIGUOUS


def test_a_subject_alone_is_read() -> None:
    claim = read(subject="Vous m'avez prélevé 49,90 € par erreur")
    assert value(claim.amount) == euros("49.90")
    assert claim.description is not None
    assert claim.description.source == "subject"


def test_two_values_in_one_message_are_asked_about() -> None:
    claim = read("Vous m'avez prélevé 19,99 € puis encore 24,99 €")
    question = claim.question(Item.AMOUNT)
    assert question is not None
    assert question.reason is Reason.AMBIGUOUS
    assert [candidate.value for candidate in question.candidates] == [euros("19.99"), euros("24.99")]


def test_a_correction_in_the_same_message_counts_when_it_is_one_value() -> None:
    assert value(read("débité de 19,99 €, pardon, débité de 24,99 €").amount) == euros("24.99")
    claim = read("débité de 19,99 €, pardon, débité de 24,99 € ou de 29,99 €")
    assert reason(claim, Item.AMOUNT) is Reason.AMBIGUOUS


def test_a_field_is_preferred_over_the_text() -> None:
    fields = Fields("marie@exemple.fr", "2026-09-03", "49,9", "Débit inconnu")
    claim = read("Compte paul@exemple.fr, prélevé 80 € le 5 octobre", fields=fields)
    assert value(claim.account) == "marie@exemple.fr"
    assert value(claim.transaction_date) == date(2026, 9, 3)
    assert value(claim.amount) == euros("49.90")
    assert value(claim.description) == "Débit inconnu"
    assert {finding.source for finding in claim.findings} == {"field"}


def test_a_field_that_only_repeats_an_earlier_message_gives_way_to_the_correction() -> None:
    claim = read("prélevé 49,90 €", "En fait j'ai été débité de 59,90 €", fields=Fields(amount="49.90"))
    assert value(claim.amount) == euros("59.90")


def test_a_mistake_owned_in_a_text_against_a_field_is_asked_about() -> None:
    claim = read("Je me suis trompé dans le formulaire : prélevé 59,90 €", fields=Fields(amount="49.90"))
    question = claim.question(Item.AMOUNT)
    assert question is not None
    assert [candidate.value for candidate in question.candidates] == [euros("49.90"), euros("59.90")]


def test_a_field_and_a_text_that_agree_are_the_field() -> None:
    claim = read("prélevé 49,90 €", fields=Fields(amount="49.90"))
    assert claim.amount is not None
    assert claim.amount.source == "field"


def test_a_senseless_field_gives_way_to_a_sure_text() -> None:
    claim = read("prélevé 49,90 € le 28 février", fields=Fields(transaction_date="2026-02-31", amount="je ne sais pas"))
    assert value(claim.transaction_date) == date(2026, 2, 28)
    assert value(claim.amount) == euros("49.90")


def test_a_senseless_field_is_asked_about_when_the_text_is_silent() -> None:
    claim = read("Bonjour", fields=Fields(transaction_date="2026-02-31"))
    question = claim.question(Item.TRANSACTION_DATE)
    assert question is not None
    assert (question.reason, question.written) == (Reason.IMPOSSIBLE_DAY, "2026-02-31")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1,2", "1.20"),
        ("1.6", "1.60"),
        ("1", "1.00"),
        ("-35.00", "35.00"),
        ("49.9000", "49.90"),
        (" 49,90 € ", "49.90"),
        ("-49,90 €", "49.90"),
        ("1 234,56", "1234.56"),
        ("environ 3 choses, total 49,90 €", "49.90"),
    ],
)
def test_amount_fields_are_read_with_the_same_care(written: str, read_as: str) -> None:
    assert value(read(fields=Fields(amount=written)).amount) == euros(read_as)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1.234", Reason.UNREADABLE),
        ("rien", Reason.UNREADABLE),
        ("-", Reason.UNREADABLE),
        ("0", Reason.NOT_POSITIVE),
        ("12000", Reason.TOO_HIGH),
        ("49 $", Reason.CURRENCY_NOT_ALLOWED),
        ("environ 50 €", Reason.APPROXIMATE),
        ("40 € ou 50 €", Reason.AMBIGUOUS),
    ],
)
def test_amount_fields_that_cannot_be_are_asked_about(written: str, why: Reason) -> None:
    assert reason(read(fields=Fields(amount=written)), Item.AMOUNT) is why


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-02-31", Reason.IMPOSSIBLE_DAY),
        ("2027-01-01", Reason.IN_THE_FUTURE),
        ("2020-01-01", Reason.TOO_OLD),
        ("bientôt", Reason.UNREADABLE),
        ("le 15", Reason.UNREADABLE),
        ("septembre 2026", Reason.APPROXIMATE),
    ],
)
def test_date_fields_that_cannot_be_are_asked_about(written: str, why: Reason) -> None:
    assert reason(read(fields=Fields(transaction_date=written)), Item.TRANSACTION_DATE) is why


@pytest.mark.parametrize("written", ["2026-09-03", "03/09/2026", "3 sept. 2026"])
def test_date_fields_are_read_in_any_form(written: str) -> None:
    assert value(read(fields=Fields(transaction_date=written)).transaction_date) == date(2026, 9, 3)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("marie@exemple.fr", "marie@exemple.fr"),
        ("mon compte est marie@exemple.fr", "marie@exemple.fr"),
        ("A-4521", "A-4521"),
        ("n° client 445566", "445566"),
        ("je ne sais pas", None),
    ],
)
def test_account_fields(written: str, read_as: str | None) -> None:
    claim = read(fields=Fields(account=written))
    assert value(claim.account) == read_as
    assert reason(claim, Item.ACCOUNT) is (None if read_as else Reason.UNREADABLE)


def test_blank_fields_are_empty_fields() -> None:
    assert reason(read(fields=Fields("", " ", None, "\n")), Item.TRANSACTION_DATE) is Reason.MISSING
