"""The public holidays a policy can name, computed once for many years ahead by the `holidays` library."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays

YEARS = range(2015, 2061)
"""The years whose holidays are known; beyond them only weekends are."""

_MORE_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType({"FR": {"Alsace-Moselle": "57"}})
"""Regions by the names they go by, where the library only knows their parts."""


@cache
def countries() -> tuple[str, ...]:
    """The countries by their two letters."""
    return tuple(sorted(holidays.list_supported_countries(include_aliases=False)))


@cache
def regions(country: str) -> tuple[str, ...]:
    """The regions of a country that have holidays of their own, by name where they have one, and by code."""
    known = holidays.country_holidays(country)
    names = (*known.subdivisions_aliases, *_MORE_NAMES.get(country, {}))
    return (*sorted(names), *sorted(known.subdivisions))


@cache
def days(country: str, region: str = "") -> frozenset[date]:
    """The public holidays of all the years; none without a country."""
    if not country:
        return frozenset()
    code = _MORE_NAMES.get(country, {}).get(region, region)
    return frozenset(holidays.country_holidays(country, subdiv=code or None, years=YEARS))
