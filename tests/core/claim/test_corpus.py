"""Seven hundred messages as members write them: none read wrong, nearly all read where a careful human would."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from integration.core.claim import Claim, Fields, Money, Reading, Text, read_claim

TODAY = date(2026, 11, 22)  # a Sunday; every message of the corpus was written that day
CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.yaml"))
ITEMS = ("account", "transaction_date", "amount", "currency")
LEAST_READ = 0.95


@dataclass(frozen=True)
class Message:
    """One message of the corpus with the reading that a careful human gives it."""

    text: str
    language: str
    expected: dict[str, str | None]
    asked: list[str]


def messages(path: Path) -> list[Message]:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Message(row["text"], row.get("language", "fr"), {item: row.get(item) for item in ITEMS}, row["asked"])
        for row in rows
    ]


def everything() -> list[Message]:
    return [message for path in CORPUS for message in messages(path)]


def reading(message: Message) -> dict[str, str | None]:
    text = Text("comment:1", message.text, TODAY, message.language)
    claim = read_claim((text,), Fields(), Reading(), TODAY)
    return {
        "account": str(claim.account.value) if claim.account else None,
        "transaction_date": str(claim.transaction_date.value) if claim.transaction_date else None,
        **_money(claim),
    }


def _money(claim: Claim) -> dict[str, str | None]:
    if claim.amount is None:
        return {"amount": None, "currency": None}
    assert isinstance(claim.amount.value, Money)
    return {"amount": str(claim.amount.value.value), "currency": claim.amount.value.currency}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_nothing_is_read_wrong(path: Path) -> None:
    wrong = [
        (item, value, message.expected[item], message.text)
        for message in messages(path)
        for item, value in reading(message).items()
        if value is not None and value != message.expected[item]
    ]
    assert wrong == []


def test_nearly_everything_readable_is_read() -> None:
    readable = read = 0
    for message in everything():
        found = reading(message)
        for item in ("account", "transaction_date", "amount"):
            readable += message.expected[item] is not None
            read += message.expected[item] is not None and found[item] is not None
    assert read / readable >= LEAST_READ


def test_the_corpus_says_the_same_thing_twice() -> None:
    for message in everything():
        missing = [item for item in ("account", "transaction_date", "amount") if message.expected[item] is None]
        assert sorted(message.asked) == sorted(missing), message.text


def test_the_corpus_is_large_enough() -> None:
    french = [message for message in everything() if message.language == "fr"]
    english = [message for message in everything() if message.language == "en"]
    assert len(french) >= 500
    assert len(english) >= 200
    assert len({message.text for message in everything()}) == len(everything())
