"""Reads the corpus with Guichet and with three libraries, and prints accuracy and speed side by side.

Run it from its own environment (see README.md): python benchmarks/claims/run.py [--write]
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402 - the repository is put on the path first

from integration.core.claim import Fields, Money, Reading, Text, read_claim  # noqa: E402

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - the libraries reason in local time without a zone
CULTURES = {"fr": "fr-fr", "en": "en-us", "de": "de-de", "es": "es-es", "it": "it-it", "nl": "nl-nl", "pt": "pt-br"}
HOSTILE = {
    "digits": "1",
    "ones": "1 ",
    "euros": "1€",
    "addresses": "a@",
    "dates": "3 sept ",
    "cents": "cent ",
    "replies": "le a écrit :\n",
    "quotes": ">\n",
    "signs": "€",
}
ROUNDS = 5


@dataclass
class Score:
    """How one reader did on dates and amounts, and how long it took."""

    name: str
    right: dict[str, int] = field(default_factory=lambda: {"date": 0, "amount": 0})
    asked: dict[str, int] = field(default_factory=lambda: {"date": 0, "amount": 0})
    wrong: dict[str, int] = field(default_factory=lambda: {"date": 0, "amount": 0})
    seconds: float = 0.0

    def note(self, kind: str, found: object, expected: object) -> None:
        """Count one answer: right (a rightly unread value too), asked (nothing given though it was readable), wrong."""
        if found == expected:
            self.right[kind] += 1
        elif found is None:
            self.asked[kind] += 1
        else:
            self.wrong[kind] += 1


Reader = Callable[[dict[str, Any]], tuple[date | None, Decimal | None]]


def corpus() -> list[dict[str, Any]]:
    """Load every message of the test corpus."""
    paths = sorted((ROOT / "tests/core/claim/corpus").glob("*.yaml"))
    return [row for path in paths for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


def guichet(row: dict[str, Any]) -> tuple[date | None, Decimal | None]:
    """Read with Guichet."""
    claim = read_claim((Text("text", row["text"], TODAY, row.get("language", "fr")),), Fields(), Reading(), TODAY)
    day = claim.transaction_date.value if claim.transaction_date else None
    money = claim.amount.value if claim.amount else None
    return day if isinstance(day, date) else None, money.value if isinstance(money, Money) else None


def dateparser_and_price_parser() -> Reader:
    """Read the first date with dateparser and the amount with price-parser, set up as kindly as they allow."""
    search_dates = import_module("dateparser.search").search_dates
    price_from = import_module("price_parser").Price.fromstring
    settings = {
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": "DMY",
        "RELATIVE_BASE": NOW,
        "REQUIRE_PARTS": ["day", "month"],
    }

    def read(row: dict[str, Any]) -> tuple[date | None, Decimal | None]:
        languages = [row.get("language", "fr")]
        dates = search_dates(row["text"], languages=languages, settings=settings) or []
        price = price_from(row["text"], currency_hint="€")
        return (dates[0][1].date() if dates else None), price.amount

    return read


def recognizers() -> Reader:
    """Read the first past date and the first currency with the recognizers suite."""
    recognize_datetime = import_module("recognizers_date_time").recognize_datetime
    recognize_currency = import_module("recognizers_number_with_unit").recognize_currency

    def read(row: dict[str, Any]) -> tuple[date | None, Decimal | None]:
        culture = CULTURES[row.get("language", "fr")]
        days = [_past(value) for value in _values(recognize_datetime, row["text"], culture, reference=NOW)]
        amounts = [_number(value) for value in _values(recognize_currency, row["text"], culture)]
        first_day = next((day for day in days if day), None)
        return first_day, next((amount for amount in amounts if amount is not None), None)

    return read


def _values(recognize: Callable[..., Any], text: str, culture: str, **options: object) -> list[Any]:
    """Ask a recognizer; a culture it does not have, or a crash of its own, counts as nothing found."""
    try:
        return [found.resolution for found in recognize(text, culture, **options) if found.resolution]
    except Exception:  # noqa: BLE001 - whatever a library raises is its own answer
        return []


def _past(resolution: dict[str, Any]) -> date | None:
    days = [
        value.get("value", "") for value in resolution.get("values", []) if value.get("type") in {"date", "datetime"}
    ]
    read = [date.fromisoformat(day[:10]) for day in days if day[:4].isdigit()]
    return max((day for day in read if day <= TODAY), default=read[0] if read else None)


def _number(resolution: dict[str, Any]) -> Decimal | None:
    try:
        return Decimal(str(resolution.get("value")))
    except InvalidOperation:
        return None


def measure(name: str, read: Reader, rows: list[dict[str, Any]], rounds: int = 1) -> Score:
    """Score a reader on every message; the time is processor time, the best of some rounds."""
    score, best = Score(name), float("inf")
    for row in rows:
        day, amount = read(row)
        expected = row.get("transaction_date")
        score.note("date", day, date.fromisoformat(expected) if expected else None)
        score.note("amount", amount, Decimal(row["amount"]) if row.get("amount") else None)
    for _ in range(rounds):
        begun = time.process_time()
        for row in rows:
            read(row)
        best = min(best, time.process_time() - begun)
    score.seconds = best
    return score


def table(scores: list[Score], count: int) -> str:
    """Put the scores side by side."""
    lines = [
        f"{count} messages; each has a date and an amount to read, or none that a careful human would take.",
        "",
        "| reader | dates right / asked / wrong | amounts right / asked / wrong | ms a message | Guichet faster by |",
        "| --- | --- | --- | --- | --- |",
    ]
    for score in scores:
        dates = " / ".join(str(part["date"]) for part in (score.right, score.asked, score.wrong))
        amounts = " / ".join(str(part["amount"]) for part in (score.right, score.asked, score.wrong))
        times = f"{score.seconds / scores[0].seconds:.0f} x" if score is not scores[0] else "–"
        lines.append(f"| {score.name} | {dates} | {amounts} | {score.seconds / count * 1000:.3f} | {times} |")
    return "\n".join(lines)


def hostile() -> str:
    """Time 64 kB of each hostile text."""
    lines = ["| 64 kB of | ms |", "| --- | --- |"]
    for name, piece in HOSTILE.items():
        text = (piece * 65536)[:65536]
        begun = time.process_time()
        guichet({"text": text})
        lines.append(f"| {name} | {(time.process_time() - begun) * 1000:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure every reader in one run; `--write` puts the tables into README.md."""
    rows = corpus()
    scores = [measure("Guichet", guichet, rows, ROUNDS)]
    scores.append(measure("dateparser + price-parser", dateparser_and_price_parser(), rows))
    scores.append(measure("recognizers-text", recognizers(), rows))
    result = f"{table(scores, len(rows))}\n\n{hostile()}"
    print(result)
    if "--write" in sys.argv:
        readme = HERE / "README.md"
        before, mark, _ = readme.read_text(encoding="utf-8").partition("<!-- measured -->\n")
        readme.write_text(f"{before}{mark}\n{result}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
