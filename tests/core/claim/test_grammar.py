"""The edges of the grammar: what looks like a date or an amount and is not, and forms that the corpus has not met."""

from datetime import date
from decimal import Decimal

import pytest

from integration.core.claim import Checks, Claim, Fields, Item, Money, Reading, Reason, Text, read_claim
from integration.core.claim.amounts import Coins
from integration.core.claim.calendar_words import month_of
from integration.core.claim.dates import When
from integration.core.claim.numerals import numeral_at, spelled_at
from integration.core.claim.page import composed, fold, page_of
from integration.core.claim.scanning import MOST_MARKS, marks_on

TODAY = date(2026, 11, 22)


def read(body: str, language: str = "fr", policy: Reading | None = None) -> Claim:
    return read_claim((Text("comment:1", body, TODAY, language),), Fields(), policy or Reading(), TODAY)


def day(body: str, language: str = "fr") -> object:
    finding = read(body, language).transaction_date
    return finding.value if finding else None


def amount(body: str, language: str = "fr", policy: Reading | None = None) -> str | None:
    finding = read(body, language, policy).amount
    if finding is None:
        return None
    assert isinstance(finding.value, Money)
    return f"{finding.value.value} {finding.value.currency}"


def reason(body: str, item: Item, language: str = "fr") -> Reason | None:
    question = read(body, language).question(item)
    return question.reason if question else None


