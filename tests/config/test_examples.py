"""A policy's examples are played as real tickets would be, and one that fails keeps the policy from loading."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.examples import invented
from config.schema import ExampleTicket
from integration.core.changes import simulate
from integration.core.decide import Case, decide
from integration.core.policy import Policy
from tests.config.small import NOTED, SMALL, edited, problems, with_texts, written

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
DAY = "played on 2026-01-15)"

FAILING = {
    "group": ("{group: Niveau 2}\n", "{group: Facturation}\n", 'group "Facturation", but found "Niveau 2"'),
    "priority": ("{group: Niveau 2}\n", "{priority: low}\n", 'priority "low", but found "high"'),
    "tags": (
        "{group: Niveau 2}\n",
        "{tags: petit_dossier}\n",
        "tags [petit_dossier], but found [gros_dossier, guichet_complet]",
    ),
    "missing": ("{group: Niveau 2}\n", "{missing: [amount]}\n", "missing [amount], but found []"),
    "category": ("{group: Niveau 2}\n", "{category: autre}\n", 'category "autre", but found "facturation"'),
    "rule": ("{group: Niveau 2}\n", "{rule: mots}\n", 'rule "mots", but found "gros"'),
}


@pytest.mark.parametrize(("old", "new", "told"), FAILING.values(), ids=FAILING.keys())
def test_a_failing_expectation_says_what_was_wanted_and_found(tmp_path: Path, old: str, new: str, told: str) -> None:
    column = 14 + len(new.partition(":")[0]) + 1
    expected = f"policy.yaml:25:{column}: example 1 expected {told} (rule: gros, {DAY}"
    assert problems(written(tmp_path, edited(SMALL, old, new))) == [expected]


SPEAKING = edited(
    NOTED, "{group: Niveau 2,", "{group: Niveau 2, message: suite, note: consigne, assignee: marie@example.org,"
)
SPEAKING = edited(SPEAKING, "tags: [gros_dossier]", "tags: [gros_dossier], fields: {Canal: courrier, Urgent: true}")


@pytest.mark.parametrize(
    ("part", "right", "wrong", "told"),
    [
        ("message", "suite", "autre", '"autre", but found "suite"'),
        ("note", "consigne", "autre", '"autre", but found "consigne"'),
        ("assignee", "marie@example.org", '""', '"", but found "marie@example.org"'),
        (
            "fields",
            "{Canal: courrier, Urgent: true}",
            "{Canal: e-mail, Urgent: true}",
            "{Canal: e-mail, Urgent: true}, but found {Canal: courrier, Urgent: true}",
        ),
    ],
)
def test_what_a_rule_says_and_writes_can_be_expected(
    tmp_path: Path, part: str, right: str, wrong: str, told: str
) -> None:
    holding, failing = (
        edited(SPEAKING, "expect: {group: Niveau 2}", f"expect: {{{part}: {it}}}") for it in (right, wrong)
    )

    assert problems(with_texts(tmp_path / "right", holding)) == []
    [problem] = problems(with_texts(tmp_path / "wrong", failing))
    assert f"example 1 expected {part} {told} (rule: gros, {DAY}" in problem


def test_an_incomplete_example_is_told_nothing_yet(tmp_path: Path) -> None:
    policy = edited(
        SPEAKING, 'amount: "640"}\n    expect: {group: Niveau 2}', 'text: Bonjour}\n    expect: {note: "", message: ""}'
    )

    assert problems(with_texts(tmp_path, policy)) == []


def test_a_required_document_is_expected_by_its_name(tmp_path: Path) -> None:
    policy = edited(SMALL, "requires: [amount]", "requires: [amount, document]")
    policy = edited(policy, "expect: {group: Niveau 2}", "expect: {missing: [document]}")

    assert problems(written(tmp_path, policy)) == []


def test_every_failing_expectation_is_told(tmp_path: Path) -> None:
    policy = edited(
        SMALL, "{group: Niveau 2}\n", "{group: A, rule: b}\n  - ticket: {category: inconnue}\n    expect: {group: C}\n"
    )
    assert [problem.split(": ", 1)[1] for problem in problems(written(tmp_path, policy))] == [
        f'example 1 expected group "A", but found "Niveau 2" (rule: gros, {DAY}',
        f'example 1 expected rule "b", but found "gros" (rule: gros, {DAY}',
        f'example 2 expected group "C", but found "" (rule: none, {DAY}',
    ]


def test_what_is_missing_keeps_a_case_from_being_routed(tmp_path: Path) -> None:
    incomplete = '{group: Niveau 2}\n  - ticket: {category: facturation}\n    expect: {missing: [amount], group: ""}\n'
    assert problems(written(tmp_path, edited(SMALL, "{group: Niveau 2}\n", incomplete))) == []


def test_an_example_is_played_on_its_own_day(tmp_path: Path) -> None:
    policy = edited(SMALL, "amount: Montant", "amount: Montant, transaction_date: Jour")
    policy = edited(policy, "requires: [amount]", "requires: [amount, transaction_date]")
    policy = edited(policy, '"640"}', '"640", transaction_date: 2026-03-12}\n    day: 2026-03-11')
    assert problems(written(tmp_path / "before", policy)) == [
        'policy.yaml:26:21: example 1 expected group "Niveau 2", but found "" (rule: gros, played on 2026-03-11)'
    ]
    assert problems(written(tmp_path / "after", edited(policy, "day: 2026-03-11", "day: 2026-03-13"))) == []


def test_an_invented_ticket_holds_everything_an_example_can_say(shipped: Policy) -> None:
    ticket = invented(
        ExampleTicket(
            category="facturation",
            subject="Sujet",
            text="Texte",
            account="104512",
            transaction_date="2026-03-12",
            amount="49,90",
            language="en",
            tags=("vip",),
            attachments=("a.pdf", "b.pdf"),
        ),
        shipped,
        NOW,
    )
    assert (ticket.subject, ticket.comments[0].body, ticket.requester.language) == ("Sujet", "Texte", "en")
    assert ticket.comments[0].public
    assert {field.title: field.value for field in ticket.fields} == {
        "Motif": "facturation",
        "Compte": "104512",
        "Date de la transaction": "2026-03-12",
        "Montant": "49,90",
        "Décision": "",
        "Note Guichet": "",
        "Échéance d'examen": "",
        "Échéance de paiement": "",
    }
    assert ticket.tags == {"vip"}
    assert [attachment.name for attachment in ticket.comments[0].attachments] == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("category", ["facturation", "remboursement"])
@pytest.mark.parametrize("text", ["Bonjour", "Mon père est décédé.", "Débit de 49,90 € le 12/03/2026, compte 104512."])
def test_deciding_again_with_the_shipped_policy_changes_nothing(shipped: Policy, category: str, text: str) -> None:
    ticket = invented(ExampleTicket(category=category, text=text), shipped, NOW)
    after = simulate(ticket, decide(Case(ticket), shipped, NOW).changes, NOW)
    assert after != ticket
    assert decide(Case(after), shipped, NOW).changes == ()
