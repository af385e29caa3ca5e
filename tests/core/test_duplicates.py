"""The same payment in two tickets: what makes it the same, and what agents are told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from integration.core.changes import AddComment, AddTag, RemoveTag, SetField, simulate
from integration.core.claim import Claim, Finding, Item, Money, Question, Reason, Value
from integration.core.decide import Case, decide
from integration.core.duplicates import Duplicate, fingerprint, tagged
from integration.core.ticket import Status, Ticket
from tests.core.build import NOW, POLICY, complete_ticket, of_kind, ticket

PEPPER = b"pepper"
DAY = date(2026, 11, 3)
OTHERS = (Duplicate("", "12"), Duplicate("zammad", "15"))


def claim(
    account: str = "7 204-118", day: date = date(2026, 11, 3), amount: str = "49.9", currency: str = "EUR"
) -> Claim:
    values: dict[Item, Value] = {
        Item.ACCOUNT: account,
        Item.TRANSACTION_DATE: day,
        Item.AMOUNT: Money(Decimal(amount), currency),
    }
    return Claim(tuple(Finding(item, value, "field", 0, 0, "field") for item, value in values.items()), ())


def decided_with(case: Ticket, others: tuple[Duplicate, ...] = OTHERS) -> Ticket:
    return simulate(case, decide(Case(case, others), POLICY, NOW).changes, NOW)


def test_the_same_payment_has_the_same_fingerprint_however_it_was_written() -> None:
    assert fingerprint(claim(), PEPPER) == fingerprint(claim("7204118", amount="49.90"), PEPPER)
    assert fingerprint(claim("Marie@Example.org"), PEPPER) == fingerprint(claim("marie@example.org"), PEPPER)


@pytest.mark.parametrize(
    "other",
    [
        claim("7204119"),
        claim(day=date(2026, 11, 4)),
        claim(amount="49.91"),
        claim(currency="CHF"),
    ],
)
def test_another_payment_has_another(other: Claim) -> None:
    assert fingerprint(other, PEPPER) != fingerprint(claim(), PEPPER)


def test_points_and_hyphens_of_an_address_count() -> None:
    assert fingerprint(claim("jean-luc@example.org"), PEPPER) != fingerprint(claim("jeanluc@example.org"), PEPPER)


def test_without_the_pepper_it_says_nothing() -> None:
    assert fingerprint(claim(), PEPPER) != fingerprint(claim(), b"another")
    assert len(fingerprint(claim(), PEPPER)) == 64


@pytest.mark.parametrize("item", [Item.ACCOUNT, Item.TRANSACTION_DATE, Item.AMOUNT])
def test_a_claim_in_doubt_has_none(item: Item) -> None:
    doubtful = Claim(
        tuple(found for found in claim().findings if found.item is not item), (Question(item, Reason.MISSING),)
    )

    assert fingerprint(doubtful, PEPPER) == ""


def test_both_the_tag_and_the_note_tell_agents() -> None:
    after = decided_with(complete_ticket())

    assert "guichet_doublon" in after.tags
    assert "doublon de 12, 15 (zammad)" in after.value("Note")
    assert tagged((), "t") == RemoveTag("t")
    assert tagged(OTHERS, "t") == AddTag("t")


def test_when_the_other_case_is_about_something_else_again_tag_and_note_forget_it() -> None:
    before = decided_with(complete_ticket())
    after = decided_with(before, ())

    assert "guichet_doublon" not in after.tags
    assert "doublon" not in after.value("Note")


def test_a_solved_case_is_tagged_and_its_note_brought_up_to_date() -> None:
    solved = replace(decided_with(complete_ticket(), ()), status=Status.SOLVED, status_raw="solved")
    changes = decide(Case(solved, OTHERS), POLICY, NOW).changes

    assert [type(change) for change in changes] == [AddTag, SetField]


@pytest.mark.parametrize("motif", ["facturation", "remboursement"])
def test_the_member_reads_nothing_of_it(motif: str) -> None:
    for filed in (ticket(motif), ticket(motif, ""), complete_ticket(Motif=motif)):
        with_others = of_kind(decide(Case(filed, OTHERS), POLICY, NOW).changes, AddComment)

        assert with_others == of_kind(decide(Case(filed), POLICY, NOW).changes, AddComment)


def test_where_no_field_holds_the_note_a_new_duplicate_is_said_once() -> None:
    without = replace(complete_ticket(), fields=tuple(f for f in complete_ticket().fields if f.title != "Note"))
    arrived = decided_with(without, ())
    told = decide(Case(arrived, OTHERS), POLICY, NOW).changes

    [note] = of_kind(told, AddComment)
    assert not note.public
    assert "doublon de 12" in note.body
    assert decide(Case(simulate(arrived, told, NOW), OTHERS), POLICY, NOW).changes == ()
