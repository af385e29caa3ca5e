"""The part of the policy that asks something of a case: every condition, and how they are combined."""

from datetime import time, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from config.kinds import (
    Amount,
    AnyLanguage,
    AnyTag,
    CategoryName,
    Clock,
    Day,
    Days,
    FieldValues,
    Folded,
    Many,
    Missing,
    Searched,
    Span,
    Text,
)
from config.part import Part
from config.sentences import wrong

DayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
StatusName = Literal["new", "open", "pending", "hold"]


class AmountRange(Part):
    """Bounds of an amount; both ends belong to it."""

    at_least: Amount | None = None
    at_most: Amount | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise wrong("empty_amount")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise wrong("no_such_amount", low=self.at_least, high=self.at_most)
        return self


class DateRange(Part):
    """Where the date of the transaction lies; every bound that is written must hold."""

    before: Day | None = Field(default=None, description="Before that day.")
    after: Day | None = Field(default=None, description="After that day.")
    older_than: Days | None = Field(default=None, description="More than so long ago.")
    within: Days | None = Field(default=None, description="Today, or at most so long ago.")

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not self.model_fields_set:
            raise wrong("empty_dates")
        if self.before is not None and self.after is not None and (self.before - self.after).days < 2:
            raise wrong("no_such_day", after=self.after, before=self.before)
        if self.older_than is not None and self.within is not None and self.older_than >= self.within:
            raise wrong("no_such_past", older_than=self.older_than, within=self.within)
        return self


class AgeRange(Part):
    """How long ago the ticket was filed; both ends belong to it."""

    at_least: Span | None = None
    at_most: Span | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise wrong("empty_age")
        if (self.at_least or timedelta(0)) > (self.at_most or timedelta.max):
            raise wrong("no_such_age")
        return self


class HourRange(Part):
    """Hours of the day on the policy's clock: from the first, until just before the second; over midnight too."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.start == self.end:
            raise wrong("no_such_hour", found=f"{self.start:%H:%M}")
        return self

    def hours(self) -> tuple[time, time]:
        """Both ends."""
        return self.start, self.end


class WhenPart(Part):
    """What is asked of a case; everything that is written here must hold."""

    category: Many[CategoryName] = Field(default=(), description="The case is in one of these categories.")
    field: dict[Text, FieldValues] = Field(
        default_factory=dict,
        min_length=1,
        description='A field of the helpdesk by its title, and what it must hold: "*" for anything, "" for nothing.',
    )
    text: Many[Searched] = Field(
        default=(), description='What the member wrote; accents do not count, "*" ends a word.'
    )
    language: Many[AnyLanguage] = Field(default=(), description="The requester's language, such as fr.")
    channel: Many[Folded] = Field(default=(), description="How the ticket came in: email, web, api, ...")
    brand: Many[Folded] = Field(default=(), description="The ticket's brand, by its name.")
    organization: Many[Folded] = Field(default=(), description="The ticket's organization, by its name.")
    requester_tags: Many[AnyTag] = Field(default=(), description="Tags the requester must all have.")
    tags: Many[AnyTag] = Field(default=(), description="Tags the ticket must all have.")
    group: Many[Folded] = Field(default=(), description="The group the ticket is with already.")
    status: Many[StatusName] = Field(default=(), description="The ticket's status.")
    amount: AmountRange | None = None
    transaction_date: DateRange | None = None
    age: AgeRange | None = None
    documents: bool | None = Field(default=None, description="Whether the requester sent a file.")
    missing: Missing | None = Field(
        default=None, description="Whether anything required is missing, or which of these items must be."
    )
    day: Many[DayName] = Field(default=(), description="The day of the week.")
    hour: HourRange | None = None
    duplicate: bool | None = Field(default=None, description="Whether another case is about the same payment.")
    all: tuple["WhenPart", ...] = Field(default=(), min_length=1, description="Every one of these conditions holds.")
    any: tuple["WhenPart", ...] = Field(default=(), min_length=1, description="At least one of these conditions holds.")
    none: tuple["WhenPart", ...] = Field(default=(), min_length=1, description="None of these conditions holds.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise wrong("empty_when")
        return self
