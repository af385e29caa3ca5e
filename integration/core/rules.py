"""Routing: the first rule that a case meets says where it goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from integration.core.claim import Claim, Money
from integration.core.folding import fold, mentions
from integration.core.policy import Action, Condition, Policy
from integration.core.ticket import Comment, Role, Ticket
from integration.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition may look at: the ticket, its category and what was read of the claim."""

    ticket: Ticket
    category: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Route:
    """Where the case goes and by which rule ("otherwise" when none was met), with the verdict on each rule tried."""

    rule: str
    action: Action
    verdicts: tuple[Verdict, ...]


def route(subject: Subject, policy: Policy) -> Route:
    """The first rule that is met, in the order the admin wrote them."""
    verdicts: list[Verdict] = []
    for rule in policy.rules:
        parts = tuple(judge(rule.when, subject))
        met = all(part.met for part in parts)
        unmet = tuple(part for part in parts if not part.met)
        shown = unmet or parts
        found = ", ".join(part.found for part in shown)
        verdicts.append(Verdict(f"rule:{rule.id}", met, found, ", ".join(part.wanted for part in shown)))
        if met:
            return Route(rule.id, rule.then, tuple(verdicts))
    return Route("otherwise", policy.otherwise, tuple(verdicts))


def judge(when: Condition, subject: Subject) -> Iterator[Verdict]:
    """One verdict for each part of the condition that is set."""
    ticket = subject.ticket
    if when.category:
        yield _one_of("category", subject.category, when.category)
    if when.language:
        yield _one_of("language", ticket.requester.language, when.language)
    if when.tags:
        missing = [tag for tag in when.tags if tag not in ticket.tags]
        yield Verdict("tags", not missing, " ".join(sorted(ticket.tags)), " ".join(when.tags))
    if when.text:
        yield _text(ticket, when.text)
    if when.amount_at_least is not None or when.amount_at_most is not None:
        yield _amount(subject.claim, when.amount_at_least, when.amount_at_most)


def _one_of(id_: str, found: str, wanted: tuple[str, ...]) -> Verdict:
    return Verdict(id_, found in wanted, found, " | ".join(wanted))


def _text(ticket: Ticket, words: tuple[str, ...]) -> Verdict:
    written = fold(member_words(ticket))
    hit = next((word for word in words if mentions(written, word)), "")
    return Verdict("text", bool(hit), hit, " | ".join(words))


def _amount(claim: Claim, at_least: Decimal | None, at_most: Decimal | None) -> Verdict:
    bounds = " and ".join(
        f"{word} {bound}" for word, bound in (("at least", at_least), ("at most", at_most)) if bound is not None
    )
    finding = claim.amount
    if finding is None or not isinstance(finding.value, Money):
        return Verdict("amount", met=False, found="", wanted=bounds)
    value = finding.value.value
    met = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
    return Verdict("amount", met, f"{value} {finding.value.currency}", bounds)


def member_words(ticket: Ticket) -> str:
    """The subject and everything the member wrote, oldest first."""
    return "\n".join((ticket.subject, *(comment.body for comment in spoken(ticket))))


def spoken(ticket: Ticket) -> tuple[Comment, ...]:
    """The member's public comments; the first comment counts whoever typed it, since it is what the ticket is about."""
    return tuple(
        comment
        for index, comment in enumerate(ticket.comments)
        if comment.public and comment.author is not Role.GUICHET and (index == 0 or comment.author is Role.REQUESTER)
    )
