"""Reading a claim: a first, plain reader of fields and of the commonest written forms."""

import re
from datetime import date
from decimal import Decimal

from integration.core.claim.model import Claim, Fields, Finding, Item, Money, Question, Reading, Reason, Text

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ACCOUNT = re.compile(r"(?i:compte|client|account)(?:\s*n[°o])?\s*:?\s*([A-Z0-9-]{4,20}\b)")
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b|\b(\d{4})-(\d\d)-(\d\d)\b")
_WORDED = re.compile(r"\b(\d{1,2})(?:er)?\s+([a-zéû]{3,9})\.?\s+(\d{4})\b", re.IGNORECASE)
_AMOUNT = re.compile(r"(?<![\d,.])(\d{1,6})(?:[.,](\d{1,2}))?\s?(?:€|EUR|euros?)\s?(\d\d)?", re.IGNORECASE)
_MONTHS = ("jan", "fév", "mar", "avr", "mai", "juin", "juil", "aoû", "sep", "oct", "nov", "déc")


def read_claim(texts: tuple[Text, ...], fields: Fields, policy: Reading, today: date) -> Claim:
    """Read the four items from fields and texts; what is missing, competing or impossible becomes a question."""
    seen = {item: _seen(item, texts, fields, policy) for item in Item}
    findings: list[Finding] = []
    questions: list[Question] = []
    for item, found in seen.items():
        values = {finding.value for finding in found}
        if len(values) == 1 and not _in_the_future(found[-1], today):
            findings.append(found[-1])
        elif len(values) == 1:
            questions.append(Question(item, Reason.IN_THE_FUTURE, tuple(found)))
        else:
            questions.append(Question(item, Reason.AMBIGUOUS if values else Reason.MISSING, tuple(found)))
    return Claim(tuple(findings), tuple(questions))


def _in_the_future(finding: Finding, today: date) -> bool:
    return isinstance(finding.value, date) and finding.value > today


def _seen(item: Item, texts: tuple[Text, ...], fields: Fields, policy: Reading) -> list[Finding]:
    field = getattr(fields, item.value) or ""
    if field and (found := _read(item, field, "field", policy, "field")):
        return found
    return [finding for text in texts for finding in _read(item, text.body, text.source, policy, "only_candidate")]


def _read(item: Item, body: str, source: str, policy: Reading, why: str) -> list[Finding]:
    if item is Item.DESCRIPTION:
        body = body if len(body.split()) > 3 or why == "field" else ""
        return [Finding(item, body.strip(), source, 0, len(body), why)] if body.strip() else []
    if item is Item.AMOUNT and why == "field" and re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", body):
        return [
            Finding(item, Money(Decimal(body.strip().replace(",", ".")), policy.currency), source, 0, len(body), why)
        ]
    if item is Item.ACCOUNT:
        matches = list(_EMAIL.finditer(body)) or [m for m in _ACCOUNT.finditer(body) if any(c.isdigit() for c in m[1])]
        found = [Finding(item, m[m.lastindex or 0], source, m.start(), m.end(), why) for m in matches]
        return found or ([Finding(item, body.strip(), source, 0, len(body), why)] if why == "field" else [])
    if item is Item.AMOUNT:
        return [
            Finding(item, Money(Decimal(f"{m[1]}.{m[2] or m[3] or '00'}"), "EUR"), source, m.start(), m.end(), why)
            for m in _AMOUNT.finditer(body)
        ]
    return [Finding(item, day, source, m.start(), m.end(), why) for m in _days(body) if (day := _day(m))]


def _days(body: str) -> list[re.Match[str]]:
    return [*_DAY.finditer(body), *_WORDED.finditer(body)]


def _day(match: re.Match[str]) -> date | None:
    try:
        if match.re is _WORDED:
            month = next((n for n, name in enumerate(_MONTHS, 1) if match[2].lower().startswith(name)), 0)
            return date(int(match[3]), month, int(match[1]))
        if match[4]:
            return date(int(match[4]), int(match[5]), int(match[6]))
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
