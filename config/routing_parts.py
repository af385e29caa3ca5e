"""The parts of the policy that say where a case goes: conditions, rules and actions."""

from typing import Literal, Self

from pydantic import Field, model_validator

from config.case_parts import Part
from config.kinds import Amount, AnyLanguage, AnyTag, CategoryName, Many, NeutralTag, RuleId, Searched, Text
from config.sentences import wrong

PriorityName = Literal["low", "normal", "high", "urgent"]


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
