import json

import pytest
from click.testing import CliRunner, Result

from console.read import read

WRITTEN = "vous m'avez prélevé 49€90 le 3 sept., compte marie@exemple.fr"


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(read, [*arguments, "--today", "2026-11-22"], input=stdin)


def answers(*lines: dict[str, str]) -> list[dict[str, object]]:
    result = run("--jsonl", stdin="\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_a_text_is_read_in_words() -> None:
    result = run(WRITTEN, stdin="")
    assert result.exit_code == 0
    assert "Account: marie@exemple.fr" in result.output
    assert "Transaction date: 3 septembre 2026" in result.output
    assert "Amount: 49,90 €" in result.output
    assert "in “49€90” (charged)" in result.output


def test_what_is_missing_is_asked_in_words() -> None:
    result = run(stdin="Bonjour, débité le 31 novembre\n")
    assert "Transaction date: asked (impossible_day)" in result.output
    assert "Le 31 novembre n’existe pas\u00a0: quelle est la bonne date\u00a0?" in result.output


def test_a_long_description_is_shortened() -> None:
    assert "…" in run("Je ne comprends vraiment pas ce que vous faites de mon argent depuis tout ce temps").output


def test_lines_of_json_are_answered_with_lines_of_json() -> None:
    (answer,) = answers({"text": WRITTEN, "today": "2026-11-22", "language": "fr"})
    assert answer["account"] == "marie@exemple.fr"
    assert answer["transaction_date"] == "2026-09-03"
    assert answer["amount"] == "49.90"
    assert answer["currency"] == "EUR"
    findings = answer["findings"]
    assert isinstance(findings, list)
    amount = next(finding for finding in findings if finding["item"] == "amount")
    assert amount == {
        "item": "amount",
        "value": "49.90",
        "currency": "EUR",
        "source": "text",
        "start": 20,
        "end": 25,
        "why": "charged",
    }


def test_questions_come_with_their_choices_and_their_sentence() -> None:
    (answer,) = answers({"text": "débité de 19,99 ou 24,99 €"})
    assert answer["amount"] is None
    assert answer["currency"] is None
    questions = answer["questions"]
    assert isinstance(questions, list)
    question = next(question for question in questions if question["item"] == "amount")
    assert question["reason"] == "ambiguous"
    assert [candidate["value"] for candidate in question["candidates"]] == ["19.99", "24.99"]
    assert question["sentence"].endswith("19,99\u00a0€ ou 24,99\u00a0€\u00a0?")


def test_the_day_of_a_line_is_its_own() -> None:
    first, second = answers({"text": "débité hier", "today": "2026-03-01"}, {"text": "débité hier"})
    assert first["transaction_date"] == "2026-02-28"
    assert second["transaction_date"] == "2026-11-21"


@pytest.mark.parametrize("line", ["not json", "[]", "{}", '{"text": "x", "today": "soon"}'])
def test_a_line_that_is_not_a_question_is_named(line: str) -> None:
    result = run("--jsonl", stdin=f"{line}\n")
    assert result.exit_code == 1
    assert "line 1" in result.output


def test_other_currencies_can_be_allowed() -> None:
    assert "Amount: 54,00 $" in run("--currency", "USD", "--currency", "EUR", "débité de 54 $").output.replace(
        "\u00a0", " "
    )


def test_without_a_day_it_is_today() -> None:
    result = CliRunner().invoke(read, ["débité", "de", "10", "€", "hier"])
    assert "Transaction date: " in result.output
    assert "in “hier”" in result.output


def test_a_text_may_begin_with_a_minus() -> None:
    assert "Amount: 35,00 €" in run("-35,00 € le 5 novembre").output.replace("\u00a0", " ")
