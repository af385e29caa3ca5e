"""The parts of the policy that promise and wait: clocks and what becomes of late cases, the calendar, reminders."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from config import holidays
from config.condition_parts import DayName, HourRange
from config.kinds import Day, Lasting, Many, NeutralTag, Span, Text, known
from config.part import Part
from config.routing_parts import PriorityName
from config.sentences import hint, wrong
from integration.core.clocks import Length

ChannelName = Literal["chat", "email"]


class AlarmPart(Part):
    """What becomes of a ticket when its clock warns, beside the tag that says so."""

    priority: PriorityName | None = Field(default=None, description="Raised to this one; never lowered.")
    group: Text = Field(default="", description="Takes the ticket over from whoever has it.")
    assignee: Text = Field(default="", description="An agent who takes it over, by e-mail address or full name.")
    tags: Many[NeutralTag] = Field(default=(), description="More tags, for as long as the flag stands.")
    notify: Many[ChannelName] = Field(default=(), description="How the team lead is told, once.")


class DueAlarmPart(AlarmPart):
    """What becomes of a ticket that is late, beside the tag that says so."""

    priority: PriorityName | None = Field(default="high", description="Raised to this one; never lowered.")


class ClockPart(Part):
    """A promise in calendar or working days."""

    starts: Literal["submitted", "completed", "accepted"] = Field(alias="from")
    until: Literal["decision", "solved"]
    warn: Lasting
    due: Lasting
    days: Literal["calendar", "business"] = Field(
        default="calendar", description="business: only the working days and hours of `calendar` count."
    )
    field: Text = Field(default="", description="The date field that shows the due date to agents.")
    pause_while: Literal["waiting_for_member"] | None = Field(
        default=None, description="The clock stands still from a question of Guichet's until the member's answer."
    )
    roll_over: bool = Field(default=False, description="A due date without work moves to the next working day.")
    statutory: bool = Field(default=False, description="A term of law: calendar days, never paused by anything.")
    at_warn: AlarmPart = AlarmPart()
    at_due: DueAlarmPart = DueAlarmPart()

    @field_validator("starts", "until")
    @classmethod
    def _can_happen(cls, found: str, info: ValidationInfo) -> str:
        wanted = {"accepted": {"accepted", "partly"}, "decision": {"accepted", "partly", "refused"}}.get(found)
        if wanted and not wanted.intersection(known(info).decisions):
            raise wrong("no_decisions", wanted=" or ".join(sorted(wanted)))
        return found

    @field_validator("pause_while")
    @classmethod
    def _ends(cls, found: str | None, info: ValidationInfo) -> str | None:
        if found and not known(info).closes:
            raise wrong("endless_pause")
        return found

    @model_validator(mode="after")
    def _warned_in_time(self) -> Self:
        if bool(self.warn.days) is not bool(self.due.days):
            raise wrong("two_units")
        if (self.warn.days, self.warn.hours) >= (self.due.days, self.due.hours):
            raise wrong("warn_late", warn=_said(self.warn), due=_said(self.due))
        return self

    @model_validator(mode="after")
    def _stopped_by_nothing(self) -> Self:
        stopped = (("pause_while", self.pause_while), ("days: business", self.days == "business"))
        found = next((word for word, said in stopped if said), None)
        if self.statutory and found:
            raise wrong("statutory", found=found)
        return self


def _said(length: Length) -> str:
    return f"{length.days} days" if length.days else f"{length.hours} hours"


class HolidaysPart(Part):
    """The public holidays of a country, and of a part of it."""

    country: Text = Field(default="", description="Two letters (ISO 3166), such as FR or BE.")
    region: Text = Field(default="", description="By name or code: Alsace-Moselle, Martinique, BY (Bavaria).")
    extra: Many[Day] = Field(default=(), description="More days without work.")
    removed: Many[Day] = Field(default=(), description="Public holidays on which there is work.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.country and self.country not in holidays.countries():
            raise wrong("country", found=self.country, hint=hint(self.country, holidays.countries()))
        regions = holidays.regions(self.country) if self.country else ()
        if self.region and self.region not in regions:
            listed = ", ".join(regions) or "none"
            raise wrong("region", found=self.region, hint=hint(self.region, regions), listed=listed)
        kept = next((day for day in self.removed if day not in holidays.days(self.country, self.region)), None)
        if kept:
            raise wrong("no_holiday", found=kept)
        return self


class CalendarPart(Part):
    """When somebody works: what `days: business` counts, and when members are written to."""

    working_days: Many[DayName] = ("monday", "tuesday", "wednesday", "thursday", "friday")
    hours: HourRange | None = Field(default=None, description="The working hours; without them the whole day counts.")
    holidays: HolidaysPart = HolidaysPart()

    @field_validator("hours")
    @classmethod
    def _within_a_day(cls, found: HourRange | None) -> HourRange | None:
        if found and found.end < found.start:
            raise wrong("hours_over_midnight")
        return found


def _evening() -> HourRange:
    return HourRange.model_validate({"from": "20:00", "to": "08:00"})


class AskingPart(Part):
    """How often a member is asked and reminded before a person takes over or the case is closed."""

    at_most: Annotated[int, Field(ge=1, le=10)] = 3
    remind_after: Many[Span] = Field(default=(), description="Reminders, each so long after the question.")
    close_after: Span | None = Field(
        default=None, description="Closed kindly so long after the question; a case of care goes to a person instead."
    )
    close_as: Text = Field(default="", description="The agent in whose name a case nobody has is closed.")
    quiet: HourRange = Field(default_factory=_evening, description="When no reminder is sent; 20:00 to 08:00.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        spans: tuple[timedelta, ...] = (*self.remind_after, *((self.close_after,) if self.close_after else ()))
        if any(later <= earlier for earlier, later in pairwise(spans)):
            raise wrong("letters_in_order")
        if self.close_as and not self.close_after:
            raise wrong("never_closes")
        return self
