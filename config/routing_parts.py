"""The parts of the policy that say where a case goes: rules and actions."""

from typing import Literal, Self

from pydantic import Field, model_validator

from config.condition_parts import WhenPart
from config.kinds import Many, NeutralTag, RuleId, Text
from config.part import Part
from config.sentences import wrong

PriorityName = Literal["low", "normal", "high", "urgent"]


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
    when: WhenPart
    then: ThenPart
