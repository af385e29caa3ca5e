"""What conditions are asked about: one case at one instant, and which of its words and files are the member's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from integration.core.claim import Claim, Money
from integration.core.conditions import Trait
from integration.core.duplicates import Duplicate
from integration.core.folding import fold
from integration.core.ticket import Attachment, Comment, Field, Role, Ticket

_WORD = re.compile(r"\w+")
_KEPT = ("local", "text", "words", "amount", "day")


@dataclass(frozen=True)  # without slots: what a thousand rules ask for is worked out once, when first asked
class Subject:
    """What a condition may look at.

    `category` is the case's category, `now` an aware instant, `timezone` the policy's, `missing` the codes of what must
    be asked ("amount:missing"), `duplicates` the other cases about the same payment.
    """

    ticket: Ticket
    category: str
    claim: Claim
    now: datetime
    timezone: ZoneInfo
    missing: tuple[str, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()

    def afterwards(self, ticket: Ticket) -> "Subject":
        """The same case once Guichet has changed the ticket: what the member wrote is not folded a second time."""
        again = replace(self, ticket=ticket)
        again.__dict__.update({name: self.__dict__[name] for name in _KEPT if name in self.__dict__})
        return again

    @cached_property
    def local(self) -> datetime:
        """Now, on the policy's wall clock."""
        return self.now.astimezone(self.timezone)

    @cached_property
    def amount(self) -> Money | None:
        """The amount, when it was read."""
        finding = self.claim.amount
        return finding.value if finding and isinstance(finding.value, Money) else None

    @cached_property
    def day(self) -> date | None:
        """The day of the transaction, when it was read."""
        finding = self.claim.transaction_date
        return finding.value if finding and isinstance(finding.value, date) else None

    @cached_property
    def traits(self) -> Mapping[Trait, str]:
        """What the case is one of, folded except for its category and language; "" where there is nothing."""
        ticket = self.ticket
        return {
            Trait.CATEGORY: self.category,
            Trait.LANGUAGE: ticket.requester.language,
            Trait.CHANNEL: fold(ticket.channel),
            Trait.BRAND: fold(ticket.brand),
            Trait.ORGANIZATION: fold(ticket.organization),
            Trait.GROUP: fold(ticket.group),
            Trait.STATUS: ticket.status.value,
        }

    @cached_property
    def held(self) -> Mapping[str, frozenset[str]]:
        """What each field holds by its title, folded, in every form it can be named by: {""} for nothing."""
        return {field.title: _contents(field) for field in reversed(self.ticket.fields)}

    @cached_property
    def text(self) -> str:
        """What the member wrote, folded."""
        return fold(member_words(self.ticket))

    @cached_property
    def words(self) -> frozenset[str]:
        """The single words of that text."""
        return frozenset(_WORD.findall(self.text))


def _contents(field: Field) -> frozenset[str]:
    words = (field.value, field.label, *field.options)
    return frozenset(fold(word).strip() for word in words if word.strip()) or frozenset({""})


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


def documents(ticket: Ticket) -> tuple[Attachment, ...]:
    """The files the member sent; a picture inside a text is the logo of a signature more often than a document."""
    return tuple(file for comment in spoken(ticket) for file in comment.attachments if not file.inline)