@pytest.mark.parametrize(
    "written",
    [
        "24/7",
        "3/4",
        "12.50",
        "3.4.26.1",
        "1/2/26/4",
        "00/05",
        "03.09 €",
        "99 novembre",
        "03 13 2026",
        "03 09 2026 12",
        "9/9/9",
        "3 - 4 - 26",
    ],
)
def test_what_is_no_date(written: str) -> None:
    assert day(f"prélevé {written} c'est ainsi") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("le 03.09", date(2026, 9, 3)),
        ("le 5/9", date(2026, 9, 5)),
        ("15/9", date(2026, 9, 15)),
        ("24/07", date(2026, 7, 24)),
        ("le 3 sept '26", date(2026, 9, 3)),
        ("le 3 sept 26", date(2026, 9, 3)),
        ("le 3 septembre 26 euros", date(2026, 9, 3)),
        ("le 3 septembre 2000 euros", date(2026, 9, 3)),
        ("le 3 septembre dernier", date(2026, 9, 3)),
        ("le 3 septembre 19,90", date(2026, 9, 3)),
        ("le 28 du mois passé", date(2026, 10, 28)),
        ("le 3 courant", date(2026, 11, 3)),
        ("le 3 du mois en cours", date(2026, 11, 3)),
        ("lundi soir dernier", date(2026, 11, 16)),
        ("lundi", date(2026, 11, 16)),
        ("dimanche dernier", date(2026, 11, 15)),
        ("samedi 21", date(2026, 11, 21)),
        ("voici 3 jours", date(2026, 11, 19)),
        ("ça fait deux semaines", date(2026, 11, 8)),
        ("au 5 novembre", date(2026, 11, 5)),
        ("vendredi treize novembre", date(2026, 11, 13)),
        ("dimanche premier novembre", date(2026, 11, 1)),
        ("le 1er", date(2026, 11, 1)),
    ],
)
def test_other_ways_to_say_a_day(written: str, expected: date) -> None:
    assert day(f"j'ai été prélevé {written} sans accord") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("on 03/09/2026", None),
        ("on 03/25", date(2026, 3, 25)),
        ("on 3/3", date(2026, 3, 3)),
        ("on the 3rd", date(2026, 11, 3)),
        ("on 12/10/2026", date(2026, 10, 12)),
        ("on 3.9.2026", date(2026, 9, 3)),
        ("on the twenty-first of September", date(2026, 9, 21)),
        ("on September twenty-first", date(2026, 9, 21)),
        ("on Sept. 3rd, 2026", date(2026, 9, 3)),
        ("on May 3", date(2026, 5, 3)),
        ("last Friday", date(2026, 11, 20)),
        ("this morning", TODAY),
        ("the day before yesterday", date(2026, 11, 20)),
        ("two days ago", date(2026, 11, 20)),
        ("next Monday", None),
        ("in May", None),
        ("from Monday to Friday", None),
        ("last week", None),
        ("a few days ago", None),
        ("on September 3/4", None),
    ],
)
def test_english_ways_to_say_a_day(written: str, expected: date | None) -> None:
    assert day(f"I was charged 5 euros {written} without asking", "en") == expected


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("il y a huit jours", Reason.UNCONFIRMED),
        ("il y a deux mois", Reason.APPROXIMATE),
        ("il y a quelques jours", Reason.APPROXIMATE),
        ("il y a à peu près deux semaines", Reason.APPROXIMATE),
        ("dimanche", Reason.AMBIGUOUS),
        ("le 29 février", Reason.IMPOSSIBLE_DAY),
        ("il y a deux heures", Reason.MISSING),
        ("il y a vingt", Reason.MISSING),
        ("du lundi au vendredi", Reason.MISSING),
        ("dès le 3 septembre", Reason.MISSING),
        ("des 3 septembre et 4 octobre", Reason.AMBIGUOUS),
        ("lundi septembre", Reason.APPROXIMATE),
        ("le 03 04 1870", Reason.MISSING),
        ("le 45", Reason.MISSING),
        ("vendredi 14 novembre", Reason.WEEKDAY_CONTRADICTS),
    ],
)
def test_days_that_are_asked_about(written: str, why: Reason) -> None:
    assert reason(f"vous m'avez prélevé 5 € {written}", Item.TRANSACTION_DATE) is why


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12 euros 5", "12.00 EUR"),
        ("12 € 15 septembre", "12.00 EUR"),
        ("12 € 03/09/2026", "12.00 EUR"),
        ("12 € 14h30", "12.00 EUR"),
        ("12 euros trois septembre", "12.00 EUR"),
        ("12 euros trois fois", "12.00 EUR"),
        ("12 euros un peu tard", "12.00 EUR"),
        ("50 centimes", "0.50 EUR"),
        ("50 centimes d'euro", "0.50 EUR"),
        ("1.234.567,00 €", None),
        ("1.234.567 €", None),
        ("1'234 €", "1234.00 EUR"),
        ("0,234 €", None),
        ("1.23.45 €", None),
        ("1,234,56.7 €", None),
        ("12345.678,90 €", None),
        ("12 345 678 901 €", None),
        ("12,345 €", None),
        ("mille mille euros", "1000.00 EUR"),
        ("quarante-neuf virgule 90", None),
        ("49 virgule 9 euros", "49.90 EUR"),
        ("49 virgule 05 euros", "49.05 EUR"),
        ("49 point final", None),
        ("12 virgule", None),
        ("€", None),
        ("EUR : 12", "12.00 EUR"),
        ("€ 12 $", "12.00 EUR"),
        ("3e prélèvement", None),
        ("MAD 12", None),
        ("cent vingt et un euros", "121.00 EUR"),
        ("soixante-dix-sept euros", "77.00 EUR"),
        ("une vingtaine de jours", None),
        ("une vingtaine d'euros", None),
        ("plus de 20 €", None),
        ("20 € environ", None),
        ("20 et quelques", None),
        ("20 ou 30 €", None),
        ("12 € 20,50", None),
        ("12 € de frais de dossier", None),
        ("+12 €", None),
        ("9,99 € par mois", "9.99 EUR"),
    ],
)
def test_amounts_at_the_edge(written: str, expected: str | None) -> None:
    assert amount(f"vous m'avez prélevé {written}.") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12 US dollars", "12.00 USD"),
        ("12 livres sterling", "12.00 GBP"),
        ("12 CHF", "12.00 CHF"),
        ("12 PLN", "12.00 PLN"),
        ("£12", "12.00 GBP"),
        ("12 $ CA", "12.00 CAD"),
        ("¥1200", "1200.00 JPY"),
    ],
)
def test_other_currencies(written: str, expected: str) -> None:
    policy = Reading(checks=Checks(currencies=("USD", "GBP", "CHF", "PLN", "CAD", "JPY")))
    assert amount(f"vous m'avez prélevé {written}", policy=policy) == expected
    assert reason(f"vous m'avez prélevé {written}", Item.AMOUNT) is Reason.CURRENCY_NOT_ALLOWED


@pytest.mark.parametrize(
    "reference",
    [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "+33 6 12 34 56 78",
        "0612345678",
        "FR76 3000 4000 0512 3456",
        "4970 1234 5678 9012",
        "n° 123 456",
        "réf. 12345",
        "#4512",
        "****4512",
        "CMD-2026-03",
        "A-4521",
        "20,5 %",
        "20 pour cent",
        "75011",
        "commande 4512",
        "14:30",
        "9 am",
        "1234567890123",
        "+3",
        "+1 2 3 4 5 6 7 8",
    ],
)
def test_references_are_no_amounts(reference: str) -> None:
    assert amount(f"Montant : {reference} prélevé") is None


def test_a_month_with_one_slip_is_a_month() -> None:
    assert month_of("setpembre") == 9
    assert month_of("avirl") == 4
    assert month_of("marche") is None
    assert month_of("ju") is None
    assert month_of("mars") == 3


def test_numbers_in_words() -> None:
    for written, expected in {
        "vingt et un": 21,
        "cent vingt et quelques": 120,
        "two hundred and five": 205,
        "dix-": 10,
    }.items():
        found = spelled_at(page_of(written), 0)
        assert found is not None
        assert found[0] == expected
    assert spelled_at(page_of("cents"), 0) is None
    assert spelled_at(page_of("bonjour"), 0) is None
    assert numeral_at(page_of("12345678"), 0, english=False) is None
    assert numeral_at(page_of("bonjour"), 0, english=False) is None


