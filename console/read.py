"""`guichet read`: shows what is understood of a text, where it stands, and what the member would be asked."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

import click

from integration.core.claim import (
    Checks,
    Claim,
    Fields,
    Finding,
    Item,
    Money,
    Question,
    Reading,
    Text,
    phrase,
    phrase_value,
    read_claim,
)

_NAMES = {
    Item.ACCOUNT: "Account",
    Item.TRANSACTION_DATE: "Transaction date",
    Item.AMOUNT: "Amount",
    Item.DESCRIPTION: "Description",
}
_SHOWN = 60  # letters of a description that are printed


@click.command(context_settings={"ignore_unknown_options": True})  # "-35,00 €" is a text, not an option
@click.argument("words", nargs=-1)
@click.option("--jsonl", is_flag=True, help="Read lines of JSON from the standard input, print one JSON object a line.")
@click.option(
    "--language", default="fr", show_default=True, help="The member's language, of the text and of the questions."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day the text was written; today when not given.")
@click.option(
    "--currency", "currencies", multiple=True, help="An allowed currency (repeat it for more); EUR when not given."
)
def read(
    words: tuple[str, ...], *, jsonl: bool, language: str, today: datetime | None, currencies: tuple[str, ...]
) -> None:
    """Read the account, the date of the transaction and the amount in WORDS, or in what comes on the standard input."""
    policy = Reading(currencies[0], Checks(currencies=currencies)) if currencies else Reading()
    stdin = click.open_file("-", encoding="utf-8", errors="replace")
    written_on = today.date() if today else date.today()  # noqa: DTZ011 - the reader's own day
    if jsonl:
        for line in _answers(stdin, written_on, language, policy):
            click.echo(line)
        return
    body = " ".join(words) if words else stdin.read()
    _print(_read(body, written_on, language, policy), body, language)


def _read(body: str, today: date, language: str, policy: Reading) -> Claim:
    return read_claim((Text("text", body, today, language),), Fields(), policy, today)


def _answers(lines: IO[str], today: date, language: str, policy: Reading) -> Iterator[str]:
    """Answer each line `{"text": …, "today": …, "language": …}`; only the text is required."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            body, day = str(asked["text"]), asked.get("today")
            written_on = date.fromisoformat(day) if day else today
            tongue = str(asked.get("language") or language)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise click.ClickException(f'line {number} is not {{"text": …, "today": "YYYY-MM-DD"}}: {error}') from error
        yield json.dumps(_as_json(_read(body, written_on, tongue, policy), tongue), ensure_ascii=False)


def _as_json(claim: Claim, language: str) -> dict[str, object]:
    money = claim.amount.value if claim.amount else None
    return {
        "account": claim.account and claim.account.value,
        "transaction_date": claim.transaction_date and _plain(claim.transaction_date),
        "amount": claim.amount and _plain(claim.amount),
        "currency": money.currency if isinstance(money, Money) else None,
        "questions": [_question(question, language) for question in claim.questions],
        "findings": [_finding(finding) for finding in claim.findings],
    }


def _question(question: Question, language: str) -> dict[str, object]:
    return {
        "item": question.item.value,
        "reason": question.reason.value,
        "written": question.written,
        "candidates": [_finding(candidate) for candidate in question.candidates],
        "sentence": phrase(question, language),
    }


def _finding(finding: Finding) -> dict[str, object]:
    found: dict[str, object] = {"item": finding.item.value, "value": _plain(finding)}
    if isinstance(finding.value, Money):
        found["currency"] = finding.value.currency
    return {**found, "source": finding.source, "start": finding.start, "end": finding.end, "why": finding.why}


def _plain(finding: Finding) -> str:
    return f"{finding.value.value:.2f}" if isinstance(finding.value, Money) else str(finding.value)


def _print(claim: Claim, body: str, language: str) -> None:
    """Say in words what was understood and what would be asked."""
    for finding in claim.findings:
        value = " ".join(phrase_value(finding, language).split())
        shown = value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
        place = "" if finding.item is Item.DESCRIPTION else f" in “{body[finding.start : finding.end]}”"
        click.echo(
            f"{_NAMES[finding.item]}: {shown}\n    found at {finding.start}-{finding.end}{place} ({finding.why})"
        )
    for question in claim.questions:
        click.echo(f"{_NAMES[question.item]}: asked ({question.reason})\n    {phrase(question, language)}")
