"""The shape of policy.yaml, part by part: what may be written where, and what each part means.

Only what Guichet does is part of the language; anything else is an unknown key, never silently ignored. The classes
also make policy.schema.json, from which editors complete and explain, so their descriptions are written for admins.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from config.kinds import (
    Amount,
    AnyLanguage,
    AnyTag,
    CategoryName,
    ClockName,
    Currency,
    Day,
    Days,
    Folded,
    Id,
    Language,
    Many,
    Months,
    NeutralTag,
    Pattern,
    RuleId,
    Searched,
    Text,
    Timezone,
    Written,
    known,
)
from config.sentences import wrong

ItemName = Literal["account", "transaction_date", "amount", "description"]
PriorityName = Literal["low", "normal", "high", "urgent"]


class Part(BaseModel):
    """A part of the policy file: closed, strict, frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FieldsPart(Part):
    """The helpdesk's fields by title, exactly as agents see them; ids are found, never typed."""

    category: Text = Field(description="The drop-down that says what kind of request it is.")
    account: Text = ""
    transaction_date: Text = ""
    amount: Text = ""
    description: Text = ""
    decision: Text = Field(default="", description="The drop-down in which agents record the decision.")
    note: Text = Field(default="", description="The field that holds Guichet's note for agents.")

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        seen: dict[str, str] = {}
        for part, title in self:
            if title in seen and title:
                raise wrong("title_twice", found=title, other=seen[title])
            seen[title] = part
        return self


class CategoryWhen(Part):
    """Which tickets belong to a category."""

    category: Many[Folded] = Field(description="Values of the category field: the option's value or its label.")


class CategoryPart(Part):
    """A kind of case."""

    when: CategoryWhen
    requires: tuple[ItemName, ...] = Field(description="What a case must say before it is complete.")
    care: bool = Field(default=False, description="Special circumstances: gentler messages.")
    clocks: tuple[ClockName, ...] = Field(default=(), description="The promises that run for these cases.")


class AccountChecks(Part):
    """What an account looks like."""

    patterns: Many[Pattern] = Field(default=(), description="Regular expressions; without any, the usual forms.")
    check_digit: Literal["luhn", "mod97"] | None = None


class DateChecks(Part):
    """What a sane date of a transaction is."""

    not_in_the_future: bool = True
    not_older_than: Months | None = None


class AmountChecks(Part):
    """What a sane amount is."""

    more_than: Amount = Decimal(0)
    at_most: Amount | None = None
    currencies: Many[Currency] = Field(default=(), description="Without any, the policy's own.")

    @model_validator(mode="after")
    def _something_passes(self) -> Self:
        if self.at_most is not None and self.at_most <= self.more_than:
            raise wrong("no_amount_left", low=self.more_than, high=self.at_most)
        return self


class ChecksPart(Part):
    """What is asked again rather than believed."""

    account: AccountChecks = AccountChecks()
    transaction_date: DateChecks = DateChecks()
    amount: AmountChecks = AmountChecks()


class AmountRange(Part):
    """Bounds of an amount; both ends belong to it."""

    at_least: Amount | None = None
    at_most: Amount | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise wrong("empty_amount")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise wrong("never_matches", low=self.at_least, high=self.at_most)
        return self


class RuleWhen(Part):
    """What a rule asks of a case; every part that is written must hold, any word of a list is enough."""

    category: Many[CategoryName] = ()
    text: Many[Searched] = Field(
        default=(), description='What the member wrote; accents do not count, "*" ends a word.'
    )
    tags: Many[AnyTag] = Field(default=(), description="Tags the ticket must all have.")
    language: Many[AnyLanguage] = Field(default=(), description="The requester's language, such as fr.")
    amount: AmountRange | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("empty_when")
        return self


class OtherwisePart(Part):
    """Where a complete case goes when no rule matches."""

    group: Text
    priority: PriorityName | None = None
    tags: Many[NeutralTag] = ()


class ThenPart(Part):
    """Where a case goes; what is not written is left as it is."""

    group: Text = ""
    priority: PriorityName | None = None
    tags: Many[NeutralTag] = Field(default=(), description="Neutral words only: tags travel into reports and e-mails.")

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("empty_then")
        return self


class RulePart(Part):
    """One routing rule; the first that matches wins."""

    id: RuleId = Field(description="What the note and the audit call this rule.")
    when: RuleWhen
    then: ThenPart


class ClockPart(Part):
    """A promise in calendar days."""

    starts: Literal["submitted", "accepted"] = Field(alias="from")
    until: Literal["decision", "solved"]
    warn: Days
    due: Days
    days: Literal["calendar"] = "calendar"
    field: Text = Field(default="", description="The date field that shows the due date to agents.")

    @field_validator("starts", "until")
    @classmethod
    def _decision_is_known(cls, found: str, info: ValidationInfo) -> str:
        if found in {"accepted", "decision"} and "decision" not in known(info).parts:
            raise wrong("no_field_part", part="decision")
        return found

    @model_validator(mode="after")
    def _warned_in_time(self) -> Self:
        if self.warn >= self.due:
            raise wrong("warn_late", warn=self.warn, due=self.due)
        return self


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


class AskingPart(Part):
    """How often a member may be asked before a person takes over."""

    at_most: Annotated[int, Field(ge=1, le=10)] = 3


class ExampleTicket(Part):
    """An invented ticket: what the member chose, filled in and wrote."""

    category: Text
    subject: Text = ""
    text: Text = ""
    account: Text = ""
    transaction_date: Text = ""
    amount: Written = ""
    language: AnyLanguage = "fr"
    tags: Many[AnyTag] = ()
    attachments: Many[Text] = Field(default=(), description="Names of files sent with the message.")


class ExampleExpect(Part):
    """What must become of it."""

    category: CategoryName | None = None
    missing: tuple[ItemName, ...] | None = Field(default=None, description="What is asked; [] when nothing is.")
    group: str | None = None
    priority: PriorityName | None = None
    tags: Many[AnyTag] | None = Field(default=None, description="Tags that must be there, among others.")
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
    clocks: dict[Id, ClockPart] = {}
    decisions: DecisionsPart = DecisionsPart()
    write_back: bool = Field(default=True, description="Copy what was read in the text into the empty fields.")
    asking: AskingPart = AskingPart()
    examples: tuple[ExamplePart, ...] = ()
