"""Reading the claim of a ticket: which texts are the member's, which fields hold what, and what is still missing."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from integration.core.changes import SetField
from integration.core.claim import Claim, Fields, Finding, Item, Money, Question, Reason, Text, read_claim, read_claims
from integration.core.judging import judge
from integration.core.policy import DOCUMENT, Category, FieldTitles, Policy
from integration.core.subject import Subject, documents, spoken
from integration.core.ticket import Ticket
from integration.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Understood:
    """What a case says of the items its category requires.

    `findings` and `questions` cover the required items only; `sources` says where each finding was first told, which
    stays true after the value was copied into the helpdesk's field. `claim` holds everything that was read. `document`
    is whether a required document is there, None when none is required; `conditions` are the verdicts on `requires_if`.
    """

    claim: Claim
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    sources: tuple[str, ...]
    document: bool | None = None
    conditions: tuple[Verdict, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """What must be asked, as codes without any of the member's words ("amount:missing", "document:missing")."""
        asked = tuple(f"{question.item}:{question.reason}" for question in self.questions)
        return (*asked, f"{DOCUMENT}:{Reason.MISSING}") if self.document is False else asked

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One verdict for each condition under which more is required, and one for each required item."""
        met = (Verdict(f"required:{found.item}", met=True, found=plain(found)) for found in self.findings)
        unmet = (
            Verdict(f"required:{asked.item}", met=False, found=asked.written, wanted=asked.reason)
            for asked in self.questions
        )
        document = () if self.document is None else (_documented(self.document),)
        return (*self.conditions, *met, *unmet, *document)


def _documented(there: bool) -> Verdict:
    return Verdict(f"required:{DOCUMENT}", met=there, wanted="" if there else Reason.MISSING)


Claims = tuple[Claim, Claim]
"""What the fields and the member's words say together, and what the words alone say."""


def read(ticket: Ticket, policy: Policy, now: datetime) -> Claims:
    """Read the ticket's fields and the member's words; by far the longest part of a decision."""
    today = now.astimezone(policy.timezone).date()
    texts = member_texts(ticket, policy.timezone)
    return read_claims(texts, fields_of(ticket, policy.fields), policy.reading, today)


def read_once(ticket: Ticket, policy: Policy, now: datetime) -> Claims:
    """The same for whoever does not ask where a value was first told: half the work when a field is filled."""
    today = now.astimezone(policy.timezone).date()
    claim = read_claim(member_texts(ticket, policy.timezone), fields_of(ticket, policy.fields), policy.reading, today)
    return claim, claim


def reads_alike(one: Policy, other: Policy) -> bool:
    """Whether the two policies read every ticket the same way, so that it need not be read twice."""
    return (one.reading, one.fields, one.timezone) == (other.reading, other.fields, other.timezone)


def understand(
    ticket: Ticket, category: Category, policy: Policy, now: datetime, claims: Claims | None = None
) -> Understood:
    """What the ticket says of what its category requires; `claims` are what `read` says, when that is known already."""
    claim, told = claims or read(ticket, policy, now)
    conditions = _conditions(category, Subject(ticket, category.id, claim, now, policy.timezone))
    required = _required(category, conditions)
    findings = tuple(found for found in claim.findings if found.item in required)
    return Understood(
        claim=claim,
        findings=findings,
        questions=tuple(asked for asked in claim.questions if asked.item in required),
        sources=tuple(_source(found, told) for found in findings),
        document=bool(documents(ticket)) if DOCUMENT in required else None,
        conditions=conditions,
    )


def _conditions(category: Category, subject: Subject) -> tuple[Verdict, ...]:
    named = ((part, ", ".join(part.requires)) for part in category.requires_if)
    return tuple(judge(part.when, subject, f"requires_if:{names}") for part, names in named)


def _required(category: Category, conditions: tuple[Verdict, ...]) -> frozenset[str]:
    met = (part for part, verdict in zip(category.requires_if, conditions, strict=True) if verdict.met)
    return frozenset((*category.requires, *(name for part in met for name in part.requires)))


def member_texts(ticket: Ticket, timezone: ZoneInfo) -> tuple[Text, ...]:
    """The subject and the member's public comments, oldest first, each with the local day it was written on."""
    language = ticket.requester.language or "fr"
    subject = Text("subject", ticket.subject, _local_day(ticket.created_at, timezone), language)
    comments = (
        Text(f"comment:{comment.id}", comment.body, _local_day(comment.created_at, timezone), language)
        for comment in spoken(ticket)
    )
    return (subject, *comments)


def fields_of(ticket: Ticket, titles: FieldTitles) -> Fields:
    """The raw values of the fields that the policy names."""
    return Fields(
        account=ticket.value(titles.account),
        transaction_date=ticket.value(titles.transaction_date),
        amount=ticket.value(titles.amount),
        description=ticket.value(titles.description),
    )


def write_back(ticket: Ticket, understood: Understood, policy: Policy) -> tuple[SetField, ...]:
    """What was read in the member's words, for those of the helpdesk's fields that are still empty.

    An amount in another currency than the policy's stays in the words: the field would make it one of the policy's.
    """
    kept = (found for found in understood.findings if _fits(found, policy.reading.currency))
    wanted = ((_title(found.item, policy.fields), plain(found)) for found in kept)
    return tuple(
        SetField(title, value)
        for title, value in wanted
        if title and (field := ticket.field(title)) is not None and not field.value
    )


def _fits(found: Finding, currency: str) -> bool:
    return not isinstance(found.value, Money) or found.value.currency == currency


def plain(found: Finding) -> str:
    """A value as a helpdesk field stores it: an ISO day, a decimal with a point, or the text itself."""
    if isinstance(found.value, Money):
        return str(found.value.value)
    return found.value.isoformat() if isinstance(found.value, date) else found.value


def _title(item: Item, titles: FieldTitles) -> str:
    # The description is the conversation itself: copying it into a field would only spread it.
    parts = {
        Item.ACCOUNT: titles.account,
        Item.TRANSACTION_DATE: titles.transaction_date,
        Item.AMOUNT: titles.amount,
    }
    return parts.get(item, "")


def _source(found: Finding, told: Claim) -> str:
    same = (other.source for other in told.findings if other.item is found.item and other.value == found.value)
    return next(same, found.source)


def _local_day(at: datetime, timezone: ZoneInfo) -> date:
    return at.astimezone(timezone).date()