def test_digits_of_other_scripts_are_no_trouble() -> None:
    assert amount("prélevé ¹ € ② €") is None


def test_a_ledger_is_not_read() -> None:
    text = "Prélevé 3 € le 4 mai. " * MOST_MARKS
    page = page_of(fold(composed(text)))
    assert marks_on(page, When(TODAY), Coins("EUR", english=False, typed=text)) == []


def test_folding_keeps_every_position() -> None:
    text = "Préle\u0301vé\u00a049,90\u202f€ — l’été œuvre İstanbul ﬁn"
    typed = composed(text)
    assert len(fold(typed)) == len(typed)
    assert fold("É’–\u00a0Œß") == "e'- os"


def test_money_is_two_decimals() -> None:
    finding = read("prélevé 5 €").amount
    assert finding is not None
    assert finding.value == Money(Decimal("5.00"), "EUR")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Montant remboursé : 12 €", "12.00 EUR"),
        ("Montant de mon abonnement : 12 €", None),
        ("Montant prévu : 12 €", None),
        ("Solde : 12 €", None),
        ("Total 12 €", "12.00 EUR"),
        ("J'aurais dû payer 12 € au lieu de 20 €", "20.00 EUR"),
        ("J'aurais dû payer 12 €. Et non 20 €", None),
        ("20 € plutôt que 12 € prélevés", "20.00 EUR"),
        ("prélevé 12 € contre 20 €", "12.00 EUR"),
        ("Ce n'est pas 20 € mais 12 €", "12.00 EUR"),
        ("Je paie 12 €", None),
        ("prélevé de 12 le 3 mai", "12.00 EUR"),
        ("prélevé de 12 abonnements", None),
    ],
)
def test_what_an_amount_is_doing(written: str, expected: str | None) -> None:
    assert amount(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("J'ai déménagé le 3 mai", None),
        ("Ma mère a déménagé le 3 mai", None),
        ("à cause du 3 mai", None),
        ("Opération du 3 mai 2026, 12 €", date(2026, 5, 3)),
        ("Mon opération du 3 mai 2026", None),
        ("Date de mon opération : 3 mai", None),
        ("Date de naissance : 3 mai 2026", None),
        ("Date : 22/11/2026", None),
        ("Fait à Lyon le 3 mai 2026", None),
        ("Rendez-vous le 3 mai", None),
        ("j'ai oublié ma carte de débit le 3 mai", None),
        ("27 € ont disparu le 3 mai", date(2026, 5, 3)),
        ("27 € sont partis le 3 mai", date(2026, 5, 3)),
        ("prélèvement opéré le 3 mai", date(2026, 5, 3)),
        ("prélèvement constaté le 3 mai", date(2026, 5, 3)),
        ("on m'a donné un bon d'achat le 3 mai", None),
        ("Facturé 5 € le 3 mai", date(2026, 5, 3)),
        ("J'ai pris contact le 3 mai", None),
        ("pris sur mon compte le 3 mai", date(2026, 5, 3)),
        ("relevé du 31 mai", None),
        ("remboursez les 35 € du 3 mai", date(2026, 5, 3)),
        ("remboursez les 35 € d'avant-hier", date(2026, 11, 20)),
        ("une remise de 35 € du 3 mai", None),
    ],
)
def test_what_a_date_is_doing(written: str, expected: date | None) -> None:
    assert day(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("I moved on 3 May", None),
        ("I was mugged on 3 May", None),
        ("My order was posted on 3 May", None),
        ("the payment from 3 May", date(2026, 5, 3)),
        ("starting from 3 May", None),
        ("it was processed on 3 May, a charge of 5 euros", date(2026, 5, 3)),
    ],
)
def test_what_an_english_date_is_doing(written: str, expected: date | None) -> None:
    assert day(written, "en") == expected


def test_what_a_member_wrote_is_shown_short() -> None:
    long = read_claim((), Fields(account="je ne sais vraiment pas du tout lequel de mes comptes"), Reading(), TODAY)
    asked = long.question(Item.ACCOUNT)
    assert asked is not None
    assert asked.written.endswith("…")


def test_long_lines_broken_by_a_mail_program_are_one_sentence() -> None:
    broken = "Bonjour, je vous écris parce que ma banque me dit que vous m'avez prélevé\n49,90 € le 3 mai\n"
    assert amount(broken) == "49.90 EUR"
    assert amount("Montant\n49,90\nDate\n3 mai\n") == "49.90 EUR"
    assert day("Montant\n49,90\nDate\n3 mai\n") == date(2026, 5, 3)
