"""Conditions and cases for hypothesis, out of so few words that they often touch."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from integration.core.conditions import (
    AgedWithin,
    AmountWithin,
    AtHours,
    Condition,
    DatedWithin,
    FieldIs,
    HasDocuments,
    HasDuplicate,
    How,
    IsMissing,
    Joined,
    Leaf,
    OnDays,
    OneOf,
    Owner,
    Tagged,
    Trait,
    Wrote,
)
from integration.core.duplicates import Duplicate
from integration.core.subject import Subject
from integration.core.ticket import Attachment, Field, Requester, Status
from tests.core.build import FILED, POLICY, subject, ticket

CATEGORIES = ["facturation", "circonstances"]
WORDS = ["deces", "deced*", "decede hier", "hier", "acte de dec*", "e-mail"]
TAGS = ["vip", "presse"]
VALUES = ["*", "", "duo", "offre_1", "trio"]
DAYS = [date(2026, 11, day) for day in (1, 2, 3, 8, 9)]
CLOCKS = [time(0), time(8), time(9, 30), time(18), time(23, 59)]


def few(words: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True).map(tuple)


def ends(values: list[Decimal] | list[timedelta]) -> st.SearchStrategy[object]:
    return st.none() | st.sampled_from(values)


def bounded(leaf: AmountWithin | DatedWithin | AgedWithin) -> bool:
    """A range says something, as the policy's schema makes sure."""
    return leaf != type(leaf)()


AMOUNTS = [Decimal(10), Decimal(500), Decimal(900)]
AGES = [timedelta(0), timedelta(hours=12), timedelta(days=3), timedelta(days=14)]
DATES = st.none() | st.sampled_from(DAYS)
SPANS = st.none() | st.sampled_from([0, 3, 5, 30])

LEAVES: st.SearchStrategy[Leaf] = st.one_of(
    few(CATEGORIES).map(lambda words: OneOf(Trait.CATEGORY, words)),
    few(["fr", "en"]).map(lambda words: OneOf(Trait.LANGUAGE, words)),
    few(["cyclo", "adherents"]).map(lambda words: OneOf(Trait.BRAND, words)),
    few(["new", "open"]).map(lambda words: OneOf(Trait.STATUS, words)),
    st.builds(Tagged, st.sampled_from(Owner), few(TAGS)),
    st.builds(FieldIs, st.sampled_from(["Offre", "Absent"]), few(VALUES)),
    st.builds(Wrote, few(WORDS)),
    st.builds(AmountWithin, ends(AMOUNTS), ends(AMOUNTS)).filter(bounded),
    st.builds(DatedWithin, st.none() | st.sampled_from(DAYS), st.none() | st.sampled_from(DAYS), SPANS, SPANS).filter(
        bounded
    ),
    st.builds(AgedWithin, ends(AGES), ends(AGES)).filter(bounded),
    st.builds(HasDocuments, st.booleans()),
    st.builds(HasDuplicate, st.booleans()),
    st.builds(IsMissing, st.booleans()) | few(["amount", "account"]).map(lambda items: IsMissing(items=items)),
    st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda days: OnDays(tuple(days))),
    st.lists(st.sampled_from(CLOCKS), min_size=2, max_size=2, unique=True).map(lambda ends_: AtHours(*ends_)),
)

CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.builds(Joined, st.sampled_from(How), st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=5,
)

FILES = (Attachment("a1", "acte.pdf", "application/pdf", 1), Attachment("a2", "logo.png", "image/png", 1, inline=True))


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    written = st.sampled_from(["Décès", "décédé", "hier", "acte de décès", "e-mail"])
    words = " ".join(draw(st.lists(written, max_size=4)))
    tags = st.frozensets(st.sampled_from(TAGS))
    offer = draw(st.sampled_from([Field("Offre", "offre_1", "Duo"), Field("Offre", ""), Field("Offre", "x", "Trio")]))
    case = ticket(description=words)
    said = replace(case.comments[0], attachments=tuple(draw(st.sets(st.sampled_from(FILES)))))
    case = replace(
        case,
        status=draw(st.sampled_from([Status.NEW, Status.OPEN, Status.PENDING])),
        brand=draw(st.sampled_from(["", "Cyclo", "Adhérents"])),
        tags=draw(tags),
        requester=Requester("m", draw(st.sampled_from(["fr", "en", ""])), tags=draw(tags)),
        fields=(*case.fields, offer),
        comments=(said,),
    )
    return subject(
        case,
        category=draw(st.sampled_from(CATEGORIES)),
        amount=draw(st.sampled_from(["", "5", "10", "500", "700"])),
        day=draw(st.none() | st.sampled_from(DAYS)),
        now=draw(instants()),
        missing=draw(st.sampled_from([(), ("amount:missing",), ("account:missing", "amount:ambiguous")])),
        duplicates=draw(st.sampled_from([(), (Duplicate("", "7"),)])),
    )


def instants() -> st.SearchStrategy[datetime]:
    """Within some weeks after the ticket was filed, the ends of ranges often among them."""
    spans = st.sampled_from(AGES) | st.timedeltas(timedelta(0), timedelta(days=20))
    return spans.map(lambda span: FILED + span)


DUPLICATES_LOOKED_FOR = replace(POLICY, duplicates_within_days=90)
