"""Every condition, with what it finds and what it wanted."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

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
    OnDays,
    OneOf,
    Owner,
    Tagged,
    Trait,
    Wrote,
    every,
)
from integration.core.duplicates import Duplicate
from integration.core.judging import described, judge
from integration.core.meeting import meets
from integration.core.subject import Subject
from integration.core.ticket import Attachment, Field, Requester, Status, Ticket
from tests.core.build import FILED, subject, ticket

LOGO = Attachment("1", "logo.png", "image/png", 900, inline=True)
ACT = Attachment("2", "acte.pdf", "application/pdf", 90_000)


def rich(*files: Attachment) -> Ticket:
    """A ticket with something to find for every condition."""
    plain = ticket(description="Ma mère est décédée.")
    return replace(
        plain,
        status=Status.OPEN,
        group="Service clients",
        brand="Cyclo",
        organization="Amis du Vélo",
        channel="web",
        tags=frozenset({"vip", "relance"}),
        requester=Requester("m", "fr", tags=frozenset({"fidele"})),
        fields=(
            *plain.fields,
            Field("Offre", "offre_1", "Duo"),
            Field("Options", "assurance casier", options=("assurance", "Assurance", "casier", "Casier")),
        ),
        comments=(replace(plain.comments[0], attachments=files),),
    )


CASE = subject(
    rich(ACT, LOGO),
    amount="640",
    day=date(2026, 11, 3),
    now=FILED + timedelta(days=2, hours=3),  # Tuesday, 10 November 2026, 13:30 in Paris
    missing=("account:missing",),
    duplicates=(Duplicate("", "77"),),
)


@pytest.mark.parametrize(
    ("condition", "met", "id_", "found", "wanted"),
    [
        (OneOf(Trait.CATEGORY, ("facturation", "autre")), True, "category", "facturation", "facturation | autre"),
        (OneOf(Trait.LANGUAGE, ("en",)), False, "language", "fr", "en"),
        (OneOf(Trait.CHANNEL, ("web",)), True, "channel", "web", "web"),
        (OneOf(Trait.BRAND, ("cyclo",)), True, "brand", "cyclo", "cyclo"),
        (OneOf(Trait.ORGANIZATION, ("amis du velo",)), True, "organization", "amis du velo", "amis du velo"),
        (OneOf(Trait.GROUP, ("facturation",)), False, "group", "service clients", "facturation"),
        (OneOf(Trait.STATUS, ("open",)), True, "status", "open", "open"),
        (Tagged(Owner.TICKET, ("vip", "presse")), False, "tags", "relance vip", "vip presse"),
        (Tagged(Owner.REQUESTER, ("fidele",)), True, "requester_tags", "fidele", "fidele"),
        (FieldIs("Offre", ("duo",)), True, "field:Offre", "Duo", "duo"),
        (FieldIs("Offre", ("offre_1",)), True, "field:Offre", "Duo", "offre_1"),
        (FieldIs("Offre", ("*",)), True, "field:Offre", "Duo", "anything"),
        (FieldIs("Offre", ("", "trio")), False, "field:Offre", "Duo", "nothing | trio"),
        (FieldIs("Options", ("casier",)), True, "field:Options", "assurance casier", "casier"),
        (FieldIs("Absent", ("",)), True, "field:Absent", "", "nothing"),
        (FieldIs("Absent", ("*",)), False, "field:Absent", "", "anything"),
        (Wrote(("deces", "deced*")), True, "text", "deced*", "deces | deced*"),
        (Wrote(("mere est",)), True, "text", "mere est", "mere est"),
        (Wrote(("mer",)), False, "text", "", "mer"),
        (AmountWithin(Decimal(500), Decimal(640)), True, "amount", "640 EUR", "at least 500 and at most 640"),
        (AmountWithin(at_most=Decimal("639.99")), False, "amount", "640 EUR", "at most 639.99"),
        (DatedWithin(before=date(2026, 11, 3)), False, "transaction_date", "2026-11-03", "before 2026-11-03"),
        (
            DatedWithin(after=date(2026, 11, 2), within=7),
            True,
            "transaction_date",
            "2026-11-03",
            "after 2026-11-02 and within 7 days",
        ),
        (DatedWithin(older_than=7), False, "transaction_date", "2026-11-03", "older than 7 days"),
        (DatedWithin(older_than=6), True, "transaction_date", "2026-11-03", "older than 6 days"),
        (AgedWithin(timedelta(days=2)), True, "age", "2 days 3 hours", "at least 2 days"),
        (AgedWithin(at_most=timedelta(hours=12)), False, "age", "2 days 3 hours", "at most 12 hours"),
        (HasDocuments(), True, "documents", "1 documents", "a document"),
        (HasDocuments(wanted=False), False, "documents", "1 documents", "no document"),
        (IsMissing(), True, "missing", "account:missing", "something missing"),
        (IsMissing(wanted=False), False, "missing", "account:missing", "nothing missing"),
        (IsMissing(items=("amount", "account")), True, "missing", "account:missing", "amount | account"),
        (IsMissing(items=("amount",)), False, "missing", "account:missing", "amount"),
        (OnDays((1,)), True, "day", "tuesday", "tuesday"),
        (OnDays((5, 6)), False, "day", "tuesday", "saturday | sunday"),
        (AtHours(time(9), time(13, 30)), False, "hour", "13:30", "from 09:00 to 13:30"),
        (AtHours(time(13, 30), time(8)), True, "hour", "13:30", "from 13:30 to 08:00"),
        (HasDuplicate(), True, "duplicate", "77", "a duplicate"),
        (HasDuplicate(wanted=False), False, "duplicate", "77", "no duplicate"),
    ],
)
def test_each_condition_says_what_it_found_and_wanted(
    condition: Condition, met: bool, id_: str, found: str, wanted: str
) -> None:
    verdict = judge(condition, CASE)

    assert (verdict.id, verdict.met, verdict.found, verdict.wanted) == (id_, met, found, wanted)
    assert meets(condition, CASE) is met
    assert described(condition) == f"{id_}: {wanted}"


EMPTY = subject(now=FILED)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (AmountWithin(at_most=Decimal(500)), ""),
        (DatedWithin(before=date(2030, 1, 1)), ""),
        (HasDocuments(), "0 documents"),
        (IsMissing(), "nothing missing"),
        (HasDuplicate(), "no duplicate"),
        (AgedWithin(at_least=timedelta(hours=1)), "0 hours"),
        (FieldIs("Montant", ("*",)), ""),
    ],
)
def test_what_is_not_there_meets_nothing(condition: Condition, found: str) -> None:
    verdict = judge(condition, EMPTY)

    assert (verdict.met, verdict.found) == (False, found)


def test_a_date_to_come_is_neither_old_nor_recent() -> None:
    tomorrow = subject(day=date(2026, 11, 9))

    assert not meets(DatedWithin(within=30), tomorrow)
    assert not meets(DatedWithin(older_than=0), tomorrow)


def test_a_picture_in_a_signature_is_no_document() -> None:
    assert not meets(HasDocuments(), subject(rich(LOGO)))


@pytest.mark.parametrize(
    ("at", "met"),
    [("16:59", False), ("17:00", True), ("23:59", True), ("06:59", True), ("07:00", False)],  # UTC; Paris is an hour on
)
def test_hours_over_midnight(at: str, met: bool) -> None:
    now = datetime.combine(date(2026, 11, 10), time.fromisoformat(at), UTC)

    assert meets(AtHours(time(18), time(8)), subject(now=now)) is met


A, B, NO = OneOf(Trait.STATUS, ("open",)), Wrote(("deced*",)), OneOf(Trait.BRAND, ("autre",))


@pytest.mark.parametrize(
    ("tree", "met", "found", "wanted"),
    [
        (every(A, B), True, "open, deced*", "open, deced*"),
        (every(A, NO), False, "cyclo", "autre"),
        (Joined(How.ANY, (NO, A)), True, "open", "open"),
        (Joined(How.ANY, (NO, NO)), False, "cyclo, cyclo", "autre or autre"),
        (Joined(How.NONE, (NO, A)), False, "open", "none of: open"),
        (Joined(How.NONE, (NO,)), True, "cyclo", "none of: autre"),
    ],
)
def test_a_tree_shows_the_parts_that_explain_it(tree: Condition, met: bool, found: str, wanted: str) -> None:
    verdict = judge(tree, CASE, "rule:x")

    assert (verdict.met, verdict.found, verdict.wanted) == (met, found, wanted)
    assert len(verdict.children) == 2 or isinstance(tree, Joined)


def test_trees_within_trees() -> None:
    tree = every(A, Joined(How.NONE, (Joined(How.ANY, (NO, HasDuplicate(wanted=False))),)))

    assert meets(tree, CASE)
    assert described(tree) == "all (status: open, none (any (brand: autre, duplicate: no duplicate)))"


def test_the_members_words_are_folded_once() -> None:
    case: Subject = replace(CASE)
    first = case.text

    assert case.text is first
    assert case.words is case.words
