"""Durations, amounts and days are read exactly, or refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from config import words

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2)


@given(st.integers(1, 9999), st.sampled_from([("day", 1), ("days", 1), ("week", 7), ("weeks", 7)]))
def test_days_round_trip(count: int, unit: tuple[str, int]) -> None:
    assert words.days(f"{count} {unit[0]}") == count * unit[1]


@given(st.integers(1, 9999), st.sampled_from([("month", 1), ("months", 1), ("year", 12), ("years", 12)]))
def test_months_round_trip(count: int, unit: tuple[str, int]) -> None:
    assert words.months(f"{count} {unit[0]}") == count * unit[1]


@given(AMOUNTS, st.sampled_from([",", "."]), st.sampled_from(["", " ", "\u00a0", "\u202f"]))
def test_amounts_round_trip_as_people_write_them(amount: Decimal, point: str, thousands: str) -> None:
    written = f"{amount:,.2f}".replace(".", "\0").replace(",", thousands).replace("\0", point)
    assert words.amount(written) == amount


@given(AMOUNTS)
def test_amounts_round_trip_as_yaml_numbers(amount: Decimal) -> None:
    assert words.amount(amount) == amount


@given(st.dates())
def test_days_of_the_calendar_round_trip(day: date) -> None:
    assert words.day(day.isoformat()) == day


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for read in (words.days, words.months, words.amount, words.day, words.searched, words.neutral_tag, words.pattern):
        try:
            read(text)
        except PydanticCustomError as error:
            assert len(error.message()) > 10  # noqa: PT017 - either outcome is right; a sentence must come with this one


@pytest.mark.parametrize("written", ["7", "7 jours", "0 days", "-1 days", "1.5 days", "٣ days", "", 7, None, True])
def test_what_is_no_duration(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="is not a number of days"):
        words.days(written)


@pytest.mark.parametrize(
    "written", ["1,000", "1.234,56", "12 34", "-5", "5 €", "1e3", "٣", "", "0.005", None, True, Decimal("0.005")]
)
def test_what_is_no_amount(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="is not an amount"):
        words.amount(written)


@pytest.mark.parametrize("written", ["20260312", "2026-W11-4", "12/03/2026", "2026-02-30", 2026])
def test_what_is_no_day(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="is not a day"):
        words.day(written)


@pytest.mark.parametrize(
    "tag", ["décès", "cas-de-deuil", "maladie_grave", "certificat_médical", "bereavement", "deces2026"]
)
def test_a_tag_never_tells_of_a_death_or_an_illness(tag: str) -> None:
    with pytest.raises(PydanticCustomError, match="tells of a death or an illness"):
        words.neutral_tag(tag)


@pytest.mark.parametrize("tag", ["guichet_cas_particulier", "mortgage", "billing", "remédier", "skill"])
def test_ordinary_tags_pass(tag: str) -> None:
    assert words.neutral_tag(tag) == tag
