"""Every date and every amount comes back from every form it is written in, and no text ever raises."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration.core.claim import Checks, Claim, Fields, Finding, Item, Money, Reading, Text, phrase, read_claim
from integration.core.claim.page import composed
from tests.core.claim.written_forms import AMOUNTS, DATES, ENGLISH_AMOUNTS, ENGLISH_DATES

TODAY = date(2026, 11, 22)
LENIENT = Reading(checks=Checks(more_than=None, at_most=None))
DAYS = st.dates(TODAY - timedelta(days=360), TODAY)
VALUES = st.decimals(Decimal("1.00"), Decimal("9999.99"), places=2)
WORDS = (
    "le |3 |sept.|euros|prélevé |n° |compte |date : |montant |quatre-|vingt| et |cent |mille |il y a |lundi |dernier"
    "|12|2026|\u202f|a écrit :|de : |au lieu de |non |hier|marie@x.fr|06 |FR76|environ |ou |mais |1er|\u0301"
    "|cordialement\n"
)
PIECES = st.sampled_from([*"€$£0123456789.,/-:;'() \n@>°é%+", *WORDS.split("|")])


def read(body: str, language: str = "fr", policy: Reading = LENIENT) -> Claim:
    return read_claim((Text("comment:1", body, TODAY, language),), Fields(), policy, TODAY)


def value_of(finding: Finding | None) -> object:
    return finding.value if finding else None


@pytest.mark.parametrize("form", DATES)
@given(day=DAYS)
def test_every_date_comes_back(form: str, day: date) -> None:
    claim = read(f"Vous m’avez prélevé 49,90 € le {DATES[form](day)}.")
    assert value_of(claim.transaction_date) == day, DATES[form](day)
    assert value_of(claim.amount) == Money(Decimal("49.90"), "EUR"), DATES[form](day)


@pytest.mark.parametrize("form", ENGLISH_DATES)
@given(day=DAYS)
def test_every_english_date_comes_back(form: str, day: date) -> None:
    claim = read(f"You charged me €49.90 on {ENGLISH_DATES[form](day)}.", "en")
    assert value_of(claim.transaction_date) == day, ENGLISH_DATES[form](day)


@pytest.mark.parametrize("form", AMOUNTS)
@given(value=VALUES)
def test_every_amount_comes_back(form: str, value: Decimal) -> None:
    claim = read(f"Le 3 septembre 2026 vous m’avez prélevé {AMOUNTS[form](value)} sans prévenir.")
    assert value_of(claim.amount) == Money(value, "EUR"), AMOUNTS[form](value)
    assert value_of(claim.transaction_date) == date(2026, 9, 3), AMOUNTS[form](value)


@pytest.mark.parametrize("form", ENGLISH_AMOUNTS)
@given(value=VALUES)
def test_every_english_amount_comes_back(form: str, value: Decimal) -> None:
    claim = read(f"On 3 September 2026 you charged me {ENGLISH_AMOUNTS[form](value)} for nothing.", "en")
    assert value_of(claim.amount) == Money(value, "EUR"), ENGLISH_AMOUNTS[form](value)


@given(
    body=st.text(max_size=400) | st.lists(PIECES, max_size=60).map("".join),
    language=st.sampled_from(["fr", "en", "", "zh"]),
)
@settings(max_examples=400)
def test_no_text_ever_raises(body: str, language: str) -> None:
    claim = read(body, language, Reading(account_check="luhn", own_texts=("il nous manque", " ")))
    answered = [finding.item for finding in claim.findings] + [question.item for question in claim.questions]
    assert sorted(answered) == sorted(Item)
    for finding in claim.findings:
        assert 0 <= finding.start <= finding.end <= len(composed(body))
    for question in claim.questions:
        assert phrase(question, language)


@given(fields=st.builds(Fields, *[st.none() | st.text(max_size=40) | st.lists(PIECES, max_size=8).map("".join)] * 4))
@settings(max_examples=300)
def test_no_field_ever_raises(fields: Fields) -> None:
    claim = read_claim((), fields, Reading(account_check="mod97"), TODAY)
    assert len(claim.findings) + len(claim.questions) == len(Item)
