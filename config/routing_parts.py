"""The parts of the policy that say where a case goes: rules and actions."""

from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from config.condition_parts import WhenPart
from config.kinds import FieldValue, Many, MessageName, NeutralTag, NoteName, RuleId, Text, known
from config.part import Part
from config.sentences import wrong

PriorityName = Literal["low", "normal", "high", "urgent"]


class ActionPart(Part):
    """What becomes of a case; what is not written is left as it is."""

    group: Text = ""
    assignee: Text = Field(default="", description="An agent, by e-mail address or full name.")
    priority: PriorityName | None = None
    tags: Many[NeutralTag] = Field(default=(), description="Neutral words only: tags travel into reports and e-mails.")
    fields: dict[Text, FieldValue] = Field(
        default_factory=dict,
        min_length=1,
        description="Other fields of the helpdesk by title, and what to write there.",
    )
    note: NoteName = Field(default="", description="A text under `notes` that the note for agents ends with.")
    message: MessageName = Field(default="", description="A text of your own under `messages` that the member reads.")
    hold: bool = Field(default=False, description="Keep the requester's files: adds the hold tag of `retention`.")

    @field_validator("note")
    @classmethod
    def _has_a_place(cls, found: str, info: ValidationInfo) -> str:
        if "note" not in known(info).fields:
            raise wrong("no_field_part", part="note")
        return found

    @field_validator("hold")
    @classmethod
    def _holds_something(cls, found: bool, info: ValidationInfo) -> bool:
        if found and not known(info).retention:
            raise wrong("no_retention")
        return found


class OtherwisePart(ActionPart):
    """Where a complete case goes when no rule matches."""

    group: Text


class ThenPart(ActionPart):
    """Where a case goes; what is not written is left as it is."""

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
