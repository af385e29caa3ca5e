"""What conditions are asked about: one case at one instant, and which of its words and files are the member's."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from integration.core.claim import Claim
from integration.core.duplicates import Duplicate
from integration.core.folding import fold
from integration.core.ticket import Attachment, Comment, Role, Ticket

_WORD = re.compile(r"\w+")
_KEPT = ("local", "text", "words")


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
    def text(self) -> str:
        """What the member wrote, folded."""
        return fold(member_words(self.ticket))

    @cached_property
    def words(self) -> frozenset[str]:
        """The single words of that text."""
        return frozenset(_WORD.findall(self.text))


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
