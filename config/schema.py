"""The shape of policy.yaml, part by part: what may be written where, and what each part means.

Only what Guichet does is part of the language; anything else is an unknown key, never silently ignored. The classes
also make policy.schema.json, from which editors complete and explain, so their descriptions are written for admins.
"""

from datetime import time, timedelta
from typing import Self

from pydantic import Field, model_validator

from config.case_parts import CategoryPart, ChecksPart, FieldsPart, ItemName
from config.clock_parts import AskingPart, CalendarPart, ClockPart
from config.condition_parts import StatusName
from config.kinds import (
    AnyLanguage,
    AnyTag,
    CategoryName,
    Clock,
    Currency,
    Day,
    Days,
    FieldValue,
    Folded,
    Id,
    Language,
    Many,
    Span,
    Text,
    Timezone,
    Written,
)
from config.part import Part
from config.routing_parts import OtherwisePart, PriorityName, RulePart
from config.safety_parts import LimitsPart, ModeName, RetentionPart
from config.sentences import wrong


class DecisionsPart(Part):
    """Which options of the decision field mean what; any of them ends the review."""

    accepted: Many[Folded] = ()
    partly: Many[Folded] = ()
    refused: Many[Folded] = ()

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        seen: dict[str, str] = {}
        for meaning, words in self:
            for word in words:
                if word in seen:
                    raise wrong("decision_twice", found=word, other=seen[word])
                seen[word] = meaning
        return self


class DuplicatesPart(Part):
    """Which other cases count as duplicates: the same account, date and amount."""

    within: Days = Field(description="A case that is over still counts for that long, such as 90 days.")


class ExampleTicket(Part):
    """An invented ticket: what the member chose, filled in and wrote."""

    category: Text
    subject: Text = ""
    text: Text = ""
    account: Text = ""
    transaction_date: Text = ""
    amount: Written = ""
    fields: dict[Text, FieldValue] = Field(default_factory=dict, description="Other fields of the helpdesk by title.")
    language: AnyLanguage = "fr"
    channel: Text = ""
    brand: Text = ""
    organization: Text = ""
    requester_tags: Many[AnyTag] = ()
    tags: Many[AnyTag] = ()
    group: Text = ""
    status: StatusName = "new"
    age: Span = Field(default=timedelta(0), description="How long ago it was filed, such as 3 days.")
    duplicate: bool = Field(default=False, description="Whether another case is about the same payment.")
    attachments: Many[Text] = Field(default=(), description="Names of files sent with the message.")


class ExampleExpect(Part):
    """What must become of it."""

    category: CategoryName | None = None
    missing: tuple[ItemName, ...] | None = Field(default=None, description="What is asked; [] when nothing is.")
    group: str | None = None
    priority: PriorityName | None = None
    assignee: str | None = Field(default=None, description="The agent, as the rule names one.")
    tags: Many[AnyTag] | None = Field(default=None, description="Tags that must be there, among others.")
    fields: dict[Text, FieldValue] | None = Field(default=None, description="What must be in which fields.")
    note: str | None = Field(default=None, description="The text under `notes` that agents read.")
    message: str | None = Field(default=None, description="The text of your own that the member reads.")
    rule: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("expects_nothing")
        return self


class ExamplePart(Part):
    """An invented ticket and what must become of it, tried at every load."""

    ticket: ExampleTicket
    day: Day | None = Field(default=None, description="The day it is played; needed with a transaction_date.")
    hour: Clock = Field(default=time(10), description="The time of that day, 10:00 when nothing is said.")
    expect: ExampleExpect

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.ticket.transaction_date and self.day is None:
            raise wrong("needs_day")
        return self


class PolicyPart(Part):
    """What Guichet does with tickets. The words are explained in docs/writing-policies.md."""

    language: Language = Field(description="The language of messages when the requester's own is not translated.")
    timezone: Timezone = Field(description="Where days begin and end, such as Europe/Paris.")
    currency: Currency = "EUR"
    fields: FieldsPart
    categories: dict[Id, CategoryPart] = Field(min_length=1)
    checks: ChecksPart = ChecksPart()
    routing: tuple[RulePart, ...] = Field(description="Rules in order: the first that matches wins.")
    otherwise: OtherwisePart
    clocks: dict[Id, ClockPart] = Field(default_factory=dict)
    calendar: CalendarPart = Field(default_factory=CalendarPart, description="Working days, hours and holidays.")
    decisions: DecisionsPart = DecisionsPart()
    write_back: bool = Field(default=True, description="Copy what was read in the text into the empty fields.")
    asking: AskingPart = Field(default_factory=AskingPart)
    mode: ModeName = Field(default="live", description="shadow: decide and record, but write nothing.")
    limits: LimitsPart = LimitsPart()
    retention: RetentionPart | None = None
    duplicates: DuplicatesPart | None = Field(default=None, description="Without it, no duplicate is looked for.")
    examples: tuple[ExamplePart, ...] = ()
