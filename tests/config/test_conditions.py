"""Every condition can be written, and every way to write one that never holds is told where it is."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from config.load import load_policy
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
from tests.config.small import SMALL, edited, problems, written

LOOKED_FOR = SMALL + "duplicates: {within: 90 days}\n"
WHEN = 'text: [décès, "décéd*"]'


def with_condition(when: str) -> str:
    return edited(LOOKED_FOR, WHEN, when)


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("category: facturation", OneOf(Trait.CATEGORY, ("facturation",))),
        ("field: {Offre: Duo Été}", FieldIs("Offre", ("duo ete",))),
        ('field: {Offre: [Duo, ""], Urgent: true}', every(FieldIs("Offre", ("duo", "")), FieldIs("Urgent", ("true",)))),
        ('field: {Offre: "*", Nombre: 3}', every(FieldIs("Offre", ("*",)), FieldIs("Nombre", ("3",)))),
        ("text: Décès", Wrote(("deces",))),
        ("language: [fr, en]", OneOf(Trait.LANGUAGE, ("fr", "en"))),
        ("channel: Email", OneOf(Trait.CHANNEL, ("email",))),
        ("brand: Cyclo", OneOf(Trait.BRAND, ("cyclo",))),
        ("organization: [Amis du Vélo]", OneOf(Trait.ORGANIZATION, ("amis du velo",))),
        ("requester_tags: [fidele]", Tagged(Owner.REQUESTER, ("fidele",))),
        ("tags: [vip, presse]", Tagged(Owner.TICKET, ("vip", "presse"))),
        ("group: Niveau 2", OneOf(Trait.GROUP, ("niveau 2",))),
        ("status: [new, open]", OneOf(Trait.STATUS, ("new", "open"))),
        ('amount: {at_most: "49,90"}', AmountWithin(at_most=Decimal("49.90"))),
        (
            "transaction_date: {after: 2026-01-01, before: 2026-02-01}",
            DatedWithin(before=date(2026, 2, 1), after=date(2026, 1, 1)),
        ),
        ("transaction_date: {older_than: 30 days, within: 10 weeks}", DatedWithin(older_than=30, within=70)),
        (
            "age: {at_least: 12 hours, at_most: 2 weeks}",
            AgedWithin(timedelta(hours=12), timedelta(weeks=2)),
        ),
        ("documents: false", HasDocuments(wanted=False)),
        ("missing: true", IsMissing()),
        ("missing: false", IsMissing(wanted=False)),
        ("missing: amount", IsMissing(items=("amount",))),
        ("day: [saturday, sunday]", OnDays((5, 6))),
        ('hour: {from: "18:00", to: 8:30}', AtHours(time(18), time(8, 30))),
        ("duplicate: true", HasDuplicate()),
        (
            "none: [{documents: true}, {day: monday}], any: [{status: new}, {all: [{status: open}]}]",
            every(
                Joined(How.ANY, (OneOf(Trait.STATUS, ("new",)), Joined(How.ALL, (OneOf(Trait.STATUS, ("open",)),)))),
                Joined(How.NONE, (HasDocuments(), OnDays((0,)))),
            ),
        ),
    ],
)
def test_each_condition_is_read(tmp_path: Path, when: str, condition: Condition) -> None:
    policy = load_policy(written(tmp_path, with_condition(when)))

    assert policy.rules[1].when == condition


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("txet: mort", '17:12: unknown key "txet" (did you mean "text"?)'),
        ("any: [{status: new}, {txet: mort}]", '17:34: unknown key "txet" (did you mean "text"?)'),
        (
            "any: [{}]",
            "17:18: this condition is empty and would match every case: say what it matches, or use `otherwise`",
        ),
        ("none: []", "17:18: this is empty: give it a value, or take the line away"),
        ("any: {status: new}", "17:17: this must be a list, such as [one, two]"),
        ("field: {}", "17:19: this is empty: give it a value, or take the line away"),
        (
            "field: {Offre: []}",
            '17:27: this must be a value or a list of values; "*" stands for anything, "" for nothing',
        ),
        (
            "field: {Offre: {a: b}}",
            '17:27: this must be a value or a list of values; "*" stands for anything, "" for nothing',
        ),
        ("status: closed", '17:20: "closed" is not known here; it must be new, open, pending or hold'),
        (
            "day: satuday",
            (
                '17:17: "satuday" is not known here (did you mean "saturday"?); it must be monday, tuesday, wednesday, '
                "thursday, friday, saturday or sunday"
            ),
        ),
        ("hour: {from: 18h, to: 8:00}", '17:25: "18h" is not a time of the day: write it as "18:00", in quotes'),
        ("hour: {from: 8:00}", '17:12: the key "to" is missing'),
        ("hour: {from: 8:00, to: 08:00}", "17:18: from 08:00 to 08:00 is no time at all: write two different hours"),
        ("age: {}", "17:17: this age has no bounds: say at_least, at_most or both"),
        (
            "age: {at_least: 3 jours}",
            '17:28: "3 jours" is not a length of time: write it as "12 hours", "3 days" or "2 weeks"',
        ),
        (
            "age: {at_least: 3 days, at_most: 2 days}",
            "17:17: no ticket is that old and that young at once: this can never match",
        ),
        ("transaction_date: {}", "17:30: these dates have no bounds: say before, after, older_than or within"),
        (
            "transaction_date: {after: 2026-01-01, before: 2026-01-02}",
            "17:30: no day is after 2026-01-01 and before 2026-01-02: this can never match",
        ),
        (
            "transaction_date: {older_than: 30 days, within: 30 days}",
            "17:30: no day is more than 30 days ago and at most 30 days ago: this can never match",
        ),
        (
            "missing: []",
            (
                "17:21: this must be true, false, or a list of what must be missing, among account, transaction_date, "
                "amount, description, document"
            ),
        ),
        (
            "missing: [amont]",
            (
                '17:21: "amont" is not known here (did you mean "amount"?); it must be one of account, '
                "transaction_date, amount, description, document"
            ),
        ),
        ("documents: oui", "17:23: this must be true or false"),
        ("category: remboursement", '17:22: there is no category "remboursement"'),
    ],
)
def test_each_mistake_in_a_condition_is_told_where_it_is(tmp_path: Path, when: str, told: str) -> None:
    assert problems(written(tmp_path, with_condition(when))) == [f"policy.yaml:{told}"]


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (
            "category: facturation, all: [{category: autre}]",
            "17:11: this can never match: `category: facturation` and `category: autre` never hold together",
        ),
        (
            "status: new, any: [{day: monday}, {day: sunday, all: [{day: monday}]}]",
            "17:46: this can never match: `day: sunday` and `day: monday` never hold together",
        ),
        (
            "missing: description",
            ("17:11: this can never match, because of `missing: description`: no case of this policy is like that"),
        ),
        (
            "category: autre, missing: [amount]",
            "17:11: this can never match: `category: autre` and `missing: amount` never hold together",
        ),
        (
            "category: autre, none: [{category: [facturation, autre]}]",
            (
                "17:11: this can never match, because of `none (category: facturation | autre)`: "
                "no case of this policy is like that"
            ),
        ),
        (
            "category: facturation, text: deuil, amount: {at_least: 600}",
            '16:9: this rule never gets a case: "gros" (line 13) before it takes them all',
        ),
    ],
)
def test_a_rule_that_never_gets_a_case_is_told(tmp_path: Path, when: str, told: str) -> None:
    assert problems(written(tmp_path, with_condition(when))) == [f"policy.yaml:{told}"]


def test_a_duplicate_that_is_not_looked_for_is_told(tmp_path: Path) -> None:
    told = "17:11: this can never match, because of `duplicate: a duplicate`: no case of this policy is like that"
    assert problems(written(tmp_path, edited(SMALL, WHEN, "duplicate: true"))) == [f"policy.yaml:{told}"]


def test_several_rules_that_take_all_are_named(tmp_path: Path) -> None:
    rules = (
        "  - {id: a, when: {category: facturation}, then: {group: G}}\n"
        "  - {id: b, when: {category: autre}, then: {group: G}}\n"
        "  - {id: c, when: {documents: true}, then: {group: G}}\n"
    )
    assert problems(written(tmp_path, edited(SMALL, "otherwise:", rules + "otherwise:"))) == [
        'policy.yaml:21:10: this rule never gets a case: "a" (line 19) and "b" (line 20) before it takes them all'
    ]


def test_examples_can_set_what_conditions_ask(tmp_path: Path) -> None:
    rule = """  - id: tout
    when:
      channel: email
      brand: Cyclo
      organization: Amis
      requester_tags: [fidele]
      tags: [vip]
      group: Accueil
      status: open
      age: {at_least: 3 days}
      hour: {from: "18:00", to: "08:00"}
      day: saturday
      duplicate: true
      documents: true
      field: {Offre: duo}
      none: [{missing: true}, {text: mort}]
    then: {group: Trouvé}
"""
    example = """  - ticket:
      {category: Autre, channel: Email, brand: cyclo, organization: AMIS, requester_tags: [fidele], tags: vip,
       group: Accueil, status: open, age: 4 days, duplicate: true, attachments: a.pdf, fields: {Offre: Duo}}
    day: 2026-03-14
    hour: "20:15"
    expect: {group: Trouvé, rule: tout}
"""
    policy = edited(edited(LOOKED_FOR, "  - id: gros", rule + "  - id: gros"), "decisions:", example + "decisions:")
    assert problems(written(tmp_path, policy)) == []
